package dev.cnv.hotpath.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WaitStrategyTest {

    @Test
    void blocked_thread_isWokenByACommit() throws Exception {
        WaitStrategy waiting = WaitStrategy.blocking(Duration.ofHours(1));
        FrameRing ring =
                FrameRing.create(Arena.ofShared(), RingSettings.of(8, 1).withWaiting(waiting));
        for (int i = 0; i < 20; i++) {
            Thread sleeper = Thread.ofPlatform().start(() -> {
                int rounds = 0;
                while (ring.next() < 0) {
                    rounds = waiting.idle(rounds);
                }
                ring.release();
            });
            while (sleeper.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
            ring.commit(ring.claim());
            sleeper.join();
        }
        assertEquals(20, ring.statistics().taken());
    }

    @Test
    void blocked_thread_isWokenByTheEnd() throws Exception {
        WaitStrategy waiting = WaitStrategy.blocking(Duration.ofHours(1));
        SharedRing ring =
                SharedRing.create(Arena.ofShared(), RingSettings.of(8, 1).withWaiting(waiting));
        Thread sleeper = Thread.ofPlatform().start(() -> {
            int rounds = 0;
            while (ring.next() != RingStatus.CLOSED) {
                rounds = waiting.idle(rounds);
            }
        });
        while (sleeper.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        ring.refuse();
        sleeper.join();
    }

    @Test
    void thread_thatParksYieldsOrSpins_wakesByItself() throws Exception {
        for (WaitStrategy waiting : new WaitStrategy[] {
            WaitStrategy.spinning(),
            WaitStrategy.yielding(),
            WaitStrategy.parking(Duration.ofMillis(1)),
            WaitStrategy.blocking(Duration.ofMillis(1))
        }) {
            AtomicBoolean go = new AtomicBoolean();
            CountDownLatch waited = new CountDownLatch(3_000);
            Thread waiter = Thread.ofPlatform().start(() -> {
                int rounds = 0;
                while (!go.get()) {
                    rounds = waiting.idle(rounds);
                    assertTrue(rounds > 0);
                    waited.countDown();
                }
            });
            waited.await();
            go.set(true);
            waiter.join();
        }
    }

    @Test
    void pause_thatIsNotPositive_isRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> WaitStrategy.parking(Duration.ofNanos(0)));
        assertThrows(
                IllegalArgumentException.class, () -> WaitStrategy.blocking(Duration.ofNanos(-1)));
    }
}
