package dev.cnv.runtime.swarm;

import dev.cnv.runtime.swarm.AlertCondition.CountInWindow;
import dev.cnv.runtime.swarm.AlertCondition.Custom;
import dev.cnv.runtime.swarm.AlertCondition.HealthUnder;
import dev.cnv.runtime.swarm.AlertCondition.InPhase;
import dev.cnv.runtime.swarm.AlertCondition.OfState;
import dev.cnv.runtime.swarm.AlertCondition.PhaseEntered;
import dev.cnv.runtime.swarm.AlertCondition.ZOver;
import dev.cnv.runtime.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Raises alerts about swarms by rules. Whenever it is polled, it reads what an observer heard since the
 * last poll, looks at every swarm that there is when a rule is about its state, and has an executor run the
 * sinks, off the path of events.
 *
 * <p><b>Threading:</b> safe for use by several threads; polls happen one after the other.
 */
public final class AlertEngine {

    private final Swarms swarms;
    private final SwarmObserver observer;
    private final Time time;
    private final List<AlertRule> rules;
    private final boolean looks;
    private final List<AlertSink> sinks;
    private final Executor executor;
    private final LongAdder alerts = new LongAdder();
    private final LongAdder sinkFailures = new LongAdder();
    private final LongAdder conditionFailures = new LongAdder();
    private final LongAdder missed = new LongAdder();

    /** By the swarm's name, in the order of the rules; guarded, as what follows, by this object's lock. */
    private final Map<String, List<RuleStanding>> standings = new HashMap<>();

    private final List<Alert> raised = new ArrayList<>();
    private long nextEvent;
    private long nextAnomaly;

    /**
     * An engine, for what happens from now on. Poll it, for instance once a second.
     *
     * @param swarms the swarms
     * @param observer what hears of their moves; it asks these swarms for their names from now on
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
        this.looks = rules.stream().anyMatch(rule -> rule.condition() instanceof OfState);
        this.sinks = List.copyOf(sinks);
        this.executor = executor;
        this.rules.forEach(this::requireTold);
        observer.nameBy(row -> swarms.nameOf(row).orElse(""));
        // What was before has no names.
        this.nextEvent = observer.eventCount();
        this.nextAnomaly = observer.anomalyCount();
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
    public List<Alert> poll() {
        List<Alert> found = judged();
        alerts.add(found.size());
        found.forEach(this::sendToAll);
        return found;
    }

    private synchronized List<Alert> judged() {
        readEvents();
        readAnomalies();
        Map<String, Swarm> all = swarms.all();
        if (looks) {
            // All of them: one that never moved, or stands where a ledger put it, has no event.
            all.forEach(this::look);
        }
        // What happened to those that are gone was raised above.
        standings.keySet().retainAll(all.keySet());
        List<Alert> found = List.copyOf(raised);
        raised.clear();
        return found;
    }

    private void readEvents() {
        long from = nextEvent;
        long[] read = {0};
        nextEvent = observer.ring().readFrom(from, (name, event) -> {
            read[0]++;
            entered(named(name, event.row()), event);
        });
        missed.add(nextEvent - from - read[0]);
    }

    private void readAnomalies() {
        long from = nextAnomaly;
        long[] read = {0};
        nextAnomaly = observer.anomaliesFrom(from, (name, anomaly) -> {
            read[0]++;
            strange(named(name, anomaly.row()), anomaly);
        });
        missed.add(nextAnomaly - from - read[0]);
    }

    /** A swarm that another thread finalised before its move was heard of has no name any more. */
    private static String named(String name, int row) {
        return name.isEmpty() ? "row=" + row : name;
    }

    private List<RuleStanding> standingsOf(String swarm) {
        return standings.computeIfAbsent(
                swarm, _ -> rules.stream().map(RuleStanding::new).toList());
    }

    private void entered(String swarm, PhaseEvent event) {
        for (RuleStanding standing : standingsOf(swarm)) {
            Optional<String> detail = toldBy(standing, event);
            if (detail.isPresent() && standing.happened(event.atNanos())) {
                raise(standing.rule(), swarm, event.to(), event.atNanos(), detail.get());
            }
        }
    }

    private static Optional<String> toldBy(RuleStanding standing, PhaseEvent event) {
        String entered = "entered phase=" + event.to();
        return switch (standing.rule().condition()) {
            case PhaseEntered(Phase phase) ->
                Optional.of(entered + " from=" + event.from()).filter(_ -> event.to() == phase);
            case CountInWindow count ->
                Optional.of(entered + " count=" + count.count() + " within " + count.window())
                        .filter(_ -> event.to() == count.phase()
                                && standing.often(count, event.atNanos()));
            case ZOver _, OfState _ -> Optional.empty();
        };
    }

    private void strange(String swarm, Anomaly anomaly) {
        for (RuleStanding standing : standingsOf(swarm)) {
            if (standing.rule().condition() instanceof ZOver(double z)
                    && Math.abs(anomaly.z()) >= z
                    && standing.happened(anomaly.atNanos())) {
                raise(
                        standing.rule(),
                        swarm,
                        anomaly.phase(),
                        anomaly.atNanos(),
                        anomaly.kind() + " of phase=" + anomaly.phase() + " value="
                                + anomaly.value() + " usual=" + anomaly.usual() + " z="
                                + anomaly.z());
            }
        }
    }

    private void look(String name, Swarm swarm) {
        Optional<SwarmView> view = swarm.findView();
        if (view.isEmpty()) {
            return;
        }
        long now = time.nanos();
        for (RuleStanding standing : standingsOf(name)) {
            if (standing.rule().condition() instanceof OfState state) {
                Optional<String> detail = seenIn(view.get(), state);
                if (standing.holds(detail.isPresent(), now)) {
                    Phase phase = view.get().mark().phase();
                    raise(standing.rule(), name, phase, now, detail.orElseThrow());
                }
            }
        }
    }

    private Optional<String> seenIn(SwarmView view, OfState state) {
        SwarmMark mark = view.mark();
        return switch (state) {
            case InPhase(Phase phase) ->
                Optional.of("in phase=" + phase).filter(_ -> mark.phase() == phase);
            case HealthUnder(double ratio) ->
                Optional.of("health=" + mark.healthRatio()).filter(_ -> mark.healthRatio() < ratio);
            case Custom custom -> Optional.of(custom.name()).filter(_ -> holds(custom, view));
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

    private void raise(AlertRule rule, String swarm, Phase phase, long atNanos, String detail) {
        Instant at = time.now().minusNanos(time.nanos() - atNanos);
        raised.add(new Alert(rule.name(), rule.severity(), swarm, phase, at, detail));
    }

    private void sendToAll(Alert alert) {
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

    /** {@return the alerts that were ever raised} */
    public long alertCount() {
        return alerts.sum();
    }

    /** {@return the times that a sink did not take an alert} */
    public long sinkFailureCount() {
        return sinkFailures.sum();
    }

    /** {@return the times that a custom condition threw} */
    public long conditionFailureCount() {
        return conditionFailures.sum();
    }

    /** {@return the events and anomalies that were overwritten before a poll read them} */
    public long missedCount() {
        return missed.sum();
    }
}
