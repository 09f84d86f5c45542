package dev.cnv.runtime.telemetry;

import java.util.Arrays;

/**
 * Numbers durations by the buckets that they belong to. A cell is a part of one classic bucket and of one
 * native bucket, so that one count says both. The native buckets are those of Prometheus' native
 * histograms: that of number {@code i} ends with {@code 2^(i/32)} seconds, itself included.
 *
 * <p><b>Threading:</b> immutable.
 */
/* Implementation notes. A duration's first seven bits are a key, of which a table has the first cell that
 * can hold such a duration. A key covers 1/64 to 1/128 of its durations, less than a native bucket: it meets
 * at most two bounds, one of each kind, so that at most two cells are passed. */
final class DurationCells {

    /** The native schema: 32 buckets for each power of two. */
    static final int NATIVE_SCHEMA = 5;

    /** The number of the cell of durations that count as none: at most 1 ns. */
    static final int NONE = 0;

    private static final int PER_POWER = 1 << NATIVE_SCHEMA;
    private static final double NANOS_PER_SECOND = 1e9;

    /** 2^-30 s is the last power of two that is shorter than 1 ns, 2^34 s the first beyond all. */
    private static final int LEAST_POWER = -30;

    private static final int MOST_POWER = 34;

    /** 104 days; longer ones a histogram does not tell apart by nanoseconds. */
    private static final long MOST_EXACT = 1L << 53;

    private static final int KEY_BITS = 6;
    private static final int KEY_MASK = (1 << KEY_BITS) - 1;
    private static final int KEYS = (Long.SIZE - KEY_BITS) << KEY_BITS;

    private final double[] classicSeconds;

    /** By cell: its longest duration. */
    private final long[] lasts;

    /** By key: the cell of its shortest duration. */
    private final short[] firsts = new short[KEYS];

    /** By cell: the number of its native bucket, and the place of its classic one. */
    private final int[] natives;

    private final byte[] classics;

    /**
     * The cells that classic bounds make.
     *
     * @param classicSeconds upper bounds, ascending, fewer than 127
     */
    DurationCells(double... classicSeconds) {
        this.classicSeconds = classicSeconds.clone();
        int most = PER_POWER * (MOST_POWER - LEAST_POWER) + classicSeconds.length + 2;
        long[] ends = new long[most];
        int[] numbers = new int[most];
        byte[] places = new byte[most];
        ends[NONE] = 1;
        int cells = 1;
        int number = LEAST_POWER * PER_POWER;
        byte place = 0;
        double[] parts = parts();
        while (ends[cells - 1] < Long.MAX_VALUE) {
            double bound = seconds(number, parts);
            boolean classic = place < classicSeconds.length && classicSeconds[place] <= bound;
            long end = longest(classic ? classicSeconds[place] : bound);
            if (end > ends[cells - 1]) {
                ends[cells] = end;
                numbers[cells] = number;
                places[cells++] = place;
            }
            if (classic) {
                place++;
            } else {
                number++;
            }
        }
        lasts = Arrays.copyOf(ends, cells);
        natives = Arrays.copyOf(numbers, cells);
        classics = Arrays.copyOf(places, cells);
        fillFirsts();
    }

    private static double[] parts() {
        double[] parts = new double[PER_POWER];
        for (int i = 0; i < PER_POWER; i++) {
            parts[i] = Math.pow(2, (double) i / PER_POWER);
        }
        return parts;
    }

    /** The end of a native bucket. */
    private static double seconds(int number, double[] parts) {
        return Math.scalb(
                parts[Math.floorMod(number, PER_POWER)], Math.floorDiv(number, PER_POWER));
    }

    /** The most nanoseconds that are no longer than some seconds, as a histogram compares them. */
    private static long longest(double seconds) {
        long nanos = (long) (seconds * NANOS_PER_SECOND);
        if (nanos > MOST_EXACT) {
            return nanos;
        }
        while (nanos / NANOS_PER_SECOND > seconds) {
            nanos--;
        }
        while ((nanos + 1) / NANOS_PER_SECOND <= seconds) {
            nanos++;
        }
        return nanos;
    }

    private void fillFirsts() {
        int cell = 0;
        for (int key = 0; key < KEYS; key++) {
            int shift = Math.max(0, (key >>> KEY_BITS) - 1);
            long shortest = shift == 0 ? key : ((1L << KEY_BITS) | (key & KEY_MASK)) << shift;
            while (shortest > lasts[cell]) {
                cell++;
            }
            firsts[key] = (short) cell;
        }
    }

    private static int key(long nanos) {
        int shift = Math.max(0, Long.SIZE - 1 - KEY_BITS - Long.numberOfLeadingZeros(nanos));
        return (shift << KEY_BITS) + (int) (nanos >>> shift);
    }

    /**
     * The cell of a duration.
     *
     * @param nanos its length, not negative
     */
    int of(long nanos) {
        int cell = firsts[key(nanos)];
        while (nanos > lasts[cell]) {
            cell++;
        }
        return cell;
    }

    int count() {
        return lasts.length;
    }

    /** The number of a cell's native bucket, of any cell but {@link #NONE}. */
    int nativeNumber(int cell) {
        return natives[cell];
    }

    /** The place of a cell's classic bucket, as many as there are bounds for that of the longest. */
    int classicPlace(int cell) {
        return classics[cell];
    }

    /** The bounds of classic buckets, the longest's left out. */
    double[] classicSeconds() {
        return classicSeconds.clone();
    }
}
