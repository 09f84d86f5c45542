package dev.cnv.runtime.swarm;

import dev.cnv.runtime.swarm.AlertCondition.CountInWindow;
import dev.cnv.runtime.swarm.AlertCondition.Custom;
import dev.cnv.runtime.swarm.AlertCondition.HealthUnder;
import dev.cnv.runtime.swarm.AlertCondition.InPhase;
import dev.cnv.runtime.swarm.AlertCondition.ZOver;
import dev.cnv.runtime.time.Time;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Raises alerts about swarms by rules. Whenever it is polled, it judges every swarm as it stands, and reads
 * what an observer keeps, off the path of events; sinks run on an executor.
 *
 * <p><b>Threading:</b> safe for use by several threads; polls happen one after the other.
 */
public final class AlertEngine {

    private final Swarms swarms;
    private final SwarmObserver observer;
    private final Time time;
    private final List<AlertRule> rules;
    private final List<AlertSink> sinks;
    private final Executor executor;
    private final Map<Integer, Watched> watched = new HashMap<>();
    private final LongAdder sinkFailures = new LongAdder();
    private final LongAdder conditionFailures = new LongAdder();
    private long nextEvent;
    private long nextAnomaly;
    private long missed;

    /**
     * An engine. Poll it, for instance once a second.
     *
     * @param swarms the swarms
     * @param observer what hears of their moves
     * @param time the source of time of both
     * @param rules the rules
     * @param sinks where alerts go: each gets every alert
     * @param executor runs the sinks
     * @throws IllegalArgumentException when a rule asks for a z that the observer does not tell
     */
    public AlertEngine(
            Swarms swarms,
            SwarmObserver observer,
            Time time,
            List<AlertRule> rules,
            List<AlertSink> sinks,
            Executor executor) {
        this.swarms = swarms;
        this.observer = observer;
        this.time = time;
        this.rules = List.copyOf(rules);
        this.sinks = List.copyOf(sinks);
        this.executor = executor;
        this.rules.forEach(this::requireTold);
    }

    private void requireTold(AlertRule rule) {
        double least = observer.settings().warningZ();
        if (rule.condition() instanceof ZOver over && !(over.z() >= least)) {
            throw new IllegalArgumentException(
                    "rule=" + rule.name() + " z=" + over.z() + " is under warningZ=" + least);
        }
    }

    /**
     * Reads what happened since the last poll, and raises what the rules say.
     *
     * @return the alerts that were raised
     */
    public synchronized List<Alert> poll() {
        long from = nextEvent;
        long[] read = {0};
        nextEvent = observer.ring().readFrom(from, event -> {
            read[0]++;
            happened(event);
        });
        missed += nextEvent - from - read[0];
        nextAnomaly = observer.anomaliesFrom(nextAnomaly, anomaly -> {
            Watched row = watched.get(anomaly.row());
            if (row != null) {
                row.anomalies.add(anomaly);
            }
        });
        List<Alert> raised = new ArrayList<>();
        // All of them: one that never moved, or stands where a ledger put it, has no event.
        swarms.all().values().forEach(swarm -> judge(swarm, watched(swarm), raised));
        watched.keySet().removeIf(row -> swarms.find(row).isEmpty());
        raised.forEach(this::send);
        return raised;
    }

    private void happened(PhaseEvent event) {
        Watched state = watched.computeIfAbsent(event.row(), _ -> new Watched());
        if (event.from() == Phase.BOOTSTRAP) {
            state.forgetEvents();
        }
        state.entered(event);
    }

    private Watched watched(Swarm swarm) {
        Watched state = watched.computeIfAbsent(swarm.row(), _ -> new Watched());
        state.belongsTo(swarm);
        return state;
    }

    private void judge(Swarm swarm, Watched state, List<Alert> raised) {
        Optional<SwarmView> view = swarm.findView();
        if (view.isPresent()) {
            for (int i = 0; i < rules.size(); i++) {
                judge(rules.get(i), state.rules[i], swarm, view.get(), state, raised);
            }
        }
        state.anomalies.clear();
    }

    private void judge(
            AlertRule rule,
            RuleState of,
            Swarm swarm,
            SwarmView view,
            Watched state,
            List<Alert> raised) {
        String found = found(rule.condition(), view, state);
        long now = time.nanos();
        if (found == null) {
            of.since = Long.MIN_VALUE;
            return;
        }
        if (of.since == Long.MIN_VALUE) {
            of.since = now;
        }
        boolean cool = of.raised == Long.MIN_VALUE
                || now - of.raised >= rule.coolDown().toNanos();
        if (cool && now - of.since >= rule.holdsFor().toNanos()) {
            of.raised = now;
            raised.add(new Alert(
                    rule.name(),
                    rule.severity(),
                    swarm.name(),
                    view.mark().phase(),
                    time.now(),
                    found));
        }
    }

    /** What was found, in words; null when the condition does not hold. */
    private @Nullable String found(AlertCondition condition, SwarmView view, Watched state) {
        return switch (condition) {
            case InPhase in -> view.mark().phase() == in.phase() ? "in phase=" + in.phase() : null;
            case CountInWindow count -> state.often(count, time.nanos());
            case ZOver over -> state.strange(over.z());
            case HealthUnder under ->
                view.mark().healthRatio() < under.ratio()
                        ? "health=" + view.mark().healthRatio()
                        : null;
            case Custom custom -> holds(custom, view) ? custom.name() : null;
        };
    }

    private boolean holds(Custom custom, SwarmView view) {
        try {
            return custom.test().test(view);
        } catch (RuntimeException e) {
            conditionFailures.increment();
            return false;
        }
    }

    private void send(Alert alert) {
        for (AlertSink sink : sinks) {
            try {
                executor.execute(() -> send(sink, alert));
            } catch (RejectedExecutionException e) {
                sinkFailures.increment();
            }
        }
    }

    @SuppressWarnings("CatchingUnchecked") // Whatever a sink throws is a failure of the sink.
    private void send(AlertSink sink, Alert alert) {
        try {
            sink.send(alert);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sinkFailures.increment();
        } catch (Exception e) {
            sinkFailures.increment();
        }
    }

    /** {@return the times that a sink did not take an alert} */
    public long sinkFailureCount() {
        return sinkFailures.sum();
    }

    /** {@return the times that a custom condition threw} */
    public long conditionFailureCount() {
        return conditionFailures.sum();
    }

    /** {@return the events that were overwritten before a poll read them} */
    public synchronized long missedCount() {
        return missed;
    }

    /** How a rule stands for a swarm. */
    private static final class RuleState {
        private long since = Long.MIN_VALUE;
        private long raised = Long.MIN_VALUE;
    }

    /** What is remembered of a swarm between polls. */
    private final class Watched {

        private final RuleState[] rules = new RuleState[AlertEngine.this.rules.size()];
        private final Map<CountInWindow, ArrayDeque<Long>> entries = new HashMap<>();
        private final List<Anomaly> anomalies = new ArrayList<>();
        private @Nullable Swarm swarm;

        Watched() {
            for (AlertRule rule : AlertEngine.this.rules) {
                if (rule.condition() instanceof CountInWindow count) {
                    entries.put(count, new ArrayDeque<>());
                }
            }
        }

        /** How rules stand for another swarm that had the row before says nothing of this one. */
        void belongsTo(Swarm now) {
            if (swarm != now) {
                swarm = now;
                Arrays.setAll(rules, _ -> new RuleState());
            }
        }

        /** What happened before belongs to another swarm, which had the row. */
        void forgetEvents() {
            entries.values().forEach(ArrayDeque::clear);
            anomalies.clear();
        }

        void entered(PhaseEvent event) {
            entries.forEach((count, times) -> {
                if (event.to() == count.phase()) {
                    times.addLast(event.atNanos());
                    if (times.size() > count.count()) {
                        times.removeFirst();
                    }
                }
            });
        }

        @Nullable String often(CountInWindow count, long now) {
            ArrayDeque<Long> times = entries.getOrDefault(count, new ArrayDeque<>());
            return times.size() >= count.count()
                            && now - times.getFirst() <= count.window().toNanos()
                    ? "entered phase=" + count.phase() + " count=" + times.size() + " within "
                            + count.window()
                    : null;
        }

        @Nullable String strange(double z) {
            return anomalies.stream()
                    .filter(anomaly -> Math.abs(anomaly.z()) >= z)
                    .max(Comparator.comparingDouble(anomaly -> Math.abs(anomaly.z())))
                    .map(worst -> worst.kind() + " of phase=" + worst.phase() + " value="
                            + worst.value() + " usual=" + worst.usual() + " z=" + worst.z())
                    .orElse(null);
        }
    }
}
