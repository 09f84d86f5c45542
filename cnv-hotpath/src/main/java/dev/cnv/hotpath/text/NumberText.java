package dev.cnv.hotpath.text;

/**
 * Whole and decimal numbers read from text in place, exactly as the ordinary command line reads them:
 * {@code 12}, {@code -1.50}, {@code .5}, {@code 1e6}.
 *
 * <p><b>Threading:</b> stateless.
 */
final class NumberText {

    /** The longest number, in bytes; longer texts are refused. */
    static final int MAX_BYTES = 400;

    /** The most digits before and behind the point, as in strict JSON. */
    private static final int MAX_DIGITS = 350;

    private static final int MAX_EXPONENT_DIGITS = 9;
    private static final long[] POWERS = powers();

    private static final long EIGHT_ZEROS = 0x3030_3030_3030_3030L;
    private static final long EIGHT_SIXES = 0x0606_0606_0606_0606L;
    private static final long EIGHT_THREES = 0x3333_3333_3333_3333L;
    private static final long HIGH_HALVES = 0xF0F0_F0F0_F0F0_F0F0L;

    private NumberText() {}

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /**
     * Reads a whole number. Eight bytes from its begin on must be readable.
     *
     * @param into where it is written
     * @param at its index there
     * @return whether the text is a number that a long holds exactly; if not, nothing is written
     */
    static boolean whole(byte[] text, int from, int length, long[] into, int at) {
        if (((length - 1) >>> 3) != 0) { // Not 1 to 8.
            return scaled(text, from, length, 0, into, at);
        }
        int missing = Long.SIZE - (length << 3);
        long digits = ((long) WordTable.EIGHT_BYTES.get(text, from) << missing)
                | (EIGHT_ZEROS & ((1L << missing) - 1));
        if (!areDigits(digits)) {
            return scaled(text, from, length, 0, into, at);
        }
        into[at] = valueOf(digits);
        return true;
    }

    /** Whether eight bytes are digits: 3x, and still 3x with six more. */
    private static boolean areDigits(long eight) {
        return ((eight & HIGH_HALVES) | (((eight + EIGHT_SIXES) & HIGH_HALVES) >>> 4))
                == EIGHT_THREES;
    }

    /** The number of eight digits: neighbours are put together three times. */
    private static long valueOf(long digits) {
        long twos = ((digits & 0x0F0F_0F0F_0F0F_0F0FL) * ((10 << 8) | 1)) >>> 8;
        long fours = ((twos & 0x00FF_00FF_00FF_00FFL) * ((100 << 16) | 1)) >>> 16;
        return ((fours & 0x0000_FFFF_0000_FFFFL) * ((10_000L << 32) | 1)) >>> 32;
    }

    /**
     * Reads a decimal number times a power of ten: {@code 1.5} at scale 2 is 150.
     *
     * @param scale the power, 0 to 18
     * @return whether the text is a number whose multiple a long holds exactly; if not, nothing is
     *     written
     */
    static boolean scaled(byte[] text, int from, int length, int scale, long[] into, int at) {
        int end = from + length;
        if (length == 0 || length > MAX_BYTES) {
            return false;
        }
        boolean negative = text[from] == '-';
        int i = negative || text[from] == '+' ? from + 1 : from;
        // Below zero, where there is one number more; zeros wait until a digit follows them.
        long value = 0;
        int zeros = 0;
        int digits = 0;
        int fraction = -1;
        for (; i < end; i++) {
            int digit = text[i] - '0';
            if (digit == '.' - '0' && fraction < 0) {
                fraction = 0;
            } else if (digit < 0 || digit > 9) {
                break;
            } else {
                digits++;
                fraction += fraction < 0 ? 0 : 1;
                zeros++;
                if (digit != 0) {
                    value = appended(value, zeros, digit);
                    zeros = 0;
                    if (value > 0) {
                        return false;
                    }
                }
            }
        }
        long exponent = i == end ? 0 : exponent(text, i, end);
        if (digits == 0 || exponent == Long.MIN_VALUE) {
            return false;
        }
        long power = exponent - Math.max(0, fraction);
        if (power < -MAX_DIGITS || (value == 0 && power >= MAX_DIGITS)) {
            return false;
        }
        return write(value, negative, zeros + power + scale, into, at);
    }

    /** A negative number with a digit more behind some zeros; 1 when a long does not hold it. */
    private static long appended(long value, int shift, int digit) {
        if (value == 0) {
            return -digit;
        }
        if (shift >= POWERS.length || value < Long.MIN_VALUE / POWERS[shift]) {
            return 1;
        }
        long shifted = value * POWERS[shift];
        return shifted < Long.MIN_VALUE + digit ? 1 : shifted - digit;
    }

    /** What follows the digits: {@code e} and a number, or else {@link Long#MIN_VALUE}. */
    private static long exponent(byte[] text, int from, int end) {
        if ((text[from] | 0x20) != 'e') {
            return Long.MIN_VALUE;
        }
        int i = from + 1;
        boolean negative = i < end && text[i] == '-';
        i += negative || (i < end && text[i] == '+') ? 1 : 0;
        if (i == end || end - i > MAX_EXPONENT_DIGITS) {
            return Long.MIN_VALUE;
        }
        long exponent = 0;
        for (; i < end; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return Long.MIN_VALUE;
            }
            exponent = exponent * 10 + digit;
        }
        return negative ? -exponent : exponent;
    }

    private static boolean write(long value, boolean negative, long power, long[] into, int at) {
        if (value == 0) {
            into[at] = 0;
            return true;
        }
        if (power < 0 || power >= POWERS.length || value < Long.MIN_VALUE / POWERS[(int) power]) {
            return false;
        }
        long all = value * POWERS[(int) power];
        if (all == Long.MIN_VALUE && !negative) {
            return false;
        }
        into[at] = negative ? all : -all;
        return true;
    }
}
