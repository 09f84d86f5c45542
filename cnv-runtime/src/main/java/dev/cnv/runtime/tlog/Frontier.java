package dev.cnv.runtime.tlog;

import static dev.cnv.runtime.tlog.MerkleHasher.HASH_BYTES;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.util.Objects;

/**
 * The right edge of a growing tree: at most 63 hashes, from which the root follows.
 *
 * <p><b>Threading:</b> for one thread.
 */
public final class Frontier {

    private final MerkleHasher hasher = new MerkleHasher();

    /** The roots of the full subtrees, largest first: one for each bit of the size. */
    private final byte[] hashes = new byte[Long.SIZE * HASH_BYTES];

    private long size;
    private int count;

    /** The frontier of the tree without leaves. */
    public Frontier() {}

    /**
     * The frontier of a tree.
     *
     * @param nodes where hashes come from
     * @param size how many leaves the tree has
     * @return the frontier
     * @throws IOException when a hash cannot be had
     */
    public static Frontier of(TreeNodes nodes, long size) throws IOException {
        MerkleTree.requireSize(size);
        Frontier frontier = new Frontier();
        long from = 0;
        for (int level = Long.SIZE - 2; level >= 0; level--) {
            if ((size >>> level & 1) == 1) {
                nodes.node(level, from >>> level, frontier.hashes, frontier.count * HASH_BYTES);
                frontier.count++;
                from += 1L << level;
            }
        }
        frontier.size = size;
        return frontier;
    }

    /**
     * Adds a leaf.
     *
     * @param leafHash the leaf's hash, 32 bytes
     */
    public void append(byte[] leafHash) {
        append(leafHash, 0);
    }

    /**
     * Adds a leaf.
     *
     * @param source an array with the leaf's hash
     * @param offset where it begins
     */
    public void append(byte[] source, int offset) {
        Objects.checkFromIndexSize(offset, HASH_BYTES, source.length);
        System.arraycopy(source, offset, hashes, count * HASH_BYTES, HASH_BYTES);
        count++;
        for (long full = size; (full & 1) == 1; full >>>= 1) {
            count--;
            int left = (count - 1) * HASH_BYTES;
            hasher.node(hashes, left, hashes, left + HASH_BYTES, hashes, left);
        }
        size = Math.addExact(size, 1);
    }

    /** {@return how many leaves the tree has} */
    public long size() {
        return size;
    }

    /** {@return the root} */
    public Digest root() {
        if (count == 0) {
            return MerkleTree.EMPTY_ROOT;
        }
        byte[] root = new byte[HASH_BYTES];
        System.arraycopy(hashes, (count - 1) * HASH_BYTES, root, 0, HASH_BYTES);
        for (int i = count - 2; i >= 0; i--) {
            hasher.node(hashes, i * HASH_BYTES, root, 0, root, 0);
        }
        return MerkleTree.digest(root, 0);
    }
}
