package dev.cnv.runtime.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Each rule on each type: it holds for what it can measure, and lets nothing pass that it cannot. */
class RuleMatrixTest {

    private static final ValueType POINT =
            ValueType.structure("Point", ValueType.field("x", ValueType.INT32, ""));
    private static final ValueType COLOR = ValueType.choice("Color", "RED", "GREEN");

    /** Values that every rule of {@link #RULES} allows where it applies. */
    private static final Map<ValueType, String> VALUES = new LinkedHashMap<>();

    private static final Map<String, UnaryOperator<ParameterDescriptor>> RULES = Map.of(
            "min", p -> p.min("1"),
            "max", p -> p.max("9"),
            "pattern", p -> p.pattern("(?s).*"),
            "minLength", p -> p.minLength(1),
            "maxLength", p -> p.maxLength(60));

    static {
        VALUES.put(ValueType.BOOLEAN, "true");
        for (ValueType number : List.of(
                ValueType.INT8,
                ValueType.INT16,
                ValueType.INT32,
                ValueType.INT64,
                ValueType.FLOAT32,
                ValueType.FLOAT64,
                ValueType.DECIMAL)) {
            VALUES.put(number, "5");
        }
        VALUES.put(ValueType.CHARACTER, "\"c\"");
        VALUES.put(ValueType.TEXT, "\"text\"");
        VALUES.put(ValueType.PATH, "\"a/b\"");
        VALUES.put(ValueType.URI, "\"a:b\"");
        VALUES.put(ValueType.INET_ADDRESS, "\"10.0.0.1\"");
        VALUES.put(ValueType.DURATION, "\"PT5S\"");
        VALUES.put(ValueType.INSTANT, "\"2026-01-31T12:00:00Z\"");
        VALUES.put(ValueType.UUID, "\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\"");
        VALUES.put(ValueType.BYTES, "\"AAEC\"");
        VALUES.put(COLOR, "\"RED\"");
        VALUES.put(POINT, "{\"x\":1}");
    }

    @Test
    void check_eachRuleOnEachTypeAndItsContainers_appliesOrLetsNothingPass() {
        for (Map.Entry<ValueType, String> type : VALUES.entrySet()) {
            boolean number = type.getValue().equals("5");
            boolean textual = type.getValue().startsWith("\"");
            RULES.forEach((name, rule) -> {
                boolean bound = name.equals("min") || name.equals("max");
                boolean length = name.endsWith("Length");
                boolean applies = bound ? number : textual;
                String value = type.getValue();
                expect(applies, type.getKey(), rule, value);
                expect(applies, ValueType.optional(type.getKey()), rule, value);
                expect(applies || length, ValueType.list(type.getKey()), rule, "[" + value + "]");
                expect(applies || length, ValueType.set(type.getKey()), rule, "[" + value + "]");
                expect(
                        applies || length,
                        ValueType.map(type.getKey()),
                        rule,
                        "{\"k\":" + value + "}");
                expect(
                        applies || length,
                        ValueType.list(ValueType.map(type.getKey())),
                        rule,
                        "[{\"k\":" + value + "}]");
                expect(
                        applies || length,
                        ValueType.optional(ValueType.list(ValueType.optional(type.getKey()))),
                        rule,
                        "[" + value + ",null]");
            });
            expect(
                    true,
                    ValueType.optional(type.getKey()),
                    p -> p.minLength(3).maxLength(4),
                    "null");
        }
        expect(true, ValueType.DURATION, p -> p.min("1s").max("1m"), "\"PT5S\"");
        expect(false, ValueType.DURATION, p -> p.min("soon"), "\"PT5S\"");
    }

    @ParameterizedTest
    @CsvSource({
        "2, true",
        "0, false",
    })
    void check_elementOutsideABound_isRefusedInEachContainer(int value, boolean allowed) {
        UnaryOperator<ParameterDescriptor> rule = p -> p.min("1");
        expect(allowed, ValueType.optional(ValueType.INT32), rule, "" + value);
        expect(
                allowed,
                ValueType.list(ValueType.optional(ValueType.INT32)),
                rule,
                "[null," + value + "]");
        expect(
                allowed,
                ValueType.map(ValueType.list(ValueType.INT32)),
                rule,
                "{\"k\":[5," + value + "]}");
    }

    @Test
    void check_longTextOfATime_isRefused() {
        String zeros = "0".repeat(80);
        expect(false, ValueType.DURATION, p -> p, "\"PT" + zeros + "5S\"");
        expect(false, ValueType.INSTANT, p -> p, "\"2026-01-31T12:00:00." + zeros + "Z\"");
        expect(false, ValueType.INSTANT, p -> p, "\"2026-01-31T12:00:00+01:00\"");
        expect(false, ValueType.map(ValueType.INT32), p -> p, Map.of("\ud800", 1));
        expect(false, ValueType.DURATION, p -> p.min("0".repeat(80) + "s"), "\"PT5S\"");
        expect(false, ValueType.INT32, p -> p.min("0".repeat(500)), "5");
    }

    @Test
    void check_notGivenAndWithoutDefault_isMissingUnlessThereIsAnEmptyValue() {
        for (ValueType type : VALUES.keySet()) {
            VerbDescriptor verb = Samples.verb(ParameterDescriptor.optional("p", type, ""));
            Checked checked = ArgumentChecker.check(verb, StrictJson.parse("{}"));
            if (type.equals(ValueType.BOOLEAN)) {
                assertEquals(
                        "{\"p\":false}", String.valueOf(((Checked.Accepted) checked).arguments()));
            } else {
                Denial denial = ((Checked.Refused) checked).denial();
                assertEquals(Reason.PARAMETER_MISSING, denial.reason());
            }
        }
    }

    @Test
    void commits_whatIsNoCommitment_isFalse() {
        for (String text : List.of(
                "{}",
                "{\"salt\":\"AAEC\"}",
                "{\"commitment\":\"aa\"}",
                "{\"salt\":1,\"commitment\":\"aa\"}",
                "{\"salt\":\"AAEC\",\"commitment\":1}",
                "{\"salt\":\"!\",\"commitment\":\"aa\"}")) {
            assertTrue(!Redaction.commits(StrictJson.parse(text), StrictJson.parse("1")), text);
        }
    }

    @Test
    void denial_refusedByItsRecord_showsTheMessageOnlyWhereNothingIsSensitive() {
        VerbDescriptor open = Samples.verb(ParameterDescriptor.required("p", POINT, ""));
        VerbDescriptor secret =
                Samples.verb(ParameterDescriptor.required("p", POINT, "").secret());
        Function<String, ValueRefusedException> thrown =
                path -> new ValueRefusedException(path, new IllegalStateException("x=7"));
        assertTrue(
                thrown.apply("p.x").denial(open).message().endsWith("IllegalStateException: x=7"));
        assertTrue(thrown.apply("").denial(open).message().endsWith("IllegalStateException: x=7"));
        assertTrue(thrown.apply("p.x").denial(secret).message().endsWith("IllegalStateException"));
        assertTrue(thrown.apply("").denial(secret).message().endsWith("IllegalStateException"));
        assertEquals("p", thrown.apply("p.x").denial(secret).details().get(Denial.PARAMETER));
        ValueRefusedException silent = new ValueRefusedException("p", new IllegalStateException());
        assertTrue(silent.denial(open).message().endsWith("IllegalStateException"));
        Denial plain = new ValueRefusedException("p", "is odd").denial(open);
        assertTrue(plain.message().endsWith("the verb's input"));
        assertEquals("readable", plain.details().get("rule"));
    }

    private static void expect(
            boolean accepted,
            ValueType type,
            UnaryOperator<ParameterDescriptor> rule,
            Object value) {
        JsonNode json = value instanceof Map<?, ?> map
                ? tools.jackson.databind.node.JsonNodeFactory.instance
                        .objectNode()
                        .put(String.valueOf(map.keySet().iterator().next()), 1)
                : StrictJson.parse(String.valueOf(value));
        VerbDescriptor verb = Samples.verb(rule.apply(ParameterDescriptor.required("p", type, "")));
        Checked checked = ArgumentChecker.check(
                verb,
                tools.jackson.databind.node.JsonNodeFactory.instance
                        .objectNode()
                        .set("p", json));
        String what =
                type + " " + verb.parameters().getFirst().rules() + " " + value + " " + checked;
        assertEquals(accepted, checked instanceof Checked.Accepted, what);
    }
}
