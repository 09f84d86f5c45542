package dev.cnv.runtime.registry;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What a follower asks a source.
 *
 * @param nonce {@value FeedDescriptor#NONCE_BYTES} bytes that were never asked with before; not to be changed
 * @param snapshot the snapshot that is being read; empty for changes
 * @param from the first sequence wanted; in a snapshot, the number of the first entry wanted
 * @param maxCount the most entries wanted
 * @param patience how long the source may wait for a change when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record FeedQuery(
        byte[] nonce, OptionalLong snapshot, long from, int maxCount, Duration patience) {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public FeedQuery {
        if (nonce.length != FeedDescriptor.NONCE_BYTES
                || from < 0
                || snapshot.orElse(0) < 0
                || maxCount < 1
                || maxCount > FeedDescriptor.MAX_ENTRY_COUNT
                || patience.isNegative()) {
            throw new IllegalArgumentException("nonceBytes=" + nonce.length + " snapshot="
                    + snapshot + " from=" + from + " maxCount=" + maxCount + " patience=" + patience
                    + " are out of range");
        }
    }

    @Override
    public String toString() {
        return "FeedQuery[nonce=" + Arrays.hashCode(nonce) + ", snapshot=" + snapshot + ", from="
                + from + ", maxCount=" + maxCount + ", patience=" + patience + "]";
    }
}
