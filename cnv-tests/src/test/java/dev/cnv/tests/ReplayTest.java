package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.audit.replay.ReplayEngine;
import dev.cnv.audit.replay.ReplayReport;
import dev.cnv.audit.replay.ReplaySlice;
import dev.cnv.audit.replay.ReplayedDecision;
import dev.cnv.audit.replay.WhatIf;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.governance.DelegationEvent;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyChange;
import dev.cnv.runtime.policy.PolicyDelta;
import dev.cnv.runtime.policy.PolicyDelta.Edit;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A ledger that a runtime wrote, evaluated again from itself alone. */
class ReplayTest {

    private static final AgentId ADMIN = new AgentId("admin");
    private static final PolicyRule NO_LARGE = PolicyRule.deny("no-large", "too large", "")
            .when(Condition.capability("bank.transfer")
                    .and(new ArgumentCondition.Compares(
                            "amount", ArgumentCondition.Order.GREATER, BigDecimal.valueOf(50))));

    @TempDir
    private Path folder;

    private final Lineage lineage = new Lineage();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    @AfterEach
    void endWorkers() {
        workers.shutdownNow();
    }

    private Cnv open() {
        return lineage.open(FileLedger.open(folder, lineage.time), builder -> builder);
    }

    private BankVerbs.Calls alice(Cnv cnv) {
        return BankVerbs.with(cnv.open(lineage.held(lineage.aliceChain(draft -> draft))));
    }

    private BankVerbs.Calls bot(Cnv cnv) {
        return BankVerbs.with(cnv.open(lineage.held(
                lineage.botChain(lineage.aliceChain(draft -> draft), "one", draft -> draft))));
    }

    private ReplayReport replay() {
        ReplayReport report = new ReplayReport();
        new ReplayEngine(workers).replay(folder, ReplaySlice.ALL, _ -> {}, report::add);
        return report;
    }

    private ReplayReport whatIf(PolicySet other) {
        ReplayReport report = new ReplayReport();
        new ReplayEngine(workers)
                .whatIf(folder, ReplaySlice.ALL, WhatIf.policy(other), _ -> {}, report::add);
        return report;
    }

    private List<PolicyDecision> decisions() {
        List<PolicyDecision> decisions = new ArrayList<>();
        FileLedger.read(folder, record -> {
            if (record.event() instanceof PolicyDecision decision) {
                decisions.add(decision);
            }
        });
        return decisions;
    }

    /** Calls of every kind, with changes of the policy between them. */
    private void live(Cnv cnv, long seed, int calls) {
        SplittableRandom random = new SplittableRandom(seed);
        BankVerbs.Calls alice = alice(cnv);
        BankVerbs.Calls bot = bot(cnv);
        for (int i = 0; i < calls; i++) {
            BankVerbs.Calls who = random.nextBoolean() ? alice : bot;
            switch (random.nextInt(6)) {
                case 0 -> who.transfer("alice", "bob", random.nextLong(0, 100));
                case 1 -> who.audit();
                case 2 -> who.report("alice");
                case 3 -> who.set("carol", random.nextLong(100));
                case 4 -> who.greet("Ada");
                default -> who.balance("bob");
            }
            if (random.nextInt(100) == 0) {
                // A new bot, whose token is revoked soon, and who asks again behind that.
                Chain chain = lineage.botChain(lineage.aliceChain(draft -> draft), "b" + i, d -> d);
                BankVerbs.Calls fleeting = BankVerbs.with(cnv.open(lineage.held(chain)));
                fleeting.balance("bob").orThrow();
                cnv.trust(trust -> trust.withRevoked(chain.tokenDigests().getLast()));
                assertInstanceOf(Outcome.Denied.class, fleeting.balance("bob"));
            }
            if (random.nextInt(200) == 0) {
                boolean there = cnv.policy().orElseThrow().rule("no-large").isPresent();
                assertInstanceOf(
                        PolicyChange.Applied.class,
                        cnv.policy(
                                there
                                        ? PolicyDelta.relax(new Edit.Remove("no-large"))
                                        : PolicyDelta.tighten(new Edit.Add(NO_LARGE)),
                                ADMIN));
            }
        }
    }

    @Test
    void replay_longHistoryWithChangesOfPolicy_isTheSame() {
        try (Cnv cnv = open()) {
            live(cnv, 20260101, 1_500);
        }
        try (Cnv cnv = open()) {
            live(cnv, 20260102, 500);
        }
        ReplayReport report = replay();
        assertEquals(List.of(), report.differences());
        assertEquals(0, report.undetermined(), report.undeterminedWhy().toString());
        assertEquals(List.of(), report.brokenChains());
        assertEquals(decisions().size(), report.same() + report.skipped());
        assertTrue(report.same() > 1_500, "same=" + report.same());
        assertTrue(report.permittedBefore() < report.same(), "some are refused by the policy");
    }

    /** The answer is never taken from the record: a record that lies is found. */
    @Test
    void replay_recordThatSaysAnotherAnswer_isReportedWithBothExplanations(@TempDir Path other) {
        try (Cnv cnv = open()) {
            alice(cnv).balance("bob").orThrow();
        }
        ReplayReport report =
                forged(other, decision -> lie(decision, decision.arguments(), "other"));
        ReplayedDecision.Different found = report.differences().getFirst();
        assertEquals("permit by rule other", found.before().toString());
        assertEquals("permit by rule all", found.after().toString());
        assertEquals(1, report.different());
    }

    @Test
    void replay_argumentsThatAreNotThoseDecidedAbout_isUndetermined(@TempDir Path other) {
        try (Cnv cnv = open()) {
            alice(cnv).balance("bob").orThrow();
        }
        ReplayReport report = forged(
                other,
                decision -> lie(
                        decision, decision.arguments().deepCopy().put("account", "eve"), "all"));
        assertEquals(1, report.undetermined());
        assertTrue(
                report.undeterminedWhy().keySet().toString().contains("not those of its digest"),
                report.undeterminedWhy().toString());
    }

    /** What mode AUDIT let go on is what the policy says again, whatever a later stage said of it. */
    @Test
    void replay_modeAudit_isTheSame() {
        PolicySet rules = Fixture.ALLOW_ALL
                .with(NO_LARGE)
                .with(PolicyRule.deny("no-report", "closed", "")
                        .when(Condition.capability("bank.report")));
        try (Cnv cnv = lineage.open(
                FileLedger.open(folder, lineage.time),
                builder -> builder.policy(rules).policyMode(PolicyMode.AUDIT))) {
            alice(cnv).transfer("alice", "bob", 60).orThrow();
            alice(cnv).transfer("alice", "bob", 10).orThrow();
            Chain reader = lineage.botChain(
                    lineage.aliceChain(draft -> draft),
                    "reader",
                    draft -> draft.forbid("bank.report"));
            assertInstanceOf(
                    Outcome.Denied.class,
                    BankVerbs.with(cnv.open(lineage.held(reader))).report("alice"));
        }
        assertEquals(
                List.of("decided", "decided", "capability"),
                decisions().stream().map(PolicyDecision::stage).toList());
        ReplayReport report = replay();
        assertEquals(List.of(), report.differences());
        assertEquals(3, report.same());
        assertEquals(1, report.permittedBefore(), "the policy permits one of them");
    }

    @Test
    void replay_chainErased_isUndeterminedAndNeverTheSame(@TempDir Path other) {
        try (Cnv cnv = open()) {
            alice(cnv).balance("bob").orThrow();
        }
        ReplayReport report = forged(other, false, List::of);
        assertEquals(0, report.same());
        assertEquals(Map.of("its chain is not in the ledger", 1L), report.undeterminedWhy());
    }

    /** A runtime that went on with a chain that had been revoked is found out. */
    @Test
    void replay_chainRevokedBefore_isBroken(@TempDir Path other) {
        Chain chain = lineage.aliceChain(draft -> draft);
        try (Cnv cnv = open()) {
            BankVerbs.with(cnv.open(lineage.held(chain))).balance("bob").orThrow();
        }
        ReplayReport report = forged(
                other,
                true,
                event -> event instanceof PolicyDecision decision
                        ? List.of(revoked(decision, chain), decision)
                        : List.of(event));
        assertEquals(0, report.same());
        assertEquals(1, report.chainBroken());
        assertEquals(
                Reason.CREDENTIAL_REVOKED,
                report.brokenChains().getFirst().denial().reason());
    }

    private static LedgerEvent revoked(PolicyDecision decision, Chain chain) {
        return new DelegationEvent.DelegationRevoked(
                decision.origin(),
                java.util.Optional.empty(),
                0,
                List.of(chain.tokenDigests().getFirst()),
                "",
                java.util.Optional.empty());
    }

    /** The same ledger, but for its decisions, with checksums that are right. */
    private ReplayReport forged(Path other, UnaryOperator<PolicyDecision> change) {
        return forged(
                other,
                true,
                event -> List.of(
                        event instanceof PolicyDecision decision ? change.apply(decision) : event));
    }

    /** The same ledger, but for some events, with checksums that are right. */
    private ReplayReport forged(
            Path other, boolean keepsChains, Function<LedgerEvent, List<LedgerEvent>> change) {
        List<LedgerEvent> events = new ArrayList<>();
        FileLedger.read(folder, record -> events.add(record.event()));
        try (FileLedger forged = FileLedger.open(other, lineage.time)) {
            for (LedgerEvent event : events) {
                if (keepsChains && event instanceof PolicyDecision decision) {
                    decision.chain()
                            .flatMap(chain -> FileLedger.payload(folder, chain))
                            .ifPresent(forged::keep);
                }
                if (event
                        instanceof dev.cnv.runtime.governance.RuntimeEvent.PolicyChanged changed) {
                    forged.keep(FileLedger.payload(folder, changed.body().orElseThrow())
                            .orElseThrow());
                }
                change.apply(event).forEach(each -> forged.append(each, Durability.BUFFERED));
            }
        }
        ReplayReport report = new ReplayReport();
        new ReplayEngine(workers).replay(other, ReplaySlice.ALL, _ -> {}, report::add);
        return report;
    }

    private static PolicyDecision lie(PolicyDecision d, ObjectNode arguments, String rule) {
        return new PolicyDecision(
                d.origin(),
                d.invocation(),
                d.parent(),
                d.capability(),
                d.version(),
                d.agentType(),
                d.principal(),
                d.root(),
                d.chain(),
                d.effects(),
                d.argumentsDigest(),
                arguments,
                d.argumentsPayload(),
                d.policy(),
                d.rulesConsidered(),
                java.util.Optional.of(rule),
                d.permitted(),
                d.reason(),
                d.stage(),
                d.message(),
                d.idempotencyKey(),
                d.dryRun(),
                d.ruleErrors(),
                d.facts(),
                d.request(),
                d.spending(),
                d.vouched());
    }

    @Test
    void whatIf_tighterPolicy_changesExactlyWhatItForbids() {
        try (Cnv cnv = open()) {
            for (long amount : new long[] {10, 50, 51, 90}) {
                alice(cnv).transfer("alice", "bob", amount).orThrow();
            }
            bot(cnv).transfer("alice", "bob", 60).orThrow();
        }
        ReplayReport report = whatIf(Fixture.ALLOW_ALL.with(NO_LARGE));
        assertEquals(3, report.different());
        assertEquals(2, report.same());
        assertEquals(5, report.permittedBefore());
        assertEquals(2, report.permittedAfter());
        assertEquals(
                List.of("51", "90", "60"),
                report.differences().stream()
                        .map(one -> one.decision().arguments().get("amount").toString())
                        .toList());
        assertEquals(
                "refuse (policy-forbidden) by rule no-large",
                report.differences().getFirst().after().toString());
        assertEquals(
                java.util.Map.of("alice", 2L, "alice/one", 1L), report.groups().get("agent"));
        assertEquals(report.differences().getFirst(), report.firstByRule().get("no-large"));
    }

    @Test
    void whatIf_ruleAboutASecret_isNotGuessed() {
        try (Cnv cnv = open()) {
            BankVerbs.with(cnv.open(lineage.held(lineage.aliceChain(draft -> draft))))
                    .openSafe("a", "1234")
                    .orThrow();
        }
        assertEquals(1, replay().same(), "no rule asks about the secret");
        ReplayReport report = whatIf(Fixture.ALLOW_ALL.with(
                PolicyRule.deny("pin", "no", "").when(Condition.argument("pin", "1234"))));
        assertEquals(1, report.undetermined());
        assertTrue(
                report.undeterminedWhy().keySet().toString().contains("sensitive argument=pin"),
                report.undeterminedWhy().toString());
    }

    @Test
    void replay_personalArgumentsErased_isUndetermined() {
        try (Cnv cnv = open()) {
            alice(cnv).greet("Ada").orThrow();
        }
        assertEquals(1, replay().same());
        Digest payload = decisions().getFirst().argumentsPayload().orElseThrow();
        try (FileLedger ledger = FileLedger.open(folder, lineage.time)) {
            assertTrue(ledger.erase(
                    new dev.cnv.runtime.governance.EventOrigins(
                                    lineage.time,
                                    new dev.cnv.runtime.identity.RandomIds(lineage.random))
                            .by("admin"),
                    payload,
                    "asked"));
        }
        ReplayReport report = replay();
        assertEquals(0, report.same());
        assertEquals(1, report.undetermined());
    }
}
