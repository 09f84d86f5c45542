package dev.cnv.audit.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people type them: {@code 2h} (ago), {@code 1d12h}, {@code now}, {@code now-90m}, {@code
 * today}, {@code yesterday}, {@code 2026-01-31}, {@code 2026-01-31T10:00} in a zone, or an instant with
 * {@code Z} or an offset. A week is 7 days and a day 24 hours, but {@code today}, {@code yesterday} and
 * dates are days of the zone's calendar.
 *
 * <p>A day as the begin of a range is its first instant; as the end it is the first instant of the next
 * day, so that the whole day is in the range.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param clock the source of time
 * @param zone the zone of times that name none
 */
public record TimeWords(InstantSource clock, ZoneId zone) {

    /** What is accepted, for messages. */
    public static final String EXPECTED =
            "a time such as 2h or 7d (ago), now-90m, today, yesterday, 2026-01-31, 2026-01-31T10:00 or"
                    + " 2026-01-31T10:00:00Z";

    private static final int MAX_LENGTH = 64;
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern AGO =
            Pattern.compile("(?:now *([-+]) *)?((?:[0-9]{1,9}(?:ms|[smhdw]))+)");
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|[smhdw])");

    /**
     * Where a range begins.
     *
     * @param text a time
     * @return the instant
     * @throws IllegalArgumentException when the text is no time
     */
    public Instant begin(String text) {
        return read(text, 0);
    }

    /**
     * Where a range ends, itself not in it.
     *
     * @param text a time
     * @return the instant; for a day the begin of the next one
     * @throws IllegalArgumentException when the text is no time
     */
    public Instant end(String text) {
        return read(text, 1);
    }

    /**
     * A range, for a query.
     *
     * @param from where it begins; empty for no begin
     * @param to where it ends; empty for no end
     * @param query gets the range
     * @throws IllegalArgumentException when a text is no time, or the range ends before it begins
     */
    public void range(Optional<String> from, Optional<String> to, EventQuery.Builder query) {
        Optional<Instant> begin = from.map(this::begin);
        Optional<Instant> end = to.map(this::end);
        if (begin.isPresent() && end.isPresent() && end.get().isBefore(begin.get())) {
            throw new IllegalArgumentException(
                    "from=" + from.get() + " (" + begin.get() + ") is after to=" + to.get() + " ("
                            + end.get() + "): give the earlier one first");
        }
        begin.ifPresent(query::from);
        end.ifPresent(query::to);
    }

    private Instant read(String text, int days) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.length() <= MAX_LENGTH) {
            try {
                return switch (word) {
                    case "now" -> clock.instant();
                    case "today" -> day(today(), days);
                    case "yesterday" -> day(today().minusDays(1), days);
                    default -> other(word, days);
                };
            } catch (DateTimeException | ArithmeticException e) {
                throw new IllegalArgumentException(message(text), e);
            }
        }
        throw new IllegalArgumentException(message(text.substring(0, MAX_LENGTH)));
    }

    private Instant other(String word, int days) {
        Matcher ago = AGO.matcher(word);
        if (ago.matches()) {
            Duration distance = duration(ago.group(2));
            return "+".equals(ago.group(1))
                    ? clock.instant().plus(distance)
                    : clock.instant().minus(distance);
        }
        if (DATE.matcher(word).matches()) {
            return day(LocalDate.parse(word), days);
        }
        String iso = word.toUpperCase(Locale.ROOT);
        return hasOffset(iso)
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso.replace(' ', 'T')).atZone(zone).toInstant();
    }

    private static boolean hasOffset(String iso) {
        int time = iso.indexOf('T');
        return iso.endsWith("Z")
                || (time > 0 && (iso.indexOf('+', time) > 0 || iso.indexOf('-', time) > 0));
    }

    private static Duration duration(String parts) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(parts);
        while (part.find()) {
            long count = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        case "d" -> Duration.ofDays(count);
                        default -> Duration.ofDays(Math.multiplyExact(count, 7L));
                    });
        }
        return sum;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    private Instant day(LocalDate date, int days) {
        return date.plusDays(days).atStartOfDay(zone).toInstant();
    }

    private static String message(String text) {
        return "time=" + text + " is not " + EXPECTED;
    }
}
