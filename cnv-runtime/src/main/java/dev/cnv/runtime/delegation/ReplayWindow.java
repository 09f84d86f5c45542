package dev.cnv.runtime.delegation;

/**
 * Which of the latest numbers were seen, as the anti-replay window of RFC 4303 section 3.4.3. A number
 * that has fallen out of the window counts as seen. Takes no memory but its bits.
 *
 * <p><b>Threading:</b> safe for use by several threads; one at a time passes.
 */
final class ReplayWindow {

    /** How many numbers below the highest are told apart. */
    static final int SIZE = 1024;

    private final long[] bits = new long[SIZE / Long.SIZE];
    private long highest;

    /** Whether a number is seen for the first time; from then on it is seen. */
    synchronized boolean first(long number) {
        if (number < 1 || number <= highest - SIZE) {
            return false;
        }
        if (number > highest) {
            clearUpTo(number);
            highest = number;
        }
        int at = (int) (number % SIZE);
        long bit = 1L << at;
        boolean seen = (bits[at / Long.SIZE] & bit) != 0;
        bits[at / Long.SIZE] |= bit;
        return !seen;
    }

    /** Forgets the numbers whose places the new ones take. */
    private void clearUpTo(long number) {
        long steps = Math.min(number - highest, SIZE);
        for (long i = 1; i <= steps; i++) {
            int at = (int) ((highest + i) % SIZE);
            bits[at / Long.SIZE] &= ~(1L << at);
        }
    }
}
