package dev.cnv.audit.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWordsTest {

    /** In Berlin it is the next day already: 2026-03-29, whose night is an hour short. */
    private static final Instant NOW = Instant.parse("2026-03-28T23:30:00Z");

    private static final TimeWords WORDS = new TimeWords(() -> NOW, ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "now, 2026-03-28T23:30:00Z, 2026-03-28T23:30:00Z",
        "2h, 2026-03-28T21:30:00Z, 2026-03-28T21:30:00Z",
        "90m, 2026-03-28T22:00:00Z, 2026-03-28T22:00:00Z",
        "1d12h, 2026-03-27T11:30:00Z, 2026-03-27T11:30:00Z",
        "1w, 2026-03-21T23:30:00Z, 2026-03-21T23:30:00Z",
        "now-2h, 2026-03-28T21:30:00Z, 2026-03-28T21:30:00Z",
        "NOW - 2h, 2026-03-28T21:30:00Z, 2026-03-28T21:30:00Z",
        "now+500ms, 2026-03-28T23:30:00.500Z, 2026-03-28T23:30:00.500Z",
        "today, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "yesterday, 2026-03-27T23:00:00Z, 2026-03-28T23:00:00Z",
        "2026-01-31, 2026-01-30T23:00:00Z, 2026-01-31T23:00:00Z",
        "2026-01-31T10:00, 2026-01-31T09:00:00Z, 2026-01-31T09:00:00Z",
        "2026-01-31 10:00, 2026-01-31T09:00:00Z, 2026-01-31T09:00:00Z",
        "2026-01-31T10:00:00Z, 2026-01-31T10:00:00Z, 2026-01-31T10:00:00Z",
        "2026-01-31T10:00:00+02:00, 2026-01-31T08:00:00Z, 2026-01-31T08:00:00Z",
    })
    void time_words_areInstants(String text, Instant begin, Instant end) {
        assertEquals(begin, WORDS.begin(text));
        assertEquals(end, WORDS.end(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "h",
                "2 h",
                "-2h",
                "now-",
                "2026-02-30",
                "2026-13-01",
                "tomorrowish",
                "99999999999h",
                "2026-01-31T",
                "1h1y"
            })
    void time_none_isRefusedWithWhatIsExpected(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> WORDS.begin(text));
        assertTrue(
                refused.getMessage().equals("time=" + text + " is not " + TimeWords.EXPECTED),
                refused.getMessage());
    }

    @Test
    void range_backward_isRefusedInItsOwnWords() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> WORDS.range(
                        Optional.of("1h"), Optional.of("2026-03-27"), EventQuery.builder()));
        assertTrue(refused.getMessage().startsWith("from=1h (2026-03-28T22:30:00Z) is after to="));
    }

    @Test
    void duration_anyParts_areSubtracted() {
        Property.named("time-words-ago").check(draws -> draws.upTo(100_000_000), seconds -> {
            String text = seconds / 86_400 + "d" + seconds / 3_600 % 24 + "h" + seconds / 60 % 60
                    + "m" + seconds % 60 + "s";
            assertEquals(NOW.minus(Duration.ofSeconds(seconds)), WORDS.begin(text));
            assertEquals(NOW.plusSeconds(seconds), WORDS.end("now+" + text));
        });
    }

    @Test
    void time_anyText_isReadOrRefused() {
        Property.named("time-words-fuzz")
                .check(
                        draws -> Fuzz.changed(
                                draws,
                                draws.oneOf("now-2h", "1d12h", "2026-01-31T10:00:00Z", "today"),
                                "0123456789-+:TZnowhdm .\u0000\u00e9"),
                        text -> {
                            try {
                                assertTrue(!WORDS.end(text).isBefore(WORDS.begin(text)));
                            } catch (IllegalArgumentException e) {
                                assertTrue(e.getMessage().contains("is not a time such as"));
                            }
                        });
    }

    @Test
    void instantNanos_anyText_isWhatTheJdkReads() {
        Property.named("instant-nanos")
                .check(
                        draws -> Fuzz.changed(
                                draws,
                                Instant.ofEpochSecond(
                                                draws.between(-3_000_000_000L, 10_000_000_000L),
                                                draws.upTo(999_999_999L))
                                        .toString(),
                                "0123456789-+:TZ."),
                        text -> {
                            Instant expected;
                            try {
                                expected = Instant.parse(text);
                            } catch (DateTimeParseException _) {
                                assertNull(InstantNanos.parse(text));
                                return;
                            }
                            assertEquals(InstantNanos.of(expected), InstantNanos.parse(text));
                        });
    }
}
