package dev.cnv.runtime.registry;

import java.time.Duration;

/**
 * How a registry elsewhere is followed.
 *
 * @param longestSilence how old what is known may be. A revocation there is obeyed here, or calls by chains
 *     are refused here, within this time of it
 * @param whenStale what becomes of calls when what is known is older
 * @param patience how long the source may wait for a change before it says that there is none
 * @param retryAfter how long nothing is asked after a fault
 * @param maxPageCount the most entries of a page
 */
public record FollowerSettings(
        Duration longestSilence,
        WhenStale whenStale,
        Duration patience,
        Duration retryAfter,
        int maxPageCount) {

    /** What becomes of calls by chains while it is not known who was revoked. */
    public enum WhenStale {
        /** They are refused, with {@code revocations-unknown}. */
        REFUSE,
        /** They go on by what was known; {@link FeedFollower#state} says so. */
        SAY
    }

    /** 30 s, refuse, a wait of 10 s, 1 s after a fault, 256 entries. */
    public static final FollowerSettings DEFAULT = new FollowerSettings(
            Duration.ofSeconds(30),
            WhenStale.REFUSE,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            256);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException when one is out of range, or a source that waits would seem silent
     */
    public FollowerSettings {
        if (!longestSilence.isPositive()
                || patience.isNegative()
                || !retryAfter.isPositive()
                || maxPageCount < 1
                || maxPageCount > FeedDescriptor.MAX_ENTRY_COUNT) {
            throw new IllegalArgumentException(
                    "longestSilence=" + longestSilence + " patience=" + patience
                            + " retryAfter=" + retryAfter + " maxPageCount=" + maxPageCount
                            + " are out of range");
        }
        if (patience.multipliedBy(2).compareTo(longestSilence) >= 0) {
            // What an answer says is as old as its question.
            throw new IllegalArgumentException("patience=" + patience
                    + " is not less than half of longestSilence=" + longestSilence);
        }
    }

    /**
     * Another bound of silence.
     *
     * @param longest how old what is known may be
     * @param then what becomes of calls when it is older
     * @return new settings
     */
    public FollowerSettings withSilence(Duration longest, WhenStale then) {
        return new FollowerSettings(longest, then, patience, retryAfter, maxPageCount);
    }

    /**
     * Another pace.
     *
     * @param waits how long the source may wait for a change
     * @param retry how long nothing is asked after a fault
     * @return new settings
     */
    public FollowerSettings withPace(Duration waits, Duration retry) {
        return new FollowerSettings(longestSilence, whenStale, waits, retry, maxPageCount);
    }
}
