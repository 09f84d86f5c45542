package dev.cnv.hotpath.ring;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that sleep until there is work, each on a seat.
 *
 * <p><b>Threading.</b> A thread seats itself; any thread wakes all.
 */
final class Sleepers {

    private final AtomicReferenceArray<@Nullable Thread> seats;

    Sleepers(int threads) {
        seats = new AtomicReferenceArray<>(threads);
    }

    boolean isSeated(Thread thread) {
        for (int i = 0; i < seats.length(); i++) {
            if (seats.getPlain(i) == thread) { // No other thread writes this one.
                return true;
            }
        }
        return false;
    }

    /** Takes a seat, unless all are taken by threads that live. */
    boolean seat(Thread thread) {
        for (int i = 0; i < seats.length(); i++) {
            Thread other = seats.get(i);
            if ((other == null || !other.isAlive()) && seats.compareAndSet(i, other, thread)) {
                return true;
            }
        }
        return false;
    }

    /** Wakes all, who lose their seats. */
    void wake() {
        for (int i = 0; i < seats.length(); i++) {
            Thread sleeper = seats.get(i);
            if (sleeper != null && seats.compareAndSet(i, sleeper, null)) {
                LockSupport.unpark(sleeper);
            }
        }
    }
}
