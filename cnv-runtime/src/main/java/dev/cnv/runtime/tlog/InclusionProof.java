package dev.cnv.runtime.tlog;

import static dev.cnv.runtime.tlog.MerkleHasher.HASH_BYTES;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proof that an entry is the leaf of an index in a tree (RFC 9162 section 2.1.3). It is a claim
 * until {@link #verify} finds that it holds.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class InclusionProof {

    /** The largest number of hashes: a tree has fewer than 2^63 leaves. */
    public static final int MAX_HASHES = 63;

    private final long index;
    private final long size;
    private final byte[] path;

    private InclusionProof(long index, long size, byte[] path) {
        this.index = index;
        this.size = size;
        this.path = path;
    }

    /**
     * A proof that came from somewhere.
     *
     * @param index the entry's index
     * @param size the size of the tree
     * @param path the hashes, from the leaf's sibling to the root's child
     * @return the proof, which may turn out not to hold
     */
    public static InclusionProof of(long index, long size, List<Digest> path) {
        return new InclusionProof(index, size, HashPath.join(path));
    }

    /** A proof that came from somewhere; the array becomes the proof's. */
    static InclusionProof ofBytes(long index, long size, byte[] path) {
        return new InclusionProof(index, size, path);
    }

    /**
     * Makes a proof.
     *
     * @param nodes where hashes come from
     * @param index the entry's index
     * @param size the size of the tree
     * @return the proof
     * @throws IllegalArgumentException when the index is not below the size
     * @throws IOException when a hash cannot be had
     */
    public static InclusionProof create(TreeNodes nodes, long index, long size) throws IOException {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "index=" + index + " is not below the tree's size=" + size);
        }
        int hashes = length(index, size);
        byte[] path = new byte[hashes * HASH_BYTES];
        MerkleHasher hasher = new MerkleHasher();
        long from = 0;
        long to = size;
        for (int at = hashes - 1; at >= 0; at--) {
            long middle = from + MerkleTree.split(to - from);
            if (index < middle) {
                MerkleTree.range(nodes, hasher, middle, to, path, at * HASH_BYTES);
                to = middle;
            } else {
                MerkleTree.range(nodes, hasher, from, middle, path, at * HASH_BYTES);
                from = middle;
            }
        }
        return new InclusionProof(index, size, path);
    }

    /** {@return the entry's index} */
    public long index() {
        return index;
    }

    /** {@return the size of the tree} */
    public long size() {
        return size;
    }

    /** {@return the hashes, from the leaf's sibling to the root's child} */
    public List<Digest> path() {
        return HashPath.split(path);
    }

    /**
     * Checks the proof.
     *
     * @param leafHash the hash of the entry
     * @param root the root of the tree, which the caller trusts
     * @return whether the entry is in the tree at the index
     */
    public ProofVerdict verify(Digest leafHash, Digest root) {
        return verify(leafHash.bytes(), root.bytes());
    }

    /**
     * Checks the proof.
     *
     * @param leafHash the hash of the entry, 32 bytes
     * @param root the root of the tree, which the caller trusts, 32 bytes
     * @return whether the entry is in the tree at the index
     */
    public ProofVerdict verify(byte[] leafHash, byte[] root) {
        if (leafHash.length != HASH_BYTES || root.length != HASH_BYTES) {
            return ProofVerdict.refused(
                    LogFault.MALFORMED, "the leaf's hash or the root has not 32 bytes");
        }
        ProofVerdict shape = shape();
        if (!shape.holds()) {
            return shape;
        }
        return MessageDigest.isEqual(foldedRoot(leafHash), root)
                ? shape
                : ProofVerdict.refused(
                        LogFault.ROOT_MISMATCH,
                        "the proof for index=" + index + " leads to another root of size=" + size);
    }

    /**
     * The root that follows from the proof and an entry, when the proof has the right length.
     *
     * @param leafHash the hash of the entry
     * @return the root, which somebody trusted must have signed; empty when the length is wrong
     */
    Optional<Digest> rootFrom(Digest leafHash) {
        return shape().holds()
                ? Optional.of(MerkleTree.digest(foldedRoot(leafHash.bytes()), 0))
                : Optional.empty();
    }

    /** Whether index, size and number of hashes go together. */
    ProofVerdict shape() {
        if (index < 0 || index >= size) {
            return ProofVerdict.refused(
                    LogFault.INDEX_OUTSIDE_TREE, "index=" + index + " is not below size=" + size);
        }
        int expected = length(index, size);
        return path.length == expected * HASH_BYTES
                ? new ProofVerdict.Holds()
                : ProofVerdict.refused(
                        LogFault.PROOF_LENGTH,
                        "the proof has pathBytes=" + path.length + " instead of "
                                + expected * HASH_BYTES + " for index=" + index + " size=" + size);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InclusionProof that
                && index == that.index
                && size == that.size
                && Arrays.equals(path, that.path);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(index) * 31 + Arrays.hashCode(path);
    }

    @Override
    public String toString() {
        return "InclusionProof[index=" + index + ", size=" + size + ", hashes="
                + path.length / HASH_BYTES + "]";
    }

    byte[] pathBytes() {
        return path;
    }

    /** Below the level where the leaf's path meets the right edge both sides occur; above, left only. */
    private static int inner(long index, long size) {
        return Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
    }

    private static int length(long index, long size) {
        int inner = inner(index, size);
        return inner + (inner == Long.SIZE ? 0 : Long.bitCount(index >>> inner));
    }

    private byte[] foldedRoot(byte[] leafHash) {
        MerkleHasher hasher = new MerkleHasher();
        byte[] hash = Arrays.copyOf(leafHash, HASH_BYTES);
        int inner = inner(index, size);
        int level = 0;
        for (int at = 0; at < path.length; at += HASH_BYTES, level++) {
            if (level < inner && (index >>> level & 1) == 0) {
                hasher.node(hash, 0, path, at, hash, 0);
            } else {
                hasher.node(path, at, hash, 0, hash, 0);
            }
        }
        return hash;
    }
}
