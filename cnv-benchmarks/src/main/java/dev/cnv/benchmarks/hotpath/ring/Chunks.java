package dev.cnv.benchmarks.hotpath.ring;

import java.util.Arrays;

/** Takes the time of each chunk of messages on the consumer's side, and adds up what they carry. */
public final class Chunks {

    /** How many messages a chunk has. */
    public static final int MESSAGES = 16_384;

    private final long[] nanos;
    private int chunk = -1;
    private int left;
    private long begin;
    private long count;
    private long sum;
    private boolean checkedElsewhere;

    /** The first tenth of the chunks warms up. */
    Chunks(int chunks) {
        nanos = new long[chunks];
        left = 1;
    }

    static long messages(int chunks) {
        return (long) chunks * MESSAGES + 1;
    }

    /** Takes a message of four numbers; false after the last one. */
    boolean take(long a, long b, long c, long d) {
        sum += a ^ b ^ c ^ d;
        count++;
        return --left > 0 || next();
    }

    /**
     * Takes several messages that are checked elsewhere.
     *
     * @param messages how many
     * @return false after the last chunk
     */
    public boolean take(int messages) {
        checkedElsewhere = true;
        count += messages;
        left -= messages;
        return left > 0 || next();
    }

    private boolean next() {
        long now = System.nanoTime();
        if (chunk >= 0) {
            nanos[chunk] = now - begin;
        }
        begin = now;
        chunk++;
        left += MESSAGES;
        return chunk < nanos.length;
    }

    /** What the messages 0, 1, 2 ... add up to, each carrying n, 2n, 3n and 4n. */
    void check() {
        if (checkedElsewhere) {
            return;
        }
        long expected = 0;
        for (long n = 0; n < count; n++) {
            expected += n ^ 2 * n ^ 3 * n ^ 4 * n;
        }
        if (sum != expected) {
            throw new IllegalStateException("sum=" + sum + " is not " + expected);
        }
    }

    /** Nanoseconds a message of the chunk that only a tenth of the chunks were faster than. */
    double fastTenth() {
        return fastTenth(nanos, MESSAGES);
    }

    static double fastTenth(long[] nanos, int each) {
        long[] sorted = Arrays.copyOfRange(nanos, nanos.length / 10, nanos.length);
        Arrays.sort(sorted);
        return (double) sorted[sorted.length / 10] / each;
    }
}
