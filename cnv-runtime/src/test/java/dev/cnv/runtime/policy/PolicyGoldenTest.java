package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** Policies, byte for byte: each condition and each action. A change here is a new version. */
class PolicyGoldenTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static PolicySet policy() {
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

    @Test
    void toJson_everyConditionAndAction_isTheseBytes() {
        GoldenFile.assertMatches(getClass(), "policy.json", CanonicalJson.bytes(policy().toJson()));
        GoldenFile.assertMatches(getClass(), "policy.sha256", policy().hash().hex() + "\n");
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
