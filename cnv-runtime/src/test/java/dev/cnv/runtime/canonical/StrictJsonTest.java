package dev.cnv.runtime.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "nul",
                "NaN",
                "Infinity",
                "01",
                "+1",
                ".5",
                "1.",
                "'a'",
                "{a:1}",
                "[1,]",
                "{\"a\":1,}",
                "1 2",
                "{} {}",
                "// x\n1",
                "{\"a\":1,\"a\":2}",
                "{\"o\":{\"a\":1,\"a\":1}}",
                "\"\\ud800\"",
                "{\"\\udc00\":1}",
                "[\"x\\ud83dy\"]",
                "1e400",
                "-1e-400",
                "1e2147483648",
                "1e-2147483648",
                "1e99999999999999",
                "\"\\x\"",
                "\"\u0001\""
            })
    void parse_notOneValueWithinTheLimits_isRefused(String text) {
        assertThrows(JsonRefusedException.class, () -> StrictJson.parse(text));
    }

    @Test
    void parse_depth_isLimited() {
        String deepest = "[".repeat(StrictJson.MAX_DEPTH) + "]".repeat(StrictJson.MAX_DEPTH);
        assertEquals(deepest, CanonicalJson.text(StrictJson.parse(deepest)));
        assertThrows(JsonRefusedException.class, () -> StrictJson.parse("[" + deepest + "]"));
    }

    @Test
    void parse_numberLength_isLimited() {
        assertEquals(340, CanonicalJson.text(StrictJson.parse("9".repeat(340))).length());
        assertThrows(JsonRefusedException.class, () -> StrictJson.parse("9".repeat(351)));
        assertThrows(
                JsonRefusedException.class,
                () -> StrictJson.parse("9".repeat(StrictJson.MAX_NUMBER_LENGTH + 1)));
    }

    @Test
    void parse_decimal_isExact() {
        assertEquals(
                new BigDecimal("0.1000000000000000055511151231257827"),
                StrictJson.parse("0.1000000000000000055511151231257827").decimalValue());
    }

    @Test
    void parse_scalars_areValues() {
        assertTrue(StrictJson.parse("null").isNull());
        assertTrue(StrictJson.parse("true").booleanValue());
        assertEquals("\ud83d\ude00", StrictJson.parse("\"\\ud83d\\ude00\"").stringValue());
    }
}
