package dev.cnv.audit.difference;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers agree with evaluation, on 100 requests for each of 200 pairs of policies. */
class PolicyDifferencePropertyTest {

    record Case(PolicySet before, PolicySet after, List<PolicyRequest> requests) {
        static Case draw(Draws draws) {
            PolicySet before = Samples.policy(draws);
            // One rule less makes pairs that are often comparable.
            PolicySet after = draws.flip()
                    ? Samples.policy(draws)
                    : new PolicySet(before.rules()
                            .subList(draws.between(0, 1), before.rules().size()));
            return new Case(
                    before,
                    after,
                    IntStream.range(0, 100)
                            .mapToObj(_ -> Samples.request(draws))
                            .toList());
        }

        /** Whether a drawn request is permitted by the second policy alone. */
        boolean differs() {
            RulePolicyEngine narrow = RulePolicyEngine.interpreting(before);
            RulePolicyEngine wide = RulePolicyEngine.interpreting(after);
            return requests.stream()
                    .anyMatch(r -> PolicyDifference.confirmed(r, narrow, wide).isPresent());
        }
    }

    private final PolicyDifference difference =
            new PolicyDifference(Duration.ofSeconds(20), new Random(1));

    @Test
    void wider_randomPairs_agreesWithEvaluation() {
        Map<String, Integer> kinds = new TreeMap<>();
        Property.named("policy-difference").oneIn(50).check(Case::draw, c -> {
            Answer answer = difference.wider(c.before(), c.after());
            kinds.merge(answer.getClass().getSimpleName(), 1, Integer::sum);
            boolean asks = c.before().asksForWays() || c.after().asksForWays();
            assertFalse(answer instanceof Answer.Undecided && !asks, answer::toString);
            assertFalse(
                    answer instanceof Answer.NoWider && asks && !c.before().equals(c.after()),
                    answer::toString);
            assertFalse(contradicted(answer, c), answer::toString);
        });
        assertTrue(kinds.getOrDefault("NoWider", 0) > 20, kinds.toString());
        assertTrue(kinds.getOrDefault("Wider", 0) > 20, kinds.toString());
    }

    /** A translation that forgets that a deny refuses: the check above must notice. */
    @Test
    void wider_translationWithoutDenies_isCaught() {
        AtomicInteger caught = new AtomicInteger();
        Property.named("policy-difference-wrong").oneIn(50).check(Case::draw, c -> {
            PolicySet after = withoutDenies(c.before());
            Answer wrong = difference.wider(withoutDenies(c.before()), after);
            if (contradicted(wrong, new Case(c.before(), after, c.requests()))) {
                caught.incrementAndGet();
            }
        });
        assertTrue(caught.get() > 5, "caught=" + caught);
    }

    private static boolean contradicted(Answer answer, Case c) {
        return answer instanceof Answer.NoWider && c.differs();
    }

    private static PolicySet withoutDenies(PolicySet policy) {
        return new PolicySet(policy.rules().stream()
                .filter(rule -> !(rule.action() instanceof PolicyAction.Deny))
                .toList());
    }
}
