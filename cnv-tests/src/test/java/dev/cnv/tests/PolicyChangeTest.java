package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.RuntimeEvent.PolicyChanged;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.DelegationCondition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.PolicyChange;
import dev.cnv.runtime.policy.PolicyDelta;
import dev.cnv.runtime.policy.PolicyDelta.Edit;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Changes of a running runtime's policy. */
class PolicyChangeTest {

    private static final AgentId ADMIN = new AgentId("admin");

    private static final PolicyRule NO_TRANSFER = PolicyRule.deny("no-transfer", "not now", "")
            .when(Condition.capability("bank.transfer"));

    private static PolicyDelta add(PolicyRule rule) {
        return PolicyDelta.relax(new Edit.Add(rule));
    }

    private static PolicyChange.Applied applied(PolicyChange change) {
        return assertInstanceOf(PolicyChange.Applied.class, change);
    }

    private static Reason refused(PolicyChange change) {
        return assertInstanceOf(PolicyChange.Refused.class, change).denial().reason();
    }

    private static BankTransferCertificate.Verified verified(Fixture f) {
        return BankTransferCertificate.prepare(
                        f.alice(), new BankTransferCertificate.Input("alice", "bob", 5))
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
    }

    @Test
    void change_applied_isInTheLedgerOnDiskAndDecidesFromThenOn() {
        try (Fixture f = new Fixture()) {
            assertEquals(0, f.cnv.policyEpoch());
            PolicySet before = f.cnv.policy().orElseThrow();
            PolicyChange.Applied change =
                    applied(f.cnv.policy(PolicyDelta.tighten(new Edit.Add(NO_TRANSFER)), ADMIN));
            assertEquals(1, change.epoch());
            assertEquals(1, f.cnv.policyEpoch());
            assertEquals(before.hash(), change.before());
            assertEquals(before.with(NO_TRANSFER).hash(), change.after());
            assertEquals(Optional.of(before.with(NO_TRANSFER)), f.cnv.policy());
            PolicyChanged event = assertInstanceOf(
                    PolicyChanged.class, f.ledger.events().get((int) change.record()));
            assertEquals("created", event.kind());
            assertEquals("tighten", event.direction());
            assertEquals("admin", event.origin().agent());
            assertEquals(List.of("no-transfer"), event.rules());
            assertEquals(Durability.ON_DISK, f.ledger.durability((int) change.record()));
            assertEquals(
                    Reason.POLICY_FORBIDDEN,
                    Fixture.reason(BankVerbs.with(f.alice()).transfer("alice", "bob", 1)));
            PolicyDecision decision = f.ledger.decisions().getLast();
            assertEquals(Optional.of(change.after()), decision.policy());
        }
    }

    @Test
    void change_thatTheLedgerCannotTake_hasNoEffect() {
        try (Fixture f = new Fixture()) {
            f.ledger.failOn(PolicyChanged.class::isInstance);
            assertEquals(Reason.LEDGER_UNAVAILABLE, refused(f.cnv.policy(add(NO_TRANSFER), ADMIN)));
            assertEquals(0, f.cnv.policyEpoch());
            assertEquals(
                    new Bank.Balances(999, 1),
                    BankVerbs.with(f.alice()).transfer("alice", "bob", 1).orThrow());
        }
    }

    @Test
    void change_thatDoesNotFit_isRefusedAndNotRecorded() {
        try (Fixture f = new Fixture()) {
            assertEquals(
                    Reason.POLICY_DELTA_REFUSED,
                    refused(f.cnv.policy(
                            PolicyDelta.tighten(
                                    new Edit.Add(PolicyRule.allow("more").always())),
                            ADMIN)));
            assertEquals(List.of(), f.ledger.asked());
        }
    }

    @Test
    void change_ofAnEngineWithoutRules_isRefused() {
        try (Fixture f = new Fixture(b -> b.policy(new ThrowingEngine()))) {
            assertEquals(Optional.empty(), f.cnv.policy());
            assertEquals(
                    Reason.POLICY_DELTA_REFUSED, refused(f.cnv.policy(add(NO_TRANSFER), ADMIN)));
        }
    }

    @Test
    void change_afterClose_isRefused() {
        Fixture f = new Fixture();
        f.close();
        assertEquals(Reason.CLOSED, refused(f.cnv.policy(add(NO_TRANSFER), ADMIN)));
    }

    @Test
    void enable_withoutAnApprovalThatHolds_isRefused() {
        SigningKey carol = SigningKey.generate(new java.security.SecureRandom());
        SigningKey mallory = SigningKey.generate(new java.security.SecureRandom());
        PolicySet rules =
                Fixture.ALLOW_ALL.with(NO_TRANSFER.in(dev.cnv.runtime.policy.RuleState.DISABLED));
        try (Fixture f = new Fixture(rules)) {
            f.cnv.trust(trust -> trust.withApprover(new AgentId("carol"), carol.publicKey())
                    .withApprover(ADMIN, mallory.publicKey()));
            PolicyDelta enable = new PolicyDelta.Enable(Set.of("no-transfer"));
            var digest = enable.approvalDigest(rules.hash());
            assertEquals(Reason.APPROVAL_REQUIRED, refused(f.cnv.policy(enable, ADMIN)));
            assertEquals(
                    Reason.APPROVAL_REQUIRED,
                    refused(f.cnv.policy(enable, ADMIN, approval(mallory, "admin", digest))),
                    "nobody approves a change of their own");
            assertEquals(
                    Reason.APPROVAL_INVALID,
                    refused(f.cnv.policy(enable, ADMIN, approval(mallory, "carol", digest))));
            assertEquals(
                    Reason.APPROVAL_INVALID,
                    refused(f.cnv.policy(
                            enable,
                            ADMIN,
                            approval(
                                    carol,
                                    "carol",
                                    enable.approvalDigest(PolicySet.EMPTY.hash())))));
            assertEquals(List.of(), f.ledger.asked());
            applied(f.cnv.policy(enable, ADMIN, approval(carol, "carol", digest)));
            PolicyChanged event =
                    assertInstanceOf(PolicyChanged.class, f.ledger.events().getLast());
            assertEquals("enabled", event.kind());
            assertEquals(List.of("carol"), event.approvers());
            assertEquals(
                    Reason.POLICY_FORBIDDEN,
                    Fixture.reason(BankVerbs.with(f.alice()).transfer("alice", "bob", 1)));
        }
    }

    private static Approval approval(
            SigningKey key, String who, dev.cnv.runtime.canonical.Digest digest) {
        return Approval.sign(
                key,
                new AgentId(who),
                PolicyDelta.APPROVED_AS,
                PolicyDelta.APPROVED_VERSION,
                digest,
                Fixture.NOON.plus(Duration.ofMinutes(5)));
    }

    /** Proved under the policy before, run under the policy now. */
    @Test
    void verifiedCertificate_whenThePolicyMoved_isAskedAgain() {
        try (Fixture f = new Fixture()) {
            var refusedNow = verified(f);
            var still = verified(f);
            applied(f.cnv.policy(add(NO_TRANSFER), ADMIN));
            assertEquals(Reason.POLICY_FORBIDDEN, Fixture.reason(refusedNow.run()));
            assertEquals(List.of(), f.bank.reached);
            applied(f.cnv.policy(new PolicyDelta.Disable(Set.of("no-transfer")), ADMIN));
            still.run().orThrow();
            PolicyDecision decided = f.ledger.decisions().getLast();
            assertEquals(Optional.of(f.cnv.policy().orElseThrow().hash()), decided.policy());
            assertNotEquals(
                    still.claims().policy().orElseThrow().policy().hex(),
                    decided.policy().orElseThrow().hex());
        }
    }

    @Test
    void verifiedCertificate_whenThePolicyNowSendsItElsewhere_isRefused() {
        for (PolicyRule rule : List.of(
                PolicyRule.redirect("elsewhere", "bank.set")
                        .when(Condition.capability("bank.transfer")),
                PolicyRule.rewrite("elsewhere", Map.of("amount", (JsonNode)
                                JsonNodeFactory.instance.numberNode(1)))
                        .when(Condition.capability("bank.transfer")))) {
            try (Fixture f = new Fixture()) {
                var certificate = verified(f);
                applied(f.cnv.policy(add(rule), ADMIN));
                assertEquals(Reason.POLICY_CHANGED, Fixture.reason(certificate.run()));
                assertEquals(List.of(), f.bank.reached);
            }
        }
    }

    /** A call that waits for a permit was permitted by a policy that may be gone when it gets one. */
    @Test
    void waitingCall_whenThePolicyMoved_isAskedAgain() {
        try (Fixture f = new Fixture()) {
            f.bank.entered = new CountDownLatch(4);
            f.bank.leave = new CountDownLatch(1);
            ConcurrentLinkedQueue<Outcome<Integer>> outcomes = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>(IntStream.range(0, 4)
                    .mapToObj(_ -> Thread.ofVirtual()
                            .start(() -> outcomes.add(BankVerbs.with(f.alice()).await())))
                    .toList());
            Waiting.until(() -> f.bank.entered.getCount() == 0);
            AtomicReference<Outcome<Integer>> fifth = new AtomicReference<>();
            Thread waiting = Thread.ofVirtual()
                    .start(() -> fifth.set(BankVerbs.with(f.alice()).await()));
            threads.add(waiting);
            Waiting.until(() -> waiting.getState() == Thread.State.WAITING
                    || waiting.getState() == Thread.State.TIMED_WAITING);
            applied(f.cnv.policy(
                    add(PolicyRule.deny("no-wait", "no", "")
                            .when(Condition.capability("bank.wait"))),
                    ADMIN));
            f.bank.leave.countDown();
            threads.forEach(Waiting::join);
            outcomes.forEach(Outcome::orThrow);
            assertEquals(Reason.POLICY_FORBIDDEN, Fixture.reason(fifth.get()));
        }
    }

    /** Callers beside changes: each decision names a policy that was in force, and the epochs count. */
    @Test
    void changes_besideCalls_areAtomicAndInOrder() throws Exception {
        try (Fixture f = new Fixture()) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int thread = t;
                threads.add(Thread.ofPlatform()
                        .start(() -> IntStream.range(0, 25)
                                .forEach(i -> applied(f.cnv.policy(
                                        add(PolicyRule.deny("r-" + thread + "-" + i, "no", "")
                                                .when(Condition.agent("nobody"))),
                                        ADMIN)))));
                threads.add(Thread.ofPlatform()
                        .start(() -> IntStream.range(0, 100)
                                .forEach(_ -> BankVerbs.with(f.alice())
                                        .balance("alice")
                                        .orThrow())));
            }
            for (Thread thread : threads) {
                thread.join(60_000);
            }
            assertEquals(100, f.cnv.policyEpoch());
            assertEquals(101, f.cnv.policy().orElseThrow().rules().size());
            List<String> hashes =
                    new ArrayList<>(List.of(Fixture.ALLOW_ALL.hash().hex()));
            long epoch = 0;
            for (LedgerEvent event : f.ledger.asked()) {
                if (event instanceof PolicyChanged changed) {
                    assertEquals(++epoch, changed.epoch());
                    assertEquals(hashes.getLast(), changed.before().hex());
                    hashes.add(changed.after().hex());
                }
            }
            assertEquals(101, hashes.size());
            for (PolicyDecision decided : f.ledger.decisions()) {
                assertTrue(hashes.contains(decided.policy().orElseThrow().hex()));
            }
        }
    }

    @Test
    void decision_hasFactsAndErrors() {
        PolicyRule faulty = PolicyRule.allow("about-nothing")
                .when(PathCondition.everyPathPasses("bnak.**", "approval.*"));
        try (Fixture f = new Fixture(Fixture.ALLOW_ALL.with(faulty))) {
            BankVerbs.with(f.alice()).balance("alice").orThrow();
            PolicyDecision decided = f.ledger.decisions().getFirst();
            assertEquals(List.of("about-nothing"), decided.ruleErrors());
            assertEquals(List.of("about-nothing", "all"), decided.rulesConsidered());
            assertTrue(decided.facts().isPresent());
        }
    }

    /** Reading a balance comes before an audit, which requires it, and no transfer does. */
    @Test
    void everyPathPasses_graphOfTheApplication_decides() {
        assertEquals(Optional.empty(), reasonOfAuditUnlessItPasses("bank.balance"));
        assertEquals(
                Optional.of(Reason.POLICY_FORBIDDEN), reasonOfAuditUnlessItPasses("bank.transfer"));
    }

    private static Optional<Reason> reasonOfAuditUnlessItPasses(String through) {
        PolicyRule rule = PolicyRule.deny("audited", "no way round", "")
                .when(Condition.capability("bank.audit")
                        .and(Condition.not(PathCondition.everyPathPasses("bank.audit", through))));
        try (Fixture f = new Fixture(Fixture.ALLOW_ALL.with(rule))) {
            Optional<Reason> reason = reason(BankVerbs.with(f.alice()).audit());
            PolicyDecision decided = f.ledger.decisions().getFirst();
            assertEquals(List.of(), decided.ruleErrors());
            assertTrue(decided.request().orElseThrow().ways().isPresent());
            return reason;
        }
    }

    private static Optional<Reason> reason(Outcome<?> outcome) {
        return outcome instanceof Outcome.Denied<?> denied
                ? Optional.of(denied.denial().reason())
                : Optional.empty();
    }

    @Test
    void everyPathPasses_noVerbAtTheEnd_isAFaultThatDenies() {
        PolicyRule rule = PolicyRule.deny("misspelt", "no", "")
                .when(PathCondition.everyPathPasses("bnak.audit", "bank.balance"));
        try (Fixture f = new Fixture(Fixture.ALLOW_ALL.with(rule))) {
            assertEquals(
                    Optional.of(Reason.POLICY_FAULT),
                    reason(BankVerbs.with(f.alice()).balance("alice")));
        }
    }

    /** The kernel says within which verbs a call is made, however it got its session. */
    @Test
    void nestedCall_whoseChainTraverses_isForbidden() {
        PolicyRule rule = PolicyRule.deny("no-transfer-from-reports", "no", "")
                .when(Condition.capability("bank.transfer")
                        .and(PathCondition.traverses("bank.report")));
        try (Fixture f = new Fixture(Fixture.ALLOW_ALL.with(rule))) {
            assertEquals(
                    List.of("completed true", Reason.POLICY_FORBIDDEN.code()),
                    BankVerbs.with(f.alice()).report("alice").orThrow());
            BankVerbs.with(f.alice()).transfer("alice", "bob", 1).orThrow();
            AtomicReference<Outcome<Bank.Balances>> other = new AtomicReference<>();
            f.bank.before = () -> {
                if (Cnv.current().context().path().isEmpty() && other.get() == null) {
                    f.bank.before = () -> {};
                    other.set(BankVerbs.with(f.alice()).transfer("alice", "bob", 1));
                }
            };
            BankVerbs.with(f.alice()).report("alice").orThrow();
            assertEquals(
                    Reason.POLICY_FORBIDDEN,
                    Fixture.reason(other.get()),
                    "by a session of its own");
        }
    }

    @Test
    void delegation_ofTheChain_isAFact() {
        PolicySet persons = PolicySet.of(PolicyRule.allow("persons")
                .when(DelegationCondition.originIsPerson()
                        .and(DelegationCondition.depthAtMost(1))
                        .and(DelegationCondition.executor("alice"))));
        try (Fixture f = new Fixture(persons)) {
            BankVerbs.with(f.alice()).balance("alice").orThrow();
            assertEquals(
                    Reason.POLICY_NO_PERMIT,
                    Fixture.reason(BankVerbs.with(f.cnv.open(
                                    new dev.cnv.runtime.delegation.Credential.Anonymous()))
                            .balance("alice")));
        }
    }
}
