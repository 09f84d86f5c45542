package dev.cnv.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.cnv.runtime.protocol.CompressedPayload;
import dev.cnv.runtime.protocol.CompressionRefusedException;
import dev.cnv.runtime.protocol.Compressor;
import dev.cnv.runtime.protocol.ProtocolFault;
import dev.cnv.runtime.protocol.ProtocolFaultException;
import dev.cnv.runtime.protocol.WireLimits;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every compressor must do; one small subclass for each. */
abstract class CompressorContract {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final WireLimits LIMITS = new WireLimits(1 << 20, 1);

    private final Compressor compressor;

    CompressorContract(Compressor compressor) {
        this.compressor = compressor;
    }

    @Test
    void isAvailable_here_isTrue() {
        assertTrue(compressor.isAvailable());
    }

    /** 500 cases: each makes and frees native state. */
    @Test
    void expand_ofCompressed_isTheSame() {
        Property.named("compress-" + compressor.compression())
                .oneIn(20)
                .check(CompressorContract::payload, bytes -> {
                    byte[] smaller = compressor.compress(bytes, 0, bytes.length);
                    assertArrayEquals(
                            bytes, compressor.expand(smaller, 0, smaller.length, bytes.length));
                });
    }

    @Test
    void compress_ofAPart_isOfThatPartAlone() {
        byte[] all = repeated("abc", 3_000);
        byte[] smaller = compressor.compress(all, 10, 300);
        byte[] moved = new byte[smaller.length + 7];
        System.arraycopy(smaller, 0, moved, 5, smaller.length);
        assertArrayEquals(
                Arrays.copyOfRange(all, 10, 310),
                compressor.expand(moved, 5, smaller.length, 300));
    }

    @Test
    void compress_ofText_isSmaller() {
        byte[] text = repeated("{\"account\":\"one\",\"amount\":12},", 10_000);
        assertTrue(compressor.compress(text, 0, text.length).length < text.length / 10);
    }

    @Test
    void expand_toAnotherLength_isRefused() {
        byte[] smaller = compressor.compress(repeated("abc", 3_000), 0, 3_000);
        for (int length : new int[] {0, 1, 2_999, 3_001, 100_000}) {
            assertThrows(
                    CompressionRefusedException.class,
                    () -> compressor.expand(smaller, 0, smaller.length, length),
                    "length=" + length);
        }
    }

    @Test
    void expand_ofEachPrefix_isRefused() {
        byte[] smaller = compressor.compress(repeated("abcdefgh", 2_000), 0, 2_000);
        for (int count = 0; count < smaller.length; count++) {
            int cut = count;
            assertThrows(
                    CompressionRefusedException.class,
                    () -> compressor.expand(smaller, 0, cut, 2_000));
        }
    }

    @Test
    void expand_ofChangedBytes_isRefusedOrOfTheAskedLength() {
        byte[] smaller = compressor.compress(repeated("abcdefgh", 2_000), 0, 2_000);
        Property.named("expand-changed-" + compressor.compression())
                .oneIn(10)
                .check(draws -> Fuzz.changed(draws, smaller), this::requireExactOrRefused);
        Property.named("expand-bytes-" + compressor.compression())
                .oneIn(10)
                .check(draws -> Fuzz.bytes(draws, 60), this::requireExactOrRefused);
    }

    private void requireExactOrRefused(byte[] bytes) {
        try {
            assertEquals(2_000, compressor.expand(bytes, 0, bytes.length, 2_000).length);
        } catch (CompressionRefusedException e) {
            assertTrue(e.getMessage().contains("length=2000"), e.getMessage());
        }
    }

    @Test
    void expand_ofABomb_takesNoMoreThanTheAskedLength() {
        byte[] bomb = compressor.compress(new byte[64 << 20], 0, 64 << 20);
        assertThrows(
                CompressionRefusedException.class,
                () -> compressor.expand(bomb, 0, bomb.length, 1_000));
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThrows(
                CompressionRefusedException.class,
                () -> compressor.expand(bomb, 0, bomb.length, 1_000));
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < 256 * 1024, "bytes=" + taken);
    }

    @Test
    void payload_thatWouldBeAboveTheLimit_isRefusedBeforeItIsExpanded() {
        byte[] bomb = CompressedPayload.compress(compressor, new byte[(1 << 20) + 1]);
        ProtocolFaultException refused = assertThrows(
                ProtocolFaultException.class,
                () -> CompressedPayload.expand(compressor, ByteBuffer.wrap(bomb), LIMITS));
        assertEquals(ProtocolFault.Kind.OVERSIZE, refused.fault().kind());
        assertEquals(
                "expandedBytes=1048577: asked for at most 1048576", refused.fault().text());
    }

    /** The length in front says less than the bytes come to. */
    @Test
    void payload_thatLiesAboutItsLength_isRefused() {
        byte[] bomb = CompressedPayload.compress(compressor, new byte[1 << 20]);
        ByteBuffer.wrap(bomb).putInt(0, 100);
        ProtocolFaultException refused = assertThrows(
                ProtocolFaultException.class,
                () -> CompressedPayload.expand(compressor, ByteBuffer.wrap(bomb), LIMITS));
        assertEquals(ProtocolFault.Kind.BAD_PAYLOAD, refused.fault().kind());
    }

    @Test
    void payload_compressed_isTheSameAgain() {
        byte[] payload = repeated("payload ", 50_000);
        byte[] smaller = CompressedPayload.compress(compressor, payload);
        assertTrue(smaller.length < payload.length);
        assertArrayEquals(
                payload, CompressedPayload.expand(compressor, ByteBuffer.wrap(smaller), LIMITS));
    }

    @Test
    void payload_thatDoesNotBecomeSmaller_staysAsItIs() {
        byte[] payload = {1, 2, 3};
        assertTrue(payload == CompressedPayload.compress(compressor, payload));
    }

    private static byte[] payload(Draws draws) {
        byte[] bytes = Fuzz.bytes(draws, 40);
        int times = draws.between(0, 400);
        byte[] all = new byte[bytes.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
        }
        return all;
    }

    static byte[] repeated(String text, int length) {
        byte[] once = text.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[length];
        for (int i = 0; i < length; i++) {
            all[i] = once[i % once.length];
        }
        return all;
    }
}
