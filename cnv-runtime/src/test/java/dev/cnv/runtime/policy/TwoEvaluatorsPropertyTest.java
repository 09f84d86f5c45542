package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The interpreter and compiled code decide alike, on 100 requests for each of 1,000 policies. */
class TwoEvaluatorsPropertyTest {

    private static final int REQUEST_COUNT = 100;

    record Case(List<PolicyRule> rules, List<PolicyRequest> requests) {
        static Case draw(Draws draws) {
            return new Case(
                    Policies.rules(draws),
                    IntStream.range(0, REQUEST_COUNT)
                            .mapToObj(_ -> Policies.request(draws))
                            .toList());
        }
    }

    @Test
    void evaluate_compiledAndInterpreted_areEqual() {
        Map<String, Integer> kinds = new TreeMap<>();
        Property.named("policy-two-evaluators").oneIn(10).check(Case::draw, c -> {
            PolicySet policy = new PolicySet(c.rules());
            RulePolicyEngine compiled = RulePolicyEngine.of(policy);
            RulePolicyEngine interpreting = RulePolicyEngine.interpreting(policy);
            for (PolicyRequest request : c.requests()) {
                PolicyVerdict expected = interpreting.evaluate(request);
                assertEquals(expected, compiled.evaluate(request));
                kinds.merge(compiled.evaluator(request.verb()).split(":")[0], 1, Integer::sum);
                kinds.merge(expected.getClass().getSimpleName(), 1, Integer::sum);
                kinds.merge("errors=" + !expected.errors().isEmpty(), 1, Integer::sum);
            }
        });
        assertTrue(kinds.values().stream().allMatch(count -> count > 50), kinds.toString());
        assertEquals(8, kinds.size(), kinds.toString());
    }

    record Single(Condition condition, List<PolicyRequest> requests) {
        static Single draw(Draws draws) {
            return new Single(
                    Policies.condition(draws, 6),
                    IntStream.range(0, 20)
                            .mapToObj(_ -> Policies.request(draws))
                            .toList());
        }
    }

    /** Deep conditions, whose code is split over several methods. */
    @Test
    void evaluate_deepConditions_areEqual() {
        Property.named("policy-two-evaluators-deep").oneIn(50).check(Single::draw, c -> {
            Condition wide = new Condition.AnyOf(java.util.Collections.nCopies(
                    70, new Condition.AllOf(List.of(c.condition(), c.condition()))));
            PolicySet policy = PolicySet.of(
                    PolicyRule.allow("a").when(c.condition()),
                    PolicyRule.deny("b", "b", "").when(Condition.not(c.condition())),
                    PolicyRule.requireApproval("c", 2)
                            .when(Conditions.count(wide) <= 1000 ? wide : c.condition()));
            RulePolicyEngine compiled = RulePolicyEngine.of(policy);
            for (PolicyRequest request : c.requests()) {
                assertEquals(
                        RulePolicyEngine.interpreting(policy).evaluate(request),
                        compiled.evaluate(request));
            }
        });
    }
}
