package dev.cnv.tests;

import static dev.cnv.tests.TwoRuntimes.TO_WORKER;
import static dev.cnv.tests.TwoRuntimes.denial;
import static dev.cnv.tests.TwoRuntimes.verified;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What was verified and then kept: it holds only as long as what it was verified by. */
class ReverificationTest {

    private static final PolicySet PERMIT =
            PolicySet.of(PolicyRule.allow("other-name").always());
    private static final PolicySet REWRITE = PolicySet.of(
            PolicyRule.allow("all").always(),
            PolicyRule.rewrite("less", Map.of("amount", StrictJson.parse("1"))).always());

    /** A policy that can be changed while the runtime runs. */
    private static final class Changeable implements PolicyEngine {

        private volatile PolicyEngine now = RulePolicyEngine.of(Fixture.ALLOW_ALL);
        private volatile int asked;
        private volatile boolean emptyOnceAsked;

        void become(PolicySet rules) {
            now = RulePolicyEngine.of(rules);
        }

        @Override
        public String name() {
            return "changeable";
        }

        @Override
        public Digest policy() {
            return now.policy();
        }

        @Override
        public PolicyVerdict evaluate(PolicyRequest request) {
            asked++;
            PolicyVerdict verdict = now.evaluate(request);
            if (emptyOnceAsked) {
                become(PolicySet.EMPTY);
            }
            return verdict;
        }
    }

    private final Changeable policy = new Changeable();

    private Fixture fixture() {
        return new Fixture(builder -> builder.policy(policy));
    }

    @Test
    void run_policyForbidsMeanwhile_isRefused() {
        try (Fixture f = fixture()) {
            var verified = verified(f.alice());
            policy.become(PolicySet.EMPTY);
            assertEquals(Reason.POLICY_NO_PERMIT, Fixture.reason(verified.run()));
            assertEquals(List.of(), f.bank.reached);
        }
    }

    /** The old rules answered, so their answer does not count as the new rules'. */
    @Test
    void call_policyForbidsJustAfterItPermitted_isRefused() {
        try (Fixture f = fixture()) {
            policy.emptyOnceAsked = true;
            assertEquals(
                    Reason.POLICY_NO_PERMIT,
                    Fixture.reason(BankVerbs.with(f.alice()).await()));
            assertEquals(2, policy.asked);
            assertEquals(List.of(), f.bank.reached);
        }
    }

    @Test
    void run_policyIsTheSame_isNotAskedAgain() {
        try (Fixture f = fixture()) {
            var verified = verified(f.alice());
            verified.run().orThrow();
            assertEquals(1, policy.asked);
        }
    }

    @Test
    void run_anotherPolicyPermits_isRecordedUnderThatPolicy() {
        try (Fixture f = fixture()) {
            var verified = verified(f.alice());
            policy.become(PERMIT);
            verified.run().orThrow();
            var decided = f.ledger.decisions().getFirst();
            assertEquals(Optional.of(PERMIT.hash()), decided.policy());
            assertEquals(Optional.of("other-name"), decided.ruleMatched());
        }
    }

    @Test
    void run_policyWouldRewriteMeanwhile_isRefused() {
        try (Fixture f = fixture()) {
            var verified = verified(f.alice());
            policy.become(REWRITE);
            assertEquals(Reason.POLICY_CHANGED, Fixture.reason(verified.run()));
            assertEquals(List.of(), f.bank.reached);
        }
    }

    @Test
    void export_policyForbidsMeanwhile_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes();
                Fixture f = new Fixture(
                        builder -> builder.policy(policy).name("gateway").signer(two.key))) {
            var verified = verified(f.alice());
            policy.become(PolicySet.EMPTY);
            assertEquals(
                    Reason.POLICY_NO_PERMIT, denial(verified.export(TO_WORKER)).reason());
        }
    }

    @Test
    void accepted_policyForbidsMeanwhile_isRefused() {
        try (TwoRuntimes two = new TwoRuntimes(builder -> builder.policy(policy))) {
            var accepted = two.accepted(two.exported());
            policy.become(PolicySet.EMPTY);
            assertEquals(Reason.POLICY_NO_PERMIT, Fixture.reason(accepted.run()));
            assertEquals(List.of(), two.worker.bank.reached);
        }
    }

    @Test
    void call_revokedOrForbiddenWhileItWaitsForAPermit_isRefused() throws Exception {
        for (boolean revoke : new boolean[] {true, false}) {
            policy.become(Fixture.ALLOW_ALL);
            try (Fixture f = fixture();
                    ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
                var held = f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
                var calls = BankVerbs.with(f.cnv.open(held));
                f.bank.entered = new CountDownLatch(4);
                f.bank.leave = new CountDownLatch(1);
                List<Future<Outcome<Integer>>> inside = java.util.stream.Stream.generate(
                                () -> pool.submit(() -> calls.await()))
                        .limit(4)
                        .toList();
                f.bank.entered.await();
                int before = policy.asked;
                Future<Outcome<Integer>> waiting = pool.submit(() -> calls.await());
                Waiting.until(() -> policy.asked > before);
                if (revoke) {
                    f.cnv.trust(trust ->
                            trust.withRevoked(held.chain().tokenDigests().getFirst()));
                } else {
                    policy.become(PolicySet.EMPTY);
                }
                f.bank.leave.countDown();
                for (Future<Outcome<Integer>> one : inside) {
                    one.get().orThrow();
                }
                assertEquals(
                        revoke ? Reason.CREDENTIAL_REVOKED : Reason.POLICY_NO_PERMIT,
                        Fixture.reason(waiting.get()));
                assertEquals(4, f.bank.reached.size());
            }
        }
    }
}
