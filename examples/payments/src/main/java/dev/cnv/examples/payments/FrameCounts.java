package dev.cnv.examples.payments;

import dev.cnv.hotpath.grant.FrameStatus;

/**
 * What became of the frames of one verb.
 *
 * @param sent how many were sent
 * @param byStatus how many were answered with each status
 */
record FrameCounts(long sent, long[] byStatus) {

    /** How many ran. */
    long ran() {
        return byStatus[FrameStatus.DONE] + byStatus[FrameStatus.FAILED];
    }

    /** How many were denied, for whatever reason. */
    long denied() {
        return answered() - ran();
    }

    /** How many were denied because their grant had ended. */
    long revoked() {
        return byStatus[FrameStatus.HANDLE_STALE] + byStatus[FrameStatus.REVOKED];
    }

    /** How many were answered. */
    long answered() {
        long answered = 0;
        for (long count : byStatus) {
            answered += count;
        }
        return answered;
    }
}
