package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.outcome.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which records of an earlier process make a key known, and which do not. */
class IdempotencyRestartTest {

    private static final CallOptions KEYED = CallOptions.NONE.idempotencyKey("k-1");

    private final MemoryLedger ledger = new MemoryLedger();

    private Fixture process() {
        return new Fixture(builder -> builder.ledger(new Surviving(ledger)));
    }

    @Test
    void failedCall_isAnsweredAsFailed() {
        try (Fixture first = process()) {
            assertEquals(
                    Reason.HANDLER_FAILED,
                    Fixture.reason(
                            BankVerbs.with(first.alice().with(KEYED)).openSafe("front", "0000")));
        }
        try (Fixture second = process()) {
            assertEquals(
                    Reason.HANDLER_FAILED,
                    Fixture.reason(
                            BankVerbs.with(second.alice().with(KEYED)).openSafe("front", "0000")));
            assertEquals(List.of(), second.bank.reached);
        }
    }

    @Test
    void deniedCall_leavesItsKeyFree() {
        try (Fixture first = process()) {
            var reader = first.alice(draft -> draft.grant("bank.*", EffectLevel.READ_ONLY))
                    .with(KEYED);
            assertEquals(
                    Reason.EFFECT_NOT_GRANTED,
                    Fixture.reason(BankVerbs.with(reader).transfer("alice", "bob", 5)));
        }
        runsAfresh(Duration.ZERO);
    }

    @Test
    void dryRun_leavesItsKeyFree() {
        try (Fixture first = process()) {
            var dry = BankVerbs.with(first.alice().with(KEYED.asDryRun()));
            assertEquals("would close alice", dry.close("alice").orThrow());
            assertEquals("would close alice", dry.close("alice").orThrow());
            assertEquals(2, first.bank.reached.size());
        }
        try (Fixture second = process()) {
            var calls = BankVerbs.with(second.alice().with(KEYED));
            assertEquals("closed alice", calls.close("alice").orThrow());
        }
    }

    @Test
    void callWithoutKeyOrOlderThanADay_leavesTheKeyFree() {
        try (Fixture first = process()) {
            BankVerbs.with(first.alice()).transfer("alice", "bob", 5).orThrow();
            BankVerbs.with(first.alice().with(KEYED))
                    .transfer("alice", "bob", 5)
                    .orThrow();
        }
        runsAfresh(Duration.ofHours(25));
    }

    private void runsAfresh(Duration later) {
        try (Fixture second = process()) {
            second.time.advance(later);
            var calls = BankVerbs.with(second.alice().with(KEYED));
            assertEquals(
                    new Bank.Balances(995, 5), calls.transfer("alice", "bob", 5).orThrow());
            assertTrue(second.bank.reached.contains("bank.transfer"));
        }
    }
}
