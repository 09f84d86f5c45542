package dev.cnv.runtime.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The source of time of a runtime. Nothing in CNV reads a clock in any other way.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public interface Time {

    /**
     * The date and time.
     *
     * @return now
     */
    Instant now();

    /**
     * A monotonic reading for measuring.
     *
     * @return nanoseconds since an arbitrary origin
     */
    long nanos();

    /**
     * Runs a short task later, on a thread of this source of time. The task must not block.
     *
     * @param delay how long from now; not positive is as soon as possible
     * @param task what to run
     * @return a handle that cancels it
     */
    Timer after(Duration delay, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** Keeps the task from running if it has not begun. */
        void cancel();
    }
}
