package dev.cnv.runtime.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextArgumentsTest {

    private static final ValueType MODE = ValueType.choice("Mode", "DRY_RUN", "Fast", "FAST");
    private static final ValueType POINT =
            ValueType.structure("Point", ValueType.field("x", ValueType.INT8, ""));

    @ParameterizedTest
    @CsvSource({"1", "-1", "+5", "007", "1.0", "1e3", ".5e1", "5."})
    void value_number_isRead(String text) {
        assertTrue(TextArguments.value(ValueType.INT32, text).isNumber());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "0x10",
                "1_000",
                "1,5",
                "NaN",
                "Infinity",
                "one",
                "1e",
                "--1",
                "\u0661",
                "1e999999999",
                "1.5"
            })
    void value_whatIsNoWholeNumber_isRefused(String text) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> TextArguments.value(ValueType.INT32, text))
                .getMessage();
        assertTrue(message.contains("a whole number from -2147483648"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "100ms, PT0.1S",
        "5s, PT5S",
        "2m, PT2M",
        "1h, PT1H",
        "1d, PT24H",
        "PT30S, PT30S",
        "-PT1S, PT-1S"
    })
    void value_duration_becomesIso(String text, String iso) {
        assertEquals(iso, TextArguments.value(ValueType.DURATION, text).stringValue());
    }

    @ParameterizedTest
    @CsvSource({
        "dry-run, DRY_RUN",
        "Dry_Run, DRY_RUN",
        "DRY_RUN, DRY_RUN",
        "Fast, Fast",
        "FAST, FAST"
    })
    void value_choice_isFoundInAnyCase(String text, String constant) {
        assertEquals(constant, TextArguments.value(MODE, text).stringValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "dryrun", "", "DRY RUN"})
    void value_choiceThatIsUnclearOrNone_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> TextArguments.value(MODE, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE", "1", ""})
    void value_whatIsNoBoolean_isRefused(String text) {
        assertThrows(
                IllegalArgumentException.class, () -> TextArguments.value(ValueType.BOOLEAN, text));
    }

    @Test
    void parse_severalTexts_makeASequenceAndCommasMeanNothing() {
        assertEquals(
                "{\"p\":[\"a,b\",\"c\"]}",
                json(
                        ParameterDescriptor.required("p", ValueType.list(ValueType.TEXT), ""),
                        "a,b",
                        "c"));
    }

    @Test
    void parse_keysAndValues_makeATableAndOnlyTheFirstEqualsSignSeparates() {
        ParameterDescriptor table =
                ParameterDescriptor.required("p", ValueType.map(ValueType.TEXT), "");
        assertEquals("{\"p\":{\"a\":\"1=2\",\"\":\"\"}}", json(table, "a=1=2", "="));
        assertEquals("p[a]", refused(table, "a=1", "a=2").details().get("parameter"));
        assertTrue(refused(table, "a").message().contains("give key=value"), "message");
    }

    @Test
    void parse_jsonText_makesStructuresAlsoInsideASequence() {
        ParameterDescriptor points = ParameterDescriptor.required("p", ValueType.list(POINT), "");
        assertEquals("{\"p\":[{\"x\":1},{\"x\":2}]}", json(points, "{\"x\":1}", "{\"x\": 2}"));
        Denial denial = refused(points, "{\"x\":1}", "{x:2}");
        assertEquals("p[1]", denial.details().get("parameter"));
        assertEquals(Reason.PARAMETER_MALFORMED, denial.reason());
        assertEquals(
                "p",
                refused(ParameterDescriptor.required("p", POINT, ""), "")
                        .details()
                        .get("parameter"));
    }

    @Test
    void parse_oneValueGivenTwice_isRefused() {
        Denial denial = refused(ParameterDescriptor.required("p", ValueType.INT8, ""), "1", "2");
        assertEquals(
                "parameter=p value=\"1 2\" is malformed: give it once, not 2 times",
                denial.message());
    }

    @Test
    void parse_unknownOption_isRefusedWithASuggestion() {
        VerbDescriptor verb =
                Samples.verb(ParameterDescriptor.required("path", ValueType.PATH, ""));
        Denial denial = assertInstanceOf(
                        TextArguments.Parsed.Refused.class,
                        TextArguments.parse(verb, Map.of("pth", List.of("x"))))
                .denial();
        assertEquals(Reason.PARAMETER_UNKNOWN, denial.reason());
        assertEquals("parameter=pth is unknown: did you mean path?", denial.message());
    }

    @Test
    void parse_noText_isNotGiven() {
        assertEquals("{}", json(ParameterDescriptor.required("p", ValueType.INT8, "")));
    }

    @Test
    void parse_wrongTextOfASensitiveParameter_isNotShown() {
        for (ValueType type :
                List.of(ValueType.INT8, POINT, MODE, ValueType.map(POINT), ValueType.list(POINT))) {
            Denial denial = refused(
                    ParameterDescriptor.required("p", type, "").secret(), "hunter2=hunter2");
            assertFalse(denial.toString().contains("hunter2"), denial.toString());
            assertTrue(denial.message().contains("parameter=p"), denial.message());
        }
    }

    @Test
    void parse_atFile_isNoFile() {
        assertEquals(
                Reason.PARAMETER_MALFORMED,
                refused(ParameterDescriptor.required("p", ValueType.BYTES, ""), "@/etc/passwd")
                        .reason());
    }

    private static String json(ParameterDescriptor parameter, String... texts) {
        return assertInstanceOf(
                        TextArguments.Parsed.Json.class,
                        TextArguments.parse(Samples.verb(parameter), Map.of("p", List.of(texts))))
                .arguments()
                .toString();
    }

    private static Denial refused(ParameterDescriptor parameter, String... texts) {
        return assertInstanceOf(
                        TextArguments.Parsed.Refused.class,
                        TextArguments.parse(Samples.verb(parameter), Map.of("p", List.of(texts))))
                .denial();
    }
}
