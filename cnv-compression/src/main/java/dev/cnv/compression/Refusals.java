package dev.cnv.compression;

import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.CompressionRefusedException;
import org.jspecify.annotations.Nullable;

/** What compressors say about bytes that they refuse. */
final class Refusals {

    private Refusals() {}

    static CompressionRefusedException damaged(
            Compression compression, int count, int length, @Nullable Throwable cause) {
        return new CompressionRefusedException(
                compression + ": bytes=" + count + " do not expand to length=" + length, cause);
    }
}
