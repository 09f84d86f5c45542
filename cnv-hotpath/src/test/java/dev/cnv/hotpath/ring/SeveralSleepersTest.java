package dev.cnv.hotpath.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How several consumers of one ring wait and are woken. */
@Timeout(30)
class SeveralSleepersTest {

    private static final int CONSUMERS = 4;

    private final AtomicInteger taken = new AtomicInteger();

    @Test
    void everyStrategy_wakesForReferences_andForTheEnd() throws Exception {
        for (WaitStrategy waiting : List.of(
                WaitStrategy.spinning(),
                WaitStrategy.yielding(),
                WaitStrategy.parking(Duration.ofMillis(1)),
                WaitStrategy.blocking(Duration.ofHours(1), CONSUMERS))) {
            ReferenceRing<String> ring = ReferenceRing.create(8, waiting);
            List<Thread> consumers = consumers(ring, waiting);
            for (int i = 1; i <= 50; i++) {
                ring.offer("item");
                awaitTaken(i);
            }
            ring.close();
            join(consumers);
            taken.set(0);
        }
    }

    @Test
    void consumers_thatAllSleep_areWokenByOneOffer_andByTheEnd() throws Exception {
        WaitStrategy waiting = WaitStrategy.blocking(Duration.ofHours(1), CONSUMERS);
        ReferenceRing<String> ring = ReferenceRing.create(8, waiting);
        List<Thread> consumers = consumers(ring, waiting);
        for (int i = 1; i <= 20; i++) {
            awaitAsleep(consumers);
            ring.offer("item");
            awaitTaken(i);
        }
        awaitAsleep(consumers);
        ring.close();
        join(consumers);
    }

    @Test
    void threads_moreThanTheStrategyIsFor_areServedAllTheSame() throws Exception {
        WaitStrategy waiting = WaitStrategy.blocking(Duration.ofHours(1), 1);
        ReferenceRing<String> ring = ReferenceRing.create(8, waiting);
        List<Thread> consumers = consumers(ring, waiting);
        for (int i = 1; i <= 100; i++) {
            ring.offer("item");
            awaitTaken(i);
        }
        ring.close();
        join(consumers);
    }

    /** A thread that died on its seat: the next one sleeps, and is woken. */
    @Test
    void seat_ofADeadThread_isTaken() throws Exception {
        WaitStrategy waiting = WaitStrategy.blocking(Duration.ofHours(1), 1);
        Thread.ofPlatform().start(() -> idle(waiting, 1_001)).join();
        Thread next = Thread.ofPlatform().start(() -> idle(waiting, 1_002));
        awaitAsleep(List.of(next));
        waiting.wake();
        next.join();
    }

    private static void idle(WaitStrategy waiting, int times) {
        int rounds = 0;
        for (int i = 0; i < times; i++) {
            rounds = waiting.idle(rounds);
        }
    }

    @Test
    void numbers_ofThreads_thatAreNone_areRefused_withTheirValue() {
        for (int threads : new int[] {-1, 0, 257}) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> WaitStrategy.blocking(Duration.ofSeconds(1), threads))
                    .getMessage();
            assertEquals("threads=" + threads + " is not 1 to 256", message);
        }
    }

    private List<Thread> consumers(ReferenceRing<String> ring, WaitStrategy waiting) {
        List<Thread> consumers = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            consumers.add(Thread.ofPlatform().start(() -> {
                int rounds = 0;
                while (!ring.isOver()) {
                    if (ring.poll() == null) {
                        rounds = waiting.idle(rounds);
                    } else {
                        rounds = 0;
                        taken.incrementAndGet();
                    }
                }
            }));
        }
        return consumers;
    }

    private void awaitTaken(int count) {
        while (taken.get() < count) {
            Thread.onSpinWait();
        }
    }

    private static void awaitAsleep(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
