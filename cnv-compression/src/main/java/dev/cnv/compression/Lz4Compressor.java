package dev.cnv.compression;

import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * LZ4 blocks by lz4-java, in plain Java: neither native code nor {@code sun.misc.Unsafe}.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class Lz4Compressor implements Compressor {

    private final LZ4Factory factory = LZ4Factory.safeInstance();

    /** For the service loader. */
    public Lz4Compressor() {}

    @Override
    public Compression compression() {
        return Compression.LZ4;
    }

    @Override
    public byte[] compress(byte[] source, int offset, int count) {
        return factory.fastCompressor().compress(source, offset, count);
    }

    @Override
    public byte[] expand(byte[] source, int offset, int count, int length) {
        byte[] expanded = new byte[length];
        try {
            int found = factory.safeDecompressor()
                    .decompress(source, offset, count, expanded, 0, length);
            if (found != length) {
                throw Refusals.damaged(Compression.LZ4, count, length, null);
            }
            return expanded;
        } catch (LZ4Exception e) {
            throw Refusals.damaged(Compression.LZ4, count, length, e);
        }
    }
}
