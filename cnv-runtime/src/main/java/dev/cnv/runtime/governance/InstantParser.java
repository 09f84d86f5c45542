package dev.cnv.runtime.governance;

import java.time.Instant;

/**
 * Reads instants in the one form that {@link Instant#toString} writes. Instants that follow one another
 * mostly lie in the same minute, which is parsed once.
 *
 * <p><b>Threading:</b> one thread; remembers a minute.
 */
final class InstantParser {

    /** The length of {@code 2026-01-01T00:00:}. */
    private static final int MINUTE_LENGTH = 17;

    private static final int WHOLE_SECOND_LENGTH = MINUTE_LENGTH + 3;
    private static final int FRACTION = WHOLE_SECOND_LENGTH;
    private static final int NANO_DIGITS = 9;
    private static final int GROUP_DIGITS = 3;

    private String minute = "1970-01-01T00:00:";
    private long minuteSecond;

    /**
     * Reads an instant.
     *
     * @throws IllegalArgumentException when the text is not in its one form
     * @throws java.time.format.DateTimeParseException when it is none
     */
    Instant parse(String text) {
        int length = text.length();
        if (length < WHOLE_SECOND_LENGTH
                || text.charAt(length - 1) != 'Z'
                || !text.startsWith(minute)) {
            return remember(text);
        }
        int second = digits(text, MINUTE_LENGTH, MINUTE_LENGTH + 2);
        if (second < 0 || second > 59) {
            return whole(text);
        }
        if (length == WHOLE_SECOND_LENGTH) {
            return Instant.ofEpochSecond(minuteSecond + second);
        }
        int nanos = text.charAt(FRACTION - 1) == '.' ? nanos(text, FRACTION, length - 1) : 0;
        return nanos > 0 ? Instant.ofEpochSecond(minuteSecond + second, nanos) : whole(text);
    }

    private Instant remember(String text) {
        Instant instant = whole(text);
        if (text.length() >= WHOLE_SECOND_LENGTH && text.charAt(MINUTE_LENGTH - 1) == ':') {
            minute = text.substring(0, MINUTE_LENGTH);
            minuteSecond = Instant.parse(minute + "00Z").getEpochSecond();
        }
        return instant;
    }

    private static Instant whole(String text) {
        Instant instant = Instant.parse(text);
        if (!instant.toString().equals(text)) {
            throw new IllegalArgumentException("instant=" + text + " is not in its one form");
        }
        return instant;
    }

    /** {@return the nanoseconds; not positive when it takes more than this to know} */
    private static int nanos(String text, int from, int to) {
        int count = to - from;
        if (count % GROUP_DIGITS != 0 || count > NANO_DIGITS || text.startsWith("000", to - 3)) {
            return 0;
        }
        int nanos = digits(text, from, to);
        for (int i = count; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** {@return the number; negative when something is no digit} */
    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
