package dev.cnv.compression;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.Compressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Brotli (RFC 7932) by brotli4j, a native library. The application adds brotli4j's native artifact of its
 * platform. While it expands, the library takes up to 16 MiB for its window whatever the length is.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class BrotliCompressor implements Compressor {

    /** About as fast as Zstandard's level 3; the library's own choice of 11 is for files. */
    private static final int QUALITY = 4;

    /** For the service loader. */
    public BrotliCompressor() {}

    @Override
    public Compression compression() {
        return Compression.BROTLI;
    }

    /** Asks before the library is touched: its first use would put a warning on the error stream. */
    @Override
    public boolean isAvailable() {
        try {
            return Brotli4jLoader.class.getModule().isNativeAccessEnabled()
                    && Brotli4jLoader.isAvailable();
        } catch (LinkageError _) {
            return false;
        }
    }

    @Override
    public byte[] compress(byte[] source, int offset, int count) {
        Brotli4jLoader.ensureAvailability();
        try {
            return Encoder.compress(
                    Arrays.copyOfRange(source, offset, offset + count),
                    Encoder.Parameters.create(QUALITY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] expand(byte[] source, int offset, int count, int length) {
        Brotli4jLoader.ensureAvailability();
        byte[] expanded = new byte[length];
        try (InputStream in =
                new BrotliInputStream(new ByteArrayInputStream(source, offset, count))) {
            if (in.readNBytes(expanded, 0, length) != length || in.read() != -1) {
                throw Refusals.damaged(Compression.BROTLI, count, length, null);
            }
            return expanded;
        } catch (IOException e) {
            throw Refusals.damaged(Compression.BROTLI, count, length, e);
        }
    }
}
