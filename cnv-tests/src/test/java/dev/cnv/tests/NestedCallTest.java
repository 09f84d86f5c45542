package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verbs that call verbs: with whose rights, and as whose children. */
class NestedCallTest {

    @Test
    void nested_hasTheCallersRights() {
        try (Fixture f = new Fixture()) {
            var readsOnly = f.alice(draft -> draft.grant("bank.*", EffectLevel.READ_ONLY));
            assertEquals(
                    List.of("completed true", Reason.EFFECT_NOT_GRANTED.code()),
                    BankVerbs.with(readsOnly).report("alice").orThrow());
            assertEquals(
                    List.of("completed true", "completed true"),
                    BankVerbs.with(f.alice()).report("alice").orThrow());
        }
    }

    @Test
    void nested_namesItsParentAndShare_theCorrelation() {
        try (Fixture f = new Fixture()) {
            Outcome<List<String>> outcome = BankVerbs.with(f.alice()).report("alice");
            List<PolicyDecision> decisions = f.ledger.decisions();
            assertEquals(3, decisions.size());
            for (PolicyDecision nested : decisions.subList(1, 3)) {
                assertEquals(Optional.of(outcome.receipt().invocation()), nested.parent());
                assertEquals(outcome.receipt().correlation(), nested.correlation());
            }
            assertEquals(Optional.empty(), decisions.getFirst().parent());
        }
    }

    @Test
    void keptSession_afterTheCallEnded_isRefused() {
        try (Fixture f = new Fixture()) {
            BankVerbs.with(f.alice()).report("alice").orThrow();
            int before = f.bank.reached.size();
            assertEquals(
                    Reason.CLOSED, Fixture.reason(BankVerbs.with(f.bank.kept).balance("alice")));
            assertEquals(before, f.bank.reached.size());
        }
    }

    @Test
    void current_outsideAHandler_isMisuse() {
        assertThrows(IllegalStateException.class, Cnv::current);
    }
}
