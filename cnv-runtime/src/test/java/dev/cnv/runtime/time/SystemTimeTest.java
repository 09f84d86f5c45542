package dev.cnv.runtime.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemTimeTest {

    @Test
    void now_isTheClocksAndNanosAreTheMachines() {
        Instant instant = Instant.parse("2026-01-01T00:00:00Z");
        try (SystemTime time = new SystemTime(Clock.fixed(instant, ZoneOffset.UTC))) {
            assertEquals(instant, time.now());
            long before = System.nanoTime();
            long reading = time.nanos();
            assertTrue(reading - before >= 0 && System.nanoTime() - reading >= 0);
        }
    }

    @Test
    void after_delay_runsNotBeforeItOnTheDaemonThread() throws Exception {
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            CompletableFuture<Long> ranAt = new CompletableFuture<>();
            CompletableFuture<Thread> ranOn = new CompletableFuture<>();
            long asked = time.nanos();
            time.after(Duration.ofMillis(5), () -> {
                ranOn.complete(Thread.currentThread());
                ranAt.complete(time.nanos());
            });

            assertTrue(ranAt.get(10, TimeUnit.SECONDS) - asked >= 5_000_000);
            assertTrue(ranOn.get().isDaemon());
        }
    }

    @Test
    void cancel_waitingTask_neverRuns() throws Exception {
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
            CompletableFuture<Boolean> later = new CompletableFuture<>();
            Time.Timer timer = time.after(Duration.ofMillis(500), () -> cancelled.complete(true));
            timer.cancel();
            time.after(Duration.ofMillis(501), () -> later.complete(true));

            assertTrue(later.get(10, TimeUnit.SECONDS));
            assertFalse(cancelled.isDone());
        }
    }

    @Test
    void after_taskThrows_isReportedAndLaterTasksRun() throws Exception {
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            IllegalStateException thrown = new IllegalStateException("as told");
            CompletableFuture<Throwable> reported = new CompletableFuture<>();
            CompletableFuture<Boolean> later = new CompletableFuture<>();
            time.after(
                    Duration.ZERO,
                    () -> Thread.currentThread()
                            .setUncaughtExceptionHandler((_, t) -> reported.complete(t)));
            time.after(Duration.ZERO, () -> {
                throw thrown;
            });
            time.after(Duration.ZERO, () -> later.complete(true));

            assertSame(thrown, reported.get(10, TimeUnit.SECONDS));
            assertTrue(later.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void after_longestDelay_isTaken() {
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            time.after(Duration.ofSeconds(Long.MAX_VALUE), () -> {}).cancel();
        }
    }

    @Test
    void after_closed_throws() {
        SystemTime time = new SystemTime(Clock.systemUTC());
        time.close();

        assertThrows(RejectedExecutionException.class, () -> time.after(Duration.ZERO, () -> {}));
    }
}
