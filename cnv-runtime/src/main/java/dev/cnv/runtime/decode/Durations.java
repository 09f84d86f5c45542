package dev.cnv.runtime.decode;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: whole digits and one of {@code ns us ms s m h d}, or ISO-8601. A
 * day is 24 hours. The annotation processor accepts the same texts.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class Durations {

    /** What {@link #parse} accepts, for messages. */
    public static final String EXPECTED = "a duration such as 100ms, 5s, 2m, 1h, 1d or PT30S";

    private static final int MAX_LENGTH = 64;
    private static final Pattern SHORT = Pattern.compile("([0-9]+)(ns|us|ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param text {@code 100ms}, {@code 5s}, {@code PT30S}; only the ISO form may be negative
     * @return the duration
     * @throws IllegalArgumentException when the text is none, or is longer than a {@link Duration}
     */
    public static Duration parse(String text) {
        try {
            Matcher matcher = SHORT.matcher(text);
            if (text.length() <= MAX_LENGTH) {
                return matcher.matches()
                        ? Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)))
                        : Duration.parse(text);
            }
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(message(text), e);
        }
        throw new IllegalArgumentException(message(text));
    }

    private static String message(String text) {
        return "duration=" + Display.name(text) + " is not " + EXPECTED;
    }

    private static ChronoUnit unit(String name) {
        return switch (name) {
            case "ns" -> ChronoUnit.NANOS;
            case "us" -> ChronoUnit.MICROS;
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            default ->
                throw new IllegalArgumentException(
                        "unit=" + name + " is not ns, us, ms, s, m, h or d");
        };
    }
}
