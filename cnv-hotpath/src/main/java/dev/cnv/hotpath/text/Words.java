package dev.cnv.hotpath.text;

/**
 * Words of a line: where one ends, and what it is without its quotes and escapes. The rules are those
 * of the POSIX shell (2.2, Quoting) without its expansions; what the shell would read in another way
 * is refused or, like {@code $}, plain text.
 *
 * <p>A word is a span: where it ends in the low half of a number, and in the high half where reading
 * goes on, or 0 when that is the same. A fault is a negative number: of its negation the low half is the
 * status, and the high half the place.
 *
 * <p><b>Threading:</b> stateless; a line belongs to the thread that reads it.
 */
final class Words {

    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long PLAIN_FROM = EACH * 0x28;
    private static final long BACKSLASHES = EACH * '\\';
    private static final long EQUALS = EACH * '=';

    private Words() {}

    /** Where the blanks from here on end; behind the line stands a NUL. */
    static int skipBlanks(byte[] line, int from) {
        int i = from;
        while (line[i] == ' ' || line[i] == '\t') {
            i++;
        }
        return i;
    }

    /**
     * Reads the word that begins here. Quotes and escapes are taken out in place, towards its begin.
     *
     * @param line the line, with eight NULs behind its end
     * @param at where the word begins
     * @param end where the line ends
     * @return its span, or a fault
     */
    static long read(byte[] line, int at, int end) {
        int i = plainEnd(line, at, head(line, at));
        return line[i] == ' ' || i == end ? i : readQuoted(line, i, end);
    }

    /**
     * Where the name of an option ends.
     *
     * @param from where it begins
     * @param end where its word ends
     * @return the place of the first {@code =}, or the end
     */
    static int nameEnd(byte[] line, int from, int end) {
        for (int i = from; i < end; i += 8) {
            long equal = zeros((long) WordTable.EIGHT_BYTES.get(line, i) ^ EQUALS);
            if (equal != 0) {
                return Math.min(end, i + (Long.numberOfTrailingZeros(equal) >>> 3));
            }
        }
        return end;
    }

    /** Whether a span is a fault. */
    static boolean isFault(long span) {
        return span < 0;
    }

    /** The status of a fault. */
    static int status(long fault) {
        return (int) -fault;
    }

    /** The place of a fault. */
    static int place(long fault) {
        return (int) (-fault >>> 32);
    }

    /** Where a word ends. */
    static int end(long span) {
        return (int) span;
    }

    /** Where reading goes on behind a word. */
    static int next(long span) {
        return span <= Integer.MAX_VALUE ? (int) span : (int) (span >>> 32);
    }

    private static long span(int end, int next) {
        return (long) next << 32 | end;
    }

    private static long fault(int status, int place) {
        return -((long) place << 32 | status);
    }

    /** The first eight bytes from here on, the first lowest. */
    static long head(byte[] line, int from) {
        return (long) WordTable.EIGHT_BYTES.get(line, from);
    }

    /** The first byte from here on that may be more than a part of a plain word, by its head. */
    static int plainEnd(byte[] line, int from, long head) {
        int i = from;
        long special = special(head);
        while (special == 0) {
            i += 8;
            special = special((long) WordTable.EIGHT_BYTES.get(line, i));
        }
        return i + (Long.numberOfTrailingZeros(special) >>> 3);
    }

    /**
     * The high bits of bytes below {@code (}, of backslashes and of bytes that are not ASCII. Above the
     * lowest one a bit may stand for nothing.
     */
    private static long special(long eight) {
        return ((eight - PLAIN_FROM | eight) | ((eight ^ BACKSLASHES) - EACH)) & HIGH_BITS;
    }

    /** The high bits of bytes that are zero; above the lowest one a bit may stand for nothing. */
    private static long zeros(long eight) {
        return (eight - EACH) & ~eight & HIGH_BITS;
    }

    /** Reads on byte by byte, and writes what is meant from {@code plain} on. */
    private static long readQuoted(byte[] line, int plain, int end) {
        int to = plain;
        int i = plain;
        while (i < end) {
            int c = line[i];
            long step = span(1, 1);
            if (c == ' ' || c == '\t') {
                break;
            } else if (c == '\'') {
                step = singleQuoted(line, i, end, to);
            } else if (c == '"') {
                step = doubleQuoted(line, i, end, to);
            } else if (c == '\\') {
                step = escaped(line, i, end, to);
            } else {
                step = plain(line, i, end, to);
            }
            if (isFault(step)) {
                return step;
            }
            to = end(step);
            i = next(step);
        }
        return span(to, i);
    }

    /** Copies one character. */
    private static long plain(byte[] line, int from, int end, int to) {
        return line[from] >= 0 && line[from] < ' '
                ? fault(CommandStatus.CONTROL_BYTE, from)
                : character(line, from, end, to);
    }

    private static long escaped(byte[] line, int from, int end, int to) {
        return from + 1 == end
                ? fault(CommandStatus.ESCAPE_UNKNOWN, from)
                : plain(line, from + 1, end, to);
    }

    private static long singleQuoted(byte[] line, int from, int end, int to) {
        int out = to;
        int i = from + 1;
        while (i < end && line[i] != '\'') {
            long step = character(line, i, end, out);
            if (isFault(step)) {
                return step;
            }
            out = end(step);
            i = next(step);
        }
        return i == end ? fault(CommandStatus.QUOTE_OPEN, from) : span(out, i + 1);
    }

    private static long doubleQuoted(byte[] line, int from, int end, int to) {
        int out = to;
        int i = from + 1;
        while (i < end && line[i] != '"') {
            if (line[i] == '\\') {
                if (i + 1 < end && line[i + 1] != '"' && line[i + 1] != '\\') {
                    return fault(CommandStatus.ESCAPE_UNKNOWN, i);
                }
                i++;
            }
            if (i == end) {
                break;
            }
            long step = character(line, i, end, out);
            if (isFault(step)) {
                return step;
            }
            out = end(step);
            i = next(step);
        }
        return i == end ? fault(CommandStatus.QUOTE_OPEN, from) : span(out, i + 1);
    }

    /** Copies a character that may be anything but NUL. */
    private static long character(byte[] line, int from, int end, int to) {
        if (line[from] == 0) {
            return fault(CommandStatus.CONTROL_BYTE, from);
        }
        int length = Utf8.length(line, from, end);
        if (length == 0) {
            return fault(CommandStatus.UTF8_INVALID, from);
        }
        for (int i = 0; i < length; i++) {
            line[to + i] = line[from + i];
        }
        return span(to + length, from + length);
    }
}
