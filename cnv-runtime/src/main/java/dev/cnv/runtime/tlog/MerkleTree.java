package dev.cnv.runtime.tlog;

import static dev.cnv.runtime.tlog.MerkleHasher.HASH_BYTES;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.util.HexFormat;

/** The Merkle tree of RFC 9162 section 2.1 over the entries of a log: roots and subtrees. */
public final class MerkleTree {

    /** The root of the tree without leaves, which has no other: SHA-256 of nothing. */
    public static final Digest EMPTY_ROOT = Digest.of(new byte[0]);

    private MerkleTree() {}

    /**
     * Hashes an entry.
     *
     * @param entry the entry
     * @return the leaf's hash
     */
    public static Digest leafHash(byte[] entry) {
        return digest(new MerkleHasher().leaf(entry), 0);
    }

    /**
     * The root of a tree.
     *
     * @param nodes where hashes come from
     * @param size how many leaves it has
     * @return its root
     * @throws IOException when a hash cannot be had
     */
    public static Digest root(TreeNodes nodes, long size) throws IOException {
        requireSize(size);
        if (size == 0) {
            return EMPTY_ROOT;
        }
        byte[] hash = new byte[HASH_BYTES];
        range(nodes, new MerkleHasher(), 0, size, hash, 0);
        return digest(hash, 0);
    }

    /** The hash over leaves, of which the first one's index is a multiple of a large enough power. */
    static void range(
            TreeNodes nodes, MerkleHasher hasher, long from, long to, byte[] out, int offset)
            throws IOException {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            nodes.node(level, from >>> level, out, offset);
            return;
        }
        long left = split(count);
        range(nodes, hasher, from, from + left, out, offset);
        byte[] right = new byte[HASH_BYTES];
        range(nodes, hasher, from + left, to, right, 0);
        hasher.node(out, offset, right, 0, out, offset);
    }

    /** The largest power of two below a count of at least 2. */
    static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    static Digest digest(byte[] bytes, int offset) {
        return new Digest(HexFormat.of().formatHex(bytes, offset, offset + HASH_BYTES));
    }

    static void requireSize(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size=" + size + " is negative");
        }
    }
}
