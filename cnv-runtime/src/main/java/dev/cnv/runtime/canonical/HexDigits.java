package dev.cnv.runtime.canonical;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Lower-case hexadecimal digits, eight at a time.
 *
 * <p><b>Threading:</b> stateless.
 */
final class HexDigits {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_NIBBLES = 0x0f0f_0f0f_0f0f_0f0fL;

    private HexDigits() {}

    /** Whether a text whose length is a multiple of eight has no other characters. */
    static boolean areAll(String text) {
        // What is not ISO 8859-1 becomes a question mark, which is no digit; of two surrogates,
        // one.
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        if (ascii.length != text.length()) {
            return false;
        }
        long good = HIGH_BITS;
        for (int i = 0; i < ascii.length; i += Long.BYTES) {
            good &= digits((long) LONGS.get(ascii, i));
        }
        return good == HIGH_BITS;
    }

    /** Appends the bytes that digits stand for. There must be a multiple of eight of them. */
    static void read(String digits, byte[] bytes, int offset) {
        byte[] ascii = digits.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < ascii.length; i += Long.BYTES) {
            long eight = (long) LONGS.get(ascii, i);
            // '0' to '9' are 0x30.., 'a' to 'f' 0x61..: the low nibble, and nine where bit 6 is
            // set.
            long values = (eight & LOW_NIBBLES) + 9 * (eight >>> 6 & EACH);
            INTS.set(bytes, offset + i / 2, (int) Long.compress(values, LOW_NIBBLES));
        }
    }

    /** The high bit of each byte that is a digit. */
    private static long digits(long eight) {
        long decimal = atLeast(eight, '0') & ~atLeast(eight, '9' + 1);
        long letter = atLeast(eight, 'a') & ~atLeast(eight, 'f' + 1);
        return ~eight & (decimal | letter);
    }

    /** The high bit of each byte that is not below another; only right for bytes below 0x80. */
    private static long atLeast(long eight, int least) {
        return ((eight | HIGH_BITS) - least * EACH) & HIGH_BITS;
    }
}
