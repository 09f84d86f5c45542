package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is said of all calls of a verb is said of each. */
class OutlookPropertyTest {

    private static final VerbDescriptor TRANSFER = VerbDescriptor.of("account.transfer", "1.0.0")
            .effects(EffectSet.of(Effect.MUTATE_STATE))
            .parameters(
                    ParameterDescriptor.required("from", ValueType.TEXT, ""),
                    ParameterDescriptor.required("cents", ValueType.INT64, ""))
            .schemas("0".repeat(64), "1".repeat(64));

    record Case(
            List<PolicyRule> rules,
            PolicyRequest all,
            List<PolicyRequest> each,
            List<PolicyRequest> onAnyPath) {

        static Case draw(Draws draws) {
            List<PolicyRule> rules = new ArrayList<>(Policies.rules(draws));
            if (draws.flip()) {
                rules.add(PolicyRule.allow("zz-all").always());
            }
            PolicyRequest drawn = Policies.request(draws);
            VerbDescriptor verb = draws.flip() ? TRANSFER : drawn.verb();
            PolicyRequest all = new PolicyRequest(
                    verb,
                    JsonNodeFactory.instance.objectNode(),
                    drawn.context(),
                    Set.of(),
                    drawn.facts());
            return new Case(rules, all, alike(draws, all, false), alike(draws, all, true));
        }

        /** Those that differ in arguments, priority and approvals, as far as the verb has parameters. */
        private static List<PolicyRequest> alike(Draws draws, PolicyRequest all, boolean anyPath) {
            return IntStream.range(0, 10)
                    .mapToObj(_ -> {
                        PolicyRequest other = Policies.request(draws);
                        CallContext context = all.context();
                        return new PolicyRequest(
                                all.verb(),
                                all.verb().parameters().isEmpty()
                                        ? all.arguments()
                                        : other.arguments(),
                                new CallContext(
                                        other.context().invocation(),
                                        other.context().correlation(),
                                        context.parent(),
                                        context.principal(),
                                        other.context().qualityOfService(),
                                        context.received(),
                                        context.dryRun(),
                                        context.idempotencyKey(),
                                        anyPath ? other.context().path() : context.path(),
                                        context.causation()),
                                other.approvers(),
                                all.facts());
                    })
                    .toList();
        }
    }

    @Test
    void outlook_whateverItSays_eachCallIsDecidedSo() {
        AtomicInteger permits = new AtomicInteger();
        AtomicInteger refuses = new AtomicInteger();
        AtomicInteger depends = new AtomicInteger();
        Property.named("policy-outlook").oneIn(2).check(Case::draw, c -> {
            RulePolicyEngine engine = RulePolicyEngine.interpreting(new PolicySet(c.rules()));
            PolicyOutlook outlook = engine.outlook(c.all());
            c.each().forEach(call -> agrees(outlook, engine.evaluate(call)));
            PolicyOutlook anywhere = engine.outlookOnAnyPath(c.all());
            c.onAnyPath().forEach(call -> agrees(anywhere, engine.evaluate(call)));
            (switch (outlook) {
                        case PolicyOutlook.Permits _ -> permits;
                        case PolicyOutlook.Refuses _ -> refuses;
                        case PolicyOutlook.Depends _ -> depends;
                    })
                    .incrementAndGet();
        });
        assertTrue(permits.get() > 50, "permits=" + permits);
        assertTrue(refuses.get() > 50, "refuses=" + refuses);
        assertTrue(depends.get() > 50, "depends=" + depends);
    }

    private static void agrees(PolicyOutlook outlook, PolicyVerdict verdict) {
        switch (outlook) {
            case PolicyOutlook.Permits _ -> assertInstanceOf(PolicyVerdict.Permit.class, verdict);
            case PolicyOutlook.Refuses _ ->
                assertFalse(verdict instanceof PolicyVerdict.Permit, verdict::toString);
            case PolicyOutlook.Depends _ -> {
                // Says nothing about one call.
            }
        }
    }

    private static PolicyOutlook of(PolicyRule... rules) {
        PolicyRequest like = Requests.transfer("{}");
        return RulePolicyEngine.of(PolicySet.of(rules))
                .outlook(new PolicyRequest(
                        TRANSFER, like.arguments(), like.context(), Set.of(), like.facts()));
    }

    @Test
    void outlook_denyOfAnArgument_dependsOnIt() {
        PolicyRule large = PolicyRule.deny("large", "too much", "")
                .when(ArgumentCondition.atLeast("cents", 1_000));
        assertEquals(
                new PolicyOutlook.Depends(List.of("argument cents (rule large)")),
                of(PolicyRule.allow("all").always(), large));
        // A parameter that the verb does not have is in no call.
        assertEquals(
                new PolicyOutlook.Permits(Optional.of("all")),
                of(
                        PolicyRule.allow("all").always(),
                        PolicyRule.deny("large", "too much", "")
                                .when(ArgumentCondition.atLeast("amount", 1_000))));
        // Nothing permits, whatever the argument is.
        assertEquals(
                Reason.POLICY_NO_PERMIT,
                assertInstanceOf(PolicyOutlook.Refuses.class, of(large))
                        .denial()
                        .reason());
    }

    @Test
    void outlook_approvalAndRedirect_areNoPermit() {
        assertEquals(
                new PolicyOutlook.Depends(List.of("approval by 1 of bob (rule four-eyes)")),
                of(
                        PolicyRule.allow("all").always(),
                        PolicyRule.requireApproval("four-eyes", 1, "bob").always()));
        PolicyOutlook.Refuses sent = assertInstanceOf(
                PolicyOutlook.Refuses.class,
                of(
                        PolicyRule.allow("all").always(),
                        PolicyRule.redirect("elsewhere", "account.draft").always()));
        assertEquals("calls are sent to account.draft instead", sent.denial().message());
    }

    @Test
    void outlook_traverses_isKnownOnThePathAndOpenOnAny() {
        PolicySet policy = PolicySet.of(
                PolicyRule.allow("after-read").when(PathCondition.traverses("file.read")));
        PolicyRequest direct = Requests.transfer("{}");
        RulePolicyEngine engine = RulePolicyEngine.of(policy);
        assertInstanceOf(PolicyOutlook.Refuses.class, engine.outlook(direct));
        assertEquals(
                new PolicyOutlook.Depends(List.of("a way through file.read (rule after-read)")),
                engine.outlookOnAnyPath(direct));
    }

    @Test
    void outlook_engineThatDoesNotSay_isNeverAPermit() {
        PolicyEngine silent = new PolicyEngine() {
            @Override
            public String name() {
                return "silent";
            }

            @Override
            public dev.cnv.runtime.canonical.Digest policy() {
                return dev.cnv.runtime.canonical.Digest.of("");
            }

            @Override
            public PolicyVerdict evaluate(PolicyRequest request) {
                return new PolicyVerdict.Permit(List.of(), Optional.empty());
            }
        };
        PolicyRequest call = Requests.transfer("{}");
        assertInstanceOf(PolicyOutlook.Depends.class, silent.outlook(call));
        assertInstanceOf(PolicyOutlook.Depends.class, silent.outlookOnAnyPath(call));
    }
}
