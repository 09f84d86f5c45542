package dev.cnv.runtime.swarm;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.RuntimeEvent.PhaseChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger tells of swarms, read from its events alone: for those who look at a ledger from outside.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
@EffectBoundary(
        value = Effect.READ_ONLY,
        reason = "it fills an observer of its own, which nobody else sees")
public final class SwarmReplay {

    /**
     * How a swarm stands.
     *
     * @param phase its phase; SHUTDOWN when it is over
     * @param since when it entered the phase
     * @param moveCount its moves since it began
     * @param history the last phases, at most 20, the present one last
     */
    public record Standing(Phase phase, Instant since, long moveCount, List<Phase> history) {

        /** Copies the history. */
        public Standing {
            history = List.copyOf(history);
        }
    }

    /**
     * An anomaly with the name of its swarm.
     *
     * @param swarm the swarm's name
     * @param time when it was seen
     * @param anomaly what was seen; its row means nothing outside
     */
    public record Named(String swarm, Instant time, Anomaly anomaly) {}

    private final SwarmObserver observer;
    private final Map<String, Seen> swarms = new TreeMap<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> rows = new HashMap<>();

    /**
     * A reader that saw nothing yet.
     *
     * @param settings what counts as unusual
     */
    public SwarmReplay(AnomalySettings settings) {
        this.observer = new SwarmObserver(1, settings);
    }

    /**
     * Sees an event. Events are given in the ledger's order.
     *
     * @param index its place in the ledger
     * @param changed the event
     * @throws LedgerException when it does not follow from those before
     */
    public void accept(long index, PhaseChanged changed) {
        Seen seen = swarms.get(changed.swarm());
        SwarmHistory.Life before =
                seen == null || seen.life().phase().terminal() ? null : seen.life();
        SwarmHistory.Life life = SwarmHistory.moved(before, changed, index);
        long moves = before == null || seen == null ? 1 : seen.moves() + 1;
        int epoch = seen == null ? 1 : seen.epoch() + 1;
        swarms.put(changed.swarm(), new Seen(life, moves, epoch));
        observer.moved(
                row(changed.swarm()),
                Phase.valueOf(changed.from()),
                life.phase(),
                epoch,
                nanos(changed.origin().time()),
                lasted(before, changed.origin().time()));
    }

    private static long lasted(SwarmHistory.@Nullable Life before, Instant now) {
        return before == null ? 0 : TimeUnit.NANOSECONDS.convert(before.sinceEntered(now));
    }

    private static long nanos(Instant time) {
        return TimeUnit.NANOSECONDS.convert(Duration.between(Instant.EPOCH, time));
    }

    private int row(String name) {
        return rows.computeIfAbsent(name, _ -> {
            names.add(name);
            return names.size() - 1;
        });
    }

    /** {@return how each swarm stands that the ledger tells of, by name} */
    public Map<String, Standing> swarms() {
        Map<String, Standing> standings = new TreeMap<>();
        swarms.forEach((name, seen) -> standings.put(
                name,
                new Standing(
                        seen.life().phase(),
                        seen.life().entered(),
                        seen.moves(),
                        seen.life().phases())));
        return standings;
    }

    /** {@return all moves, counted by their phases} */
    public TransitionMatrix matrix() {
        return observer.matrix();
    }

    /** {@return the last anomalies, oldest first, at most 1,000} */
    public List<Named> anomalies() {
        return observer.anomalies().stream()
                .map(anomaly -> new Named(
                        names.get(anomaly.row()),
                        Instant.EPOCH.plusNanos(anomaly.atNanos()),
                        anomaly))
                .toList();
    }

    /** The epoch goes on when another swarm takes the name over. */
    private record Seen(SwarmHistory.Life life, long moves, int epoch) {}
}
