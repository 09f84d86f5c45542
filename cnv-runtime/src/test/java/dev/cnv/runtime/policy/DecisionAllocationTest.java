package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.PrincipalKind;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a million decisions allocate, once warm: nothing. */
class DecisionAllocationTest {

    private static final int COUNT = 1_000_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final VerbDescriptor VERB = Requests.transfer("{}").verb();

    private static final PolicySet FIVE = PolicySet.of(
            PolicyRule.allow("own").when(Condition.principal(PrincipalKind.DIRECT)),
            PolicyRule.allow("bots")
                    .when(Condition.capability("account.*")
                            .and(Condition.agentType("llm"))
                            .and(ArgumentCondition.atMost("cents", 500))
                            .and(DelegationCondition.depthAtMost(3))),
            PolicyRule.deny("no-rome", "no", "").when(Condition.argument("to", "rome")),
            PolicyRule.deny("no-night", "no", "")
                    .when(TimeCondition.daily("22:00", "23:00", java.time.ZoneOffset.UTC)),
            PolicyRule.requireApproval("large", 2).when(ArgumentCondition.atLeast("cents", 400)));

    @Test
    void evaluate_permitWarm_allocatesNothing() {
        RulePolicyEngine engine = RulePolicyEngine.of(FIVE);
        PolicyRequest request = transfer("{\"cents\":5,\"to\":\"paris\"}");
        assertInstanceOf(PolicyVerdict.Permit.class, engine.evaluate(request));
        assertEquals("compiled", engine.evaluator(request.verb()));
        assertEquals(0, allocated(() -> engine.evaluate(request), COUNT));
    }

    @Test
    void evaluate_refusalWarm_allocatesNothing() {
        RulePolicyEngine engine = RulePolicyEngine.of(FIVE);
        for (String arguments : List.of("{\"to\":\"rome\"}", "{}", "{\"cents\":450}")) {
            PolicyRequest request = transfer(arguments);
            assertEquals(
                    arguments.equals("{}"),
                    engine.evaluate(request) instanceof PolicyVerdict.Refuse refuse
                            && refuse.matched().isEmpty());
            assertEquals(0, allocated(() -> engine.evaluate(request)), arguments);
        }
    }

    @Test
    void evaluate_besideAThousandRulesAboutOtherVerbs_allocatesNothing() {
        Stream<PolicyRule> others = IntStream.range(0, 1000)
                .mapToObj(i ->
                        PolicyRule.allow("other-" + i).when(Condition.capability("noun.verb" + i)));
        RulePolicyEngine engine = RulePolicyEngine.of(
                new PolicySet(Stream.concat(others, FIVE.rules().stream()).toList()));
        PolicyRequest request = transfer("{\"cents\":5}");
        assertEquals(5, engine.evaluate(request).considered().size());
        assertEquals(0, allocated(() -> engine.evaluate(request)));
    }

    /** The measurement sees what is there: the interpreter allocates. */
    @Test
    void canary_interpreting_allocates() {
        RulePolicyEngine engine = RulePolicyEngine.interpreting(FIVE);
        PolicyRequest request = transfer("{\"cents\":5}");
        assertTrue(allocated(() -> engine.evaluate(request)) > COUNT / 20);
    }

    /** Of one descriptor, as in a runtime. */
    private static PolicyRequest transfer(String arguments) {
        PolicyRequest request = Requests.transfer(arguments);
        return new PolicyRequest(
                VERB, request.arguments(), request.context(), request.approvers(), request.facts());
    }

    private static long allocated(Supplier<PolicyVerdict> decision) {
        return allocated(decision, COUNT / 20);
    }

    private static long allocated(Supplier<PolicyVerdict> decision, int count) {
        repeat(decision, COUNT / 50);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        repeat(decision, count);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void repeat(Supplier<PolicyVerdict> decision, int count) {
        PolicyVerdict first = decision.get();
        for (int i = 1; i < count; i++) {
            if (decision.get().getClass() != first.getClass()) {
                throw new AssertionError("the decision changed at i=" + i);
            }
        }
    }
}
