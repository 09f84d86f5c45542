package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Chains that were verified, by the digest of all their bytes and the trust that they were verified
 * under. It has a fixed number of places, four for each group of digests; a new chain takes the place
 * of another of its group, in turn. Only chains that hold get in.
 *
 * <p><b>Threading:</b> safe for use by several threads, none of which waits.
 *
 * <table>
 * <caption>shared state</caption>
 * <tr><th>what</th><th>read</th><th>written</th><th>publishes</th></tr>
 * <tr><td>places</td><td>volatile</td><td>volatile</td><td>the table of one trust</td></tr>
 * <tr><td>an element</td><td>acquire</td><td>release</td><td>the chain's content</td></tr>
 * </table>
 */
final class VerifiedChains {

    private static final int WAYS = 4;

    private final int groupMask;
    private final AtomicReference<Places> places;

    /** The chains of one trust. Another trust has other places, so that none is found in passing. */
    private record Places(Trust trust, AtomicReferenceArray<@Nullable VerifiedChain> chains) {}

    /**
     * An empty cache.
     *
     * @param capacity how many chains it holds at most; rounded up to a power of two, at least four
     */
    VerifiedChains(int capacity) {
        if (capacity < 1 || capacity > 1 << 24) {
            throw new IllegalArgumentException(
                    "capacity=" + capacity + " is not 1 to " + (1 << 24));
        }
        int groups = (capacity + WAYS - 1) / WAYS;
        // The highest bit of n - 1, doubled: n rounded up to a power of two.
        groupMask = groups == 1 ? 0 : (Integer.highestOneBit(groups - 1) << 1) - 1;
        places = new AtomicReference<>(empty(Trust.NONE));
    }

    /** {@return how many chains it can hold} */
    int capacity() {
        return (groupMask + 1) * WAYS;
    }

    /** A chain that was verified under this very trust; null when there is none. */
    @SuppressWarnings("ReferenceEquality") // An equal trust may have been another in between.
    @Nullable VerifiedChain find(Chain chain, Trust trust) {
        Places current = places.get();
        if (current.trust() != trust) {
            return null;
        }
        Digest digest = chain.digest();
        int first = first(digest);
        for (int i = 0; i < WAYS; i++) {
            VerifiedChain known = current.chains().getAcquire(first + i);
            if (known != null && known.chain().digest().equals(digest)) {
                return known;
            }
        }
        return null;
    }

    /** Keeps a chain under the trust that it was verified under. */
    void keep(VerifiedChain chain) {
        Places current = places.get();
        if (!chain.verifiedUnder(current.trust())) {
            // A late thread may put the places of a former trust here: they are found by nobody
            // who asks under the present one, who then puts new ones here again.
            current = empty(chain.trust());
            places.set(current);
        }
        int first = first(chain.chain().digest());
        for (int i = 0; i < WAYS; i++) {
            if (current.chains().getAcquire(first + i) == null) {
                current.chains().setRelease(first + i, chain);
                return;
            }
        }
        // Move the others up, so that the oldest falls out. Two threads at once may lose one more.
        for (int i = WAYS - 1; i > 0; i--) {
            current.chains().setRelease(first + i, current.chains().getAcquire(first + i - 1));
        }
        current.chains().setRelease(first, chain);
    }

    private int first(Digest digest) {
        int hash = digest.hashCode();
        return ((hash ^ hash >>> 16) & groupMask) * WAYS;
    }

    private Places empty(Trust trust) {
        return new Places(trust, new AtomicReferenceArray<>(capacity()));
    }
}
