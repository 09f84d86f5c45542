package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.testing.GoldenFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** Policies, byte for byte: each condition and each action. A change here is a new version. */
class PolicyGoldenTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What version 0 could say. */
    private static PolicySet first() {
        Condition who = Condition.agentType("llm")
                .or(Condition.agent("alice/bot"))
                .or(Condition.tenant("acme"))
                .or(Condition.principal(PrincipalKind.DELEGATED));
        Condition what = Condition.capability("account.**")
                .and(Condition.effect(Effect.MUTATE_STATE))
                .and(Condition.levelAtLeast(EffectLevel.NETWORK))
                .and(Condition.sensitivityAtLeast(Sensitivity.HIGH))
                .and(Condition.handlesSensitiveData())
                .and(Condition.handles(DataTag.PII))
                .and(Condition.requiresIsolation(Isolation.TENANT_ISOLATED))
                .and(Condition.not(Condition.argument("memo", "\"\\\u0001\u00e9\ud83d\ude00")));
        return PolicySet.of(
                PolicyRule.allow("z-allow").always(),
                PolicyRule.deny("deny", "not \"this\"", "").when(who),
                PolicyRule.requireApproval("approve", 2, "carol", "bob").when(what),
                PolicyRule.rewrite(
                                "rewrite",
                                Map.of(
                                        "b",
                                        JSON.numberNode(1.50),
                                        "a",
                                        JSON.objectNode().putNull("c")))
                        .when(who.and(what)),
                PolicyRule.redirect("redirect", "account.draft").when(Condition.not(who)));
    }

    static PolicySet policy() {
        Condition arguments = ArgumentCondition.present("a")
                .and(ArgumentCondition.atMost("cents", 100_000))
                .and(ArgumentCondition.atLeast("cents", -5))
                .and(new ArgumentCondition.Compares(
                        "rate", ArgumentCondition.Order.LESS, new BigDecimal("1.50")))
                .and(new ArgumentCondition.Compares(
                        "rate", ArgumentCondition.Order.GREATER, new BigDecimal("1E+3")))
                .and(ArgumentCondition.startsWith("path", "docs/"))
                .and(ArgumentCondition.oneOf("kind", "b", "a", "b"));
        Condition caller = DelegationCondition.originIsPerson()
                .or(DelegationCondition.origin("alice"))
                .or(DelegationCondition.executor("alice/bot"))
                .or(DelegationCondition.depthAtMost(3))
                .or(QualityCondition.priorityAtLeast(Priority.HIGH))
                .or(QualityCondition.importanceAtLeast(80))
                .or(QualityCondition.mustSucceed());
        ZoneOffset offset = ZoneOffset.ofHoursMinutes(-3, -30);
        Condition time = TimeCondition.between(
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2027-01-01T00:00:00Z"))
                .and(Condition.not(TimeCondition.daily("22:00", "06:30", ZoneOffset.UTC)))
                .and(TimeCondition.onDays(offset, DayOfWeek.SUNDAY, DayOfWeek.MONDAY))
                .and(Condition.not(PathCondition.traverses("mail.*")))
                .and(PathCondition.everyPathPasses("account.**", "approval.*"));
        PolicySet policy = first().with(PolicyRule.allow("arguments").when(arguments))
                .with(PolicyRule.deny("callers", "no", "ask")
                        .when(caller)
                        .in(RuleState.DEPRECATED));
        return policy.with(
                PolicyRule.requireApproval("times", 1).when(time).in(RuleState.DISABLED));
    }

    @Test
    void toJson_everyConditionAndAction_isTheseBytes() {
        GoldenFile.assertMatches(
                getClass(), "policy.json", CanonicalJson.text(policy().toJson()) + "\n");
    }

    @Test
    void canonicalBytes_everyConditionAndAction_areThese() {
        GoldenFile.assertMatches(getClass(), "policy.cbor", policy().canonicalBytes());
        GoldenFile.assertMatches(getClass(), "policy.sha256", policy().hash().hex() + "\n");
    }

    @Test
    void factsDigest_ofAFullRequest_isOfTheseBytes() {
        GoldenFile.assertMatches(getClass(), "facts.cbor", FactsCbor.bytes(Requests.full()));
        assertEquals(
                dev.cnv.runtime.canonical.Digest.of(FactsCbor.bytes(Requests.full())),
                Requests.full().factsDigest());
    }

    @Test
    void parse_keptOfVersion0_isStillThisPolicy() throws IOException {
        assertEquals(
                first(),
                PolicySet.parse(Files.readString(GoldenFile.file(getClass(), "policy-v0.json"))));
    }

    @Test
    void parse_kept_isStillThisPolicy() throws IOException {
        PolicySet kept =
                PolicySet.parse(Files.readString(GoldenFile.file(getClass(), "policy.json")));
        assertEquals(policy(), kept);
        assertEquals(
                Files.readString(GoldenFile.file(getClass(), "policy.sha256")).strip(),
                kept.hash().hex());
    }
}
