package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The form of compressed payloads, with a compressor that knows only bytes that are all the same. */
class CompressedPayloadTest {

    private static final WireLimits LIMITS = WireLimits.LEGACY;

    /** One byte for all. */
    private static final class Same implements Compressor {
        @Override
        public Compression compression() {
            return Compression.LZ4;
        }

        @Override
        public byte[] compress(byte[] source, int offset, int count) {
            return Arrays.copyOfRange(source, offset, offset + Math.min(1, count));
        }

        @Override
        public byte[] expand(byte[] source, int offset, int count, int length) {
            if (count != 1) {
                throw new CompressionRefusedException("bytes=" + count + " are not one", null);
            }
            byte[] expanded = new byte[length];
            Arrays.fill(expanded, source[offset]);
            return expanded;
        }
    }

    private final Compressor compressor = new Same();

    @Test
    void compress_hasTheLengthInFront_andExpandsToTheSame() {
        byte[] payload = Samples.filled(300, 7);
        byte[] smaller = CompressedPayload.compress(compressor, payload);
        assertArrayEquals(new byte[] {0, 0, 1, 44, 7}, smaller);
        assertArrayEquals(
                payload, CompressedPayload.expand(compressor, ByteBuffer.wrap(smaller), LIMITS));
    }

    @Test
    void compress_thatWouldNotBeSmaller_isThePayloadItself() {
        byte[] payload = Samples.filled(5, 7);
        assertSame(payload, CompressedPayload.compress(compressor, payload));
    }

    @Test
    void expand_aboveTheLimit_isOversize() {
        assertEquals(ProtocolFault.Kind.OVERSIZE, refused((1 << 20) + 1));
        assertEquals(ProtocolFault.Kind.OVERSIZE, refused(-1));
        assertEquals(
                1 << 20, CompressedPayload.expand(compressor, prefixed(1 << 20, 1), LIMITS).length);
    }

    @Test
    void expand_ofDamagedOrShortBytes_isRefused() {
        assertEquals(
                ProtocolFault.Kind.BAD_PAYLOAD,
                assertThrows(
                                ProtocolFaultException.class,
                                () -> CompressedPayload.expand(compressor, prefixed(5, 2), LIMITS))
                        .fault()
                        .kind());
        for (int count = 0; count < 4; count++) {
            ByteBuffer shortOne = ByteBuffer.allocate(count);
            assertEquals(
                    ProtocolFault.Kind.BAD_PAYLOAD,
                    assertThrows(
                                    ProtocolFaultException.class,
                                    () -> CompressedPayload.expand(compressor, shortOne, LIMITS))
                            .fault()
                            .kind());
        }
    }

    @Test
    void compressors_withOne_offerItBeforeNone() {
        Compressors compressors = Compressors.of(List.of(compressor));
        assertEquals(List.of(Compression.LZ4, Compression.NONE), compressors.available());
        assertSame(compressor, compressors.find(Compression.LZ4).orElseThrow());
        assertEquals(List.of(Compression.NONE), Compressors.of(List.of()).available());
    }

    private ProtocolFault.Kind refused(int length) {
        return assertThrows(
                        ProtocolFaultException.class,
                        () -> CompressedPayload.expand(compressor, prefixed(length, 1), LIMITS))
                .fault()
                .kind();
    }

    private static ByteBuffer prefixed(int length, int count) {
        return ByteBuffer.allocate(4 + count).putInt(0, length);
    }
}
