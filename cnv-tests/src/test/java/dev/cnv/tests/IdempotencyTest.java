package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The same key is the same call: within a process, and after a restart. */
class IdempotencyTest {

    private static final CallOptions KEYED = CallOptions.NONE.idempotencyKey("k-1");

    @Test
    void sameKeySameArguments_answersWithTheFirstOutcome() {
        try (Fixture f = new Fixture()) {
            var calls = BankVerbs.with(f.alice().with(KEYED));
            Outcome<Bank.Balances> first = calls.transfer("alice", "bob", 5);
            Outcome<Bank.Balances> second = calls.transfer("alice", "bob", 5);
            assertEquals(new Bank.Balances(995, 5), second.orThrow());
            assertTrue(assertInstanceOf(Outcome.Completed.class, second).repeated());
            assertEquals(first.receipt(), second.receipt());
            assertEquals(List.of("bank.transfer"), f.bank.reached);
            assertEquals("repeated", f.ledger.decisions().getLast().stage());
        }
    }

    @Test
    void sameKeyOtherArguments_isRefused() {
        try (Fixture f = new Fixture()) {
            var calls = BankVerbs.with(f.alice().with(KEYED));
            calls.transfer("alice", "bob", 5).orThrow();
            assertEquals(
                    Reason.IDEMPOTENCY_CONFLICT, Fixture.reason(calls.transfer("alice", "bob", 6)));
            assertEquals(7, Reason.IDEMPOTENCY_CONFLICT.exit().status());
        }
    }

    @Test
    void sameKeyStillRunning_saysSo() {
        try (Fixture f = new Fixture()) {
            f.bank.entered = new CountDownLatch(1);
            f.bank.leave = new CountDownLatch(1);
            Session keyed = f.alice().with(KEYED);
            AtomicReference<Outcome<Integer>> first = new AtomicReference<>();
            Thread caller = Thread.ofVirtual()
                    .start(() -> first.set(BankVerbs.with(keyed).await()));
            Waiting.until(() -> f.bank.entered.getCount() == 0);
            assertEquals(
                    Reason.IDEMPOTENCY_RUNNING,
                    Fixture.reason(BankVerbs.with(keyed).await()));
            f.bank.leave.countDown();
            Waiting.join(caller);
            assertEquals(1, first.get().orThrow());
            assertEquals(1, BankVerbs.with(keyed).await().orThrow());
            assertEquals(List.of("bank.wait"), f.bank.reached);
        }
    }

    @Test
    void deniedCall_givesItsKeyBack() {
        try (Fixture f = new Fixture()) {
            f.ledger.failOn(_ -> true);
            var calls = BankVerbs.with(f.alice().with(KEYED));
            assertEquals(
                    Reason.LEDGER_UNAVAILABLE, Fixture.reason(calls.transfer("alice", "bob", 5)));
            f.ledger.failOn(_ -> false);
            assertEquals(
                    new Bank.Balances(995, 5), calls.transfer("alice", "bob", 5).orThrow());
        }
    }

    @Test
    void failedCall_isNotRunAgain() {
        try (Fixture f = new Fixture()) {
            var calls = BankVerbs.with(f.alice().with(KEYED));
            assertEquals(Reason.HANDLER_FAILED, Fixture.reason(calls.openSafe("front", "0000")));
            assertEquals(Reason.HANDLER_FAILED, Fixture.reason(calls.openSafe("front", "0000")));
            assertEquals(List.of("bank.safe.open"), f.bank.reached);
        }
    }

    @Test
    void key_afterADay_isForgotten() {
        try (Fixture f = new Fixture()) {
            var calls = BankVerbs.with(f.alice().with(KEYED));
            calls.transfer("alice", "bob", 5).orThrow();
            f.time.advance(Duration.ofHours(25));
            assertEquals(
                    new Bank.Balances(990, 10),
                    calls.transfer("alice", "bob", 5).orThrow());
        }
    }

    @Test
    void keyOfAnotherAgent_isAnotherKey() {
        try (Fixture f = new Fixture()) {
            BankVerbs.with(f.alice().with(KEYED)).transfer("alice", "bob", 5).orThrow();
            BankVerbs.with(f.alice().with(CallOptions.NONE.idempotencyKey("k-2")))
                    .transfer("alice", "bob", 5)
                    .orThrow();
            assertEquals(2, f.bank.reached.size());
        }
    }

    @Test
    void afterARestart_theRecordedOutcomeIsAnswered(@TempDir Path folder) {
        try (Fixture first = new Fixture(b -> b.ledger(FileLedger.open(folder, time())))) {
            Fixture.json(first.alice().with(KEYED), "bank.transfer", transfer(5))
                    .orThrow();
            Outcome<Boolean> opened =
                    BankVerbs.with(first.alice().with(KEYED)).openSafe("front", "1234");
            assertEquals(true, opened.orThrow());
        }
        try (Fixture second = new Fixture(b -> b.ledger(FileLedger.open(folder, time())))) {
            Session keyed = second.alice().with(KEYED);
            Outcome<JsonNode> again = Fixture.json(keyed, "bank.transfer", transfer(5));
            assertEquals("{\"from\":995,\"to\":5}", again.orThrow().toString());
            assertTrue(assertInstanceOf(Outcome.Completed.class, again).repeated());
            assertEquals(
                    Reason.IDEMPOTENCY_CONFLICT,
                    Fixture.reason(Fixture.json(keyed, "bank.transfer", transfer(6))));
            assertEquals(
                    Reason.IDEMPOTENCY_RECORDED,
                    Fixture.reason(BankVerbs.with(keyed).transfer("alice", "bob", 5)));
            assertEquals(
                    Reason.IDEMPOTENCY_RECORDED,
                    Fixture.reason(BankVerbs.with(keyed).openSafe("front", "1234")));
            assertEquals(
                    Reason.IDEMPOTENCY_CONFLICT,
                    Fixture.reason(BankVerbs.with(keyed).openSafe("front", "4321")));
            assertEquals(List.of(), second.bank.reached);
        }
    }

    @Test
    void afterACrashInTheMiddle_theOutcomeIsUnknown() {
        MemoryLedger ledger = new MemoryLedger();
        try (Fixture first = new Fixture(b -> b.ledger(new Surviving(ledger)))) {
            ledger.failOn(InvocationCompleted.class::isInstance);
            assertEquals(
                    Reason.OUTCOME_UNRECORDED,
                    Fixture.reason(
                            BankVerbs.with(first.alice().with(KEYED)).transfer("alice", "bob", 5)));
            ledger.failOn(_ -> false);
        }
        try (Fixture second = new Fixture(b -> b.ledger(ledger))) {
            assertEquals(
                    Reason.IDEMPOTENCY_UNKNOWN,
                    Fixture.reason(BankVerbs.with(second.alice().with(KEYED))
                            .transfer("alice", "bob", 5)));
            assertEquals(List.of(), second.bank.reached);
        }
    }

    private static dev.cnv.runtime.time.Time time() {
        return new dev.cnv.runtime.time.VirtualTime(Fixture.NOON);
    }

    private static String transfer(int amount) {
        return "{\"from\":\"alice\",\"to\":\"bob\",\"amount\":" + amount + "}";
    }
}
