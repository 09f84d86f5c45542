package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.cnv.runtime.time.Time;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a follower knows, by clocks that go on separately. */
class FollowedRevocationsTest {

    private static final class TwoClocks implements Time {
        private Instant now = Family.NOON;
        private long nanos;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }
    }

    private final TwoClocks clocks = new TwoClocks();
    private final FollowedRevocations followed =
            new FollowedRevocations(new RevocationIndex(), FollowerSettings.DEFAULT, clocks);

    @Test
    void stale_whicheverClockSaysSo() {
        assertTrue(followed.stale());
        followed.heard(followed.now());
        assertFalse(followed.stale());
        clocks.nanos += Duration.ofSeconds(30).toNanos();
        assertTrue(followed.stale());
        followed.heard(followed.now());
        clocks.now = clocks.now.plusSeconds(30);
        assertTrue(followed.stale(), "the machine slept");
        assertEquals(Duration.ofSeconds(30), followed.age().orElseThrow());
        clocks.now = Instant.MAX;
        assertTrue(followed.stale());
        clocks.now = Instant.MIN;
        assertFalse(followed.stale(), "the date went back, and no time passed");
        clocks.nanos += Duration.ofSeconds(30).toNanos();
        assertTrue(followed.stale());
    }

    @Test
    void epoch_movesWhenItGetsStaleAndBack_andAllocatesNothing() {
        long never = followed.epoch();
        assertEquals(never, followed.epoch());
        followed.heard(followed.now());
        long fresh = followed.epoch();
        assertTrue(fresh > never);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                sum += followed.epoch();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(20_000 * fresh, sum);
        assertTrue(least < 100, "bytes=" + least + " of 1000 questions");
        clocks.nanos += Duration.ofSeconds(30).toNanos();
        assertTrue(followed.epoch() > fresh);
    }
}
