package dev.cnv.examples.payments;

import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.worker.WorkerMetrics;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a load came to.
 *
 * @param seconds from the first frame to the last answer
 * @param byStatus how many frames got each status
 * @param latencies nanoseconds from when a frame was due to when its answer was seen; empty without a
 *     rate, where no frame is ever due
 * @param revocationNanos from the call that revoked the busiest agent's token to its return
 * @param lastAcceptedNanos from that return to the last answer that a frame of that agent ran; negative
 *     when it was seen before
 * @param totalBefore the sum of all balances before, in cents
 * @param totalAfter the sum after
 * @param recorded how many executed frames the ledger accounts for
 * @param recordedDenied how many denied ones
 * @param recordedBatches how many batches; -1 when a record between two others is missing
 * @param worker the worker's own numbers
 */
record LoadReport(
        double seconds,
        long[] byStatus,
        Histogram latencies,
        long revocationNanos,
        long lastAcceptedNanos,
        long totalBefore,
        long totalAfter,
        long recorded,
        long recordedDenied,
        long recordedBatches,
        WorkerMetrics worker) {

    /**
     * How long after the revocation the last frame of the agent may be answered that was checked before
     * it: a batch and its way back take far less, but a busy machine may hold a thread up.
     */
    static final long LATEST_ACCEPTED_NANOS = 1_000_000_000;

    /** How many frames ran. */
    long executed() {
        return byStatus[FrameStatus.DONE] + byStatus[FrameStatus.FAILED];
    }

    /** How many frames were answered. */
    long frames() {
        long frames = 0;
        for (long count : byStatus) {
            frames += count;
        }
        return frames;
    }

    /** Whether no cent and no frame is missing, and the revoked agent ran nothing more. */
    boolean sound() {
        return nothingMissing() && revocationHeld();
    }

    /** Whether frames were denied after the revocation, and none was let through long after it. */
    boolean revocationHeld() {
        return byStatus[FrameStatus.HANDLE_STALE] + byStatus[FrameStatus.REVOKED] > 0
                && lastAcceptedNanos <= LATEST_ACCEPTED_NANOS;
    }

    private boolean nothingMissing() {
        return totalBefore == totalAfter
                && recorded == executed()
                && recordedDenied == frames() - executed()
                && recordedBatches == worker.batches()
                && frames() == worker.frames();
    }

    /** The report as lines for people. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "frames                %,d in %.2f s: %,.0f a second",
                frames(),
                seconds,
                frames() / seconds);
        for (int status = 0; status < byStatus.length; status++) {
            if (byStatus[status] != 0) {
                line(text, "  %-20s%,d", FrameStatus.nameOf(status), byStatus[status]);
            }
        }
        if (latencies.getTotalCount() > 0) {
            line(
                    text,
                    "latency from due time 50 %%: %,d ns, 99 %%: %,d ns, 99.9 %%: %,d ns, most: %,d ns",
                    latencies.getValueAtPercentile(50),
                    latencies.getValueAtPercentile(99),
                    latencies.getValueAtPercentile(99.9),
                    latencies.getMaxValue());
        }
        line(
                text,
                "revocation            took %,d us; last frame that ran under it: %,d us after it",
                revocationNanos / 1_000,
                lastAcceptedNanos / 1_000);
        line(text, "sum of balances       %,d before, %,d after", totalBefore, totalAfter);
        line(
                text,
                "ledger                %,d executed, %,d denied, in %,d batches",
                recorded,
                recordedDenied,
                recordedBatches);
        line(
                text,
                "worker                %,d batches, at most %,d frames deep, waited %,d times for the ledger",
                worker.batches(),
                worker.peakDepth(),
                worker.ledgerWaits());
        line(text, nothingMissing() ? "nothing is missing" : "SOMETHING IS MISSING");
        if (!revocationHeld()) {
            line(text, "THE REVOKED AGENT WENT ON");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
