package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the ledger cannot take does not run, and is never passed over in silence. */
class LedgerFailureTest {

    @Test
    void decision_notTaken_doesNotRun() {
        try (Fixture f = new Fixture()) {
            f.ledger.failOn(_ -> true);
            Outcome<Bank.Balances> outcome = BankVerbs.with(f.alice()).transfer("alice", "bob", 5);
            assertEquals(Reason.LEDGER_UNAVAILABLE, Fixture.reason(outcome));
            assertEquals(
                    Reason.LEDGER_UNAVAILABLE,
                    Fixture.reason(BankVerbs.with(f.alice()).balance("alice")));
            assertEquals(List.of(), f.bank.reached);
        }
    }

    @Test
    void outcome_notTaken_isAFailureThatSaysSo() {
        try (Fixture f = new Fixture()) {
            f.ledger.failOn(InvocationCompleted.class::isInstance);
            Outcome<Bank.Balances> outcome = BankVerbs.with(f.alice()).transfer("alice", "bob", 5);
            assertEquals(Reason.OUTCOME_UNRECORDED, Fixture.reason(outcome));
            assertEquals(
                    f.ledger.events().size() - 1, outcome.receipt().decision().orElseThrow());
            assertEquals(List.of("bank.transfer"), f.bank.reached);
        }
    }

    @Test
    void refusal_notTaken_isStillARefusalAndSaysSo() {
        try (Fixture f = new Fixture()) {
            f.ledger.failOn(_ -> true);
            var readsOnly = f.alice(draft -> draft.grant("bank.*", EffectLevel.READ_ONLY));
            Outcome<Bank.Balances> outcome = BankVerbs.with(readsOnly).transfer("alice", "bob", 5);
            assertEquals(Reason.LEDGER_UNAVAILABLE, Fixture.reason(outcome));
            assertEquals(
                    Reason.EFFECT_NOT_GRANTED.code(),
                    ((Outcome.Denied<Bank.Balances>) outcome).denial().details().get("refusal"));
        }
    }
}
