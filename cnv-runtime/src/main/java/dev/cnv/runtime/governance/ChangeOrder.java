package dev.cnv.runtime.governance;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps what decides about calls still while a decision is written. A decision that stands in the ledger
 * behind a change was made after it, and one before it was not: what a change takes away, no later
 * decision gives.
 *
 * <p><b>Threading:</b> safe for use by several threads. Decisions are made side by side, a change waits
 * for those that are being written, and they for it. It is not held while a verb runs.
 */
public final class ChangeOrder {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** An order in which nothing happened yet. */
    public ChangeOrder() {}

    /**
     * Makes sure of a decision and writes it, while nothing changes.
     *
     * @param decision asks what holds now, and appends
     * @param <T> what it comes to
     * @return what it came to
     */
    public <T> T deciding(Supplier<T> decision) {
        lock.readLock().lock();
        try {
            return decision.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Writes a change and lets it take effect, while nothing is decided.
     *
     * @param change appends, then takes effect
     * @param <T> what it comes to
     * @return what it came to
     * @throws IllegalStateException when this thread is in the middle of a decision, which would wait for
     *     itself: a policy engine must not change anything while it is asked
     */
    public <T> T changing(Supplier<T> change) {
        if (lock.getReadHoldCount() > 0) {
            throw new IllegalStateException(
                    "a change was asked for in the middle of a decision; make it from elsewhere");
        }
        lock.writeLock().lock();
        try {
            return change.get();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
