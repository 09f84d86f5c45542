package dev.cnv.runtime.canonical;

import static dev.cnv.runtime.canonical.CborDescriptor.*;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes the heads of items, and the strings behind them. A length is compared with the bytes that are
 * left before anything is made of it.
 *
 * <p><b>Threading:</b> for one thread.
 */
abstract class CborHeads extends CborPlaces {

    /** Of the head that was read last. */
    int major;

    /** Of the head that was read last; negative when it is 2^63 or more. */
    long argument;

    CborHeads(String where, byte[] bytes, int offset, int limit, int depth) {
        super(where, bytes, offset, limit, depth);
    }

    /** Whether one integer key stands before another: 0, 1, 2 ... before -1, -2 ... */
    static boolean before(long one, long other) {
        return one < 0 == other < 0 ? (one < 0 ? one > other : one < other) : other < 0;
    }

    final CborRefusedException unknownKey() {
        int start = at;
        head();
        String shown = major == MAJOR_UNSIGNED || major == MAJOR_NEGATIVE
                ? "key=" + signed()
                : "key that is no integer";
        at = start;
        return fault("has the unknown " + shown);
    }

    final int count(int expected, String kind, int itemsEach, int maxCount) {
        head();
        if (major != expected) {
            throw fault("is no " + kind);
        }
        // Each item has one byte at least: a count beyond the bytes that are left is a lie.
        if (argument < 0 || argument > (limit - at) / itemsEach) {
            throw fault("is a " + kind + " with more elements than bytes that are left");
        }
        if (argument > maxCount) {
            throw fault("has " + argument + " elements, more than " + maxCount);
        }
        return (int) argument;
    }

    /** Reads the head of a string, whose bytes are all there. */
    final int string(int expected, String kind, int maxBytes) {
        head();
        if (major != expected) {
            throw fault("is no " + kind);
        }
        if (argument < 0 || argument > limit - at) {
            throw fault("is a " + kind + " longer than the " + (limit - at) + " bytes left");
        }
        if (argument > maxBytes) {
            throw fault("has " + argument + " bytes, more than " + maxBytes);
        }
        return (int) argument;
    }

    final String textItem(int maxBytes) {
        int length = string(MAJOR_TEXT, "text string", maxBytes);
        int start = at;
        at += length;
        for (int i = start; i < at; i++) {
            if (bytes[i] < 0) {
                return decoded(start, length);
            }
        }
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }

    private String decoded(int start, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException _) {
            throw fault("is not UTF-8");
        }
    }

    final long signed() {
        if (argument < 0) {
            throw fault("is an integer beyond 64 bits with a sign");
        }
        return major == MAJOR_NEGATIVE ? ~argument : argument;
    }

    /** Reads the head of an item. */
    final void head() {
        if (left[depth] == 0) {
            throw fault("lacks an element");
        }
        if (at == limit) {
            throw fault("ends too early");
        }
        int first = bytes[at] & 0xff;
        major = first >>> MAJOR_SHIFT;
        int info = first & INFO_MASK;
        if (major == MAJOR_SIMPLE && (info < SIMPLE_FALSE || info > SIMPLE_NULL)) {
            throw fault("is a floating-point number or another item that the format has not");
        }
        if (info > INFO_EIGHT_BYTES) {
            throw fault("is of indefinite length or has a reserved form");
        }
        at++;
        if (info < INFO_ONE_BYTE) {
            argument = info;
        } else {
            longArgument(info);
        }
    }

    private void longArgument(int info) {
        int count = 1 << (info - INFO_ONE_BYTE);
        if (limit - at < count) {
            throw fault("ends too early");
        }
        argument = 0;
        for (int i = 0; i < count; i++) {
            argument = argument << 8 | (bytes[at++] & 0xff);
        }
        boolean shorter =
                info == INFO_ONE_BYTE ? argument < INFO_ONE_BYTE : argument >>> (4 * count) == 0;
        if (shorter) {
            throw fault("has a number or length that is not in its shortest form");
        }
    }
}
