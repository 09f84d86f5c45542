package dev.cnv.remote.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.remote.PointAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an answer of a point elsewhere may look like, and each way in which it may not. */
class AnswerJsonTest {

    private static final Digest QUESTION = Digest.of("question");
    private static final Digest POLICY = Digest.of("policy");

    private static ObjectNode refusal() {
        return (ObjectNode) StrictJson.parse("""
                {"question":"%s","policy":"%s","verdict":"REFUSE","considered":["a"],"rule":"a",\
                "errors":["b"],"reason":"policy-forbidden","message":"no","details":{"who":"me"},\
                "goodForMillis":1000}""".formatted(QUESTION.hex(), POLICY.hex()));
    }

    private static PointAnswer read(JsonNode json) {
        return AnswerJson.read(json, QUESTION);
    }

    private static void refuses(String member, String value) {
        ObjectNode changed = refusal();
        changed.set(member, StrictJson.parse(value));
        assertThrows(JsonRefusedException.class, () -> read(changed), member + "=" + value);
    }

    @Test
    void read_refusal_isTheVerdictThatWasSaid() {
        PointAnswer answer = read(refusal());
        PolicyVerdict.Refuse refuse =
                assertInstanceOf(PolicyVerdict.Refuse.class, answer.verdict());
        assertEquals(Reason.POLICY_FORBIDDEN, refuse.denial().reason());
        assertEquals(Map.of("who", "me"), refuse.denial().details());
        assertEquals(List.of("a"), refuse.considered());
        assertEquals(List.of("b"), refuse.errors());
        assertEquals(Duration.ofSeconds(1), answer.goodFor());
        assertEquals(POLICY, answer.policy());
    }

    @Test
    void read_permitWithoutARule_isAPermit() {
        ObjectNode permit = refusal();
        permit.put("verdict", "PERMIT");
        permit.putNull("rule");
        assertEquals(
                Optional.empty(),
                assertInstanceOf(PolicyVerdict.Permit.class, read(permit).verdict())
                        .matched());
        permit.remove("rule");
        assertInstanceOf(PolicyVerdict.Permit.class, read(permit).verdict());
    }

    @Test
    void read_anotherForm_isRefused() {
        refuses("question", "\"" + Digest.of("other").hex() + "\"");
        refuses("question", "\"no digest\"");
        refuses("question", "1");
        refuses("policy", "\"00\"");
        refuses("verdict", "\"PERHAPS\"");
        refuses("verdict", "null");
        refuses("considered", "\"a\"");
        refuses("considered", "[1]");
        refuses("rule", "7");
        refuses("errors", "[null]");
        refuses("errors", "{}");
        refuses("reason", "\"no-such-reason\"");
        refuses("reason", "null");
        refuses("message", "\"" + "x".repeat(16 * 1024 + 1) + "\"");
        refuses("details", "[]");
        refuses("details", "{\"a\":1}");
        refuses("goodForMillis", "-1");
        refuses("goodForMillis", Long.toString(Duration.ofDays(1).toMillis() + 1));
        refuses("goodForMillis", "1.5");
        refuses("unknown", "1");
        assertThrows(JsonRefusedException.class, () -> read(StrictJson.parse("[]")));
        assertThrows(JsonRefusedException.class, () -> read(StrictJson.parse("null")));
    }

    @Test
    void read_missingMember_isRefused() {
        for (String member : List.of(
                "question",
                "policy",
                "verdict",
                "considered",
                "errors",
                "reason",
                "message",
                "details",
                "goodForMillis")) {
            ObjectNode without = refusal();
            without.remove(member);
            assertThrows(JsonRefusedException.class, () -> read(without), member);
        }
    }

    @Test
    void read_moreThanTheLimits_isRefused() {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i <= 100; i++) {
            details.put("d" + i, "x");
        }
        ObjectNode many = refusal();
        many.set("details", details);
        assertThrows(JsonRefusedException.class, () -> read(many));
        ObjectNode rules = refusal();
        for (int i = 0; i < 10_000; i++) {
            rules.withArray("considered").add("r");
        }
        assertThrows(JsonRefusedException.class, () -> read(rules));
    }
}
