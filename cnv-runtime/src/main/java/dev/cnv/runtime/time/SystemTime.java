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
        this.timers = new ScheduledThreadPoolExecutor(1, task -> Thread.ofPlatform()
                .name("cnv-timer")
                .daemon()
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

    @Override
    public Timer after(Duration delay, Runnable task) {
        ScheduledFuture<?> future =
                timers.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Drops waiting tasks and ends the thread. */
    @Override
    public void close() {
        timers.shutdownNow();
    }
}
