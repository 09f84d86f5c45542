package dev.cnv.runtime.registry;

import java.util.Optional;

/** What a follower counts. */
record FollowerCounts(
        long applied,
        long leftOut,
        long sourceEnd,
        long faults,
        long refused,
        Optional<String> lastFault) {

    static final FollowerCounts NONE = new FollowerCounts(0, 0, 0, 0, 0, Optional.empty());

    FollowerCounts applied(long more, long out, long end) {
        return new FollowerCounts(applied + more, out, end, faults, refused, lastFault);
    }

    FollowerCounts fault(String what) {
        return new FollowerCounts(
                applied, leftOut, sourceEnd, faults + 1, refused, Optional.of(what));
    }

    FollowerCounts refused(String what) {
        return new FollowerCounts(
                applied, leftOut, sourceEnd, faults, refused + 1, Optional.of(what));
    }
}
