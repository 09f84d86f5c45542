package dev.cnv.runtime.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Property;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0s, PT0S",
        "1ns, PT0.000000001S",
        "7us, PT0.000007S",
        "250ms, PT0.25S",
        "5s, PT5S",
        "2m, PT2M",
        "3h, PT3H",
        "2d, PT48H",
        "PT30S, PT30S",
        "P1DT1H, PT25H",
        "-PT5S, PT-5S",
        "PT-5S, PT-5S"
    })
    void parse_durationInEitherForm_isRead(String text, String iso) {
        assertEquals(Duration.parse(iso), Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "5 s",
                " 5s",
                "-5s",
                "+5s",
                "5S",
                "5.5s",
                "1h30m",
                "PT",
                "P1Y",
                "\u0665s",
                "99999999999999999999s",
                "9223372036854775807d",
                "PT99999999999999999999S"
            })
    void parse_whatIsNoDuration_isRefused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Durations.parse(text))
                .getMessage();
        assertTrue(message.contains(Durations.EXPECTED), message);
    }

    @Test
    void parse_anyText_parsesOrRefusesWithoutAnotherException() {
        Property.named("fuzz-durations")
                .check(draws -> draws.text(70, "0123456789nusmhdPT.-+ DHMS\u0661\ud800"), text -> {
                    try {
                        Duration duration = Durations.parse(text);
                        assertEquals(duration, Durations.parse(duration.toString()));
                    } catch (IllegalArgumentException e) {
                        assertTrue(e.getMessage().startsWith("duration="), e.getMessage());
                    }
                });
    }
}
