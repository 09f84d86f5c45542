package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.grant.FrameStatus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The counters of one worker.
 *
 * <p><b>Threading.</b> One writer; any number of readers, who never hold it up. The writer makes {@code
 * version} odd before it changes anything, and even, with release, behind that; a reader that saw the
 * same even version before and after (acquire, and an acquire fence between) has numbers of one moment,
 * any other reads again.
 */
final class WorkerCounters {

    static final int BUCKET_COUNT = 252;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle VERSION = version();

    private static final int BATCHES = 0;
    private static final int FRAMES = 1;
    private static final int PEAK = 2;
    private static final int UNANSWERED = 3;
    private static final int VERDICT_HITS = 4;
    private static final int SCRATCH = 5;
    private static final int STATUSES = 6;
    private static final int NANOS = STATUSES + FrameStatus.COUNT;

    /** With a cache line before and behind, so that nobody else's writes slow down the worker's. */
    private final long[] numbers = new long[PADDING + NANOS + BUCKET_COUNT + PADDING];

    private static final int PADDING = 8;

    @SuppressWarnings("unused") // By its VarHandle.
    private long version;

    private long seenDepth;
    private int verdictHit;
    private long seenScratch;

    /** Notes what there was when a batch was taken, for {@link #batch}, which counts it. */
    void observe(long depth, boolean verdictsStood, long scratchBytes) {
        seenDepth = depth;
        verdictHit = verdictsStood ? 1 : 0;
        seenScratch = scratchBytes;
    }

    /** Counts a batch, and empties what it is told of the statuses in it. */
    void batch(int frames, long nanos, int[] byStatus) {
        begin();
        add(BATCHES, 1);
        add(FRAMES, frames);
        add(NANOS + bucket(nanos / frames), frames);
        add(VERDICT_HITS, verdictHit);
        raise(PEAK, seenDepth);
        raise(SCRATCH, seenScratch);
        for (int status = 0; status < byStatus.length; status++) {
            if (byStatus[status] != 0) {
                add(STATUSES + status, byStatus[status]);
                byStatus[status] = 0;
            }
        }
        end();
    }

    void unanswered() {
        begin();
        add(UNANSWERED, 1);
        end();
    }

    private void begin() {
        VERSION.setOpaque(this, (long) VERSION.get(this) + 1);
        VarHandle.storeStoreFence();
    }

    private void end() {
        VERSION.setRelease(this, (long) VERSION.get(this) + 1);
    }

    private void add(int index, long more) {
        LONGS.setOpaque(numbers, PADDING + index, get(index) + more);
    }

    private void raise(int index, long seen) {
        if (seen > get(index)) {
            LONGS.setOpaque(numbers, PADDING + index, seen);
        }
    }

    private long get(int index) {
        return (long) LONGS.getOpaque(numbers, PADDING + index);
    }

    /** The numbers of one moment. */
    WorkerMetrics read(long ledgerWaits) {
        while (true) {
            long before = (long) VERSION.getAcquire(this);
            long[] copy = new long[NANOS + BUCKET_COUNT];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = get(i);
            }
            VarHandle.acquireFence();
            if ((before & 1) == 0 && (long) VERSION.getOpaque(this) == before) {
                return metrics(copy, ledgerWaits);
            }
            Thread.onSpinWait();
        }
    }

    private static WorkerMetrics metrics(long[] copy, long ledgerWaits) {
        long[] statuses = Arrays.copyOfRange(copy, STATUSES, NANOS);
        long[] nanos = Arrays.copyOfRange(copy, NANOS, NANOS + BUCKET_COUNT);
        return new WorkerMetrics(
                copy[BATCHES],
                copy[FRAMES],
                statuses,
                copy[PEAK],
                copy[UNANSWERED],
                ledgerWaits,
                copy[VERDICT_HITS],
                copy[SCRATCH],
                nanos);
    }

    /** 0 to 3 each have one; from there on each power of two has four. */
    static int bucket(long nanos) {
        if (nanos < 4) {
            return (int) Math.max(0, nanos);
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        return (power - 1) * 4 + (int) ((nanos >>> (power - 2)) & 3);
    }

    /** The largest number of a bucket. */
    static long upperEnd(int bucket) {
        if (bucket < 4) {
            return bucket;
        }
        int power = bucket / 4 + 1;
        long next = (bucket & 3) + 5L;
        return power >= 62 && next == 8 ? Long.MAX_VALUE : (next << (power - 2)) - 1;
    }

    private static VarHandle version() {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(WorkerCounters.class, "version", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
