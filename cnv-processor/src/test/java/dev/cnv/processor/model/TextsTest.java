package dev.cnv.processor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @ParameterizedTest
    @CsvSource({
        "1ns,PT0.000000001S",
        "2us,PT0.000002S",
        "100ms,PT0.1S",
        "5s,PT5S",
        "2m,PT2M",
        "3h,PT3H",
        "1d,PT24H",
        "PT30S,PT30S",
        "PT0.5S,PT0.5S",
        "0s,PT0S",
        "P1D,PT24H",
        "-PT1S,PT-1S"
    })
    void duration_wellFormed_isRead(String text, String iso) {
        assertEquals(Optional.of(Duration.parse(iso)), Texts.duration(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "1.5s",
                "5 s",
                "-5s",
                "5S",
                "5min",
                "99999999999999999999s",
                "999999999999999999d",
                "P1Y"
            })
    void duration_malformed_isRefused(String text) {
        assertEquals(Optional.empty(), Texts.duration(text));
    }

    @ParameterizedTest
    @CsvSource({
        "INT8,-128",
        "INT8,127",
        "INT16,-32768",
        "INT32,2147483647",
        "INT64,-9223372036854775808",
        "INT64,1e3",
        "INT32,1.0",
        "FLOAT32,3.4e38",
        "FLOAT64,1.7e308",
        "DECIMAL,1e400",
        "DECIMAL,+0.10"
    })
    void number_thatFits_isRead(ScalarKind kind, String text) {
        assertEquals(Optional.of(new BigDecimal(text)), Texts.number(kind, text));
    }

    @ParameterizedTest
    @CsvSource({
        "INT8,128",
        "INT8,-129",
        "INT16,40000",
        "INT32,2147483648",
        "INT64,9223372036854775808",
        "INT32,1.5",
        "FLOAT32,1e39",
        "FLOAT64,1e309",
        "DECIMAL,1e1000",
        "DECIMAL,0x10",
        "FLOAT64,NaN",
        "FLOAT64,Infinity",
        "FLOAT64,1d",
        "INT32,' 1'",
        "INT32,''"
    })
    void number_thatDoesNotFit_isRefused(ScalarKind kind, String text) {
        assertEquals(Optional.empty(), Texts.number(kind, text));
    }

    @ParameterizedTest
    @CsvSource({
        "CHARACTER,x,x",
        "TEXT,a b,a b",
        "PATH,a/b,a/b",
        "URI,a?b,a?b",
        "INET_ADDRESS,127.0.0.1,127.0.0.1",
        "INET_ADDRESS,::1,0:0:0:0:0:0:0:1",
        "DURATION,90s,PT1M30S",
        "INSTANT,2026-01-31T12:00:00.0Z,2026-01-31T12:00:00Z",
        "UUID,6BA7B810-9DAD-11D1-80B4-00C04FD430C8,6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "BYTES,AAE=,AAE="
    })
    void text_wellFormed_hasItsJsonForm(ScalarKind kind, String text, String json) {
        assertEquals(Optional.of(json), Texts.json(kind, text));
    }

    @ParameterizedTest
    @CsvSource({
        "BOOLEAN,TRUE",
        "CHARACTER,ab",
        "CHARACTER,''",
        "URI,a b",
        "INET_ADDRESS,localhost",
        "INET_ADDRESS,127.1",
        "INET_ADDRESS,fe80::1%eth0",
        "INSTANT,2026-01-31",
        "INSTANT,2026-01-31T12:00:00+01:00",
        "UUID,1-1-1-1-1",
        "BYTES,AAE",
        "BYTES,A===",
        "DURATION,soon",
        "NOTHING,x"
    })
    void text_malformed_hasNone(ScalarKind kind, String text) {
        assertEquals(Optional.empty(), Texts.json(kind, text));
    }

    @Test
    void path_withNul_hasNone() {
        assertEquals(Optional.empty(), Texts.json(ScalarKind.PATH, "a\0b"));
    }
}
