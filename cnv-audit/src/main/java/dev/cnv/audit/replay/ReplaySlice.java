package dev.cnv.audit.replay;

import java.time.Instant;
import java.util.Optional;

/**
 * Which decisions to look at: those whose records and whose times lie in both ranges.
 *
 * @param from the index of the first record
 * @param to the index behind the last one; past the end is the end
 * @param since no decisions before this time
 * @param until no decisions at or after this time
 */
public record ReplaySlice(long from, long to, Optional<Instant> since, Optional<Instant> until) {

    /** All of a ledger. */
    public static final ReplaySlice ALL = between(0, Long.MAX_VALUE);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one begins before 0 or behind its end
     */
    public ReplaySlice {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "from=" + from + " to=" + to + " is no range of records");
        }
        if (since.isPresent() && until.isPresent() && until.get().isBefore(since.get())) {
            throw new IllegalArgumentException("from=" + since.get() + " is after to=" + until.get()
                    + ": give the earlier one first");
        }
    }

    /**
     * A range of records.
     *
     * @param from the index of the first one
     * @param to the index behind the last one
     * @return the slice
     * @throws IllegalArgumentException when it begins before 0 or behind its end
     */
    public static ReplaySlice between(long from, long to) {
        return new ReplaySlice(from, to, Optional.empty(), Optional.empty());
    }

    boolean includes(Instant time) {
        return since.filter(time::isBefore).isEmpty()
                && until.filter(end -> !time.isBefore(end)).isEmpty();
    }
}
