package dev.cnv.runtime.tlog;

import static dev.cnv.runtime.tlog.MerkleHasher.HASH_BYTES;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proof that a tree is the beginning of a larger one (RFC 9162 section 2.1.4). It is a claim until
 * {@link #verify} finds that it holds.
 *
 * <p>From size 0, and between equal sizes, the proof has no hashes; the roots must then be {@link
 * MerkleTree#EMPTY_ROOT}, or equal.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class ConsistencyProof {

    /** The largest number of hashes, which is that of C2SP's witness protocol. */
    public static final int MAX_HASHES = 63;

    private final long oldSize;
    private final long newSize;
    private final byte[] path;

    private ConsistencyProof(long oldSize, long newSize, byte[] path) {
        this.oldSize = oldSize;
        this.newSize = newSize;
        this.path = path;
    }

    /**
     * A proof that came from somewhere.
     *
     * @param oldSize the size of the older tree
     * @param newSize the size of the newer tree
     * @param path the hashes
     * @return the proof, which may turn out not to hold
     */
    public static ConsistencyProof of(long oldSize, long newSize, List<Digest> path) {
        return new ConsistencyProof(oldSize, newSize, HashPath.join(path));
    }

    /**
     * Makes a proof.
     *
     * @param nodes where hashes of the newer tree come from
     * @param oldSize the size of the older tree
     * @param newSize the size of the newer tree
     * @return the proof
     * @throws IllegalArgumentException when the sizes are negative or not in order
     * @throws IOException when a hash cannot be had
     */
    public static ConsistencyProof create(TreeNodes nodes, long oldSize, long newSize)
            throws IOException {
        if (oldSize < 0 || oldSize > newSize) {
            throw new IllegalArgumentException(
                    "oldSize=" + oldSize + " is not 0 to newSize=" + newSize);
        }
        Deque<Digest> path = new ArrayDeque<>();
        if (oldSize > 0 && oldSize < newSize) {
            collect(nodes, oldSize, newSize, path);
        }
        return new ConsistencyProof(oldSize, newSize, HashPath.join(path));
    }

    /** Goes from the root to where the older tree ends; each step's other side comes first later. */
    private static void collect(TreeNodes nodes, long oldSize, long newSize, Deque<Digest> path)
            throws IOException {
        MerkleHasher hasher = new MerkleHasher();
        long from = 0;
        long to = newSize;
        while (to != oldSize) {
            long middle = from + MerkleTree.split(to - from);
            if (oldSize <= middle) {
                path.addFirst(range(nodes, hasher, middle, to));
                to = middle;
            } else {
                path.addFirst(range(nodes, hasher, from, middle));
                from = middle;
            }
        }
        if (from > 0) {
            path.addFirst(range(nodes, hasher, from, to));
        }
    }

    private static Digest range(TreeNodes nodes, MerkleHasher hasher, long from, long to)
            throws IOException {
        byte[] hash = new byte[HASH_BYTES];
        MerkleTree.range(nodes, hasher, from, to, hash, 0);
        return MerkleTree.digest(hash, 0);
    }

    /** {@return the size of the older tree} */
    public long oldSize() {
        return oldSize;
    }

    /** {@return the size of the newer tree} */
    public long newSize() {
        return newSize;
    }

    /** {@return the hashes} */
    public List<Digest> path() {
        return HashPath.split(path);
    }

    /**
     * Checks the proof.
     *
     * @param oldRoot the root of the older tree, which the caller knows
     * @param newRoot the root of the newer tree
     * @return whether the older tree is the beginning of the newer one
     */
    public ProofVerdict verify(Digest oldRoot, Digest newRoot) {
        if (oldSize < 0 || oldSize > newSize) {
            return ProofVerdict.refused(
                    LogFault.SIZE_ORDER, "oldSize=" + oldSize + " is not 0 to newSize=" + newSize);
        }
        if (path.length > MAX_HASHES * HASH_BYTES) {
            return wrongLength();
        }
        if (oldSize == 0 || oldSize == newSize) {
            return trivial(oldRoot, newRoot);
        }
        return path.length == 0 ? wrongLength() : folded(oldRoot.bytes(), newRoot.bytes());
    }

    private ProofVerdict trivial(Digest oldRoot, Digest newRoot) {
        if (path.length != 0) {
            return wrongLength();
        }
        if (oldSize == 0 && !oldRoot.equals(MerkleTree.EMPTY_ROOT)) {
            return mismatch("older");
        }
        return oldSize == newSize && !oldRoot.equals(newRoot)
                ? mismatch("newer")
                : new ProofVerdict.Holds();
    }

    /** The algorithm of RFC 9162 section 2.1.4.2, whose names it keeps. */
    private ProofVerdict folded(byte[] oldRoot, byte[] newRoot) {
        MerkleHasher hasher = new MerkleHasher();
        boolean whole = Long.bitCount(oldSize) == 1;
        int shift = Long.numberOfTrailingZeros(oldSize);
        long fn = (oldSize - 1) >>> shift;
        long sn = (newSize - 1) >>> shift;
        byte[] fr = whole ? oldRoot.clone() : Arrays.copyOf(path, HASH_BYTES);
        byte[] sr = fr.clone();
        for (int at = whole ? 0 : HASH_BYTES; at < path.length; at += HASH_BYTES) {
            if (sn == 0) {
                return wrongLength();
            }
            if ((fn & 1) == 1 || fn == sn) {
                hasher.node(path, at, fr, 0, fr, 0);
                hasher.node(path, at, sr, 0, sr, 0);
                int zeros = fn == 0 ? 0 : Long.numberOfTrailingZeros(fn);
                fn >>>= zeros;
                sn >>>= zeros;
            } else {
                hasher.node(sr, 0, path, at, sr, 0);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        if (sn != 0) {
            return wrongLength();
        }
        if (!Arrays.equals(fr, oldRoot)) {
            return mismatch("older");
        }
        return Arrays.equals(sr, newRoot) ? new ProofVerdict.Holds() : mismatch("newer");
    }

    private ProofVerdict wrongLength() {
        return ProofVerdict.refused(
                LogFault.PROOF_LENGTH,
                "the proof has hashes=" + path.length / HASH_BYTES + ", which oldSize=" + oldSize
                        + " newSize=" + newSize + " does not ask for");
    }

    private ProofVerdict mismatch(String which) {
        return ProofVerdict.refused(
                LogFault.ROOT_MISMATCH,
                "the proof from oldSize=" + oldSize + " to newSize=" + newSize
                        + " leads to another root of the " + which + " tree");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConsistencyProof that
                && oldSize == that.oldSize
                && newSize == that.newSize
                && Arrays.equals(path, that.path);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(oldSize) * 31 + Long.hashCode(newSize) + Arrays.hashCode(path);
    }

    @Override
    public String toString() {
        return "ConsistencyProof[oldSize=" + oldSize + ", newSize=" + newSize + ", hashes="
                + path.length / HASH_BYTES + "]";
    }
}
