package dev.cnv.runtime.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How many durations of each cell there were, and their sum. A duration is counted by two additions, in
 * memory that its thread shares with few others.
 *
 * <p><b>Threading:</b> safe for use by several threads. Additions are atomic and none is lost. A reader may
 * see a duration in the cells and not yet in the sum.
 */
/* Implementation notes. Memory is made in chunks, each of a row of cells and of one part of the threads,
 * when the first duration falls there: most series have durations of a few powers of two. A chunk has the
 * sum of its durations in a cache line of its own, and an empty line at each end, because the next object
 * may be another thread's chunk. Chunks are published by compareAndSet and read with acquire; numbers are
 * added with the order of volatile variables, and read so. */
final class DurationCounts {

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int ROW_BITS = 5;
    private static final int ROW = 1 << ROW_BITS;
    private static final int LINE = 8;
    private static final int SUM = LINE;
    private static final int COUNTS = 2 * LINE;
    private static final int CHUNK = COUNTS + ROW + LINE;
    private static final int MOST_PARTS = 16;

    private final DurationCells cells;
    private final int rows;
    private final int parts;
    private final AtomicReferenceArray<long @Nullable []> chunks;

    /**
     * No durations.
     *
     * @param cells the cells
     * @param processors how many threads run at once
     */
    DurationCounts(DurationCells cells, int processors) {
        this.cells = cells;
        rows = (cells.count() + ROW - 1) >>> ROW_BITS;
        // Twice as many parts as processors, so that two threads seldom have the same one.
        parts = Math.min(MOST_PARTS, 2 * Integer.highestOneBit(2 * Math.max(1, processors) - 1));
        chunks = new AtomicReferenceArray<>(rows * parts);
    }

    /**
     * Counts a duration.
     *
     * @param nanos its length; one below 0 counts as 0
     */
    void add(long nanos) {
        long length = Math.max(0, nanos);
        int cell = cells.of(length);
        int part = (int) Thread.currentThread().threadId() & (parts - 1);
        int place = part * rows + (cell >>> ROW_BITS);
        long[] chunk = chunks.getAcquire(place);
        if (chunk == null) {
            chunk = made(place);
        }
        LONGS.getAndAdd(chunk, COUNTS + (cell & (ROW - 1)), 1L);
        LONGS.getAndAdd(chunk, SUM, length);
    }

    private long[] made(int place) {
        long[] fresh = new long[CHUNK];
        long[] known = chunks.compareAndExchange(place, null, fresh);
        return known == null ? fresh : known;
    }

    /** How many durations there were in each cell. */
    long[] counts() {
        long[] counts = new long[rows * ROW];
        for (int place = 0; place < chunks.length(); place++) {
            long[] chunk = chunks.getAcquire(place);
            if (chunk != null) {
                int first = place % rows * ROW;
                for (int i = 0; i < ROW; i++) {
                    counts[first + i] += (long) LONGS.getVolatile(chunk, COUNTS + i);
                }
            }
        }
        return counts;
    }

    /** How many durations there were. */
    long count() {
        long count = 0;
        for (long of : counts()) {
            count += of;
        }
        return count;
    }

    /** The sum of all durations, right up to 292 years. */
    long sumNanos() {
        long sum = 0;
        for (int place = 0; place < chunks.length(); place++) {
            long[] chunk = chunks.getAcquire(place);
            if (chunk != null) {
                sum += (long) LONGS.getVolatile(chunk, SUM);
            }
        }
        return sum;
    }
}
