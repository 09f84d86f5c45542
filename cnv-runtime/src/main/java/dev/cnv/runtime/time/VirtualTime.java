package dev.cnv.runtime.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Time that moves only when told to: for tests, simulations and replay.
 *
 * <p><b>Threading:</b> safe for use by several threads; tasks run on the thread that advances.
 */
public final class VirtualTime implements Time {

    private final Instant origin;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long nanos;
    private long order;

    /**
     * Time that stands still at an instant.
     *
     * @param origin the first {@link #now}
     */
    public VirtualTime(Instant origin) {
        this.origin = origin;
    }

    @Override
    public synchronized Instant now() {
        return origin.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        Task waiting = new Task(nanos + Math.max(0, delay.toNanos()), order++, task);
        tasks.add(waiting);
        return () -> remove(waiting);
    }

    /**
     * Moves time on and runs every task that becomes due, in order, each at its own time.
     *
     * @param by how far; not negative
     * @throws IllegalArgumentException when {@code by} is negative
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("by=" + by + " would move time back");
        }
        long target;
        synchronized (this) {
            target = nanos + by.toNanos();
        }
        for (Task task = nextUntil(target); task != null; task = nextUntil(target)) {
            task.action().run();
        }
    }

    /**
     * The tasks that wait.
     *
     * @return how many
     */
    public synchronized int pendingCount() {
        return tasks.size();
    }

    private synchronized @org.jspecify.annotations.Nullable Task nextUntil(long target) {
        Task next = tasks.peek();
        if (next == null || next.at() > target) {
            nanos = Math.max(nanos, target);
            return null;
        }
        tasks.remove();
        nanos = Math.max(nanos, next.at());
        return next;
    }

    private synchronized void remove(Task task) {
        List<Task> kept = new ArrayList<>(tasks);
        if (kept.removeIf(t -> t.order() == task.order())) {
            tasks.clear();
            tasks.addAll(kept);
        }
    }

    private record Task(long at, long order, Runnable action) {}
}
