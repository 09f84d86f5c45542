package dev.cnv.runtime.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Concurrency.Kind;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecutionTest {

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofNanos(HandlerRun.GRACE_NANOS);

    @Test
    void run_handlerReturns_givesValueCountsAndPermitBack() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        AtomicReference<Thread> thread = new AtomicReference<>();

        Execution execution = bench.run(number -> {
            thread.set(Thread.currentThread());
            bench.time.advance(Duration.ofMillis(3));
            return "attempt " + number;
        });

        assertEquals("attempt 1", Bench.value(execution));
        assertEquals(1, execution.attempts());
        assertEquals(3_000_000, execution.runNanos());
        assertEquals(0, execution.queuedNanos());
        assertEquals(OptionalLong.empty(), execution.allocatedBytes());
        assertEquals(OptionalLong.empty(), execution.cpuNanos());
        assertEquals(List.of(), execution.notes());
        assertNotSame(Thread.currentThread(), thread.get());
        assertTrue(thread.get().isVirtual());
        assertEquals(0, bench.engine.heldCount());
        assertEquals(0, bench.time.pendingCount());
    }

    @Test
    void run_handlerReturnsNull_isAnAnswer() throws Exception {
        assertNull(Bench.value(Bench.of(Bench.terms()).run(_ -> null)));
    }

    @Test
    void run_handlerThrows_carriesTheCauseAndNamesOnlyItsClass() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        IOException secret = new IOException("password=hunter2");

        Execution execution = bench.run(_ -> {
            throw secret;
        });

        Execution.Result.Failed failed = Bench.failed(execution);
        assertEquals(Reason.HANDLER_FAILED, failed.failure().reason());
        assertSame(secret, failed.cause());
        assertEquals("java.io.IOException", failed.failure().details().get("exception"));
        assertFalse(failed.failure().toString().contains("hunter2"));
        assertEquals(0, bench.engine.heldCount());
    }

    @Test
    void run_handlerThrowsError_isAFailureToo() throws Exception {
        Execution execution = Bench.of(Bench.terms()).run(_ -> {
            throw new StackOverflowError();
        });

        assertEquals(Reason.HANDLER_FAILED, Bench.reason(execution));
    }

    @Test
    void run_longerThanTheTimeout_interruptsTheHandler() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        Bench.Gate gate = new Bench.Gate(false);
        Bench.Call<Execution> call = bench.running(bench.permit(), gate);
        Bench.get(gate.entered);

        bench.time.advance(TIMEOUT.minusNanos(1));
        assertFalse(gate.interrupted.isDone());
        bench.time.advance(Duration.ofNanos(1));

        assertTrue(Bench.get(gate.interrupted));
        Execution execution = call.get();
        assertEquals(Reason.TIMED_OUT, Bench.reason(execution));
        assertEquals("threw", Bench.failed(execution).failure().details().get(Execution.HANDLER));
        assertInstanceOf(InterruptedException.class, Bench.failed(execution).cause());
        assertEquals(0, bench.engine.heldCount());
        assertEquals(0, bench.engine.abandonedCount());
    }

    @Test
    void run_handlerReturnsAfterItsInterruption_answersTimedOutAndSaysThatItReturned()
            throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        CountDownLatch entered = new CountDownLatch(1);
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                return "late";
            }
            return "never";
        });
        entered.await();

        bench.time.advance(TIMEOUT);

        assertEquals(Reason.TIMED_OUT, Bench.reason(call.get()));
        assertEquals(
                "returned", Bench.failed(call.get()).failure().details().get(Execution.HANDLER));
    }

    @Test
    void run_handlerIgnoresItsInterruption_keepsItsPermitUntilItEnds() throws Exception {
        Bench bench = Bench.of(Bench.permits(1), 0);
        Bench.Gate gate = new Bench.Gate(true);
        Bench.Call<Execution> call = bench.running(bench.permit(), gate);
        Bench.get(gate.entered);

        bench.time.advance(TIMEOUT.plus(GRACE));

        Execution execution = call.get();
        assertEquals(Reason.TIMED_OUT, Bench.reason(execution));
        assertEquals(
                "abandoned", Bench.failed(execution).failure().details().get(Execution.HANDLER));
        assertEquals(1, bench.engine.abandonedCount());
        assertEquals(Reason.CONCURRENCY_EXCEEDED, bench.refusal().reason());

        gate.go.complete("at last");
        Bench.until(() -> bench.engine.heldCount() == 0);
        assertEquals(0, bench.engine.abandonedCount());
        bench.permit();
    }

    @Test
    void run_abandonedHandlerEnds_letsTheNextWaitingCallBegin() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        Bench.Gate gate = new Bench.Gate(true);
        bench.running(bench.permit(), gate);
        Bench.get(gate.entered);
        bench.time.advance(TIMEOUT.plus(GRACE));
        Bench.until(() -> bench.engine.abandonedCount() == 1);
        Future<Admission> next = bench.waiting(bench.request());

        gate.go.complete("at last");

        assertInstanceOf(Admission.Admitted.class, Bench.get(next));
    }

    @Test
    void run_hardDeadlineBeforeTheTimeout_answersDeadlinePassed() throws Exception {
        Bench bench = Bench.of(Bench.terms().deadline(Deadline.Kind.HARD, "PT0.2S"));
        Permit permit = bench.permit();
        bench.time.advance(Duration.ofMillis(150)); // What passes before the run counts as well.
        Bench.Gate gate = new Bench.Gate(false);
        Bench.Call<Execution> call = bench.running(permit, gate);
        Bench.get(gate.entered);

        bench.time.advance(Duration.ofMillis(50));

        assertEquals(Reason.DEADLINE_PASSED, Bench.reason(call.get()));
        assertTrue(gate.interrupted.isDone());
    }

    @Test
    void run_deadlinePassedSinceAdmission_doesNotStartAndGivesTheTokenBack() throws Exception {
        Bench bench = Bench.of(Bench.terms()
                .concurrency(Kind.GLOBAL_SHARED, 1, 1)
                .deadline(Deadline.Kind.MUST_START_BY, "PT0.2S"));
        Permit permit = bench.permit();
        bench.time.advance(Duration.ofMillis(200));

        Execution execution = bench.engine.run(permit, _ -> {
            throw new AssertionError("it ran");
        });

        assertEquals(Reason.DEADLINE_PASSED, Bench.reason(execution));
        assertEquals(0, execution.attempts());
        assertEquals(
                "not-started", Bench.failed(execution).failure().details().get(Execution.HANDLER));
        bench.permit();
    }

    @Test
    void run_mustStartByPassesWhileItRuns_goesOn() throws Exception {
        Bench bench = Bench.of(Bench.terms().deadline(Deadline.Kind.MUST_START_BY, "PT0.2S"));

        Execution execution = bench.run(_ -> {
            bench.time.advance(Duration.ofMillis(400));
            return "done";
        });

        assertEquals("done", Bench.value(execution));
    }

    @Test
    void run_softDeadlineMissed_isNoted() throws Exception {
        Bench bench = Bench.of(Bench.terms().deadline(Deadline.Kind.SOFT, "PT0.2S"));

        Execution execution = bench.run(_ -> {
            bench.time.advance(Duration.ofMillis(212));
            return "done";
        });

        assertEquals("done", Bench.value(execution));
        assertEquals(List.of("soft deadline missed by 12 ms"), execution.notes());
    }

    @Test
    void run_callersTimeAllowed_endsTheCall() throws Exception {
        Bench bench = Bench.of(Bench.terms());
        Bench.Gate gate = new Bench.Gate(false);
        Permit permit = bench.permit(new AdmissionRequest(
                bench.verb,
                Bench.TENANT,
                QualityOfService.NORMAL,
                0,
                Optional.of(Duration.ofMillis(50))));
        Bench.Call<Execution> call = bench.running(permit, gate);
        Bench.get(gate.entered);

        bench.time.advance(Duration.ofMillis(50));

        assertEquals(Reason.DEADLINE_PASSED, Bench.reason(call.get()));
    }

    @Test
    void run_callerInterrupted_interruptsTheHandlerAndTheCallerAgain() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        Bench.Gate gate = new Bench.Gate(false);
        Permit permit = bench.permit();
        Bench.Call<Execution> call = Bench.async(() -> {
            Execution execution = bench.engine.run(permit, gate);
            assertTrue(Thread.interrupted());
            return execution;
        });
        Bench.get(gate.entered);

        call.thread().interrupt();

        assertEquals(Reason.CANCELLED, Bench.reason(call.get()));
        assertTrue(gate.interrupted.isDone());
        assertEquals(0, bench.engine.heldCount());
    }

    @Test
    void run_outerCallTimesOut_innerCallIsCancelledToo() throws Exception {
        Bench bench = Bench.of(Bench.permits(2));
        Bench.Gate gate = new Bench.Gate(false);
        CompletableFuture<Execution> inner = new CompletableFuture<>();
        Bench.Call<Execution> outer = bench.running(bench.permit(), _ -> {
            // The inner call has more time than the outer one has left.
            bench.time.advance(Duration.ofMillis(300));
            inner.complete(bench.run(gate));
            return "outer";
        });
        Bench.get(gate.entered);

        bench.time.advance(Duration.ofMillis(200));

        assertEquals(Reason.TIMED_OUT, Bench.reason(outer.get()));
        assertEquals(Reason.CANCELLED, Bench.reason(Bench.get(inner)));
        assertTrue(gate.interrupted.isDone());
        Bench.until(() -> bench.engine.heldCount() == 0);
    }

    @Test
    void run_callerInterruptedBefore_doesNotStart() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        Permit permit = bench.permit();
        Bench.Call<Execution> call = Bench.async(() -> {
            Thread.currentThread().interrupt();
            return bench.engine.run(permit, _ -> "ran");
        });

        assertEquals(Reason.CANCELLED, Bench.reason(call.get()));
        assertEquals(0, call.get().attempts());
        assertEquals(0, bench.engine.heldCount());
    }

    @Test
    void run_stageCompletesLater_isAwaited() throws Exception {
        Bench bench = Bench.of(Bench.terms());
        CompletableFuture<String> stage = new CompletableFuture<>();
        CountDownLatch entered = new CountDownLatch(1);
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            entered.countDown();
            return stage.thenApply(s -> s + "!");
        });
        entered.await();

        stage.complete("done");

        assertEquals("done!", Bench.value(call.get()));
    }

    @Test
    void run_stageFails_carriesWhatItFailedWith() throws Exception {
        IOException thrown = new IOException("x");

        Execution execution = Bench.of(Bench.terms())
                .run(_ -> CompletableFuture.failedFuture(thrown).thenApply(x -> x));

        assertEquals(Reason.HANDLER_FAILED, Bench.reason(execution));
        assertSame(thrown, Bench.failed(execution).cause());
    }

    @Test
    void run_stageNeverCompletes_isCancelledAtTheTimeout() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        CompletableFuture<String> stage = new CompletableFuture<>();
        CountDownLatch entered = new CountDownLatch(1);
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            entered.countDown();
            return stage;
        });
        entered.await();

        bench.time.advance(TIMEOUT);

        assertEquals(Reason.TIMED_OUT, Bench.reason(call.get()));
        Bench.until(stage::isCancelled);
        assertEquals(0, bench.engine.heldCount());
    }

    @Test
    void run_tenantIsolated_runsOnAFreshPlatformThread() throws Exception {
        Bench bench = Bench.of(Bench.terms()
                .concurrency(Kind.TENANT_SHARED, 1, 0)
                .isolation(Isolation.TENANT_ISOLATED));
        ThreadLocal<String> left = new ThreadLocal<>();

        Bench.value(bench.run(_ -> {
            left.set("a secret of this tenant");
            return null;
        }));
        Execution execution = bench.run(_ -> {
            assertFalse(Thread.currentThread().isVirtual());
            return left.get();
        });

        assertNull(Bench.value(execution));
        assertTrue(execution.allocatedBytes().isPresent());
    }

    @Test
    void run_permitTwice_throws() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        Permit permit = bench.permit();
        bench.engine.run(permit, _ -> "once");

        assertThrows(IllegalStateException.class, () -> bench.engine.run(permit, _ -> "twice"));
        permit.release();
        assertEquals(0, bench.engine.heldCount());
    }

    @Test
    void run_releasedPermit_throws() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        Permit permit = bench.permit();
        permit.release();

        assertThrows(IllegalStateException.class, () -> bench.engine.run(permit, _ -> "ran"));
    }

    @Test
    void run_permitOfAnotherEngine_throwsAndLeavesItUsable() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        Permit permit = bench.permit();

        assertThrows(
                IllegalArgumentException.class,
                () -> Bench.of(Bench.terms()).engine.run(permit, _ -> "ran"));
        assertEquals("ran", Bench.value(bench.engine.run(permit, _ -> "ran")));
    }

    @Test
    void run_factoryGivesNoThread_isInternalAndGivesThePermitBack() throws Exception {
        ContractEngine engine = new ContractEngine(Bench.anyTime(), _ -> null, Bench.PLATFORM, 1);
        Permit permit = admitted(engine, Bench.permits(1));

        Execution execution = engine.run(permit, _ -> "ran");

        assertEquals(Reason.INTERNAL, Bench.reason(execution));
        assertEquals(0, execution.attempts());
        assertEquals(0, engine.heldCount());
    }

    @Test
    void run_cancelledWhileItsThreadIsMade_isStopped() throws Exception {
        AtomicReference<Permit> permit = new AtomicReference<>();
        ContractEngine engine = new ContractEngine(
                Bench.anyTime(),
                handler -> {
                    permit.get().cancel();
                    return Bench.VIRTUAL.newThread(handler);
                },
                Bench.PLATFORM,
                1);
        permit.set(admitted(engine, Bench.terms()));

        Execution execution = engine.run(permit.get(), new Bench.Gate(false));

        assertEquals(Reason.CANCELLED, Bench.reason(execution));
        assertEquals(0, engine.heldCount());
    }

    @Test
    void run_returnsAfterTheDeadlineBeforeItsTimerRan_answersDeadlinePassed() throws Exception {
        LateTimers time = new LateTimers();
        ContractEngine engine = new ContractEngine(time, Bench.VIRTUAL, Bench.PLATFORM, 1);
        Permit permit = admitted(engine, Bench.terms().deadline(Deadline.Kind.HARD, "PT0.2S"));

        Execution execution = engine.run(permit, _ -> {
            time.nanos.set(200_000_001);
            return "late";
        });

        assertEquals(Reason.DEADLINE_PASSED, Bench.reason(execution));
        assertEquals(
                "returned", Bench.failed(execution).failure().details().get(Execution.HANDLER));
    }

    private static Permit admitted(ContractEngine engine, ContractTerms terms)
            throws InterruptedException {
        engine.register(List.of(Bench.verb(terms)));
        Admission admission = engine.admit(new AdmissionRequest(
                Bench.verb(terms), Bench.TENANT, QualityOfService.NORMAL, 0, Optional.empty()));
        return assertInstanceOf(Admission.Admitted.class, admission).permit();
    }

    /** Time whose timers are so late that they never run. */
    private static final class LateTimers implements Time {
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos.get());
        }

        @Override
        public long nanos() {
            return nanos.get();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return () -> {};
        }
    }
}
