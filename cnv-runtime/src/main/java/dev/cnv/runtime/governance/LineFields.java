package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The members of a record's line, found by their places, without a parser: what {@link
 * LedgerDescriptor} draws around the event. The event itself is not looked into.
 *
 * <p><b>Threading:</b> one thread; each line overwrites what is known of the line before.
 */
final class LineFields {

    private static final byte[] BATCH = ascii("\"batch\":");
    private static final byte[] EVENT = ascii(",\"event\":{");
    private static final byte[] INDEX = ascii("},\"index\":");
    private static final byte[] PREV = ascii(",\"prev\":\"");
    private static final byte[] TYPE = ascii("\",\"type\":\"");
    private static final byte[] END = ascii("\"}");
    private static final int DIGEST_DIGITS = 64;
    private static final int DIGEST_BYTES = 32;
    private static final int MAX_DIGITS = 18;
    private static final int MAX_TYPE_LENGTH = 64;

    private final CRC32C crc = new CRC32C();
    private final MessageDigest sha256 = LedgerLeaf.sha256();
    private final byte[] prev = new byte[DIGEST_BYTES];

    private byte[] line = new byte[0];
    private int from;
    private int length;
    private long batch;
    private long index;
    private int eventFrom;
    private int eventEnd;
    private int typeFrom;
    private int typeEnd;

    /**
     * Reads a line without its line feed.
     *
     * @throws IllegalArgumentException when its checksum is wrong or it is not of the form
     */
    void read(byte[] buffer, int offset, int lengthBytes) {
        LedgerLine.requireCrc(crc, buffer, offset, lengthBytes);
        line = buffer;
        from = offset;
        length = lengthBytes;
        int end = offset + lengthBytes;
        readEnd(offset, end);
        readBegin(offset + LedgerLine.BODY);
        require(eventFrom < eventEnd, "event");
    }

    long batch() {
        return batch;
    }

    long index() {
        return index;
    }

    /** {@return where in the buffer the event's members begin, their brace included} */
    int eventFrom() {
        return eventFrom;
    }

    /** {@return where in the buffer they end} */
    int eventEnd() {
        return eventEnd;
    }

    /** Says whether the line before has this leaf hash. */
    boolean follows(byte[] head) {
        return Arrays.equals(prev, head);
    }

    Digest prev() {
        return new Digest(HexFormat.of().formatHex(prev));
    }

    String type() {
        return new String(line, typeFrom, typeEnd - typeFrom, StandardCharsets.US_ASCII);
    }

    /** {@return the RFC 9162 leaf hash of the line} */
    byte[] leafHash() {
        return LedgerLeaf.hash(sha256, line, from, length);
    }

    /** Backwards from the end, where everything has a known length but the index and the type. */
    private void readEnd(int begin, int end) {
        requireAt(END, end - END.length, begin, "end");
        typeEnd = end - END.length;
        typeFrom = typeEnd;
        while (typeFrom > begin && isTypeCharacter(line[typeFrom - 1])) {
            typeFrom--;
        }
        require(typeFrom < typeEnd && typeEnd - typeFrom <= MAX_TYPE_LENGTH, "type");
        int at = typeFrom - TYPE.length;
        requireAt(TYPE, at, begin, "type");
        at -= DIGEST_DIGITS;
        readPrev(at, begin);
        at -= PREV.length;
        requireAt(PREV, at, begin, "prev");
        int digits = at;
        while (digits > begin && isDigit(line[digits - 1])) {
            digits--;
        }
        index = number(digits, at, "index");
        eventEnd = digits - INDEX.length + 1;
        requireAt(INDEX, eventEnd - 1, begin, "index");
    }

    private void readBegin(int at) {
        requireAt(BATCH, at, at, "batch");
        int begin = at + BATCH.length;
        int digits = begin;
        while (digits < eventEnd && isDigit(line[digits])) {
            digits++;
        }
        batch = number(begin, digits, "batch");
        requireAt(EVENT, digits, at, "event");
        eventFrom = digits + EVENT.length - 1;
    }

    private void readPrev(int at, int begin) {
        require(at >= begin, "prev");
        for (int i = 0; i < DIGEST_BYTES; i++) {
            int high = LedgerLine.hexDigit(line[at + 2 * i]);
            int low = LedgerLine.hexDigit(line[at + 2 * i + 1]);
            require((high | low) >= 0, "prev");
            prev[i] = (byte) (high << 4 | low);
        }
    }

    private long number(int begin, int end, String member) {
        require(
                end > begin
                        && end - begin <= MAX_DIGITS
                        && (end - begin == 1 || line[begin] != '0'),
                member);
        long value = 0;
        for (int i = begin; i < end; i++) {
            value = value * 10 + (line[i] - '0');
        }
        return value;
    }

    private void requireAt(byte[] what, int at, int begin, String member) {
        require(
                at >= begin
                        && at + what.length <= from + length
                        && Arrays.equals(line, at, at + what.length, what, 0, what.length),
                member);
    }

    private static void require(boolean right, String member) {
        if (!right) {
            throw new IllegalArgumentException(
                    "the line is not of a record's form: member=" + member);
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isTypeCharacter(byte b) {
        return (b >= 'a' && b <= 'z') || isDigit(b) || b == '-';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
