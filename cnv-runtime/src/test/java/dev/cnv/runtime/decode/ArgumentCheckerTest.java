package dev.cnv.runtime.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ArgumentCheckerTest {

    private static final ParameterDescriptor FROM =
            ParameterDescriptor.required("from", ValueType.TEXT, "the account that pays");
    private static final ParameterDescriptor CENTS =
            ParameterDescriptor.required("cents", ValueType.INT64, "").min("1");
    private static final VerbDescriptor TRANSFER = Samples.verb(
            FROM,
            ParameterDescriptor.required("to", ValueType.TEXT, "the account that receives"),
            CENTS);

    @Test
    void check_goodCall_isAcceptedInTheOrderOfTheDescriptor() {
        assertEquals(
                "{\"from\":\"a\",\"to\":\"b\",\"cents\":500}",
                accepted(TRANSFER, "{\"cents\":5e2,\"to\":\"b\",\"from\":\"a\"}")
                        .toString());
    }

    @Test
    void check_missingParameter_saysWhatToGive() {
        Denial denial = refused(TRANSFER, "{\"from\":\"a\",\"cents\":1}");
        assertEquals(Reason.PARAMETER_MISSING, denial.reason());
        assertEquals(
                "parameter=to is missing: give a text (the account that receives)",
                denial.message());
        assertEquals("to", denial.details().get("parameter"));
    }

    @Test
    void check_textThatIsNone_saysWhy() {
        assertEquals(
                "parameter=to value=7 is malformed: give a text",
                refused(TRANSFER, "{\"from\":\"a\",\"to\":7,\"cents\":1}").message());
    }

    @Test
    void check_unknownArgument_suggestsAndComesBeforeWhatItCaused() {
        Denial denial = refused(TRANSFER, "{\"form\":\"a\",\"to\":\"b\",\"cents\":1}");
        assertEquals(Reason.PARAMETER_UNKNOWN, denial.reason());
        assertEquals("parameter=form is unknown: did you mean from?", denial.message());
        assertEquals("did you mean from?", denial.details().get(Denial.SUGGESTION));
        assertEquals("from=parameter-missing", denial.details().get("more"));
        Denial far = refused(TRANSFER, "{\"xyzzy\":1,\"from\":\"a\",\"to\":\"b\",\"cents\":1}");
        assertEquals(
                "parameter=xyzzy is unknown: the parameters are from, to, cents", far.message());
    }

    @Test
    void check_severalFaults_reportsTheFirstInDescriptorOrderAndListsTheOthers() {
        Denial denial = refused(TRANSFER, "{\"cents\":0,\"to\":7}");
        assertEquals("from", denial.details().get("parameter"));
        assertEquals(
                "to=parameter-malformed, cents=parameter-rule-broken",
                denial.details().get("more"));
    }

    @Test
    void check_ruleBroken_namesParameterValueAndRule() {
        Denial denial = refused(TRANSFER, "{\"from\":\"a\",\"to\":\"b\",\"cents\":0}");
        assertEquals(Reason.PARAMETER_RULE_BROKEN, denial.reason());
        assertEquals("parameter=cents value=0 breaks min=1: give at least 1", denial.message());
        assertEquals(
                Map.of("parameter", "cents", "rule", "min=1", "expected", "at least 1"),
                denial.details());
    }

    @Test
    void check_explicitNull_isRefusedUnlessTheParameterMayBeMissing() {
        assertEquals(
                Reason.PARAMETER_MALFORMED,
                refused(TRANSFER, "{\"from\":null,\"to\":\"b\",\"cents\":1}").reason());
        VerbDescriptor verb = Samples.verb(
                ParameterDescriptor.optional("a", ValueType.optional(ValueType.TEXT), ""),
                ParameterDescriptor.optional("b", ValueType.list(ValueType.TEXT), ""));
        assertEquals("{\"b\":[]}", accepted(verb, "{\"a\":null}").toString());
        assertEquals(Reason.PARAMETER_MALFORMED, refused(verb, "{\"b\":null}").reason());
    }

    @Test
    void check_nestedFault_isNamedByItsPath() {
        ValueType line = ValueType.structure(
                "Line",
                ValueType.field("sku", ValueType.TEXT, ""),
                ValueType.field("note", ValueType.optional(ValueType.TEXT), ""));
        VerbDescriptor verb =
                Samples.verb(ParameterDescriptor.required("lines", ValueType.list(line), ""));
        Denial denial = refused(verb, "{\"lines\":[{\"sku\":\"a\"},{\"sku\":\"b\"},{\"sku\":3}]}");
        assertEquals("lines[2].sku", denial.details().get("parameter"));
        assertEquals("lines[0].sku", refused(verb, "{\"lines\":[{}]}").details().get("parameter"));
        Denial unknown = refused(verb, "{\"lines\":[{\"sku\":\"a\",\"nots\":1}]}");
        assertEquals(Reason.PARAMETER_UNKNOWN, unknown.reason());
        assertEquals("parameter=lines[0].nots is unknown: did you mean note?", unknown.message());
    }

    @Test
    void check_missingParametersWithDefaults_areFilledIn() {
        VerbDescriptor verb = Samples.verb(
                ParameterDescriptor.optional("wait", ValueType.DURATION, "").withDefault("90s"),
                ParameterDescriptor.optional("force", ValueType.BOOLEAN, ""),
                ParameterDescriptor.optional("tags", ValueType.set(ValueType.TEXT), ""),
                ParameterDescriptor.optional("labels", ValueType.map(ValueType.TEXT), ""),
                ParameterDescriptor.optional("note", ValueType.optional(ValueType.TEXT), ""));
        assertEquals(
                "{\"wait\":\"PT1M30S\",\"force\":false,\"tags\":[],\"labels\":{}}",
                accepted(verb, "{}").toString());
    }

    @Test
    void check_defaultThatIsWrong_isRefused() {
        VerbDescriptor malformed = Samples.verb(
                ParameterDescriptor.optional("n", ValueType.INT8, "").withDefault("many"));
        assertEquals(Reason.PARAMETER_MALFORMED, refused(malformed, "{}").reason());
        VerbDescriptor broken = Samples.verb(ParameterDescriptor.optional("n", ValueType.INT8, "")
                .withDefault("1")
                .min("2"));
        assertEquals(Reason.PARAMETER_RULE_BROKEN, refused(broken, "{}").reason());
    }

    @Test
    void check_parameterThatNothingCanStandInFor_isRefusedThoughNotMarkedRequired() {
        VerbDescriptor verb = Samples.verb(ParameterDescriptor.optional("n", ValueType.INT8, ""));
        assertEquals(Reason.PARAMETER_MISSING, refused(verb, "{}").reason());
    }

    @Test
    void check_missingSequenceThatMustHaveElements_breaksItsRule() {
        VerbDescriptor verb =
                Samples.verb(ParameterDescriptor.optional("ids", ValueType.list(ValueType.TEXT), "")
                        .minLength(1));
        assertEquals("minLength=1", refused(verb, "{}").details().get("rule"));
    }

    @Test
    void check_conflictsAndRequires_areJudgedOnWhatWasGiven() {
        VerbDescriptor verb = Samples.verb(
                ParameterDescriptor.optional("all", ValueType.BOOLEAN, "").conflicts("size"),
                ParameterDescriptor.optional("page", ValueType.optional(ValueType.INT32), "")
                        .requires("size"),
                ParameterDescriptor.optional("size", ValueType.INT32, "").withDefault("10"));
        accepted(verb, "{}");
        accepted(verb, "{\"all\":true}");
        accepted(verb, "{\"all\":false,\"size\":20}");
        accepted(verb, "{\"page\":2,\"size\":10}");
        // What a typed call writes: every member, the default among them.
        accepted(verb, "{\"all\":true,\"size\":10}");
        Denial conflict = refused(verb, "{\"all\":true,\"size\":20}");
        assertEquals(Reason.PARAMETER_CONFLICT, conflict.reason());
        assertEquals("all", conflict.details().get("parameter"));
        assertEquals("conflicts=size", conflict.details().get("rule"));
        Denial needed = refused(verb, "{\"page\":2}");
        assertEquals(Reason.PARAMETER_CONFLICT, needed.reason());
        assertEquals(
                "parameter=page breaks requires=size: give parameter=size with it",
                needed.message());
    }

    @Test
    void check_requiredByAFlag_isNotSatisfiedByAFlagThatIsOff() {
        VerbDescriptor verb = Samples.verb(
                ParameterDescriptor.optional("a", ValueType.BOOLEAN, "").requires("b"),
                ParameterDescriptor.optional("b", ValueType.BOOLEAN, ""));
        accepted(verb, "{\"a\":true,\"b\":true}");
        assertEquals(
                Reason.PARAMETER_CONFLICT,
                refused(verb, "{\"a\":true,\"b\":false}").reason());
        assertEquals(Reason.PARAMETER_CONFLICT, refused(verb, "{\"a\":true}").reason());
    }

    @Test
    void check_requirementOnAParameterThatIsNot_isNeverMet() {
        VerbDescriptor verb = Samples.verb(
                ParameterDescriptor.optional("a", ValueType.BOOLEAN, "").requires("ghost"));
        assertEquals(Reason.PARAMETER_CONFLICT, refused(verb, "{\"a\":true}").reason());
    }

    @ParameterizedTest
    @CsvSource({"[]", "1", "'\"x\"'", "null", "true"})
    void check_whatIsNoObject_isInvalidStructure(String json) {
        assertEquals(Reason.STRUCTURE_INVALID, refused(TRANSFER, json).reason());
    }

    @Test
    void check_tooDeep_isInvalidStructure() {
        JsonNode value = JsonNodeFactory.instance.arrayNode();
        for (int depth = 2; depth < StrictJson.MAX_DEPTH; depth++) {
            value = JsonNodeFactory.instance.arrayNode().add(value);
        }
        ObjectNode good = JsonNodeFactory.instance.objectNode();
        good.set("x", value);
        assertEquals(
                Reason.PARAMETER_UNKNOWN,
                denial(ArgumentChecker.check(TRANSFER, good)).reason());
        ObjectNode deep = JsonNodeFactory.instance.objectNode();
        deep.set("x", JsonNodeFactory.instance.arrayNode().add(value));
        assertEquals(
                Reason.STRUCTURE_INVALID,
                denial(ArgumentChecker.check(TRANSFER, deep)).reason());
    }

    @Test
    void check_tooManyValues_isInvalidStructure() {
        ArrayNode many = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < ArgumentChecker.MAX_VALUES; i++) {
            many.add(1);
        }
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.set("x", many);
        Denial denial = denial(ArgumentChecker.check(TRANSFER, arguments));
        assertEquals(Reason.STRUCTURE_INVALID, denial.reason());
        assertTrue(denial.message().contains("values=200000"), denial.message());
    }

    @Test
    void check_tooManyCharacters_isInvalidStructure() {
        JsonNode half =
                JsonNodeFactory.instance.stringNode("x".repeat(ArgumentChecker.MAX_CHARACTERS / 2));
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.set("x", JsonNodeFactory.instance.arrayNode().add(half).add(half));
        assertEquals(
                Reason.STRUCTURE_INVALID,
                denial(ArgumentChecker.check(TRANSFER, arguments)).reason());
    }

    @Test
    void check_twiceTheElements_takesAtMostTwiceTheSteps() {
        for (ValueType type : List.of(
                ValueType.list(ValueType.TEXT),
                ValueType.set(ValueType.TEXT),
                ValueType.map(ValueType.TEXT))) {
            VerbDescriptor verb = Samples.verb(ParameterDescriptor.required("x", type, ""));
            long steps = steps(verb, type, 2_000);
            long twice = steps(verb, type, 4_000);
            assertTrue(
                    steps > 2_000 && twice <= 2 * steps + 10,
                    type + " steps=" + steps + " twice=" + twice);
        }
    }

    @Test
    void check_valueForDisplay_isCutAndEscaped() {
        String evil = "\\u202e\\n\\u0007" + "x".repeat(500);
        VerbDescriptor verb = Samples.verb(ParameterDescriptor.required("n", ValueType.INT8, ""));
        String message = refused(verb, "{\"n\":\"" + evil + "\"}").message();
        assertTrue(message.contains("\\u{202e}\\u{a}\\u{7}xxx"), message);
        assertTrue(message.length() < 200, message);
        String unknown = refused(verb, "{\"n\":1,\"" + evil + "\":1}").message();
        assertFalse(unknown.contains("\n"), unknown);
        assertTrue(unknown.length() < 200, unknown);
    }

    @Test
    void check_manyUnknownArguments_listsSome() {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 1_000; i++) {
            arguments.put("wrong" + i, i);
        }
        Denial denial = denial(ArgumentChecker.check(TRANSFER, arguments));
        assertEquals("wrong0", denial.details().get("parameter"));
        assertTrue(denial.toString().length() < 1_500, denial.toString());
    }

    @Test
    void check_acceptedArguments_shareNoContainerWithTheCaller() {
        VerbDescriptor verb =
                Samples.verb(ParameterDescriptor.required("x", ValueType.list(ValueType.INT8), ""));
        ObjectNode given = (ObjectNode) StrictJson.parse("{\"x\":[1]}");
        ObjectNode accepted = assertInstanceOf(
                        Checked.Accepted.class, ArgumentChecker.check(verb, given))
                .arguments();
        ((ArrayNode) given.get("x")).add(2);
        assertEquals("{\"x\":[1]}", accepted.toString());
    }

    private static long steps(VerbDescriptor verb, ValueType type, int count) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < count; i++) {
            array.add("text" + (10_000 + i));
            object.put("text" + (10_000 + i), "text");
        }
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.set("x", type instanceof ValueType.Table ? object : array);
        ArgumentChecker checker = new ArgumentChecker(verb);
        assertInstanceOf(Checked.Accepted.class, checker.check(arguments));
        return checker.steps();
    }

    private static ObjectNode accepted(VerbDescriptor verb, String json) {
        return assertInstanceOf(
                        Checked.Accepted.class, ArgumentChecker.check(verb, StrictJson.parse(json)))
                .arguments();
    }

    private static Denial refused(VerbDescriptor verb, String json) {
        return denial(ArgumentChecker.check(verb, StrictJson.parse(json)));
    }

    private static Denial denial(Checked checked) {
        return assertInstanceOf(Checked.Refused.class, checked).denial();
    }
}
