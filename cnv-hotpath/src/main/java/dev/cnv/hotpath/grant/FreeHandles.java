package dev.cnv.hotpath.grant;

/**
 * The rows of a grant table that no grant has, and the generation with which each was given last. A
 * generation is never given twice.
 *
 * <p><b>Threading:</b> guarded by the table's lock.
 */
final class FreeHandles {

    /** By row; a test sets them to the last ones. */
    final int[] generations;

    private final int[] rows;
    private int count;

    /** All rows are free, and the first is given first. */
    FreeHandles(int capacity) {
        generations = new int[capacity];
        rows = new int[capacity];
        for (int row = capacity - 1; row >= 0; row--) {
            rows[count++] = row;
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Takes a row, of which there must be one, with its next generation. */
    long take() {
        int row = rows[--count];
        return GrantRows.handle(row, ++generations[row]);
    }

    /** Gives a row back; one whose generations are used up rests for good. */
    void give(int row) {
        if (generations[row] != -1) {
            rows[count++] = row;
        }
    }
}
