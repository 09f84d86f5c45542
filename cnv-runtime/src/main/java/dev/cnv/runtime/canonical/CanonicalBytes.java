package dev.cnv.runtime.canonical;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that canonical JSON is written to. Texts that need no escape are copied, and looked at eight bytes
 * at a time.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class CanonicalBytes {

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long SPACES = 0x2020_2020_2020_2020L;
    private static final long QUOTES = 0x2222_2222_2222_2222L;
    private static final long BACKSLASHES = 0x5C5C_5C5C_5C5C_5C5CL;
    private static final long QUESTIONS = 0x3F3F_3F3F_3F3F_3F3FL;
    private static final int FIRST_BYTES = 128;

    /** Longer texts are worth a copy that can be looked at eight bytes at a time. */
    private static final int SHORT_TEXT = 64;

    /** The digits of the least long, and its sign. */
    private static final int MAX_LONG_DIGITS = 20;

    private byte[] buffer = new byte[FIRST_BYTES];
    private int length;

    void put(char ascii) {
        reserve(1);
        buffer[length++] = (byte) ascii;
    }

    /** Appends characters of ASCII as they stand. */
    void ascii(String text) {
        put(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Appends a number in decimal digits. */
    void number(long value) {
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value));
            return;
        }
        reserve(MAX_LONG_DIGITS);
        if (value < 0) {
            buffer[length++] = '-';
        }
        digits(Math.abs(value));
    }

    /** From the last digit to the first, since it takes a division to know the one before it. */
    private void digits(long value) {
        int end = length + 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            end++;
        }
        long rest = value;
        for (int at = end - 1; at >= length; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
    }

    /** Appends a text in quotes, with the escapes that RFC 8785 asks for. */
    void text(String text) {
        if (text.length() <= SHORT_TEXT && plain(text)) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put('"');
        if (bytes.length == text.length() && isPlain(bytes)) {
            put(bytes);
        } else {
            StringBuilder escaped = new StringBuilder(text.length() + 16);
            CanonicalJson.escape(text, escaped);
            put(escaped.toString().getBytes(StandardCharsets.UTF_8));
        }
        put('"');
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    /** The SHA-256 of what was written. */
    Digest digest() {
        return Digest.of(buffer, length);
    }

    /** Appends a text of ASCII that needs no escape; false, and nothing is appended, for any other. */
    private boolean plain(String text) {
        reserve(text.length() + 2);
        int at = length;
        buffer[at++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
            buffer[at++] = (byte) c;
        }
        buffer[at++] = '"';
        length = at;
        return true;
    }

    private void put(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void reserve(int count) {
        if (buffer.length - length < count) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + count));
        }
    }

    /**
     * Whether ASCII bytes have no quote, backslash or control character, and no question mark, which the
     * encoder also writes for a lone surrogate.
     */
    private static boolean isPlain(byte[] ascii) {
        int i = 0;
        for (; i <= ascii.length - Long.BYTES; i += Long.BYTES) {
            long eight = (long) EIGHT.get(ascii, i);
            long special = below(eight)
                    | zeros(eight ^ QUOTES)
                    | zeros(eight ^ BACKSLASHES)
                    | zeros(eight ^ QUESTIONS);
            if (special != 0) {
                return false;
            }
        }
        for (; i < ascii.length; i++) {
            byte b = ascii[i];
            if (b < ' ' || b == '"' || b == '\\' || b == '?') {
                return false;
            }
        }
        return true;
    }

    /** Not 0 when a byte is less than a space; each is below 0x80. */
    private static long below(long eight) {
        return (eight - SPACES) & HIGH_BITS;
    }

    /** Not 0 when a byte is 0; each is below 0x80. */
    private static long zeros(long eight) {
        return (eight - EACH) & HIGH_BITS;
    }
}
