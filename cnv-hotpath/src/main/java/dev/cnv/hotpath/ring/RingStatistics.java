package dev.cnv.hotpath.ring;

/**
 * What went through a ring. Positions and the rare ways count themselves, so that nothing is paid for
 * these numbers until somebody asks. At rest, {@code claimed = taken + skipped + depth()} and {@code
 * skipped = aborted + expired + burned}.
 *
 * @param claimed the frames that producers claimed
 * @param aborted the frames that producers gave back
 * @param expired the frames that were claimed for too long and given up
 * @param burned the positions that fell on a slot that is kept from use
 * @param refused the commits that came after their frame was given up
 * @param full the claims that were answered {@link RingStatus#FULL}
 * @param taken the frames that were handed out to the consumer
 * @param skipped the positions that the consumer passed over
 * @param released the positions whose slots are free again
 */
public record RingStatistics(
        long claimed,
        long aborted,
        long expired,
        long burned,
        long refused,
        long full,
        long taken,
        long skipped,
        long released) {

    /**
     * How many frames wait for the consumer or are being written.
     *
     * @return the number
     */
    public long depth() {
        return claimed - taken - skipped;
    }

    /** The numbers of two rings together. */
    RingStatistics plus(RingStatistics other) {
        return new RingStatistics(
                claimed + other.claimed,
                aborted + other.aborted,
                expired + other.expired,
                burned + other.burned,
                refused + other.refused,
                full + other.full,
                taken + other.taken,
                skipped + other.skipped,
                released + other.released);
    }
}
