package dev.cnv.runtime.worker;

import dev.cnv.runtime.time.Time;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Ends a worker whose process uses more processor time in one call than the contract allows, and {@link
 * #JVM_CPU} for the JVM's own threads: that counts the threads that a handler starts, which the look at the
 * handler's own thread does not.
 *
 * <p><b>Threading:</b> for the thread that runs the calls; looks run on the timer's.
 */
final class ProcessWatch {

    /** What compiler and collector may use in one call. */
    static final Duration JVM_CPU = Duration.ofSeconds(1);

    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(5);

    private final Optional<Duration> limit;
    private final LongSupplier cpuNanos;
    private final Time time;
    private final Runnable exceeded;

    /**
     * A watch.
     *
     * @param limit what the contract allows; empty for a verb without a limit
     * @param cpuNanos processor time of the process in nanoseconds
     * @param exceeded is to end the process
     */
    ProcessWatch(Optional<Duration> limit, LongSupplier cpuNanos, Time time, Runnable exceeded) {
        this.limit = limit;
        this.cpuNanos = cpuNanos;
        this.time = time;
        this.exceeded = exceeded;
    }

    /** Processor time of this process, in nanoseconds; -1 where the JVM cannot tell. */
    static long ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : -1;
    }

    /** Watches from now until the one that is returned is closed. */
    Watched begin() {
        AtomicBoolean over = new AtomicBoolean();
        limit.ifPresent(allowed -> look(cpuNanos.getAsLong(), allowed.plus(JVM_CPU), over));
        return () -> over.set(true);
    }

    /** A call that is being watched. */
    @FunctionalInterface
    interface Watched extends AutoCloseable {
        @Override
        void close();
    }

    /* Processor time grows no faster than time on all processors, so that the next look can wait so long. */
    private void look(long begin, Duration allowed, AtomicBoolean over) {
        if (over.get()) {
            return;
        }
        long left = allowed.toNanos() - (cpuNanos.getAsLong() - begin);
        if (left < 0) {
            exceeded.run();
            return;
        }
        Duration wait = Duration.ofNanos(left / Runtime.getRuntime().availableProcessors());
        time.after(
                wait.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : wait,
                () -> look(begin, allowed, over));
    }
}
