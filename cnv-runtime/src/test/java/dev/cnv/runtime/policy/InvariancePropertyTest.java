package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said not to vary is permitted with whatever arguments, at any time, in any priority. */
class InvariancePropertyTest {

    record Case(List<PolicyRule> rules, PolicyRequest call, List<PolicyRequest> others) {

        static Case draw(Draws draws) {
            List<PolicyRule> rules = new ArrayList<>(Policies.rules(draws));
            if (draws.flip()) {
                rules.add(PolicyRule.allow("zz-all").always());
            }
            PolicyRequest call = Policies.request(draws);
            return new Case(
                    rules,
                    call,
                    IntStream.range(0, 10)
                            .mapToObj(_ -> alike(call, Policies.request(draws)))
                            .toList());
        }

        /** One that differs in what the hot path does not know: arguments, time, priority, approvals. */
        private static PolicyRequest alike(PolicyRequest call, PolicyRequest other) {
            CallContext context = call.context();
            return new PolicyRequest(
                    call.verb(),
                    other.arguments(),
                    new CallContext(
                            other.context().invocation(),
                            other.context().correlation(),
                            context.parent(),
                            context.principal(),
                            other.context().qualityOfService(),
                            other.context().received(),
                            context.dryRun(),
                            context.idempotencyKey(),
                            context.path(),
                            context.causation()),
                    Set.of(),
                    new Facts(
                            other.facts().now(),
                            call.facts().delegation(),
                            call.facts().policyEpoch(),
                            call.facts().revocationEpoch()));
        }
    }

    @Test
    void varies_empty_meansThatAllAlikeArePermitted() {
        AtomicInteger same = new AtomicInteger();
        AtomicInteger permittedButVarying = new AtomicInteger();
        Property.named("policy-invariance").oneIn(2).check(Case::draw, c -> {
            RulePolicyEngine engine = RulePolicyEngine.interpreting(new PolicySet(c.rules()));
            boolean permitted = engine.evaluate(c.call()) instanceof PolicyVerdict.Permit;
            if (engine.varies(c.call()).isPresent()) {
                permittedButVarying.addAndGet(permitted ? 1 : 0);
                return;
            }
            same.incrementAndGet();
            assertTrue(permitted);
            for (PolicyRequest other : c.others()) {
                assertInstanceOf(PolicyVerdict.Permit.class, engine.evaluate(other));
            }
        });
        assertTrue(same.get() > 50, "same=" + same);
        assertTrue(permittedButVarying.get() > 50, "varying=" + permittedButVarying);
    }

    /** An argument that cannot be read is a fault, and a fault in a deny refuses. */
    @Test
    void varies_denyThatMayFaultBeforeItIsFalse_isNamed() {
        Condition argument = ArgumentCondition.atLeast("amount", 1_000);
        Condition never = Condition.effect(Effect.PRIVILEGED);
        PolicyRequest call = Requests.transfer("{\"amount\":1}");
        assertEquals(Optional.of("d"), deny(call, new Condition.AllOf(List.of(argument, never))));
        assertEquals(Optional.empty(), deny(call, new Condition.AllOf(List.of(never, argument))));
    }

    private static Optional<String> deny(PolicyRequest call, Condition when) {
        return RulePolicyEngine.of(PolicySet.of(
                        PolicyRule.allow("all").always(),
                        PolicyRule.deny("d", "d", "").when(when)))
                .varies(call);
    }
}
