package dev.cnv.runtime.endpoint;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much memory requests may take that are read and not answered, over all connections of a server.
 * Something larger than all of it gets in when nothing else is held.
 *
 * <p><b>Threading:</b> safe for use by several threads. {@code held} changes by compare-and-set; who
 * finds no room waits under {@code lock}, and who gives looks there only when somebody waits.
 */
final class HeldBytes {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final long maxBytes;

    HeldBytes(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes memory when there is so much. */
    boolean tryTake(long bytes) {
        while (true) {
            long now = held.get();
            if (now != 0 && now + bytes > maxBytes) {
                return false;
            }
            if (held.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /** Takes memory, and waits until there is so much. */
    void take(long bytes) {
        lock.lock();
        // Said before the next look, so that whoever gives after it sees that somebody waits.
        waiting.incrementAndGet();
        try {
            while (!tryTake(bytes)) {
                given.awaitUninterruptibly();
            }
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    /** Gives memory back. */
    void give(long bytes) {
        held.addAndGet(-bytes);
        if (waiting.get() > 0) {
            lock.lock();
            try {
                given.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** {@return how much is held} */
    long heldBytes() {
        return held.get();
    }
}
