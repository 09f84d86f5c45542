package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.policy.PolicyDelta.Edit;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is accepted as narrowing narrows. */
class TightenPropertyTest {

    /** What a condition answers. */
    private enum Answer {
        HOLDS,
        DOES_NOT,
        FAILS
    }

    record Pair(Condition a, Condition b, List<PolicyRequest> requests) {
        static Pair draw(Draws draws) {
            Condition a = Policies.condition(draws, 2);
            Condition b = Policies.condition(draws, 2);
            return new Pair(
                    draws.flip() ? a.and(b) : a, draws.flip() ? b.or(a) : b, drawn(draws, 20));
        }
    }

    record Case(List<PolicyRule> rules, List<Edit> edits, List<PolicyRequest> requests) {
        static Case draw(Draws draws) {
            List<PolicyRule> rules = Policies.rules(draws);
            List<Edit> edits = new ArrayList<>();
            for (PolicyRule rule : rules) {
                if (draws.flip()) {
                    edits.add(
                            draws.rarely(3) ? new Edit.Remove(rule.name()) : changed(draws, rule));
                }
            }
            edits.add(new Edit.Add(
                    new PolicyRule("new", Policies.condition(draws, 1), Policies.action(draws))));
            return new Case(rules, edits, drawn(draws, 20));
        }

        private static Edit changed(Draws draws, PolicyRule rule) {
            Condition other = Policies.condition(draws, 1);
            Condition when = draws.flip() ? rule.when().and(other) : other.or(rule.when());
            return new Edit.Replace(new PolicyRule(
                    rule.name(),
                    when,
                    draws.rarely(4) ? Policies.action(draws) : rule.action(),
                    rule.state()));
        }
    }

    private static List<PolicyRequest> drawn(Draws draws, int count) {
        return IntStream.range(0, count).mapToObj(_ -> Policies.request(draws)).toList();
    }

    @Test
    void implication_said_holdsForEveryRequest() {
        AtomicInteger said = new AtomicInteger();
        Property.named("policy-implication").oneIn(4).check(Pair::draw, pair -> {
            boolean strict = Implication.holds(pair.a(), pair.b());
            boolean loose = Implication.holdsOrFails(pair.a(), pair.b());
            said.addAndGet(strict || loose ? 1 : 0);
            for (PolicyRequest request : pair.requests()) {
                Answer a = answer(pair.a(), request);
                Answer b = answer(pair.b(), request);
                assertTrue(!strict || a != Answer.HOLDS || b == Answer.HOLDS, "strict " + request);
                assertTrue(
                        !loose || a == Answer.DOES_NOT || b != Answer.DOES_NOT, "loose " + request);
            }
        });
        assertTrue(said.get() > 50, "said=" + said);
    }

    @Test
    void tighten_accepted_permitsNothingMore() {
        AtomicInteger accepted = new AtomicInteger();
        Property.named("policy-tighten").oneIn(8).check(Case::draw, c -> {
            PolicySet before = new PolicySet(c.rules());
            for (Edit edit : c.edits()) {
                PolicySet after;
                try {
                    after = PolicyDelta.tighten(edit).applyTo(before);
                } catch (PolicyDeltaRefusedException _) {
                    continue;
                }
                accepted.incrementAndGet();
                for (PolicyRequest request : c.requests()) {
                    if (RulePolicyEngine.interpreting(after).evaluate(request)
                            instanceof PolicyVerdict.Permit) {
                        assertInstanceOf(
                                PolicyVerdict.Permit.class,
                                RulePolicyEngine.interpreting(before).evaluate(request),
                                edit.toString());
                    }
                }
            }
        });
        assertTrue(accepted.get() > 100, "accepted=" + accepted);
    }

    private static Answer answer(Condition condition, PolicyRequest request) {
        try {
            return Conditions.holds(condition, request) ? Answer.HOLDS : Answer.DOES_NOT;
        } catch (ConditionFault _) {
            return Answer.FAILS;
        }
    }
}
