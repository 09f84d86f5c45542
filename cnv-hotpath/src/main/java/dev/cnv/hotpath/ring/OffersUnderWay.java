package dev.cnv.hotpath.ring;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many offers of a ring have begun and not ended, and how many were answered {@link
 * RingStatus#FULL}; in cells, so that producers seldom count in the line of another.
 *
 * <p><b>Threading.</b> Any thread may call all of it.
 */
final class OffersUnderWay {

    /** A power of two; threads whose numbers are equal modulo it share a cell. */
    private static final int CELLS = 16;

    /** Two lines a cell: a processor fetches lines in pairs. */
    private static final int CELL_LONGS = 16;

    private static final int FULL = 1;

    private final AtomicLongArray counts = new AtomicLongArray((CELLS + 1) * CELL_LONGS);

    /**
     * Counts an offer that begins.
     *
     * @return the cell, for {@link #end}
     */
    int begin() {
        int number = (int) Thread.currentThread().threadId() & CELLS - 1;
        int cell = (number + 1) * CELL_LONGS; // Behind a gap, for the array's length.
        counts.getAndIncrement(cell);
        return cell;
    }

    void end(int cell) {
        counts.getAndDecrement(cell);
    }

    void countFull(int cell) {
        counts.getAndIncrement(cell + FULL);
    }

    /** Whether every offer that began before this call has ended. */
    boolean areNone() {
        for (int cell = CELL_LONGS; cell < counts.length(); cell += CELL_LONGS) {
            if (counts.get(cell) != 0) {
                return false;
            }
        }
        return true;
    }

    long full() {
        long sum = 0;
        for (int cell = CELL_LONGS; cell < counts.length(); cell += CELL_LONGS) {
            sum += counts.get(cell + FULL);
        }
        return sum;
    }
}
