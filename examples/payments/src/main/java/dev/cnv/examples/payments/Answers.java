package dev.cnv.examples.payments;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.worker.FrameResult;
import java.lang.foreign.MemorySegment;
import org.HdrHistogram.Histogram;

/**
 * The answers to the frames of a load, read and counted.
 *
 * <p><b>Threading:</b> for the one thread that reads.
 */
final class Answers {

    private static final int MOST_AT_ONCE = 256;

    private final FrameRing ring;
    private final int watched;
    private final long[] frames = new long[MOST_AT_ONCE];
    private final long[] transfers = new long[FrameStatus.COUNT];
    private final long[] balances = new long[FrameStatus.COUNT];
    private final Histogram latencies = new Histogram(3);
    private long read;
    private long negativeBalances;
    private long lastBalance = -1;
    private long watchedRanAt;

    /**
     * Answers from a ring.
     *
     * @param ring has them
     * @param watched the agent of whom {@link #watchedRanAt} tells
     */
    Answers(FrameRing ring, int watched) {
        this.ring = ring;
        this.watched = watched;
    }

    /** Reads what is there; false when nothing is. */
    boolean read(Pace pace) {
        int count = ring.poll(MOST_AT_ONCE, frames);
        if (count == 0) {
            return false;
        }
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            count(frames[i], now, pace);
        }
        read += count;
        ring.release();
        return true;
    }

    private void count(long frame, long now, Pace pace) {
        MemorySegment segment = ring.segment();
        int status = FrameResult.status(segment, frame);
        long correlation = FrameDescriptor.correlation(segment, frame);
        boolean isBalance =
                FrameDescriptor.verb(segment, frame) == PaymentsFrames.BalanceFrame.VERB;
        (isBalance ? balances : transfers)[status]++;
        if (status == FrameStatus.DONE) {
            if (isBalance) {
                lastBalance = PaymentsFrames.BalanceFrame.result(segment, frame);
                negativeBalances += lastBalance < 0 ? 1 : 0;
            }
            if ((correlation & 0xff) == watched) {
                watchedRanAt = now;
            }
        }
        if (pace.isEven()) {
            latencies.recordValue(Math.max(0, now - pace.dueNanos(correlation >>> Byte.SIZE)));
        }
    }

    /** How many were read. */
    long count() {
        return read;
    }

    /** What became of the transfers, so many of which were sent. */
    FrameCounts transfers(long sent) {
        return new FrameCounts(sent, transfers.clone());
    }

    /** What became of the questions for balances, so many of which were sent. */
    FrameCounts balances(long sent) {
        return new FrameCounts(sent, balances.clone());
    }

    /** How many balances were negative: of no account, or wrong. */
    long negativeBalances() {
        return negativeBalances;
    }

    /** The balance that was answered last; -1 when none was since the last was forgotten. */
    long lastBalance() {
        return lastBalance;
    }

    /** Forgets the balance that was answered last. */
    void forgetBalance() {
        lastBalance = -1;
    }

    /** When the last answer was seen that a frame of the watched agent ran, by {@link System#nanoTime}. */
    long watchedRanAt() {
        return watchedRanAt;
    }

    /** Nanoseconds from when a frame was due to when its answer was seen. */
    Histogram latencies() {
        return latencies;
    }
}
