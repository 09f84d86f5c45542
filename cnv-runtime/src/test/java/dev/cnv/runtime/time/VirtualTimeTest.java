package dev.cnv.runtime.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualTimeTest {

    private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final VirtualTime time = new VirtualTime(ORIGIN);
    private final List<String> ran = new ArrayList<>();

    private Runnable task(String name) {
        return () -> ran.add(name + "@" + time.nanos());
    }

    @Test
    void advance_movesBothReadings() {
        time.advance(Duration.ofSeconds(90));

        assertEquals(90_000_000_000L, time.nanos());
        assertEquals(ORIGIN.plusSeconds(90), time.now());
    }

    @Test
    void advance_severalDue_runInOrderEachAtItsOwnTime() {
        time.after(Duration.ofNanos(30), task("c"));
        time.after(Duration.ofNanos(10), task("a"));
        time.after(Duration.ofNanos(10), task("b"));
        time.after(Duration.ofNanos(31), task("later"));

        time.advance(Duration.ofNanos(30));

        assertEquals(List.of("a@10", "b@10", "c@30"), ran);
        assertEquals(1, time.pendingCount());
        assertEquals(30, time.nanos());
    }

    @Test
    void advance_taskAsksForAnother_thatIsDueToo() {
        time.after(Duration.ofNanos(10), () -> time.after(Duration.ofNanos(10), task("second")));

        time.advance(Duration.ofNanos(20));

        assertEquals(List.of("second@20"), ran);
    }

    @Test
    void after_noDelay_runsInTheNextAdvanceOnly() {
        time.after(Duration.ofSeconds(-5), task("now"));
        assertEquals(List.of(), ran);

        time.advance(Duration.ZERO);

        assertEquals(List.of("now@0"), ran);
    }

    @Test
    void cancel_waitingTask_neverRuns() {
        Time.Timer timer = time.after(Duration.ofNanos(10), task("a"));
        time.after(Duration.ofNanos(10), task("b"));

        timer.cancel();
        timer.cancel();
        time.advance(Duration.ofNanos(10));

        assertEquals(List.of("b@10"), ran);
    }

    @Test
    void after_delayBeyondAllReadings_waitsForever() {
        time.advance(Duration.ofDays(1));
        time.after(Duration.ofSeconds(Long.MAX_VALUE), task("never"));

        time.advance(Duration.ofDays(36_500));

        assertEquals(List.of(), ran);
        assertEquals(1, time.pendingCount());
    }

    @Test
    void advance_taskThrows_comesOutAndLaterTasksStillWait() {
        time.after(Duration.ofNanos(10), () -> {
            throw new IllegalStateException("as told");
        });
        time.after(Duration.ofNanos(20), task("b"));

        assertThrows(IllegalStateException.class, () -> time.advance(Duration.ofNanos(30)));
        assertEquals(10, time.nanos());
        time.advance(Duration.ofNanos(10));

        assertEquals(List.of("b@20"), ran);
    }

    @Test
    void advance_backwards_throws() {
        assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofNanos(-1)));
    }

    @Test
    void awaitPending_anotherThreadAsks_returns() throws Exception {
        FutureTask<Integer> waiter = new FutureTask<>(() -> {
            time.awaitPending(2);
            return time.pendingCount();
        });
        Thread.ofVirtual().start(waiter);

        time.after(Duration.ofNanos(1), task("a"));
        time.after(Duration.ofNanos(1), task("b"));

        assertEquals(2, waiter.get(10, TimeUnit.SECONDS));
    }

    @Test
    void advance_severalThreads_runEachTaskOnce() throws Exception {
        AtomicInteger count = new AtomicInteger();
        for (int i = 0; i < 1_000; i++) {
            time.after(Duration.ofNanos(i), count::incrementAndGet);
        }
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 200; i++) {
                    time.advance(Duration.ofNanos(1));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        time.advance(Duration.ofNanos(1_000));
        assertEquals(1_000, count.get());
        assertEquals(0, time.pendingCount());
    }
}
