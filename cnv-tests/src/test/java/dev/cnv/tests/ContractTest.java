package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contracts, from outside, under 64 virtual threads and a virtual clock. */
class ContractTest {

    @Test
    void permits_under64Threads_areNeverExceeded() {
        try (Fixture f = new Fixture()) {
            f.bank.entered = new CountDownLatch(4);
            f.bank.leave = new CountDownLatch(1);
            ConcurrentLinkedQueue<Outcome<Integer>> outcomes = new ConcurrentLinkedQueue<>();
            List<Thread> threads = IntStream.range(0, 64)
                    .mapToObj(_ -> Thread.ofVirtual()
                            .start(() -> outcomes.add(
                                    BankVerbs.with(f.alice().with(patient())).await())))
                    .toList();
            Waiting.until(() -> f.bank.entered.getCount() == 0);
            assertEquals(4, f.bank.inside.get());
            f.bank.leave.countDown();
            threads.forEach(Waiting::join);
            assertTrue(f.bank.mostInside.get() <= 4, "inside=" + f.bank.mostInside);
            assertEquals(64, outcomes.size());
            outcomes.forEach(Outcome::orThrow);
            assertEquals(64, f.ledger.completions().size());
        }
    }

    private static CallOptions patient() {
        return CallOptions.NONE.qualityOfService(new dev.cnv.runtime.identity.QualityOfService(
                dev.cnv.runtime.identity.QualityOfService.Priority.NORMAL, 50, true));
    }

    @Test
    void timeout_interruptsTheHandler() {
        try (Fixture f = new Fixture()) {
            f.bank.entered = new CountDownLatch(1);
            f.bank.leave = new CountDownLatch(1);
            AtomicReference<Outcome<Integer>> outcome = new AtomicReference<>();
            Thread caller = Thread.ofVirtual()
                    .start(() -> outcome.set(BankVerbs.with(f.alice()).await()));
            Waiting.until(() -> f.bank.entered.getCount() == 0);
            f.time.advance(Duration.ofSeconds(29));
            assertEquals(1, f.bank.inside.get());
            f.time.advance(Duration.ofSeconds(1));
            Waiting.join(caller);
            assertEquals(Reason.TIMED_OUT, Fixture.reason(outcome.get()));
            Waiting.until(() -> f.bank.inside.get() == 0);
            assertEquals(
                    Reason.TIMED_OUT, f.ledger.completions().getFirst().reason().orElseThrow());
        }
    }

    @Test
    void timeAllowed_ofTheCaller_isADeadline() {
        try (Fixture f = new Fixture()) {
            f.bank.entered = new CountDownLatch(1);
            f.bank.leave = new CountDownLatch(1);
            CallOptions hurry = CallOptions.NONE.timeAllowed(Duration.ofSeconds(5));
            AtomicReference<Outcome<Integer>> outcome = new AtomicReference<>();
            Thread caller = Thread.ofVirtual()
                    .start(() ->
                            outcome.set(BankVerbs.with(f.alice().with(hurry)).await()));
            Waiting.until(() -> f.bank.entered.getCount() == 0);
            f.time.advance(Duration.ofSeconds(5));
            Waiting.join(caller);
            assertEquals(Reason.DEADLINE_PASSED, Fixture.reason(outcome.get()));
        }
    }

    @Test
    void throttledCall_isRecordedAndSpendsNoCertificate() {
        try (Fixture f = new Fixture(b -> b.queueCapacity(0))) {
            f.bank.entered = new CountDownLatch(4);
            f.bank.leave = new CountDownLatch(1);
            List<Thread> threads = IntStream.range(0, 4)
                    .mapToObj(_ -> Thread.ofVirtual()
                            .start(() -> BankVerbs.with(f.alice()).await()))
                    .toList();
            Waiting.until(() -> f.bank.entered.getCount() == 0);
            Outcome<Integer> throttled = BankVerbs.with(f.alice()).await();
            assertEquals(Reason.CONCURRENCY_EXCEEDED, Fixture.reason(throttled));
            assertEquals("admit", f.ledger.decisions().getLast().stage());
            f.bank.leave.countDown();
            threads.forEach(Waiting::join);
        }
    }
}
