package dev.cnv.runtime.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.decode.Samples.Call;
import dev.cnv.runtime.decode.Samples.Sample;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.testing.Property;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every valid call decodes, every invalid one is denied with the right parameter, all doors agree. */
class DecodingPropertyTest {

    private record Broken(Call call, Breakages.Broken broken) {}

    @Test
    void check_validCall_isAcceptedReadsAsItsValuesAndIsWrittenTheSame() {
        Property.named("decode-valid").check(Samples::call, call -> {
            ObjectNode accepted = accepted(ArgumentChecker.check(call.verb(), call.json()));
            Map<String, Object> expected = new LinkedHashMap<>();
            for (ParameterDescriptor parameter : call.verb().parameters()) {
                Sample sample = call.samples().get(parameter.name());
                expected.put(
                        parameter.name(),
                        sample == null ? ifMissing(parameter.type()) : sample.value());
            }
            Map<String, Object> input =
                    Conversions.readInput(call.verb(), new JsonValueReader(accepted));
            assertEquals(expected, input);
            JsonNode written =
                    JsonValueWriter.write(out -> Conversions.writeInput(call.verb(), input, out));
            assertEquals(CanonicalJson.text(accepted), CanonicalJson.text(written));
        });
    }

    @Test
    void check_acceptedArguments_areAcceptedAgainUnchanged() {
        Property.named("decode-again").oneIn(4).check(Samples::call, call -> {
            ObjectNode accepted = accepted(ArgumentChecker.check(call.verb(), call.json()));
            assertEquals(accepted, accepted(ArgumentChecker.check(call.verb(), accepted)));
            List<String> order = call.verb().parameters().stream()
                    .map(ParameterDescriptor::name)
                    .filter(accepted::has)
                    .toList();
            assertEquals(order, List.copyOf(accepted.propertyNames()));
        });
    }

    @Test
    void check_callBrokenInOnePlace_isRefusedWithThatParameter() {
        Property.named("decode-invalid")
                .check(
                        draws -> {
                            Call call = Samples.call(draws);
                            return new Broken(call, Breakages.of(draws, call));
                        },
                        broken -> {
                            Denial denial = refused(ArgumentChecker.check(
                                    broken.call.verb(), broken.broken.json()));
                            assertEquals(broken.broken.reason(), denial.reason(), denial.message());
                            assertEquals(
                                    broken.broken.path(),
                                    denial.details().get(Denial.PARAMETER),
                                    denial.message());
                            assertTrue(
                                    denial.message().contains(broken.broken.path()),
                                    denial.message());
                            assertFalse(denial.details().containsKey("more"), denial.toString());
                        });
    }

    @Test
    void parse_textsOfAValidCall_giveWhatItsJsonGives() {
        Property.named("decode-text-door").check(Samples::call, call -> {
            Map<String, List<String>> texts = new LinkedHashMap<>();
            ObjectNode json = call.json();
            call.samples().forEach((name, sample) -> {
                texts.put(name, sample.texts());
                if (sample.texts().isEmpty()) {
                    // What is not said at all: an empty sequence, or nothing for an optional one.
                    json.remove(name);
                }
            });
            ObjectNode parsed = assertInstanceOf(
                            TextArguments.Parsed.Json.class,
                            TextArguments.parse(call.verb(), texts))
                    .arguments();
            assertEquals(
                    ArgumentChecker.check(call.verb(), json),
                    ArgumentChecker.check(call.verb(), parsed));
        });
    }

    @Test
    void refusal_ofASensitiveParameter_neverShowsAnythingOfTheValue() {
        Property.named("decode-sensitive")
                .check(
                        draws -> {
                            Call call = Samples.call(draws, true);
                            return new Broken(
                                    call, Breakages.marked(Breakages.of(draws, call), "hunter2"));
                        },
                        broken -> {
                            Denial denial = refused(ArgumentChecker.check(
                                    broken.call.verb(), broken.broken.json()));
                            assertFalse(denial.toString().contains("hunter2"), denial.toString());
                        });
    }

    @Test
    void parse_anyTextForASensitiveParameter_neverShowsIt() {
        Property.named("decode-sensitive-text")
                .check(
                        draws -> Map.entry(
                                ParameterDescriptor.required("p0", Samples.type(draws, 2), "")
                                        .secret(),
                                draws.list(
                                        3,
                                        d -> d.oneOf("", "{", "[\"", "x=", "1") + "hunter2"
                                                + d.oneOf("", "=1", "\"]"))),
                        entry -> {
                            var verb = Samples.verb(entry.getKey());
                            TextArguments.Parsed parsed =
                                    TextArguments.parse(verb, Map.of("p0", entry.getValue()));
                            if (parsed instanceof TextArguments.Parsed.Refused(Denial denial)) {
                                assertFalse(
                                        denial.toString().contains("hunter2"), denial.toString());
                            }
                        });
    }

    @Test
    void redact_anyCall_hidesTheSensitiveAndCommitsToIt() {
        Property.named("redact")
                .oneIn(4)
                .check(draws -> Samples.call(draws, draws.flip()), call -> {
                    ObjectNode accepted = accepted(ArgumentChecker.check(call.verb(), call.json()));
                    ObjectNode redacted =
                            Redaction.redact(call.verb(), accepted, new SplittableRandom(1));
                    ObjectNode masked = Redaction.mask(call.verb(), accepted);
                    for (ParameterDescriptor parameter : call.verb().parameters()) {
                        JsonNode value = accepted.get(parameter.name());
                        JsonNode shown = redacted.get(parameter.name());
                        if (value != null && parameter.sensitive()) {
                            assertEquals(
                                    Set.of("salt", "commitment"),
                                    Set.copyOf(shown.propertyNames()));
                            assertTrue(Redaction.commits(shown, value));
                            assertEquals("***", masked.get(parameter.name()).stringValue());
                        } else {
                            assertEquals(Optional.ofNullable(value), Optional.ofNullable(shown));
                            assertEquals(
                                    Optional.ofNullable(value),
                                    Optional.ofNullable(masked.get(parameter.name())));
                        }
                    }
                });
    }

    private static Object ifMissing(ValueType type) {
        return switch (type) {
            case ValueType.Maybe _ -> Optional.empty();
            case ValueType.Sequence sequence -> sequence.distinct() ? Set.of() : List.of();
            case ValueType.Table _ -> Map.of();
            default -> false;
        };
    }

    private static ObjectNode accepted(Checked checked) {
        return assertInstanceOf(Checked.Accepted.class, checked).arguments();
    }

    private static Denial refused(Checked checked) {
        return assertInstanceOf(Checked.Refused.class, checked).denial();
    }
}
