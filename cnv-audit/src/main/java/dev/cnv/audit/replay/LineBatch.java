package dev.cnv.audit.replay;

import java.util.Arrays;

/**
 * Lines of decisions, one after the other in one array, to be evaluated together.
 *
 * <p><b>Threading:</b> one thread fills it, then another reads and clears it.
 */
final class LineBatch {

    static final int LINES = 512;
    private static final int FULL_BYTES = 1024 * 1024;
    private static final int FIRST_BYTES = 256 * 1024;

    private final long[] indices = new long[LINES];
    private final int[] ends = new int[LINES];
    private byte[] bytes = new byte[FIRST_BYTES];
    private int count;

    /** Adds a line; there must be room. */
    void add(long index, byte[] buffer, int offset, int length) {
        int from = from(count);
        if (from + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, from + length));
        }
        System.arraycopy(buffer, offset, bytes, from, length);
        indices[count] = index;
        ends[count] = from + length;
        count++;
    }

    /** Forgets the lines, and keeps the array for others. */
    void clear() {
        count = 0;
    }

    boolean isFull() {
        return count == LINES || from(count) >= FULL_BYTES;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** {@return the array that has all lines} */
    byte[] bytes() {
        return bytes;
    }

    long index(int line) {
        return indices[line];
    }

    int from(int line) {
        return line == 0 ? 0 : ends[line - 1];
    }

    int length(int line) {
        return ends[line] - from(line);
    }
}
