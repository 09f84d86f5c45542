package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyPropertyTest {

    record Case(
            List<PolicyRule> rules,
            List<PolicyRule> shuffled,
            PolicyRequest request,
            PolicyRule extra) {
        static Case draw(Draws draws) {
            List<PolicyRule> rules = Policies.rules(draws);
            List<PolicyRule> rest = new ArrayList<>(rules);
            List<PolicyRule> shuffled = new ArrayList<>();
            while (!rest.isEmpty()) {
                shuffled.add(rest.remove(draws.between(0, rest.size() - 1)));
            }
            PolicyRule extra =
                    new PolicyRule("extra", Policies.condition(draws, 2), Policies.action(draws));
            return new Case(rules, shuffled, Policies.request(draws), extra);
        }
    }

    @Test
    void evaluate_rulesInAnotherOrder_isTheSameVerdict() {
        Property.named("policy-order-free").oneIn(5).check(Case::draw, c -> {
            assertEquals(verdict(c.rules(), c.request()), verdict(c.shuffled(), c.request()));
            assertEquals(new PolicySet(c.rules()).hash(), new PolicySet(c.shuffled()).hash());
        });
    }

    @Test
    void evaluate_oneMoreDeny_neverMakesARefusalAPermit() {
        Property.named("policy-deny-only-refuses").oneIn(5).check(Case::draw, c -> {
            PolicyRule deny =
                    new PolicyRule("extra", c.extra().when(), new PolicyAction.Deny("no", ""));
            PolicyVerdict before = verdict(c.rules(), c.request());
            PolicyVerdict after =
                    RulePolicyEngine.of(new PolicySet(c.rules()).with(deny)).evaluate(c.request());
            if (before instanceof PolicyVerdict.Refuse) {
                assertInstanceOf(PolicyVerdict.Refuse.class, after);
            } else if (!(after instanceof PolicyVerdict.Refuse)) {
                assertEquals(before.matched(), after.matched());
            }
        });
    }

    @Test
    void evaluate_permit_needsAnAllowThatHoldsAndNoDenyThatDoes() {
        Property.named("policy-default-deny").oneIn(5).check(Case::draw, c -> {
            if (verdict(c.rules(), c.request()) instanceof PolicyVerdict.Permit) {
                assertTrue(c.rules().stream()
                        .anyMatch(rule -> rule.action() instanceof PolicyAction.Allow
                                && holds(rule, c.request())));
                assertTrue(c.rules().stream()
                        .noneMatch(rule -> rule.action() instanceof PolicyAction.Deny
                                && holds(rule, c.request())));
            }
        });
    }

    /** The index only leaves out rules that cannot hold: asking all of them gives the same answer. */
    @Test
    void index_leavesOut_onlyRulesThatCannotHold() {
        Property.named("policy-index").oneIn(5).check(Case::draw, c -> {
            List<PolicyRule> asked =
                    new RuleIndex(c.rules()).about(c.request().verb().id());
            for (PolicyRule rule : c.rules()) {
                assertTrue(asked.contains(rule) || !holds(rule, c.request()), rule.name());
            }
        });
    }

    @Test
    void parse_ofToJson_isTheSamePolicy() {
        Property.named("policy-round-trip").oneIn(5).check(Policies::rules, rules -> {
            PolicySet policy = new PolicySet(rules);
            PolicySet read = PolicySet.parse(CanonicalJson.text(policy.toJson()));
            assertEquals(policy, read);
            assertEquals(policy.hash(), read.hash());
        });
    }

    @Test
    void hash_anyRuleChanged_isAnother() {
        Property.named("policy-hash-differs").oneIn(5).check(Case::draw, c -> {
            PolicySet policy = new PolicySet(c.rules());
            assertNotEquals(policy.hash(), policy.with(c.extra()).hash());
            for (PolicyRule rule : c.rules()) {
                List<PolicyRule> changed = new ArrayList<>(c.rules());
                changed.set(
                        changed.indexOf(rule),
                        new PolicyRule(rule.name(), c.extra().when(), c.extra().action()));
                PolicySet other = new PolicySet(changed);
                assertEquals(policy.equals(other), policy.hash().equals(other.hash()));
            }
        });
    }

    @Test
    void generators_verdicts_areOfEveryKind() {
        List<String> kinds = new ArrayList<>();
        Property.named("policy-kinds").oneIn(5).check(Case::draw, c -> {
            PolicyVerdict verdict = verdict(c.rules(), c.request());
            kinds.add(
                    verdict instanceof PolicyVerdict.Refuse refuse
                            ? refuse.denial().reason().name()
                            : verdict.getClass().getSimpleName());
        });
        for (String kind : List.of(
                "Permit",
                "Rewrite",
                "Redirect",
                Reason.POLICY_FORBIDDEN.name(),
                Reason.POLICY_CONFLICT.name(),
                Reason.POLICY_FAULT.name(),
                Reason.APPROVAL_REQUIRED.name(),
                Reason.POLICY_NO_PERMIT.name())) {
            assertTrue(kinds.contains(kind), kind);
        }
    }

    private static PolicyVerdict verdict(List<PolicyRule> rules, PolicyRequest request) {
        return RulePolicyEngine.interpreting(new PolicySet(rules)).evaluate(request);
    }

    private static boolean holds(PolicyRule rule, PolicyRequest request) {
        try {
            return rule.state().asked() && Conditions.holds(rule.when(), request);
        } catch (RuntimeException _) {
            return false;
        }
    }
}
