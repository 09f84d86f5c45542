package dev.cnv.runtime.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Time that moves only when told to: for tests, simulations and replay.
 *
 * <p>A task that is due within an {@link #advance} runs within it, at its own time, also when another
 * task of the same advance asked for it. Tasks due at the same time run in the order they were asked
 * for.
 *
 * <p><b>Threading:</b> safe for use by several threads; one lock guards the state. Tasks run on the
 * thread that advances, outside the lock; when several threads advance, each task runs once, and
 * tasks of different threads may overlap.
 */
public final class VirtualTime implements Time {

    private final Instant origin;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final TreeSet<Task> tasks =
            new TreeSet<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
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
    public Instant now() {
        return origin.plusNanos(nanos());
    }

    /**
     * The time that has passed.
     *
     * @return nanoseconds since the origin
     */
    @Override
    public long nanos() {
        lock.lock();
        try {
            return nanos;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a task when time reaches its moment. A delay that is not positive is the present moment:
     * the task runs in the next {@link #advance}, even by zero.
     */
    @Override
    public Timer after(Duration delay, Runnable task) {
        lock.lock();
        try {
            Task waiting = new Task(later(nanos, delay), order++, task);
            tasks.add(waiting);
            added.signalAll();
            return () -> remove(waiting);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves time on and runs every task that becomes due, in order, each at its own time.
     *
     * <p>What a task throws comes out of here; time then stands at that task's moment and later
     * tasks still wait.
     *
     * @param by how far; not negative
     * @throws IllegalArgumentException when {@code by} is negative
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException(
                    "by=" + by + " would move time back; it must not be negative");
        }
        long target = later(nanos(), by);
        for (Task task = nextUntil(target); task != null; task = nextUntil(target)) {
            task.action().run();
        }
    }

    /**
     * The tasks that wait.
     *
     * @return how many
     */
    public int pendingCount() {
        lock.lock();
        try {
            return tasks.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Blocks until so many tasks wait, so that a test knows that other threads have asked for theirs
     * before it moves time on.
     *
     * @param count how many tasks at least
     * @throws InterruptedException when the thread is interrupted
     */
    public void awaitPending(int count) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (tasks.size() < count) {
                added.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Task nextUntil(long target) {
        lock.lock();
        try {
            if (tasks.isEmpty() || tasks.getFirst().at() > target) {
                nanos = Math.max(nanos, target);
                return null;
            }
            Task next = tasks.removeFirst();
            nanos = Math.max(nanos, next.at());
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void remove(Task task) {
        lock.lock();
        try {
            tasks.remove(task);
        } finally {
            lock.unlock();
        }
    }

    private static long later(long nanos, Duration by) {
        long delay = Math.max(0, TimeUnit.NANOSECONDS.convert(by));
        return delay > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : nanos + delay;
    }

    private record Task(long at, long order, Runnable action) {}
}
