package dev.cnv.runtime.contract;

import dev.cnv.runtime.capability.ContractTerms.ResourceLimits;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.time.Time;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a handler uses while it runs, and stops it once that is more than its contract allows.
 *
 * <p>A look costs some microseconds. Processor time grows no faster than time, so it is looked at when
 * it could first be used up; memory is looked at every {@value #MEMORY_PERIOD_NANOS} ns, so a handler
 * can allocate for that long beyond its limit.
 *
 * <p><b>Threading:</b> {@link #begin} and {@link #end} are called by the caller's thread, looks run on
 * the timer's; one lock guards the timer, so that no look follows {@link #end}.
 */
final class LimitWatch {

    static final long MEMORY_PERIOD_NANOS = 5_000_000;
    private static final long SHORTEST_PERIOD_NANOS = 1_000_000;

    private final VerbGate gate;
    private final HandlerRun run;
    private final Usage usedBefore;
    private final ReentrantLock lock = new ReentrantLock();
    private Time.@Nullable Timer timer;
    private boolean ended;

    LimitWatch(VerbGate gate, HandlerRun run, Usage usedBefore) {
        this.gate = gate;
        this.run = run;
        this.usedBefore = usedBefore;
    }

    /** {@return whether a verb's calls must be measured} */
    static boolean limited(ResourceLimits limits) {
        return limits.memoryBytes().isPresent() || limits.cpuTime().isPresent();
    }

    void begin() {
        if (limited(limits())) {
            lookAgain(usedBefore);
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            if (timer != null) {
                timer.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What a call has used too much of. A limit whose measurement is lost counts as exceeded.
     *
     * @return the denial; null when the call is within its limits
     */
    static @Nullable Denial breach(VerbGate gate, Usage used) {
        ResourceLimits limits = gate.measuredLimits();
        Denial memory = limits.memoryBytes().isPresent()
                ? breach(
                        gate,
                        "memoryBytes",
                        limits.memoryBytes().getAsLong(),
                        used.allocatedBytes())
                : null;
        return memory != null || limits.cpuTime().isEmpty()
                ? memory
                : breach(
                        gate,
                        "cpuNanos",
                        RelativeTime.nanos(limits.cpuTime().get()),
                        used.cpuNanos());
    }

    private static @Nullable Denial breach(VerbGate gate, String limit, long allowed, long used) {
        if (used < 0) {
            return Denials.unmeasured(gate.id(), limit, allowed);
        }
        return used > allowed ? Denials.limit(gate.id(), limit, allowed, used) : null;
    }

    private void look() {
        Usage used = usedBefore.plus(run.usage());
        Denial breach = breach(gate, used);
        if (breach != null) {
            run.stop(breach);
        } else {
            lookAgain(used);
        }
    }

    private void lookAgain(Usage used) {
        lock.lock();
        try {
            if (!ended) {
                RelativeTime time = gate.time();
                timer = time.at(RelativeTime.plus(time.now(), periodNanos(used)), this::look);
            }
        } finally {
            lock.unlock();
        }
    }

    private long periodNanos(Usage used) {
        long period = limits().memoryBytes().isPresent() ? MEMORY_PERIOD_NANOS : Long.MAX_VALUE;
        if (limits().cpuTime().isPresent()) {
            long left = RelativeTime.nanos(limits().cpuTime().get()) - Math.max(0, used.cpuNanos());
            period = Math.min(period, left);
        }
        return Math.max(SHORTEST_PERIOD_NANOS, period);
    }

    private ResourceLimits limits() {
        return gate.measuredLimits();
    }
}
