package dev.cnv.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.Compressor;
import dev.cnv.runtime.protocol.Compressors;
import dev.cnv.runtime.protocol.FeatureSet;
import dev.cnv.runtime.protocol.Negotiation;
import dev.cnv.runtime.protocol.Offer;
import dev.cnv.runtime.protocol.ProtocolVersion;
import dev.cnv.runtime.protocol.WireLimits;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which ways to compress an end offers, and what two ends make of it. */
class CompressorsTest {

    @Test
    void installed_here_offersAllInTheirOrder() {
        assertEquals(
                List.of(
                        Compression.ZSTD,
                        Compression.LZ4,
                        Compression.BROTLI,
                        Compression.NONE),
                Compressors.installed().available());
    }

    @Test
    void accept_betweenDifferentPeers_takesTheAcceptorsFirst() {
        Offer one = offer(Compressors.installed().available(), 1);
        Offer other = offer(List.of(Compression.LZ4, Compression.ZSTD), 2);
        assertEquals(
                Compression.LZ4, ((Agreement) Negotiation.accept(one, other)).compression());
        assertEquals(
                Compression.ZSTD, ((Agreement) Negotiation.accept(other, one)).compression());
    }

    /** Without leave to call native code: no warning, no fault, and LZ4 all the same. */
    @Test
    void installed_withoutNativeAccess_offersWhatIsJavaAndSaysNothing() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--sun-misc-unsafe-memory-access=deny",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        Available.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(
                child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), said);
        assertEquals("[LZ4, NONE]", said.strip());
    }

    /** Prints what is offered in another process. */
    static final class Available {
        private Available() {}

        public static void main(String[] arguments) {
            System.out.println(Compressors.installed().available());
        }
    }

    @Test
    void of_oneThatIsNotAvailable_leavesItOut() {
        Compressors none = Compressors.of(List.of(new Fake(Compression.ZSTD, false)));
        assertEquals(List.of(Compression.NONE), none.available());
        assertTrue(none.find(Compression.ZSTD).isEmpty());
        assertThrows(
                IllegalArgumentException.class,
                () -> Compressors.of(List.of(new Fake(Compression.NONE, true))));
    }

    private record Fake(Compression compression, boolean isAvailable) implements Compressor {
        @Override
        public byte[] compress(byte[] source, int offset, int count) {
            throw new AssertionError();
        }

        @Override
        public byte[] expand(byte[] source, int offset, int count, int length) {
            throw new AssertionError();
        }
    }

    private static Offer offer(List<Compression> compressions, int nonce) {
        byte[] bytes = new byte[Offer.NONCE_BYTES];
        bytes[0] = (byte) nonce;
        return new Offer(
                ProtocolVersion.newestFirst(),
                FeatureSet.ALL,
                compressions,
                WireLimits.DEFAULT,
                bytes);
    }

    private static String classPath() {
        return Stream.of(
                        CompressorsTest.class,
                        ZstdCompressor.class,
                        Compressors.class,
                        com.github.luben.zstd.Zstd.class,
                        net.jpountz.lz4.LZ4Factory.class,
                        com.aayushatharva.brotli4j.Brotli4jLoader.class)
                .map(CompressorsTest::place)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
