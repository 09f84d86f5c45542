package dev.cnv.audit.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Instants as nanoseconds since 1970, for comparing only: what is before 1677 or after 2262 is the end of
 * the range.
 */
final class InstantNanos {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int WHOLE_SECONDS = "2026-01-01T00:00:00Z".length();
    private static final int MAX_LENGTH = 64;

    private InstantNanos() {}

    static long of(Instant instant) {
        try {
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND),
                    instant.getNano());
        } catch (ArithmeticException _) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Reads an instant in ISO-8601 with {@code Z}; null when the text is none. */
    static @Nullable Long parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        try {
            return isUsual(text) ? (Long) usual(text) : (Long) of(Instant.parse(text));
        } catch (DateTimeParseException _) {
            return null;
        } catch (DateTimeException _) {
            return null; // A day that its month does not have.
        }
    }

    /** Whether it is {@code 2026-01-01T00:00:00Z}, with up to nine digits behind a point, after 1969. */
    private static boolean isUsual(String text) {
        int length = text.length();
        if (length < WHOLE_SECONDS
                || length > WHOLE_SECONDS + 10
                || length == WHOLE_SECONDS + 1
                || text.charAt(length - 1) != 'Z') {
            return false;
        }
        for (int i = 0; i < length - 1; i++) {
            char c = text.charAt(i);
            boolean fits = switch (i) {
                case 4, 7 -> c == '-';
                case 10 -> c == 'T';
                case 13, 16 -> c == ':';
                case 19 -> c == '.';
                default -> c >= '0' && c <= '9';
            };
            if (!fits) {
                return false;
            }
        }
        int year = digits(text, 0, 4);
        return year >= 1970
                && year < 2262
                && digits(text, 11, 13) < 24
                && digits(text, 14, 16) < 60
                && digits(text, 17, 19) < 60;
    }

    private static long usual(String text) {
        long days = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10))
                .toEpochDay();
        long seconds = days * 86_400
                + digits(text, 11, 13) * 3_600L
                + digits(text, 14, 16) * 60L
                + digits(text, 17, 19);
        long nanos = 0;
        for (int i = 0; i < 9; i++) {
            int at = WHOLE_SECONDS + i;
            nanos = nanos * 10 + (at < text.length() - 1 ? text.charAt(at) - '0' : 0);
        }
        return seconds * NANOS_PER_SECOND + nanos;
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
