package dev.cnv.runtime.registry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest changes, as many as fit. Who asks for one that was dropped is told so.
 *
 * <p><b>Threading:</b> guarded by its own monitor. Listeners are called outside of it, by the thread that
 * announces.
 */
final class ChangeRing {

    /** How many changes are remembered, unless told otherwise. */
    static final int DEFAULT_CAPACITY_COUNT = 4096;

    private final int capacityCount;
    private final ArrayDeque<DelegationChange> changes = new ArrayDeque<>();
    private final List<Runnable> listeners = new ArrayList<>();

    /* Every change at or above this sequence is remembered. */
    private long oldest;
    private long next;

    ChangeRing(int capacityCount) {
        if (capacityCount < 1) {
            throw new IllegalArgumentException(
                    "capacityCount=" + capacityCount + " is not positive");
        }
        this.capacityCount = capacityCount;
    }

    /** Remembers a change; {@link #announce} tells of it. */
    synchronized void add(DelegationChange change) {
        if (change.sequence() < next) {
            throw new IllegalArgumentException(
                    "sequence=" + change.sequence() + " is not at or above next=" + next);
        }
        if (changes.size() == capacityCount) {
            oldest = changes.removeFirst().sequence() + 1;
        }
        changes.addLast(change);
        next = change.sequence() + 1;
    }

    /** Calls the listeners, on this thread. */
    void announce() {
        List<Runnable> told;
        synchronized (this) {
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    synchronized long next() {
        return next;
    }

    /** Forgets all: what comes next has this sequence or a greater one. */
    synchronized void restart(long at) {
        changes.clear();
        oldest = at;
        next = at;
    }

    synchronized ChangePage page(long from, int maxCount) {
        if (from < 0 || maxCount < 1) {
            throw new IllegalArgumentException(
                    "from=" + from + " is negative or maxCount=" + maxCount + " is not positive");
        }
        if (from < oldest) {
            return new ChangePage.FellBehind(from, oldest);
        }
        List<DelegationChange> found = changes.stream()
                .dropWhile(change -> change.sequence() < from)
                .limit(maxCount)
                .toList();
        long after = found.isEmpty() ? from : found.getLast().sequence() + 1;
        return new ChangePage.Changes(found, after);
    }

    synchronized void listen(Runnable listener) {
        listeners.add(listener);
    }

    synchronized void unlisten(Runnable listener) {
        listeners.remove(listener);
    }

    synchronized int listenerCount() {
        return listeners.size();
    }
}
