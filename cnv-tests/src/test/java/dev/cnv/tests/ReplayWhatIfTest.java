package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.audit.replay.Alteration;
import dev.cnv.audit.replay.ReplayEngine;
import dev.cnv.audit.replay.ReplayReport;
import dev.cnv.audit.replay.ReplaySlice;
import dev.cnv.audit.replay.WhatIf;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could have been otherwise than by another policy. */
class ReplayWhatIfTest {

    @TempDir
    private Path folder;

    private final Lineage lineage = new Lineage();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final Chain alice = lineage.aliceChain(draft -> draft);
    private final Chain bot = lineage.botChain(alice, "one", draft -> draft);

    @AfterEach
    void endWorkers() {
        workers.shutdownNow();
    }

    private Cnv open() {
        return lineage.open(FileLedger.open(folder, lineage.time), builder -> builder);
    }

    private BankVerbs.Calls by(Cnv cnv, Chain chain) {
        return BankVerbs.with(cnv.open(lineage.held(chain)));
    }

    private ReplayReport whatIf(Alteration... alterations) {
        ReplayReport report = new ReplayReport();
        new ReplayEngine(workers)
                .whatIf(
                        folder,
                        ReplaySlice.ALL,
                        new WhatIf(List.of(alterations)),
                        _ -> {},
                        report::add);
        return report;
    }

    private static List<String> afters(ReplayReport report) {
        return report.differences().stream().map(one -> one.after().toString()).toList();
    }

    @Test
    void tokenRevoked_refusesWhatDescendsFromItFromThenOn() {
        try (Cnv cnv = open()) {
            by(cnv, bot).balance("bob").orThrow();
            lineage.time.advance(Duration.ofSeconds(10));
            by(cnv, bot).balance("bob").orThrow();
            by(cnv, alice).balance("bob").orThrow();
        }
        ReplayReport report = whatIf(new Alteration.TokenRevoked(
                bot.tokenDigests().getLast(), Fixture.NOON.plusSeconds(5)));
        assertEquals(List.of("refuse (credential-revoked)"), afters(report));
        assertEquals(Map.of("alice/one", 1L), report.groups().get("agent"));
        assertEquals(2, report.same());
        assertEquals(
                3,
                whatIf(new Alteration.TokenRevoked(
                                alice.tokenDigests().getFirst(), Fixture.NOON.minusSeconds(5)))
                        .different(),
                "all descend from alice's");
    }

    @Test
    void tokenRevoked_whenTheLedgerLacksTheChain_isUndetermined() {
        try (Cnv cnv = open()) {
            by(cnv, bot).balance("bob").orThrow();
        }
        try (FileLedger ledger = FileLedger.open(folder, lineage.time)) {
            assertTrue(ledger.erase(
                    new dev.cnv.runtime.governance.EventOrigins(
                                    lineage.time,
                                    new dev.cnv.runtime.identity.RandomIds(lineage.random))
                            .by("admin"),
                    bot.digest(),
                    "asked"));
        }
        ReplayReport report = whatIf(new Alteration.TokenRevoked(
                bot.tokenDigests().getLast(), Fixture.NOON.minusSeconds(5)));
        assertEquals(1, report.undetermined());
        assertEquals(0, report.different());
    }

    @Test
    void capabilityRemoved_refusesIt_besideAnotherPolicy() {
        try (Cnv cnv = open()) {
            by(cnv, alice).balance("bob").orThrow();
            by(cnv, alice).report("alice").orThrow();
            by(cnv, alice).audit().orThrow();
        }
        ReplayReport report = whatIf(
                new Alteration.CapabilityRemoved(new CapabilityPattern("bank.balance")),
                new Alteration.OtherPolicy(
                        Fixture.ALLOW_ALL.with(PolicyRule.deny("no-report", "closed", "")
                                .when(Condition.capability("bank.report")))));
        assertEquals(
                List.of(
                        "refuse (capability-withdrawn)",
                        "refuse (policy-forbidden) by rule no-report",
                        "refuse (capability-withdrawn)"),
                afters(report),
                "a report asks for a balance");
        assertEquals(2, report.same(), "the audit, and the transfer within the report");
        assertEquals(5, report.permittedBefore());
        assertEquals(2, report.permittedAfter());
        assertEquals(
                Map.of("bank.balance", 1L, "bank.report", 1L, "bank.transfer", 1L),
                whatIf(new Alteration.CapabilityRemoved(new CapabilityPattern("bank.report")))
                        .groups()
                        .get("capability"),
                "what a report asked for would not have been asked for");
    }

    @Test
    void lowerRate_turnsAwayWhatIsTooMuchWithinASecond() {
        try (Cnv cnv = open()) {
            for (int i = 0; i < 10; i++) {
                by(cnv, alice).balance("bob").orThrow();
                by(cnv, alice).audit().orThrow();
                lineage.time.advance(Duration.ofMillis(300));
            }
        }
        // Calls at 0, 300, 600, ...: of any second's four, two begin.
        ReplayReport report = whatIf(new Alteration.LowerRate(new CapabilityId("bank.balance"), 2));
        assertEquals(4, report.different(), "at 600, 900, 1800, 2100");
        assertEquals(16, report.same());
        assertEquals("refuse (rate-exceeded)", afters(report).getFirst());
        assertEquals(Map.of("bank.balance", 4L), report.groups().get("capability"));
        assertEquals(
                0,
                whatIf(new Alteration.LowerRate(new CapabilityId("bank.balance"), 4))
                        .different());
    }

    @Test
    void lowerConcurrency_oneAfterTheOther_isTheSame() {
        try (Cnv cnv = open()) {
            for (int i = 0; i < 3; i++) {
                by(cnv, alice).balance("bob").orThrow();
            }
        }
        ReplayReport report =
                whatIf(new Alteration.LowerConcurrency(new CapabilityId("bank.balance"), 1));
        assertEquals(3, report.same());
        assertEquals(0, report.undetermined());
    }

    @Test
    void whatIf_twoPoliciesOrRates_isRefused() {
        Alteration policy = new Alteration.OtherPolicy(Fixture.ALLOW_ALL);
        assertThrows(IllegalArgumentException.class, () -> new WhatIf(List.of(policy, policy)));
        CapabilityId verb = new CapabilityId("bank.balance");
        assertThrows(
                IllegalArgumentException.class,
                () -> new WhatIf(List.of(
                        new Alteration.LowerRate(verb, 1), new Alteration.LowerRate(verb, 2))));
        assertThrows(IllegalArgumentException.class, () -> new Alteration.LowerRate(verb, 0));
    }
}
