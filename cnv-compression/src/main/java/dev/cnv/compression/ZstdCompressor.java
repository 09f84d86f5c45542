package dev.cnv.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.util.Native;
import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.Compressor;
import java.util.Arrays;

/**
 * Zstandard (RFC 8878) by zstd-jni, a native library.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class ZstdCompressor implements Compressor {

    /** Level 3 is the library's own choice between speed and size. */
    private static final int LEVEL = 3;

    /** For the service loader. */
    public ZstdCompressor() {}

    @Override
    public Compression compression() {
        return Compression.ZSTD;
    }

    /** Asks before the library is touched: its first use would put a warning on the error stream. */
    @Override
    public boolean isAvailable() {
        if (!Native.class.getModule().isNativeAccessEnabled()) {
            return false;
        }
        try {
            Native.load();
            return Native.isLoaded();
        } catch (LinkageError _) {
            return false;
        }
    }

    @Override
    public byte[] compress(byte[] source, int offset, int count) {
        byte[] compressed = new byte[Math.toIntExact(Zstd.compressBound(count))];
        long length = Zstd.compressByteArray(
                compressed, 0, compressed.length, source, offset, count, LEVEL);
        return Arrays.copyOf(compressed, (int) length);
    }

    @Override
    public byte[] expand(byte[] source, int offset, int count, int length) {
        byte[] expanded = new byte[length];
        try {
            long found = Zstd.decompressByteArray(expanded, 0, length, source, offset, count);
            if (found != length) {
                throw Refusals.damaged(Compression.ZSTD, count, length, null);
            }
            return expanded;
        } catch (ZstdException e) {
            throw Refusals.damaged(Compression.ZSTD, count, length, e);
        }
    }
}
