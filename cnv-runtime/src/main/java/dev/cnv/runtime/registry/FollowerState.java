package dev.cnv.runtime.registry;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a follower is.
 *
 * @param position the sequence that it asks from next
 * @param sourceEnd the sequence behind the source's newest change, when it was last heard of
 * @param age how old what is known is; empty when the source was not heard of since the follower was opened
 * @param stale whether that is more than the settings allow
 * @param appliedCount entries that were applied since it was opened
 * @param leftOutCount tokens that this side does not trust the root of, and so does not hold
 * @param faultCount how often the source could not be asked since it was opened
 * @param refusedCount how often it said what does not hold since it was opened
 * @param lastFault what was last wrong, in words
 */
public record FollowerState(
        long position,
        long sourceEnd,
        Optional<Duration> age,
        boolean stale,
        long appliedCount,
        long leftOutCount,
        long faultCount,
        long refusedCount,
        Optional<String> lastFault) {

    /** {@return how many sequences the source was ahead when it was last heard of} */
    public long behind() {
        return Math.max(0, sourceEnd - position);
    }
}
