package dev.cnv.runtime.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Retry.Kind;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.ContractTerms.RetryTerms;
import dev.cnv.runtime.outcome.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetryTest {

    private static final String MAX = "PT1S";

    @Test
    void retry_exponential_doublesTheWaitUpToTheLongest() throws Exception {
        assertEquals(
                List.of(0L, 100L, 300L, 700L, 1_500L, 2_500L, 3_500L),
                startsOf(Kind.EXPONENTIAL, 7));
    }

    @Test
    void retry_fixed_waitsTheSameEachTime() throws Exception {
        assertEquals(List.of(0L, 100L, 200L, 300L), startsOf(Kind.FIXED, 4));
    }

    /** When a handler that always fails is started, in milliseconds. */
    private static List<Long> startsOf(Kind kind, int attempts) throws Exception {
        Bench bench = Bench.of(slow().retry(kind, attempts, "PT0.1S", MAX));
        List<Long> starts = Collections.synchronizedList(new ArrayList<>());
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            starts.add(TimeUnit.NANOSECONDS.toMillis(bench.time.nanos()));
            throw new IOException();
        });

        Execution execution = advanceUntilDone(bench, call);

        assertEquals(attempts, execution.attempts());
        assertEquals(Reason.HANDLER_FAILED, Bench.reason(execution));
        assertEquals(
                Integer.toString(attempts),
                Bench.failed(execution).failure().details().get("attempts"));
        return starts;
    }

    @Test
    void retry_succeedsInTheThird_countsThree() throws Exception {
        Bench bench = Bench.of(slow().retry(Kind.FIXED, 5, "PT0.1S", "PT0S"));
        Bench.Call<Execution> call = bench.running(bench.permit(), number -> {
            if (number < 3) {
                throw new IOException();
            }
            return "in attempt " + number;
        });

        Execution execution = advanceUntilDone(bench, call);

        assertEquals("in attempt 3", Bench.value(execution));
        assertEquals(3, execution.attempts());
        assertEquals(Duration.ofMillis(200).toNanos(), execution.runNanos());
    }

    @Test
    void retry_waiting_keepsThePermit() throws Exception {
        Bench bench = Bench.of(
                slow().concurrency(dev.cnv.annotations.Concurrency.Kind.GLOBAL_SHARED, 1, 0)
                        .retry(Kind.FIXED, 2, "PT0.1S", "PT0S"),
                0);
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            throw new IOException();
        });
        awaitPause(bench);

        assertEquals(Reason.CONCURRENCY_EXCEEDED, bench.refusal().reason());
        advanceUntilDone(bench, call);
        bench.permit();
    }

    @Test
    void retry_mutatingIdempotent_isTriedAgain() throws Exception {
        ContractTerms terms = slow().asIdempotent().retry(Kind.FIXED, 2, "PT0.1S", "PT0S");
        Bench bench = Bench.of(Bench.verb(terms, Effect.MUTATE_STATE), 1);
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            throw new IOException();
        });

        assertEquals(2, advanceUntilDone(bench, call).attempts());
    }

    @Test
    void retry_errorOfTheJvm_isNotTriedAgain() throws Exception {
        assertNotTriedAgain(new StackOverflowError());
    }

    @Test
    void retry_interruption_isNotTriedAgain() throws Exception {
        assertNotTriedAgain(new InterruptedException());
    }

    @Test
    void retry_cancellation_isNotTriedAgain() throws Exception {
        assertNotTriedAgain(new CancellationException());
    }

    private static void assertNotTriedAgain(Throwable thrown) throws Exception {
        Execution execution = Bench.of(slow().retry(Kind.FIXED, 5, "PT0.1S", "PT0S"))
                .run(_ -> {
                    throw thrown;
                });

        assertEquals(1, execution.attempts());
        assertEquals(Reason.HANDLER_FAILED, Bench.reason(execution));
    }

    @Test
    void retry_timedOutAndObeyed_isTriedAgainEachWithItsOwnTimeout() throws Exception {
        Bench bench = Bench.of(Bench.terms().retry(Kind.FIXED, 2, "PT0.1S", "PT0S"));
        Bench.Gate first = new Bench.Gate(false);
        Bench.Gate second = new Bench.Gate(false);
        Bench.Call<Execution> call =
                bench.running(bench.permit(), number -> (number == 1 ? first : second).run(number));
        Bench.get(first.entered);
        bench.time.advance(Duration.ofMillis(500));
        awaitPause(bench);
        bench.time.advance(Duration.ofMillis(100));
        Bench.get(second.entered);
        bench.time.advance(Duration.ofMillis(499));
        second.go.complete("in time");

        assertEquals("in time", Bench.value(call.get()));
        assertEquals(2, call.get().attempts());
    }

    @Test
    void retry_timedOutAndIgnored_isNotTriedAgainBesideTheFirst() throws Exception {
        Bench bench = Bench.of(Bench.terms().retry(Kind.FIXED, 5, "PT0S", "PT0S"));
        Bench.Gate gate = new Bench.Gate(true);
        Bench.Call<Execution> call = bench.running(bench.permit(), gate);
        Bench.get(gate.entered);

        bench.time.advance(Duration.ofMillis(600));

        assertEquals(1, call.get().attempts());
        assertEquals(Reason.TIMED_OUT, Bench.reason(call.get()));
        gate.go.complete("");
    }

    @Test
    void retry_nextAttemptAfterTheDeadline_answersTheLastFailureAtOnce() throws Exception {
        Bench bench = Bench.of(slow().deadline(Deadline.Kind.HARD, "PT0.25S")
                .retry(Kind.FIXED, 9, "PT0.1S", "PT0S"));
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            throw new IOException();
        });

        Execution execution = advanceUntilDone(bench, call);

        assertEquals(3, execution.attempts());
        assertEquals(Reason.HANDLER_FAILED, Bench.reason(execution));
        assertEquals(Duration.ofMillis(200).toNanos(), execution.runNanos());
        assertTrue(
                execution.notes().getFirst().contains("after the deadline"),
                execution.notes()::toString);
    }

    @Test
    void retry_forever_endsAtTheDeadline() throws Exception {
        Bench bench = Bench.of(slow().deadline(Deadline.Kind.HARD, "PT2S")
                .retry(Kind.FOREVER, Integer.MAX_VALUE, "PT0.1S", "PT0.1S"));
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            throw new IOException();
        });

        Execution execution = advanceUntilDone(bench, call);

        assertEquals(20, execution.attempts());
    }

    @Test
    void retry_foreverWithoutDeadline_endsAtTheTimeoutOfAllAttempts() throws Exception {
        Bench bench =
                Bench.of(Bench.terms().retry(Kind.FOREVER, Integer.MAX_VALUE, "PT0.1S", "PT0.1S"));
        Bench.Gate hanging = new Bench.Gate(false);
        Bench.Call<Execution> call = bench.running(bench.permit(), number -> {
            if (number == 3) {
                return hanging.run(number);
            }
            throw new IOException();
        });
        for (int pause = 1; pause <= 2; pause++) {
            awaitPause(bench);
            bench.time.advance(Duration.ofMillis(100));
        }
        Bench.get(hanging.entered);
        bench.time.advance(Duration.ofMillis(299));
        assertEquals(false, call.result().isDone());
        bench.time.advance(Duration.ofMillis(1));

        assertEquals(Reason.TIMED_OUT, Bench.reason(call.get()));
        assertEquals(3, call.get().attempts());
    }

    @Test
    void retry_callerInterruptedWhileItWaits_isCancelled() throws Exception {
        Bench bench = Bench.of(slow().retry(Kind.FIXED, 5, "PT0.1S", "PT0S"));
        Bench.Call<Execution> call = bench.running(bench.permit(), _ -> {
            throw new IOException();
        });
        awaitPause(bench);

        call.thread().interrupt();

        assertEquals(Reason.CANCELLED, Bench.reason(call.get()));
        assertEquals(1, call.get().attempts());
        assertEquals(0, bench.engine.heldCount());
    }

    @Test
    void waitNanos_manyAttempts_neverExceedsTheLongestNorOverflows() {
        RetryTerms retry = new RetryTerms(
                Kind.FOREVER, Integer.MAX_VALUE, Duration.ofNanos(3), Duration.ofDays(200_000));
        long before = 0;
        for (int attempt = 1; attempt < 200; attempt++) {
            long wait = CallRun.waitNanos(retry, attempt);
            assertTrue(wait >= before, "attempt " + attempt + " waits " + wait);
            before = wait;
        }
        assertEquals(TimeUnit.NANOSECONDS.convert(Duration.ofDays(200_000)), before);
        assertEquals(6, CallRun.waitNanos(retry, 2));
    }

    private static ContractTerms slow() {
        return ContractTerms.of(DurationClass.BATCH);
    }

    private static void awaitPause(Bench bench) {
        Bench.until(() -> bench.engine.pausedCount() == 1);
    }

    private static Execution advanceUntilDone(Bench bench, Bench.Call<Execution> call) {
        while (!call.result().isDone()) {
            Bench.until(() -> call.result().isDone() || bench.engine.pausedCount() == 1);
            if (!call.result().isDone()) {
                bench.time.advance(Duration.ofMillis(1));
            }
        }
        return call.get();
    }
}
