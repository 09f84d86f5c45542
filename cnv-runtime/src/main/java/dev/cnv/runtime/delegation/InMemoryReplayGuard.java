package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Remembers nonces in memory. When it is full of nonces that must not be forgotten yet, it answers no.
 * What was seen before it was made it cannot know, so it answers no for every proof that is older than
 * itself: a restart opens no gap.
 *
 * <p><b>Threading:</b> safe for use by several threads; one at a time passes.
 */
public final class InMemoryReplayGuard implements ReplayGuard {

    private final Time time;
    private final int capacity;
    private final Instant oldest;
    private final Map<Digest, Instant> seen = new HashMap<>();
    private final Queue<Remembered> byEnd = new PriorityQueue<>();
    private Instant latest;

    private record Remembered(Instant until, Digest nonceKey) implements Comparable<Remembered> {
        @Override
        public int compareTo(Remembered other) {
            return until.compareTo(other.until);
        }
    }

    /**
     * A guard that remembers nothing yet.
     *
     * @param time the clock of the runtime that uses it
     * @param capacity how many nonces it remembers at most
     * @param window how long after its time a proof is good: what ends within it after now may have
     *     been seen before
     * @throws IllegalArgumentException when the capacity is not positive
     */
    public InMemoryReplayGuard(Time time, int capacity, Duration window) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity=" + capacity + " is not positive");
        }
        this.time = time;
        this.capacity = capacity;
        this.latest = time.now();
        this.oldest = latest.plus(window);
    }

    @Override
    public synchronized boolean first(Digest nonceKey, Instant until) {
        Instant now = time.now();
        if (until.isBefore(oldest) || !now.isBefore(until)) {
            return false;
        }
        forget(now);
        if (seen.size() >= capacity || seen.putIfAbsent(nonceKey, until) != null) {
            return false;
        }
        byEnd.add(new Remembered(until, nonceKey));
        return true;
    }

    /** A clock that was turned back forgets nothing anew. */
    private void forget(Instant now) {
        latest = now.isAfter(latest) ? now : latest;
        Remembered next = byEnd.peek();
        while (next != null && !next.until().isAfter(latest)) {
            byEnd.remove();
            seen.remove(next.nonceKey());
            next = byEnd.peek();
        }
    }
}
