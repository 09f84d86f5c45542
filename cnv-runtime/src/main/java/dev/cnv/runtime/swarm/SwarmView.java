package dev.cnv.runtime.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All that is known of a swarm. Phase, agents, durations and history are of one moment; the counts of
 * successes, failures and errors are each exact, and may be of a moment a little later.
 *
 * @param mark phase, epoch and agents
 * @param inPhase how long it has been in this phase
 * @param successCount outcomes that were successes
 * @param openFailureCount failures since they were last reset
 * @param durations the time spent in each phase so far, the present one included; SHUTDOWN has none
 * @param errors the errors in each phase; a count stops at 4,294,967,295
 * @param history the last phases, at most 20, the present one last
 */
public record SwarmView(
        SwarmMark mark,
        Duration inPhase,
        long successCount,
        long openFailureCount,
        Map<Phase, Duration> durations,
        Map<Phase, Long> errors,
        List<Phase> history) {

    /** Copies the collections. */
    public SwarmView {
        durations = Collections.unmodifiableMap(new EnumMap<>(durations));
        errors = Collections.unmodifiableMap(new EnumMap<>(errors));
        history = List.copyOf(history);
    }

    static SwarmView of(
            long word,
            long successes,
            long failures,
            long[] durationsNanos,
            long[] errors,
            long sinceNanos,
            long history) {
        Phase now = SwarmWord.phase(word);
        Map<Phase, Duration> durations = new EnumMap<>(Phase.class);
        Map<Phase, Long> errorCounts = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            boolean present = phase == now && !phase.terminal();
            long nanos = durationsNanos[phase.number()] + (present ? Math.max(0, sinceNanos) : 0);
            durations.put(phase, Duration.ofNanos(nanos));
            errorCounts.put(phase, errors[phase.number()]);
        }
        return new SwarmView(
                SwarmMark.of(word),
                Duration.ofNanos(Math.max(0, sinceNanos)),
                successes,
                failures,
                durations,
                errorCounts,
                phases(history));
    }

    private static List<Phase> phases(long history) {
        List<Phase> phases = new ArrayList<>();
        for (long rest = history; rest > 1; rest >>>= 3) {
            phases.addFirst(Phase.of((int) (rest & 7)));
        }
        return phases;
    }

    /** {@return the time from the beginning to now, or to the shutdown} */
    public Duration uptime() {
        return durations.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** {@return the errors of all phases} */
    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}
