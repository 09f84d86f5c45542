package dev.cnv.runtime.swarm;

import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.RuntimeEvent.PhaseChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a ledger tells of the lives of swarms. */
final class SwarmHistory {

    /**
     * A life so far.
     *
     * @param phases the phases from the first on
     * @param entered when the present phase was entered
     * @param durations the time spent in each phase before
     */
    record Life(List<Phase> phases, Instant entered, Map<Phase, Duration> durations) {

        Phase phase() {
            return phases.getLast();
        }

        /** Whether no agent can have registered. */
        boolean beforeActivation() {
            return phase() != Phase.ACTIVATION && !durations.containsKey(Phase.ACTIVATION);
        }

        Life moved(Phase to, Instant time) {
            List<Phase> longer = new ArrayList<>(phases);
            longer.add(to);
            if (longer.size() > SwarmState.HISTORY_LIMIT) {
                longer.removeFirst();
            }
            Map<Phase, Duration> sums = new EnumMap<>(Phase.class);
            sums.putAll(durations);
            sums.merge(phase(), sinceEntered(time), Duration::plus);
            return new Life(List.copyOf(longer), time, Map.copyOf(sums));
        }

        /** Zero when the clock went back. */
        Duration sinceEntered(Instant time) {
            Duration since = Duration.between(entered, time);
            return since.isNegative() ? Duration.ZERO : since;
        }
    }

    private SwarmHistory() {}

    /** The lives that have not ended, by the swarm's name. */
    static Map<String, Life> read(Ledger ledger) {
        Map<String, Life> lives = new TreeMap<>();
        ledger.read(record -> {
            if (record.event() instanceof PhaseChanged changed) {
                lives.compute(changed.swarm(), (_, life) -> {
                    Life moved = moved(life, changed, record.index());
                    return moved.phase().terminal() ? null : moved;
                });
            }
        });
        return lives;
    }

    /**
     * A life after a move.
     *
     * @throws LedgerException when the move does not follow
     */
    static Life moved(@Nullable Life life, PhaseChanged changed, long index) {
        Optional<Phase> from = phase(changed.from());
        Optional<Phase> to = phase(changed.to());
        Phase expected = life == null ? Phase.BOOTSTRAP : life.phase();
        if (from.isEmpty()
                || to.isEmpty()
                || from.get() != expected
                || !PhaseTable.allows(from.get(), to.get())) {
            throw new LedgerException(
                    "record=" + index + " moves swarm=" + changed.swarm() + " from="
                            + changed.from() + " to=" + changed.to() + " but it was in " + expected,
                    null);
        }
        Life before = life == null
                ? new Life(List.of(Phase.BOOTSTRAP), changed.origin().time(), Map.of())
                : life;
        return before.moved(to.get(), changed.origin().time());
    }

    private static Optional<Phase> phase(String name) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.name().equals(name))
                .findFirst();
    }
}
