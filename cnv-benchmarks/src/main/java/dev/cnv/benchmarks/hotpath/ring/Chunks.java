package dev.cnv.benchmarks.hotpath.ring;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the time of each chunk of messages on the consumer's side, adds up what they carry, and counts
 * what the threads allocate meanwhile.
 */
public final class Chunks {

    /** How many messages a chunk has. */
    public static final int MESSAGES = 16_384;

    private final long[] nanos;
    private final int half;
    private final LongPredicate moreAfter;
    private @Nullable Allocated allocated;
    private int chunk = -1;
    private int left;
    private long begin;
    private long count;
    private long sum;
    private long bytes;
    private boolean checkedElsewhere;

    /**
     * Chunks, and what comes after them.
     *
     * @param chunks how many
     * @param moreAfter told the number of messages so far, with each message after the last chunk: whether
     *     there are more
     */
    Chunks(int chunks, LongPredicate moreAfter) {
        nanos = new long[chunks];
        half = chunks / 2;
        this.moreAfter = moreAfter;
        left = 1;
    }

    /** Nothing comes after them. */
    Chunks(int chunks) {
        this(chunks, _ -> false);
    }

    static long messages(int chunks) {
        return (long) chunks * MESSAGES + 1;
    }

    /** Whose bytes are counted; to be said before the first message. */
    void watch(Allocated threads) {
        allocated = threads;
    }

    /** Takes a message of four numbers; false after the last one. */
    boolean take(long a, long b, long c, long d) {
        sum += carried(a, b, c, d);
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
        if (chunk == nanos.length) {
            return more();
        }
        long now = System.nanoTime();
        if (chunk >= 0) {
            nanos[chunk] = now - begin;
        }
        chunk++;
        left += MESSAGES;
        if (chunk == half) {
            bytes = bytesNow();
        }
        if (chunk == nanos.length) {
            bytes = bytesNow() - bytes;
            return more();
        }
        begin = System.nanoTime();
        return true;
    }

    private boolean more() {
        left = 1;
        return moreAfter.test(count);
    }

    private long bytesNow() {
        return allocated == null ? 0 : allocated.bytes();
    }

    /** What the messages 0, 1, 2 ... add up to, each carrying n, 2n, 3n and 4n. */
    void check() {
        if (!checkedElsewhere) {
            check(count, carried(0, count));
        }
    }

    /** Throws when not so many messages came, or did not carry what these add up to. */
    void check(long messages, long carried) {
        if (count != messages || sum != carried) {
            throw new IllegalStateException("messages=" + count + " sum=" + sum + " are not "
                    + messages + " and " + carried);
        }
    }

    /** What the messages first ... end - 1 add up to. */
    static long carried(long first, long end) {
        long carried = 0;
        for (long n = first; n < end; n++) {
            carried += carried(n, 2 * n, 3 * n, 4 * n);
        }
        return carried;
    }

    private static long carried(long a, long b, long c, long d) {
        return a ^ b ^ c ^ d;
    }

    /** Messages of the second half of the chunks, which bytes and the mean are about. */
    long measured() {
        return (long) (nanos.length - half) * MESSAGES;
    }

    /** What the watched threads allocated during the second half of the chunks. */
    long bytes() {
        return bytes;
    }

    /**
     * Nanoseconds a message of the chunk that only a tenth of the chunks were faster than, without the
     * first tenth of all.
     */
    double fastTenth() {
        return fastTenth(nanos, MESSAGES);
    }

    /** Nanoseconds a message over the whole time of the second half of the chunks. */
    double mean() {
        return (double) Arrays.stream(nanos, half, nanos.length).sum() / measured();
    }

    static double fastTenth(long[] nanos, int each) {
        long[] sorted = Arrays.copyOfRange(nanos, nanos.length / 10, nanos.length);
        Arrays.sort(sorted);
        return (double) sorted[sorted.length / 10] / each;
    }
}
