package dev.cnv.runtime.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The machine's clock. Owns one daemon thread, started at the first timer and ended by {@link
 * #close}.
 *
 * <p>Close it after everything that uses it: a timer asked for after {@link #close} is refused.
 *
 * <p><b>Threading:</b> safe for use by several threads. Tasks run one after the other on the one
 * thread, so a task that blocks holds up all others. What a task throws goes to that thread's {@link
 * Thread#getUncaughtExceptionHandler}, and later tasks run all the same.
 */
public final class SystemTime implements Time, AutoCloseable {

    private final Clock clock;
    private final ScheduledThreadPoolExecutor timers;

    /**
     * Time of a clock.
     *
     * @param clock gives the date and time; measuring always uses {@link System#nanoTime}
     */
    public SystemTime(Clock clock) {
        this.clock = clock;
        this.timers = new ScheduledThreadPoolExecutor(
                1,
                task -> Thread.ofPlatform()
                        .name("cnv-timer")
                        .daemon()
                        .inheritInheritableThreadLocals(false)
                        .unstarted(task));
        timers.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    /**
     * Runs a short task later on the timer thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
     */
    @Override
    public Timer after(Duration delay, Runnable task) {
        long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
        ScheduledFuture<?> future =
                timers.schedule(() -> runReporting(task), nanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Drops waiting tasks and ends the thread; a task that runs is interrupted. */
    @Override
    public void close() {
        timers.shutdownNow();
    }

    /** A scheduled executor would keep what the task throws to itself. */
    private static void runReporting(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
