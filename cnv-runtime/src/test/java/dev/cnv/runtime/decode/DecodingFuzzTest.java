package dev.cnv.runtime.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType.Kind;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.testing.ByteDraws;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Any input at all: no exception but the documented ones, within a number of steps. */
class DecodingFuzzTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ANYTHING =
            "0123456789abcdefPTZSHMD:.-+=/%[]{}\",\\ \n\u0000\u00e9\u0661\u202e\ud800\udc00";

    private record Shot(VerbDescriptor verb, JsonNode arguments) {}

    private record Texts(VerbDescriptor verb, Map<String, List<String>> texts) {}

    @Test
    void check_anyJson_acceptsWhatCanBeReadOrRefuses() {
        Property.named("fuzz-check")
                .check(draws -> new Shot(Samples.call(draws).verb(), arguments(draws)), shot -> {
                    ArgumentChecker checker = new ArgumentChecker(shot.verb);
                    if (checker.check(shot.arguments)
                            instanceof Checked.Accepted(ObjectNode accepted)) {
                        Conversions.readInput(shot.verb, new JsonValueReader(accepted));
                        assertEquals(
                                new Checked.Accepted(accepted),
                                ArgumentChecker.check(shot.verb, accepted));
                    }
                    long size = shot.arguments.toString().length();
                    assertTrue(
                            checker.steps() <= 100 + 4 * size,
                            "steps=" + checker.steps() + " size=" + size);
                });
    }

    @Test
    void normal_anyTextOfAnyKind_isStableOrRefused() {
        Property.named("fuzz-scalar")
                .check(
                        draws -> Map.entry(draws.oneOf(Kind.values()), draws.text(40, ANYTHING)),
                        entry -> ScalarForms.normal(
                                        entry.getKey(), JSON.stringNode(entry.getValue()))
                                .ifPresent(normal -> assertEquals(
                                        normal,
                                        ScalarForms.normal(entry.getKey(), normal)
                                                .orElseThrow())));
    }

    @Test
    void parse_anyTexts_readsOrRefuses() {
        Property.named("fuzz-text")
                .check(
                        draws -> new Texts(
                                Samples.verb(ParameterDescriptor.required(
                                        "p", Samples.type(draws, 2), "")),
                                Map.of("p", draws.list(3, d -> d.text(20, ANYTHING)))),
                        texts -> {
                            if (TextArguments.parse(texts.verb, texts.texts)
                                    instanceof TextArguments.Parsed.Json(var json)) {
                                ArgumentChecker.check(texts.verb, json);
                            }
                        });
    }

    @Test
    void read_anyJsonOfAnyType_readsOrRefuses() {
        Property.named("fuzz-read")
                .check(draws -> Map.entry(Samples.type(draws, 3), json(draws, 4)), entry -> {
                    try {
                        Conversions.read(entry.getKey(), new JsonValueReader(entry.getValue()));
                    } catch (ValueRefusedException e) {
                        assertTrue(e.getMessage().startsWith("parameter="), e.getMessage());
                    }
                });
    }

    @Test
    void redact_anyArguments_giveWhatTheLedgerCanWrite() {
        Property.named("fuzz-redact")
                .oneIn(4)
                .check(
                        draws -> new Shot(
                                Samples.call(draws, draws.flip()).verb(), arguments(draws)),
                        shot -> {
                            ObjectNode redacted = Redaction.redact(
                                    shot.verb,
                                    (ObjectNode) shot.arguments,
                                    new SplittableRandom(1));
                            dev.cnv.runtime.canonical.CanonicalJson.text(redacted);
                            dev.cnv.runtime.canonical.CanonicalJson.text(
                                    Redaction.mask(shot.verb, (ObjectNode) shot.arguments));
                        });
    }

    @Test
    void check_choicesFromRawBytes_behaveTheSame() {
        Property.named("fuzz-bytes")
                .oneIn(4)
                .check(
                        draws -> {
                            byte[] bytes = new byte[draws.between(0, 60)];
                            for (int i = 0; i < bytes.length; i++) {
                                bytes[i] = (byte) draws.upTo(255);
                            }
                            return Samples.call(new ByteDraws(bytes));
                        },
                        call -> assertTrue(
                                ArgumentChecker.check(call.verb(), call.json())
                                        instanceof Checked.Accepted));
    }

    private static ObjectNode arguments(Draws draws) {
        ObjectNode object = JSON.objectNode();
        for (int i = 0; i < 5 && draws.upTo(3) != 0; i++) {
            object.set(draws.rarely(9) ? draws.text(5, ANYTHING) : "p" + i, json(draws, 3));
        }
        return object;
    }

    private static JsonNode json(Draws draws, int depth) {
        return switch ((int) draws.upTo(depth == 0 ? 5 : 8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(draws.flip());
            case 2 -> JSON.numberNode(draws.anyLong());
            case 3 -> JSON.stringNode(draws.text(10, ANYTHING));
            case 4 ->
                draws.oneOf(
                        JSON.numberNode(Double.NaN),
                        JSON.numberNode(1.5f),
                        JSON.numberNode(new BigDecimal("1e-400")),
                        JSON.numberNode(new BigDecimal("-1e2147483647")),
                        JSON.binaryNode(new byte[3]),
                        JSON.pojoNode("x"),
                        JSON.stringNode("RED"));
            case 5 -> Samples.sample(draws, Samples.type(draws, 0)).json();
            case 6 -> {
                ArrayNode array = JSON.arrayNode();
                draws.list(4, d -> json(d, depth - 1)).forEach(array::add);
                yield array;
            }
            case 7 -> {
                ObjectNode object = JSON.objectNode();
                for (String name :
                        draws.list(3, d -> d.oneOf("f0", "f1", "f2", d.text(3, ANYTHING)))) {
                    object.set(name, json(draws, depth - 1));
                }
                yield object;
            }
            default -> Samples.sample(draws, Samples.type(draws, depth)).json();
        };
    }
}
