package dev.cnv.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.Compressors;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs in a JVM of its own, whose command line allows no native code: see the pom. */
@Tag("without-native-access")
class WithoutNativeAccessTest {

    @Test
    void nativeCompressors_areNotOffered_andLz4Is() {
        assertFalse(new ZstdCompressor().isAvailable());
        assertFalse(new BrotliCompressor().isAvailable());
        assertEquals(
                List.of(Compression.LZ4, Compression.NONE),
                Compressors.installed().available());
    }
}
