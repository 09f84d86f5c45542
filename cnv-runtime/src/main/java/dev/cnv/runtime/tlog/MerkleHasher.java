package dev.cnv.runtime.tlog;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Hashes leaves and nodes of a Merkle tree (RFC 9162 section 2.1.1).
 *
 * <pre>
 * leaf = SHA-256(0x00 | entry)
 * node = SHA-256(0x01 | left : 32 bytes | right : 32 bytes)
 * </pre>
 *
 * <p><b>Threading:</b> for one thread; it keeps one digest and one buffer.
 */
public final class MerkleHasher {

    /** The length of a hash, in bytes. */
    public static final int HASH_BYTES = 32;

    private static final byte LEAF_PREFIX = 0;
    private static final byte NODE_PREFIX = 1;

    private final MessageDigest sha256;
    private final byte[] node = new byte[1 + 2 * HASH_BYTES];

    /** A hasher. */
    public MerkleHasher() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has SHA-256: java.security.MessageDigest's class documentation.
            throw new IllegalStateException(
                    "algorithm=SHA-256 is missing from this Java platform", e);
        }
        node[0] = NODE_PREFIX;
    }

    /**
     * Hashes an entry.
     *
     * @param entry the entry
     * @return the leaf's hash, in a new array of 32 bytes
     */
    public byte[] leaf(byte[] entry) {
        byte[] hash = new byte[HASH_BYTES];
        leaf(entry, 0, entry.length, hash, 0);
        return hash;
    }

    /**
     * Hashes an entry.
     *
     * @param source an array with the entry
     * @param offset where it begins
     * @param count its length, in bytes
     * @param out receives 32 bytes
     * @param outOffset where they begin
     */
    public void leaf(byte[] source, int offset, int count, byte[] out, int outOffset) {
        sha256.update(LEAF_PREFIX);
        sha256.update(source, offset, count);
        finish(out, outOffset);
    }

    /**
     * Hashes two nodes to their parent.
     *
     * @param left an array with the left one's hash
     * @param leftOffset where it begins
     * @param right an array with the right one's hash
     * @param rightOffset where it begins
     * @param out receives 32 bytes; may be one of the other arrays
     * @param outOffset where they begin
     */
    public void node(
            byte[] left, int leftOffset, byte[] right, int rightOffset, byte[] out, int outOffset) {
        System.arraycopy(left, leftOffset, node, 1, HASH_BYTES);
        System.arraycopy(right, rightOffset, node, 1 + HASH_BYTES, HASH_BYTES);
        sha256.update(node, 0, node.length);
        finish(out, outOffset);
    }

    private void finish(byte[] out, int offset) {
        try {
            sha256.digest(out, offset, HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalArgumentException("outOffset=" + offset + " leaves no 32 bytes", e);
        }
    }
}
