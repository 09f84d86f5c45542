package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.grant.FrameStatus;

/**
 * What a worker has done so far, as of one moment between two batches: the numbers fit together.
 *
 * @param batches how many batches it took
 * @param frames how many frames were in them
 * @param byStatus how many got each status, by its number; a dispatcher's own count as done
 * @param peakDepth the most frames that lay in one ring when a batch was taken from it
 * @param unanswered how many frames' responses found no room when the worker stopped
 * @param ledgerWaits how often it waited for the ledger
 * @param verdictHits how many batches were checked by the verdicts on their grants as they stood; before
 *     the others every grant was asked about again, or none was checked
 * @param scratchPeakBytes how much scratch memory one batch used at most, in bytes
 * @param nanos how many frames took about so long; see {@link #percentileNanos}
 */
@SuppressWarnings("ArrayRecordComponent") // Copied on the way in and out; nobody compares readings.
public record WorkerMetrics(
        long batches,
        long frames,
        long[] byStatus,
        long peakDepth,
        long unanswered,
        long ledgerWaits,
        long verdictHits,
        long scratchPeakBytes,
        long[] nanos) {

    /** Copies the arrays. */
    public WorkerMetrics {
        byStatus = byStatus.clone();
        nanos = nanos.clone();
    }

    /** {@return how many got each status, a copy} */
    @Override
    public long[] byStatus() {
        return byStatus.clone();
    }

    /** {@return how many frames took about so long, by bucket, a copy} */
    @Override
    public long[] nanos() {
        return nanos.clone();
    }

    /** {@return how many verbs ran, those that failed included} */
    public long executed() {
        return byStatus[FrameStatus.DONE] + byStatus[FrameStatus.FAILED];
    }

    /** {@return how many frames were denied, for whatever reason} */
    public long denied() {
        return frames - executed();
    }

    /**
     * How long frames took, check and verb together. Time is read once a batch, so that each of its frames
     * counts as an equal part of it; a bucket is at most a quarter wider than its lower end.
     *
     * @param part which part of the frames took at most so long, 0 to 1
     * @return the upper end of a bucket, in nanoseconds; 0 without frames
     */
    public long percentileNanos(double part) {
        long sum = 0;
        for (int bucket = 0; bucket < nanos.length; bucket++) {
            sum += nanos[bucket];
            if (sum > 0 && sum >= part * frames) {
                return WorkerCounters.upperEnd(bucket);
            }
        }
        return 0;
    }
}
