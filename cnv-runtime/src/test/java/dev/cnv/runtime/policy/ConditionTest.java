package dev.cnv.runtime.policy;

import static dev.cnv.runtime.policy.Condition.agent;
import static dev.cnv.runtime.policy.Condition.agentType;
import static dev.cnv.runtime.policy.Condition.always;
import static dev.cnv.runtime.policy.Condition.argument;
import static dev.cnv.runtime.policy.Condition.capability;
import static dev.cnv.runtime.policy.Condition.effect;
import static dev.cnv.runtime.policy.Condition.handles;
import static dev.cnv.runtime.policy.Condition.handlesSensitiveData;
import static dev.cnv.runtime.policy.Condition.levelAtLeast;
import static dev.cnv.runtime.policy.Condition.not;
import static dev.cnv.runtime.policy.Condition.principal;
import static dev.cnv.runtime.policy.Condition.requiresIsolation;
import static dev.cnv.runtime.policy.Condition.sensitivityAtLeast;
import static dev.cnv.runtime.policy.Condition.tenant;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.PrincipalKind;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    private static final PolicyRequest REQUEST =
            Requests.transfer("{\"from\":\"a\",\"cents\":5.0}");

    static final List<Condition> HOLDING = List.of(
            always(),
            effect(Effect.MUTATE_STATE),
            levelAtLeast(EffectLevel.READ_ONLY),
            levelAtLeast(EffectLevel.MUTATE),
            sensitivityAtLeast(Sensitivity.MEDIUM),
            sensitivityAtLeast(Sensitivity.HIGH),
            agentType("llm"),
            agent("alice/bot"),
            tenant("acme"),
            capability("account.*"),
            handlesSensitiveData(),
            handles(DataTag.FINANCIAL),
            requiresIsolation(Isolation.SHARED),
            requiresIsolation(Isolation.TENANT_ISOLATED),
            principal(PrincipalKind.DELEGATED),
            argument("from", "a"),
            new Condition.ArgumentEquals("cents", StrictJson.parse("5")));

    static final List<Condition> NOT_HOLDING = List.of(
            effect(Effect.READ_ONLY),
            levelAtLeast(EffectLevel.NETWORK),
            sensitivityAtLeast(Sensitivity.CRITICAL),
            agentType("LLM"),
            agent("alice"),
            tenant("default"),
            capability("file.**"),
            handles(DataTag.PII),
            requiresIsolation(Isolation.FULLY_ISOLATED),
            principal(PrincipalKind.DIRECT),
            argument("from", "b"),
            argument("cents", "5"),
            argument("missing", "a"));

    @ParameterizedTest
    @FieldSource("HOLDING")
    void holds_fact_isTrueAndItsOppositeIsFalse(Condition condition) {
        assertTrue(Conditions.holds(condition, REQUEST));
        assertFalse(Conditions.holds(not(condition), REQUEST));
        assertTrue(Conditions.holds(condition.and(always()), REQUEST));
        assertFalse(Conditions.holds(condition.and(always()).and(not(always())), REQUEST));
    }

    @ParameterizedTest
    @FieldSource("NOT_HOLDING")
    void holds_noFact_isFalseAndItsOppositeIsTrue(Condition condition) {
        assertFalse(Conditions.holds(condition, REQUEST));
        assertTrue(Conditions.holds(not(condition), REQUEST));
        assertTrue(Conditions.holds(condition.or(condition).or(always()), REQUEST));
        assertFalse(Conditions.holds(condition.or(condition), REQUEST));
    }

    @Test
    void handlesSensitiveData_verbWithoutTags_isFalse() {
        PolicyRequest plain = new PolicyRequest(
                Requests.verb("a.b", dev.cnv.runtime.capability.EffectSet.of(Effect.READ_ONLY)),
                REQUEST.arguments(),
                REQUEST.context(),
                REQUEST.approvers());
        assertFalse(Conditions.holds(handlesSensitiveData(), plain));
    }

    /** "All of nothing" would hold for every call. */
    @Test
    void allOfAnyOf_empty_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Condition.AllOf(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Condition.AnyOf(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}"})
    void argumentEquals_notAScalar_isRefused(String value) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Condition.ArgumentEquals("a", StrictJson.parse(value)));
    }

    @Test
    void rule_conditionTooDeepOrLarge_isRefused() {
        Condition deep = always();
        for (int i = 1; i < Conditions.MAX_DEPTH; i++) {
            deep = not(deep);
        }
        assertEquals("deep", PolicyRule.allow("deep").when(deep).name());
        Condition deeper = not(deep);
        assertThrows(
                IllegalArgumentException.class, () -> PolicyRule.allow("deeper").when(deeper));
        Condition large =
                new Condition.AnyOf(Collections.nCopies(Conditions.MAX_NODE_COUNT, always()));
        assertThrows(
                IllegalArgumentException.class, () -> PolicyRule.allow("large").when(large));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "a!", "a\n", "\u00e4"})
    void rule_malformedName_isRefused(String name) {
        assertThrows(
                IllegalArgumentException.class, () -> PolicyRule.allow(name).always());
    }
}
