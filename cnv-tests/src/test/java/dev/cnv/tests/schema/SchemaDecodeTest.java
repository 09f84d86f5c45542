package dev.cnv.tests.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.examples.workspace.Workspace;
import dev.cnv.examples.workspace.WorkspaceVerbs;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.ErrorKind;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.VirtualTime;
import dev.cnv.tests.Bank;
import dev.cnv.tests.BankVerbs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The generated schemas and the runtime's decoder are about the same values: every instance of a schema
 * decodes, and one that breaks a keyword is denied with the place where it does.
 */
class SchemaDecodeTest {

    private static final int CASES_PER_VERB = Integer.getInteger("cnv.schema.cases", 75);
    private static final long SEED = Long.getLong("cnv.schema.seed", 20260101);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private static Path root;

    private static Cnv cnv;
    private static Session session;
    private static Map<String, JsonNode> inputs;

    @BeforeAll
    static void open() throws IOException {
        SecureRandom random = new SecureRandom();
        SigningKey trusted = SigningKey.generate(random);
        SigningKey alice = SigningKey.generate(random);
        List<VerbModule> modules = List.of(
                new BankVerbs(new Bank()),
                new WorkspaceVerbs(new Workspace(root)),
                new EveryTypeVerbs());
        cnv = Cnv.builder()
                .verbs(modules)
                .policy(PolicySet.of(PolicyRule.allow("all").always()))
                .trust(Trust.of(trusted.publicKey()))
                .time(new VirtualTime(NOON))
                .build();
        Chain chain = Chain.issue(
                trusted,
                TokenDraft.to(alice.publicKey(), "alice", "person")
                        .between(NOON.minusSeconds(60), NOON.plus(Duration.ofDays(1)))
                        .grant("**", EffectLevel.PRIVILEGED));
        session = cnv.open(new Credential.Held(chain, alice));
        inputs = new TreeMap<>();
        for (VerbModule module : modules) {
            try (InputStream in = module.schemas()) {
                StrictJson.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .properties()
                        .forEach(verb ->
                                inputs.put(verb.getKey(), verb.getValue().get("input")));
            }
        }
    }

    @AfterAll
    static void close() {
        cnv.close();
    }

    @Test
    void explain_instanceOfTheSchema_isAccepted() {
        forEachCase((verb, schema, random) -> {
            ObjectNode arguments = new Instances(random, false).object(schema);
            if (Schemas.related(schema, arguments)) {
                assertEquals(
                        Optional.empty(), denial(verb, arguments), () -> verb + " " + arguments);
            }
        });
    }

    @Test
    void explain_oneKeywordViolated_isDeniedAtItsPlace() {
        Set<String> keywords = new TreeSet<>();
        forEachCase((verb, schema, random) -> {
            if (schema.has("dependentSchemas")) {
                return;
            }
            for (Violations.Violation violation : new Violations(random).one(schema)) {
                String what = verb + " " + violation;
                Denial denial = denial(verb, violation.arguments())
                        .orElseThrow(() -> new AssertionError("accepted: " + what));
                assertEquals(ErrorKind.INVALID_INPUT, denial.reason().kind(), what);
                assertEquals(violation.path(), denial.details().get(Denial.PARAMETER), what);
                keywords.add(violation.keyword());
            }
        });
        assertEquals(
                Set.of(
                        "additionalProperties",
                        "enum",
                        "format",
                        "formatMaximum",
                        "formatMinimum",
                        "maxItems",
                        "maxLength",
                        "maxProperties",
                        "maximum",
                        "minItems",
                        "minLength",
                        "minProperties",
                        "minimum",
                        "pattern",
                        "required",
                        "type",
                        "uniqueItems"),
                keywords);
    }

    @Test
    void explain_relatedParameters_agreeWithDependentSchemas() {
        String verb = "rule.relations";
        JsonNode schema = inputs.get(verb);
        int related = 0;
        int cases = 10 * CASES_PER_VERB;
        for (int i = 0; i < cases; i++) {
            ObjectNode arguments = relations(new SplittableRandom(SEED + i));
            Optional<Denial> denial = denial(verb, arguments);
            boolean holds = Schemas.related(schema, arguments);
            assertEquals(holds, denial.isEmpty(), () -> arguments + " " + denial);
            denial.ifPresent(refusal -> {
                assertEquals(Reason.PARAMETER_CONFLICT, refusal.reason());
                String parameter = String.valueOf(refusal.details().get(Denial.PARAMETER));
                assertTrue(
                        schema.get("dependentSchemas").has(parameter) && arguments.has(parameter),
                        parameter);
            });
            related += holds ? 1 : 0;
        }
        assertTrue(related > cases / 20 && related < cases * 19 / 20, "related=" + related);
    }

    @Test
    void call_plainInstance_isEchoedAsItWas() {
        List<String> echoes = inputs.keySet().stream()
                .filter(verb -> verb.startsWith("every."))
                .toList();
        assertTrue(echoes.size() >= 50, echoes.toString());
        for (int i = 0; i < echoes.size() * Math.max(1, CASES_PER_VERB / 4); i++) {
            String verb = echoes.get(i % echoes.size());
            ObjectNode arguments =
                    new Instances(new SplittableRandom(SEED + i), true).object(inputs.get(verb));
            JsonNode answer = session.call(new CapabilityId(verb), arguments).orThrow();
            if (arguments.has("value")) {
                assertEquals(
                        text(arguments.get("value")), text(answer), () -> verb + " " + arguments);
                arguments.set("value", answer);
            } else {
                assertTrue(
                        answer.isEmpty()
                                || answer.isNull()
                                || answer.equals(JsonNodeFactory.instance.booleanNode(false)),
                        verb + answer);
                continue;
            }
            JsonNode again = session.call(new CapabilityId(verb), arguments).orThrow();
            assertEquals(answer, again, verb);
        }
    }

    /** The other spellings of a value come back in the one that the runtime has for it. */
    @Test
    void call_anyInstance_isEchoedInAFormThatStays() {
        List<String> echoes = inputs.keySet().stream()
                .filter(verb -> verb.startsWith("every."))
                .toList();
        for (int i = 0; i < echoes.size() * Math.max(1, CASES_PER_VERB / 8); i++) {
            String verb = echoes.get(i % echoes.size());
            ObjectNode arguments =
                    new Instances(new SplittableRandom(~SEED - i), false).object(inputs.get(verb));
            Outcome<JsonNode> outcome = session.call(new CapabilityId(verb), arguments);
            JsonNode once = outcome.orThrow();
            JsonNode twice = session.call(
                            new CapabilityId(verb),
                            JsonNodeFactory.instance.objectNode().set("value", once))
                    .orThrow();
            assertEquals(text(once), text(twice), () -> verb + " " + arguments);
        }
    }

    private interface Case {
        void check(String verb, JsonNode schema, SplittableRandom random);
    }

    private static void forEachCase(Case check) {
        long seed = SEED;
        for (Map.Entry<String, JsonNode> verb : inputs.entrySet()) {
            for (int i = 0; i < CASES_PER_VERB; i++) {
                long used = seed++;
                try {
                    check.check(verb.getKey(), verb.getValue(), new SplittableRandom(used));
                } catch (RuntimeException e) {
                    throw new AssertionError(
                            "verb=" + verb.getKey() + " seed=" + used + " cases=1: " + e, e);
                }
            }
        }
    }

    private static Optional<Denial> denial(String verb, ObjectNode arguments) {
        return session.explain(new CapabilityId(verb), arguments).denial();
    }

    /** Values that mean given, and values that mean the same as none. */
    private static ObjectNode relations(SplittableRandom random) {
        Map<String, List<String>> values = Map.of(
                "verbose", List.of("true", "false"),
                "quiet", List.of("true", "false"),
                "target", List.of("\"t\"", "null", "\"\""),
                "level", List.of("5", "6", "5.0"),
                "must", List.of("[\"m\"]", "[]"),
                "extra", List.of("{\"e\":1}", "{}"));
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        for (String name : new TreeSet<>(values.keySet())) {
            if (random.nextInt(3) != 0) {
                List<String> some = values.get(name);
                arguments.set(name, StrictJson.parse(some.get(random.nextInt(some.size()))));
            }
        }
        return arguments;
    }

    /** Canonical text without members that are null, which mean the same as missing ones. */
    private static String text(JsonNode value) {
        return CanonicalJson.text(withoutNulls(value));
    }

    private static JsonNode withoutNulls(JsonNode value) {
        JsonNode copy = value.deepCopy();
        if (copy instanceof ObjectNode object) {
            for (String name : new ArrayList<>(object.propertyNames())) {
                if (object.get(name).isNull()) {
                    object.remove(name);
                } else {
                    object.set(name, withoutNulls(object.get(name)));
                }
            }
        } else if (copy.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            copy.forEach(element -> array.add(withoutNulls(element)));
            return array;
        }
        return copy;
    }
}
