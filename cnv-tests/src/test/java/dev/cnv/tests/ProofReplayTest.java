package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.PossessionProof;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A proof for one call counts once, in the next process too. */
class ProofReplayTest {

    private static final String ARGUMENTS = "{\"account\":\"alice\"}";

    private final Lineage lineage = new Lineage();
    private final Chain alice = lineage.aliceChain(UnaryOperator.identity());

    private PossessionProof proof() {
        return PossessionProof.sign(
                lineage.alice,
                alice,
                new CapabilityId("bank.balance"),
                CanonicalJson.digest(StrictJson.parse(ARGUMENTS)),
                "",
                lineage.time.now(),
                lineage.random);
    }

    private Outcome<?> call(Cnv cnv, PossessionProof proof) {
        Session session =
                cnv.open(new Credential.Presented(alice)).with(CallOptions.NONE.possession(proof));
        return Fixture.json(session, "bank.balance", ARGUMENTS);
    }

    @Test
    void proof_shownAgain_isRefusedInThisAndTheNextProcess() {
        PossessionProof proof = proof();
        try (Cnv cnv = lineage.open()) {
            assertInstanceOf(Outcome.Completed.class, call(cnv, proof));
            assertTrue(lineage.ledger.decisions().getFirst().spending().nonce().isPresent());
            assertEquals(
                    Durability.ON_DISK,
                    lineage.ledger.durability(lineage.ledger.decisions().getFirst()));
            assertEquals(Reason.POSSESSION_REPLAYED, Fixture.reason(call(cnv, proof)));
            assertInstanceOf(Outcome.Completed.class, call(cnv, proof()));
        }
        try (Cnv cnv = lineage.open()) {
            assertEquals(Reason.POSSESSION_REPLAYED, Fixture.reason(call(cnv, proof)));
            assertInstanceOf(Outcome.Completed.class, call(cnv, proof()));
            lineage.time.advance(Duration.ofSeconds(32));
            assertEquals(Reason.POSSESSION_STALE, Fixture.reason(call(cnv, proof)));
        }
        assertEquals(3, lineage.bank.reached.size());
    }
}
