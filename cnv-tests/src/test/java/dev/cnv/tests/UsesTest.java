package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How often a chain may be used: shared, exact, and remembered by the ledger. */
class UsesTest {

    private static final UnaryOperator<TokenDraft> AS_IT_IS = UnaryOperator.identity();

    private final Lineage lineage = new Lineage();

    private static Outcome<?> balance(Session session) {
        return BankVerbs.with(session).balance("alice");
    }

    private List<PolicyDecision> spending() {
        return lineage.ledger.decisions().stream()
                .filter(decided -> !decided.spending().uses().isEmpty())
                .toList();
    }

    private static void completed(Outcome<?> outcome) {
        assertInstanceOf(Outcome.Completed.class, outcome);
    }

    private static void exhausted(Outcome<?> outcome) {
        assertEquals(Reason.USES_EXHAUSTED, Fixture.reason(outcome));
    }

    @Test
    void descendants_onSixtyFourThreads_shareTheUsesExactly() throws Exception {
        long allowed = 100;
        Chain limited = lineage.aliceChain(draft -> draft.maximumUses(allowed));
        try (Cnv cnv = lineage.open();
                ExecutorService executor = Executors.newFixedThreadPool(64)) {
            List<Session> sessions = List.of(
                    cnv.open(lineage.held(lineage.botChain(limited, "one", AS_IT_IS))),
                    cnv.open(lineage.held(lineage.botChain(limited, "two", AS_IT_IS))),
                    cnv.open(lineage.held(limited)));
            CountDownLatch begin = new CountDownLatch(1);
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Session session = sessions.get(i % sessions.size());
                futures.add(executor.submit(() -> {
                    begin.await();
                    int done = 0;
                    for (int call = 0; call < 5; call++) {
                        Outcome<?> outcome = balance(session);
                        if (outcome instanceof Outcome.Completed<?>) {
                            done++;
                        } else {
                            exhausted(outcome);
                        }
                    }
                    return done;
                }));
            }
            begin.countDown();
            int done = 0;
            for (Future<Integer> future : futures) {
                done += future.get();
            }
            assertEquals(allowed, done);
            assertEquals(allowed, spending().size());
            assertEquals(allowed, lineage.bank.reached.size());
        }
    }

    @Test
    void call_ofALimitedChain_isOnDiskAndNamesEachLimitedToken() {
        Chain limited = lineage.aliceChain(draft -> draft.maximumUses(9));
        Chain below = lineage.botChain(limited, "one", draft -> draft.maximumUses(2));
        try (Cnv cnv = lineage.open()) {
            completed(balance(cnv.open(lineage.held(below))));
            assertEquals(
                    below.tokenDigests(),
                    spending().getFirst().spending().uses().stream()
                            .map(Spending.Use::token)
                            .toList());
            assertEquals(
                    Durability.ON_DISK,
                    lineage.ledger.durability(lineage.ledger.decisions().getFirst()));
            Chain free = lineage.aliceChain(AS_IT_IS);
            int next = lineage.ledger.events().size();
            completed(balance(cnv.open(lineage.held(free))));
            assertEquals(Durability.BUFFERED, lineage.ledger.durability(next));
            assertEquals(1, spending().size());
        }
    }

    @Test
    void restart_usesThatWereSpent_areStillSpent() {
        Chain limited = lineage.aliceChain(draft -> draft.maximumUses(3));
        try (Cnv cnv = lineage.open()) {
            Session session = cnv.open(lineage.held(limited));
            completed(balance(session));
            completed(balance(session));
        }
        try (Cnv cnv = lineage.open()) {
            Session session = cnv.open(lineage.held(limited));
            completed(balance(session));
            exhausted(balance(session));
        }
        try (Cnv cnv = lineage.open()) {
            exhausted(balance(cnv.open(lineage.held(limited))));
        }
    }

    @Test
    void deniedOrThrottledOrUnrecordedCall_spendsNothing() {
        Chain limited = lineage.aliceChain(draft -> draft.maximumUses(1));
        PolicySet noSetting = PolicySet.of(
                PolicyRule.allow("all").always(),
                PolicyRule.deny("no-setting", "nobody sets a balance", "transfer instead")
                        .when(Condition.capability("bank.set")));
        try (Cnv cnv =
                lineage.open(new Surviving(lineage.ledger), builder -> builder.policy(noSetting))) {
            Session session = cnv.open(lineage.held(limited));
            assertEquals(
                    Reason.POLICY_FORBIDDEN,
                    Fixture.reason(BankVerbs.with(session).set("alice", 1)));
            assertEquals(
                    Reason.PARAMETER_RULE_BROKEN,
                    Fixture.reason(BankVerbs.with(session).transfer("alice", "bob", 0)));
            lineage.ledger.failOn(event -> true);
            assertEquals(Reason.LEDGER_UNAVAILABLE, Fixture.reason(balance(session)));
            lineage.ledger.failOn(event -> false);
            completed(balance(session));
            exhausted(balance(session));
            assertEquals(1, spending().size());
        }
    }

    @Test
    void repeatOfARecordedOutcome_spendsNothingAndIsAnsweredWithoutAUseLeft() {
        Chain limited = lineage.aliceChain(draft -> draft.maximumUses(1));
        try (Cnv cnv = lineage.open()) {
            Session session =
                    cnv.open(lineage.held(limited)).with(CallOptions.NONE.idempotencyKey("k"));
            completed(BankVerbs.with(session).transfer("alice", "bob", 5));
            Outcome.Completed<?> again = assertInstanceOf(
                    Outcome.Completed.class, BankVerbs.with(session).transfer("alice", "bob", 5));
            assertTrue(again.repeated());
            assertEquals(1, spending().size());
            exhausted(BankVerbs.with(session.with(CallOptions.NONE)).transfer("alice", "bob", 5));
            assertEquals(List.of("bank.transfer"), lineage.bank.reached);
        }
    }

    @Test
    void failedHandler_hasSpentItsUse() {
        Chain limited = lineage.aliceChain(draft -> draft.maximumUses(1));
        try (Cnv cnv = lineage.open()) {
            Session session = cnv.open(lineage.held(limited));
            assertEquals(
                    Reason.HANDLER_FAILED,
                    Fixture.reason(BankVerbs.with(session).openSafe("front", "0000")));
            exhausted(balance(session));
        }
    }

    @Test
    void withheldByADryRunPolicy_spendsNothing() {
        Chain limited = lineage.aliceChain(draft -> draft.maximumUses(1));
        try (Cnv cnv = lineage.open(
                new Surviving(lineage.ledger), builder -> builder.policyMode(PolicyMode.DRY_RUN))) {
            assertInstanceOf(Outcome.Withheld.class, balance(cnv.open(lineage.held(limited))));
            assertEquals(0, spending().size());
        }
    }

    @Test
    void explain_takesNoUseAndSaysWhenNoneIsLeft() {
        Chain limited = lineage.aliceChain(draft -> draft.maximumUses(1));
        try (Cnv cnv = lineage.open()) {
            Session session = cnv.open(lineage.held(limited));
            CapabilityId verb = new CapabilityId("bank.balance");
            var arguments = StrictJson.parse("{\"account\":\"alice\"}");
            assertTrue(session.explain(verb, arguments).denial().isEmpty());
            assertTrue(session.explain(verb, arguments).denial().isEmpty());
            completed(balance(session));
            assertEquals(
                    Reason.USES_EXHAUSTED,
                    session.explain(verb, arguments).denial().orElseThrow().reason());
        }
    }
}
