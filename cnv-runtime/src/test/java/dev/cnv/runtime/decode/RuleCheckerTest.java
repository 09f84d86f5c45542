package dev.cnv.runtime.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.testing.Property;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RuleCheckerTest {

    private record Ranged(BigDecimal min, BigDecimal max, BigDecimal value) {}

    @Test
    void check_decimalAgainstARange_agreesWithComparison() {
        Property.named("rule-decimal")
                .check(
                        draws -> new Ranged(
                                decimal(draws.anyLong(), draws.between(-9, 9)),
                                decimal(draws.anyLong(), draws.between(-9, 9)),
                                decimal(draws.anyLong(), draws.between(-9, 9))),
                        r -> assertEquals(
                                r.min.compareTo(r.value) <= 0 && r.value.compareTo(r.max) <= 0,
                                broken(
                                                parameter(ValueType.DECIMAL)
                                                        .min(r.min.toString())
                                                        .max(r.max.toString()),
                                                JsonNodeFactory.instance.numberNode(r.value))
                                        .isEmpty()));
    }

    @Test
    void check_textAgainstLengths_countsCodePoints() {
        Property.named("rule-length")
                .oneIn(4)
                .check(
                        draws -> draws.list(6, d -> d.oneOf("a", "\u4e2d", "\ud83d\ude00")),
                        characters -> assertEquals(
                                characters.size() >= 2 && characters.size() <= 4,
                                broken(
                                                parameter(ValueType.TEXT)
                                                        .minLength(2)
                                                        .maxLength(4),
                                                JsonNodeFactory.instance.stringNode(
                                                        String.join("", characters)))
                                        .isEmpty()));
    }

    private record Patterned(String pattern, String text) {}

    @Test
    void match_shortTextsAndAnyPattern_agreesWithTheMatcherOrSaysTooCostly() {
        Property.named("rule-pattern")
                .check(
                        draws -> new Patterned(
                                draws.text(6, "ab").isEmpty()
                                        ? "(a|b)*a"
                                        : pattern(draws.text(9, "ab.*+?|()")),
                                draws.text(12, "abc")),
                        p -> {
                            BoundedMatch match =
                                    BoundedMatch.of(Pattern.compile(p.pattern), p.text);
                            assertTrue(
                                    match == BoundedMatch.TOO_COSTLY
                                            || (match == BoundedMatch.MATCHES)
                                                    == p.text.matches(p.pattern),
                                    match.toString());
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "5s, PT5S, true",
        "5s, PT4.999999999S, false",
        "PT1M, PT60S, true",
        "100ms, PT0.1S, true",
        "1d, PT24H, true"
    })
    void check_durationAgainstMin_isExact(String min, String value, boolean good) {
        ParameterDescriptor parameter = parameter(ValueType.DURATION).min(min);
        assertEquals(
                good,
                broken(parameter, JsonNodeFactory.instance.stringNode(value)).isEmpty());
        assertEquals(good, Duration.parse(value).compareTo(Durations.parse(min)) >= 0);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 9223372036854775806, false",
        "9223372036854775807, 9223372036854775807, true",
        "0.5, 1, true",
        "0.5, 0, false"
    })
    void check_integerAgainstMin_isExact(String min, String value, boolean good) {
        assertEquals(
                good,
                broken(parameter(ValueType.INT64).min(min), StrictJson.parse(value))
                        .isEmpty());
    }

    @Test
    void check_sequence_countsElementsAndChecksEach() {
        ParameterDescriptor tags = parameter(ValueType.list(ValueType.TEXT))
                .minLength(1)
                .maxLength(2)
                .pattern("[a-z]+");
        assertEquals(Optional.empty(), broken(tags, StrictJson.parse("[\"abcdef\",\"b\"]")));
        assertEquals("minLength=1", rule(tags, "[]"));
        assertEquals("maxLength=2", rule(tags, "[\"a\",\"b\",\"c\"]"));
        Denial denial = broken(tags, StrictJson.parse("[\"a\",\"B\"]")).orElseThrow();
        assertEquals("p[1]", denial.details().get("parameter"));
        assertEquals(
                "parameter=p[1] value=\"B\" breaks pattern=[a-z]+: give a text that matches [a-z]+",
                denial.message());
    }

    @Test
    void check_table_checksEachValue() {
        ParameterDescriptor table = parameter(ValueType.map(ValueType.INT8)).max("5");
        assertEquals(Optional.empty(), broken(table, StrictJson.parse("{\"a\":5}")));
        assertEquals(
                "p[b]",
                broken(table, StrictJson.parse("{\"a\":5,\"b\":6}"))
                        .orElseThrow()
                        .details()
                        .get("parameter"));
    }

    @Test
    void check_bytes_countsBytes() {
        ParameterDescriptor key = parameter(ValueType.BYTES).minLength(2).maxLength(2);
        assertEquals(Optional.empty(), broken(key, StrictJson.parse("\"YWI=\"")));
        assertEquals("minLength=2", rule(key, "\"YQ==\""));
        assertEquals("maxLength=2", rule(key, "\"YWJj\""));
    }

    @Test
    void check_oneOf_comparesValues() {
        ParameterDescriptor size = parameter(ValueType.DECIMAL).oneOf("1.5", "10");
        assertEquals(Optional.empty(), broken(size, StrictJson.parse("1.50")));
        assertEquals(Optional.empty(), broken(size, StrictJson.parse("1e1")));
        assertEquals("oneOf=1.5, 10", rule(size, "2"));
        ParameterDescriptor wait = parameter(ValueType.DURATION).oneOf("60s");
        assertEquals(Optional.empty(), broken(wait, StrictJson.parse("\"PT1M\"")));
    }

    @Test
    void check_patternThatBacktracks_givesUpAndRefuses() {
        ParameterDescriptor parameter = parameter(ValueType.TEXT).pattern("(a+)+\\1b");
        String message = broken(parameter, JsonNodeFactory.instance.stringNode("a".repeat(60)))
                .orElseThrow()
                .message();
        assertTrue(message.contains("takes too long"), message);
        assertEquals(
                BoundedMatch.MATCHES,
                BoundedMatch.of(Pattern.compile("(a+)+\\1b"), "a".repeat(60) + "b"));
    }

    @Test
    void check_patternThatRecursesOnALongText_refusesAndDoesNotFall() {
        assertEquals(
                BoundedMatch.TOO_COSTLY,
                BoundedMatch.of(Pattern.compile("(?:a|b|[^x])*"), "ab".repeat(500_000)));
        assertEquals(
                BoundedMatch.MATCHES,
                BoundedMatch.of(Pattern.compile("(?s).*"), "ab".repeat(500_000)));
    }

    @Test
    void check_ruleThatCannotApply_permitsNothing() {
        List<ParameterDescriptor> senseless = List.of(
                parameter(ValueType.TEXT).min("1"),
                parameter(ValueType.INT8).pattern("1"),
                parameter(ValueType.INT8).minLength(0),
                parameter(ValueType.INT8).max("five"),
                parameter(ValueType.INT8).oneOf("1", "one"),
                parameter(ValueType.TEXT).pattern("("));
        for (ParameterDescriptor parameter : senseless) {
            JsonNode value = parameter.type().equals(ValueType.TEXT)
                    ? JsonNodeFactory.instance.stringNode("1")
                    : JsonNodeFactory.instance.numberNode(1);
            String message = broken(parameter, value).orElseThrow().message();
            assertTrue(message.contains("a fault of the verb"), message);
        }
    }

    @Test
    void check_ruleOfASensitiveParameter_doesNotShowTheValue() {
        String message = broken(
                        parameter(ValueType.TEXT).pattern("[0-9]+").secret(),
                        JsonNodeFactory.instance.stringNode("hunter2"))
                .orElseThrow()
                .message();
        assertEquals(
                "parameter=p value=*** breaks pattern=[0-9]+: give a text that matches [0-9]+",
                message);
    }

    private static ParameterDescriptor parameter(ValueType type) {
        return ParameterDescriptor.required("p", type, "");
    }

    private static BigDecimal decimal(long digits, int scale) {
        return new BigDecimal(BigInteger.valueOf(digits), scale);
    }

    private static String pattern(String text) {
        try {
            return Pattern.compile(text).pattern();
        } catch (java.util.regex.PatternSyntaxException _) {
            return "a*b";
        }
    }

    private static String rule(ParameterDescriptor parameter, String json) {
        return broken(parameter, StrictJson.parse(json)).orElseThrow().details().get("rule");
    }

    private static Optional<Denial> broken(ParameterDescriptor parameter, JsonNode value) {
        VerbDescriptor verb = Samples.verb(parameter);
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.set("p", value);
        return switch (ArgumentChecker.check(verb, arguments)) {
            case Checked.Accepted _ -> Optional.empty();
            case Checked.Refused(Denial denial) -> {
                assertEquals(Reason.PARAMETER_RULE_BROKEN, denial.reason(), denial.message());
                yield Optional.of(denial);
            }
        };
    }
}
