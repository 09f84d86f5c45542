package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.decode.ArgumentChecker;
import dev.cnv.runtime.decode.Checked;
import dev.cnv.runtime.spi.VerbModule;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A generated input schema accepts exactly the arguments that the runtime accepts. */
class SchemaMeaningPropertyTest {

    private static final int CASES = 3_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "ab",
            "abcdefghi",
            "42",
            "red",
            "green",
            "x/y",
            "A",
            "\ud83d\ude00",
            "RED",
            "GREEN",
            "FAST",
            "SAFE",
            "text",
            "127.0.0.1",
            "::1",
            "host",
            "PT5S",
            "PT1H",
            "-PT1S",
            "5s",
            "2026-01-31T12:00:00Z",
            "2026-01-31T12:00:00+01:00",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
            "AAE=",
            "AAECAwQ=",
            "AAE",
            "a b",
            "urn:x");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "5",
            "7",
            "10",
            "11",
            "80",
            "443",
            "1.0",
            "1.5",
            "-0.5",
            "127",
            "128",
            "-129",
            "32768",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "1e3");

    @TempDir
    static Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"types", "parameters"})
    void arguments_atRandom_areValidForSchemaAndCheckerAlike(String name) throws Exception {
        Random random = new Random(20_260_101);
        for (VerbModule module : GeneratedVerbsTest.load(name, folder)) {
            JsonNode schemas = StrictJson.parse(
                    new String(module.schemas().readAllBytes(), StandardCharsets.UTF_8));
            for (VerbDescriptor verb : module.verbs()) {
                JsonNode schema = schemas.get(verb.id().path()).get("input");
                int accepted = 0;
                for (int i = 0; i < CASES; i++) {
                    ObjectNode arguments = arguments(verb, random);
                    Checked checked = ArgumentChecker.check(verb, arguments);
                    boolean accepts = checked instanceof Checked.Accepted;
                    assertEquals(
                            accepts,
                            SchemaValidator.valid(schema, arguments),
                            () -> verb.id() + " " + arguments + " " + checked + " " + schema);
                    accepted += accepts ? 1 : 0;
                }
                assertTrue(accepted > CASES / 50, verb.id() + " accepted only " + accepted);
                assertTrue(accepted < CASES, verb.id() + " accepted all");
            }
        }
    }

    /** Mostly sensible arguments, with about one fault in every second object. */
    private static ObjectNode arguments(VerbDescriptor verb, Random random) {
        ObjectNode arguments = JSON.objectNode();
        boolean faulty = random.nextBoolean();
        int size = Math.max(1, verb.parameters().size());
        for (ParameterDescriptor parameter : verb.parameters()) {
            boolean omit = parameter.required()
                    ? faulty && random.nextInt(size * 4) == 0
                    : random.nextInt(3) == 0;
            if (!omit) {
                boolean wild = faulty && random.nextInt(size) == 0;
                arguments.set(parameter.name(), wild ? any(random, 2) : fitting(parameter, random));
            }
        }
        if (faulty && random.nextInt(8) == 0) {
            arguments.set("unknown", JSON.nullNode());
        }
        return arguments;
    }

    /** Of the parameter's type, and often what its rules allow. */
    private static JsonNode fitting(ParameterDescriptor parameter, Random random) {
        if (parameter.type() instanceof ValueType.Scalar
                && !parameter.rules().oneOf().isEmpty()
                && random.nextInt(4) > 0) {
            return StrictJson.parse(parameter
                    .rules()
                    .oneOf()
                    .get(random.nextInt(parameter.rules().oneOf().size())));
        }
        return fitting(parameter.type(), random, parameter.rules().minLength().orElse(0));
    }

    private static JsonNode fitting(ValueType type, Random random, int least) {
        return switch (type) {
            case ValueType.Scalar(ValueType.Kind kind) -> scalar(kind, random);
            case ValueType.Choice choice ->
                JSON.stringNode(
                        choice.constants().get(random.nextInt(choice.constants().size())));
            case ValueType.Sequence sequence -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = random.nextInt(3) + (random.nextInt(8) == 0 ? 0 : least); i > 0; i--) {
                    array.add(fitting(sequence.element(), random, 0));
                }
                yield array;
            }
            case ValueType.Table table -> {
                ObjectNode object = JSON.objectNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    object.set("k" + i, fitting(table.value(), random, 0));
                }
                yield object;
            }
            case ValueType.Maybe maybe ->
                random.nextInt(4) == 0 ? JSON.nullNode() : fitting(maybe.value(), random, least);
            case ValueType.Structure structure -> {
                ObjectNode object = JSON.objectNode();
                for (ValueType.Field field : structure.fields()) {
                    if (!(field.type() instanceof ValueType.Maybe) || random.nextBoolean()) {
                        object.set(field.name(), fitting(field.type(), random, 0));
                    }
                }
                yield object;
            }
        };
    }

    private static JsonNode scalar(ValueType.Kind kind, Random random) {
        return switch (kind) {
            case NOTHING -> JSON.nullNode();
            case BOOLEAN -> JSON.booleanNode(random.nextBoolean());
            case INT8, INT16, INT32, INT64 -> JSON.numberNode(random.nextInt(12));
            case FLOAT32, FLOAT64, DECIMAL ->
                JSON.numberNode(
                        new BigDecimal("1.5").multiply(BigDecimal.valueOf(random.nextInt(9))));
            case CHARACTER -> JSON.stringNode("x");
            case TEXT -> JSON.stringNode(TEXTS.get(random.nextInt(4)));
            case PATH -> JSON.stringNode("a/b");
            case URI -> JSON.stringNode("a?b");
            case INET_ADDRESS -> JSON.stringNode(random.nextBoolean() ? "10.0.0.1" : "::1");
            case DURATION -> JSON.stringNode(random.nextBoolean() ? "PT5S" : "PT1M30S");
            case INSTANT -> JSON.stringNode("2026-01-31T12:00:00Z");
            case UUID -> JSON.stringNode("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
            case BYTES -> JSON.stringNode("AAE=");
        };
    }

    private static JsonNode any(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(new BigDecimal(NUMBERS.get(random.nextInt(NUMBERS.size()))));
            case 3 -> JSON.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 4 -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(any(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = JSON.objectNode();
                for (String name : List.of("x", "y", "k")) {
                    if (random.nextBoolean()) {
                        object.set(name, any(random, depth - 1));
                    }
                }
                yield object;
            }
        };
    }
}
