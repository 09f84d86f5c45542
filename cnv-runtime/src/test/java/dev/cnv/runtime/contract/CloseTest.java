package dev.cnv.runtime.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Retry;
import dev.cnv.runtime.outcome.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CloseTest {

    private static final Duration DRAIN = Duration.ofMillis(200);

    @Test
    void close_nothingRuns_returnsAtOnceAndRefusesAfterwards() throws Exception {
        Bench bench = Bench.of(Bench.terms());

        bench.engine.close();

        assertEquals(Reason.CLOSED, bench.refusal().reason());
        assertThrows(IllegalStateException.class, () -> bench.engine.register(List.of(bench.verb)));
        bench.engine.close();
    }

    @Test
    void close_callsWait_turnsThemAwayAtOnce() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        Permit permit = bench.permit();
        Future<Admission> waiting = bench.waiting(bench.request(Bench.TENANT, Bench.PATIENT));
        Bench.Call<Boolean> closing = closing(bench);

        assertEquals(
                Reason.CLOSED,
                assertInstanceOf(Admission.Refused.class, Bench.get(waiting))
                        .denial()
                        .reason());
        assertFalse(closing.result().isDone());
        permit.release();
        assertTrue(closing.get());
    }

    @Test
    void close_callRunsAndEndsInTime_isNotInterrupted() throws Exception {
        Bench bench = Bench.of(Bench.terms());
        Bench.Gate gate = new Bench.Gate(false);
        Bench.Call<Execution> call = bench.running(bench.permit(), gate);
        Bench.get(gate.entered);
        Bench.Call<Boolean> closing = closing(bench);
        bench.time.awaitPending(2);
        bench.time.advance(DRAIN.minusNanos(1));

        gate.go.complete("done");

        assertEquals("done", Bench.value(call.get()));
        assertTrue(closing.get());
        assertFalse(gate.interrupted.isDone());
    }

    @Test
    void close_admittedBefore_stillRunsWhileDraining() throws Exception {
        Bench bench = Bench.of(Bench.terms());
        Permit permit = bench.permit();
        Bench.Call<Boolean> closing = closing(bench);
        bench.time.awaitPending(1);

        assertEquals("ran", Bench.value(bench.engine.run(permit, _ -> "ran")));
        assertTrue(closing.get());
    }

    @Test
    void close_callRunsBeyondTheDrain_isInterrupted() throws Exception {
        Bench bench = Bench.of(Bench.terms());
        Bench.Gate gate = new Bench.Gate(false);
        Bench.Call<Execution> call = bench.running(bench.permit(), gate);
        Bench.get(gate.entered);
        Bench.Call<Boolean> closing = closing(bench);
        bench.time.awaitPending(2);

        bench.time.advance(DRAIN);

        assertEquals(Reason.CANCELLED, Bench.reason(call.get()));
        assertTrue(closing.get());
        assertEquals(0, bench.engine.heldCount());
    }

    @Test
    void close_handlerIgnoresTheInterruption_returnsAllTheSame() throws Exception {
        Bench bench = Bench.of(Bench.terms());
        Bench.Gate gate = new Bench.Gate(true);
        Bench.Call<Execution> call = bench.running(bench.permit(), gate);
        Bench.get(gate.entered);
        Bench.Call<Boolean> closing = closing(bench);
        bench.time.awaitPending(2);
        bench.time.advance(DRAIN);
        Bench.get(gate.interrupted);
        Bench.until(() -> {
            bench.time.advance(Duration.ofMillis(50));
            return closing.result().isDone();
        });

        assertEquals(Reason.CANCELLED, Bench.reason(call.get()));
        assertEquals(1, bench.engine.abandonedCount());
        gate.go.complete("");
        Bench.until(() -> bench.engine.abandonedCount() == 0);
    }

    @Test
    void close_callWaitsForItsNextAttempt_isCancelledAfterTheDrain() throws Exception {
        Bench bench = Bench.of(Bench.terms().retry(Retry.Kind.FIXED, 9, "PT10S", "PT0S"));
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            throw new IOException();
        });
        Bench.until(() -> bench.engine.pausedCount() == 1);
        Bench.Call<Boolean> closing = closing(bench);
        bench.time.awaitPending(2);

        bench.time.advance(DRAIN);

        assertEquals(Reason.CANCELLED, Bench.reason(call.get()));
        assertEquals(1, call.get().attempts());
        assertTrue(closing.get());
    }

    @Test
    void close_permitNeverRun_doesNotRunAfterTheDrain() throws Exception {
        Bench bench = Bench.of(Bench.terms());
        Permit permit = bench.permit();
        Bench.Call<Boolean> closing = closing(bench);
        bench.time.awaitPending(1);
        bench.time.advance(DRAIN);
        Bench.until(() -> {
            bench.time.advance(Duration.ofMillis(50));
            return closing.result().isDone();
        });

        Execution execution = bench.engine.run(permit, _ -> "ran");

        assertEquals(Reason.CLOSED, Bench.reason(execution));
        assertEquals(0, execution.attempts());
        assertEquals(0, bench.engine.heldCount());
    }

    @Test
    void close_closingThreadInterrupted_interruptsTheCallsAtOnce() throws Exception {
        Bench bench = Bench.of(Bench.terms());
        Bench.Gate gate = new Bench.Gate(false);
        Bench.Call<Execution> call = bench.running(bench.permit(), gate);
        Bench.get(gate.entered);
        Bench.Call<Boolean> closing = Bench.async(() -> {
            bench.engine.close(DRAIN);
            return Thread.interrupted();
        });
        bench.time.awaitPending(2);

        closing.thread().interrupt();

        assertEquals(Reason.CANCELLED, Bench.reason(call.get()));
        assertTrue(closing.get());
    }

    @Test
    void close_callWaitsForAToken_neverBeginsAfterwards() throws Exception {
        Bench bench = Bench.of(Bench.terms().concurrency(Concurrency.Kind.GLOBAL_SHARED, 9, 1));
        bench.engine.run(bench.permit(), _ -> "done");
        Future<Admission> waiting = bench.waiting(bench.request(Bench.TENANT, Bench.PATIENT));

        bench.engine.close();
        assertEquals(0, bench.time.pendingCount());
        bench.time.advance(Duration.ofSeconds(5));

        assertInstanceOf(Admission.Refused.class, Bench.get(waiting));
        assertEquals(0, bench.engine.heldCount());
    }

    private static Bench.Call<Boolean> closing(Bench bench) {
        return Bench.async(() -> {
            bench.engine.close(DRAIN);
            return true;
        });
    }
}
