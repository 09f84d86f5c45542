package dev.cnv.runtime.governance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes records as lines, one behind the other, into a buffer that it keeps. It chains them: it knows
 * the leaf hash of the line before.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class LineWriter {

    private static final byte[] BATCH = ascii("\"batch\":");
    private static final byte[] EVENT = ascii(",\"event\":");
    private static final byte[] INDEX = ascii(",\"index\":");
    private static final byte[] PREV = ascii(",\"prev\":\"");
    private static final byte[] TYPE = ascii("\",\"type\":\"");
    private static final byte[] END = ascii("\"}");
    private static final byte[] DIGITS = ascii("0123456789abcdef");
    private static final int DIGEST_DIGITS = 64;
    private static final int MAX_NUMBER_DIGITS = 19;
    private static final int FIRST_BUFFER_BYTES = 64 * 1024;

    private final CRC32C crc = new CRC32C();
    private final MessageDigest sha256 = LedgerLeaf.sha256();
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int length;
    private byte[] head;

    /** Begins behind a line with this leaf hash; all zeros behind none. */
    LineWriter(byte[] head) {
        this.head = head;
    }

    /** {@return the length of a line, its line feed included, in bytes, when its batch is its index} */
    static int lengthBytes(long index, String type, byte[] event) {
        return LedgerLine.BODY
                + BATCH.length
                + EVENT.length
                + event.length
                + INDEX.length
                + 2 * Long.toString(index).length()
                + PREV.length
                + DIGEST_DIGITS
                + TYPE.length
                + type.length()
                + END.length
                + 1;
    }

    /** Writes a line and its line feed. */
    void add(long batch, long index, String type, byte[] event) {
        reserve(lengthBytes(index, type, event) + 2 * MAX_NUMBER_DIGITS);
        int begin = length;
        length += LedgerLine.BODY;
        put(BATCH);
        put(batch);
        put(EVENT);
        put(event);
        put(INDEX);
        put(index);
        put(PREV);
        putHex(head);
        put(TYPE);
        put(type);
        put(END);
        seal(begin);
        head = LedgerLeaf.hash(sha256, buffer, begin, length - begin);
        buffer[length++] = '\n';
    }

    /** {@return the array whose beginning has the lines} */
    byte[] buffer() {
        return buffer;
    }

    /** {@return how many bytes of the buffer are written} */
    int length() {
        return length;
    }

    /** {@return the leaf hash of the last line} */
    byte[] head() {
        return head;
    }

    /** Empties the buffer, to write behind a line with this leaf hash. */
    void restart(byte[] behind) {
        length = 0;
        head = behind;
    }

    private void seal(int begin) {
        crc.reset();
        crc.update(buffer, begin + LedgerLine.BODY, length - begin - LedgerLine.BODY);
        int end = length;
        length = begin;
        put(LedgerLine.CRC_BEGIN);
        long value = crc.getValue();
        for (int shift = 28; shift >= 0; shift -= 4) {
            buffer[length++] = DIGITS[(int) (value >>> shift) & 0xf];
        }
        put(LedgerLine.CRC_END);
        length = end;
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void put(long number) {
        put(Long.toString(number));
    }

    @SuppressWarnings(
            "deprecation") // Each character is ASCII: half the time of a charset's encoder.
    private void put(String text) {
        text.getBytes(0, text.length(), buffer, length);
        length += text.length();
    }

    private void putHex(byte[] bytes) {
        for (byte b : bytes) {
            buffer[length++] = DIGITS[b >> 4 & 0xf];
            buffer[length++] = DIGITS[b & 0xf];
        }
    }

    private void reserve(int bytes) {
        if (buffer.length - length < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + bytes));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
