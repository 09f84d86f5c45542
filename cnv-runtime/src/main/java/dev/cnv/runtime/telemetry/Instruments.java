package dev.cnv.runtime.telemetry;

import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.swarm.Phase;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a runtime counts with. Series that every runtime has are made at once, so that they are there, with
 * 0, before anything happens.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Instruments {

    /** The value of the label {@code reason} where there is none. */
    static final String NO_REASON = "";

    /** The value of the label {@code result} of what went well. */
    static final String ACCEPTED = "accepted";

    private final BoundedSeries<CounterDataPoint> calls;
    private final ConcurrentHashMap<String, OfVerb> verbs = new ConcurrentHashMap<>();
    private final DurationFamily callDurations;
    private final Map<CallStage, DurationFamily.Series> stages;
    private final Map<PolicyAnswer, CounterDataPoint> answers;
    private final Map<CertificateUse, CounterDataPoint> certificates;
    private final BoundedSeries<CounterDataPoint> verifications;
    private final BoundedSeries<CounterDataPoint> denials;
    private final Map<Durability, CounterDataPoint> accepted;
    private final Map<Durability, CounterDataPoint> failed;
    private final Map<Durability, DurationFamily.Series> appendDurations;
    private final BoundedSeries<CounterDataPoint> moves;
    private final KeptSeries<CounterDataPoint> keptMoves =
            new KeptSeries<>(Phase.COUNT * Phase.COUNT);
    private final DurationFamily phaseDurations;
    private final KeptSeries<DurationFamily.Series> keptPhases = new KeptSeries<>(Phase.COUNT);
    private final CounterDataPoint sampled;
    private final CounterDataPoint failures;

    Instruments(Families families) {
        calls = families.counter(CnvMetric.CALLS);
        callDurations = families.durations(CnvMetric.CALL_DURATION);
        stages = durations(families, CnvMetric.STAGE_DURATION, CallStage.class);
        answers = counters(families, CnvMetric.POLICY_DECISIONS, PolicyAnswer.class);
        certificates = counters(families, CnvMetric.CERTIFICATE_USES, CertificateUse.class);
        verifications = families.counter(CnvMetric.DELEGATION_VERIFICATIONS);
        denials = families.counter(CnvMetric.CONTRACT_DENIALS);
        BoundedSeries<CounterDataPoint> appends = families.counter(CnvMetric.LEDGER_APPENDS);
        accepted = each(Durability.class, label -> appends.of(List.of(label, ACCEPTED)));
        failed = each(Durability.class, label -> appends.of(List.of(label, "failed")));
        appendDurations = durations(families, CnvMetric.LEDGER_APPEND_DURATION, Durability.class);
        moves = families.counter(CnvMetric.SWARM_TRANSITIONS);
        phaseDurations = families.durations(CnvMetric.SWARM_PHASE_DURATION);
        sampled = families.counter(CnvMetric.SAMPLED_CALLS).of(List.of());
        failures = families.counter(CnvMetric.LISTENER_FAILURES).of(List.of());
    }

    private static <E extends Enum<E>> Map<E, DurationFamily.Series> durations(
            Families families, CnvMetric metric, Class<E> type) {
        DurationFamily family = families.durations(metric);
        return each(type, label -> family.of(List.of(label)));
    }

    private static <E extends Enum<E>> Map<E, CounterDataPoint> counters(
            Families families, CnvMetric metric, Class<E> type) {
        BoundedSeries<CounterDataPoint> family = families.counter(metric);
        return each(type, label -> family.of(List.of(label)));
    }

    private static <E extends Enum<E>, S> Map<E, S> each(
            Class<E> type, Function<String, S> series) {
        Map<E, S> all = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            all.put(constant, series.apply(MetricLabel.lower(constant)));
        }
        return all;
    }

    /**
     * What calls of a verb are counted with.
     *
     * @param verb a verb of the runtime, or {@code unknown}: there are as many as there are verbs
     */
    OfVerb of(String verb) {
        OfVerb known = verbs.get(verb);
        return known != null ? known : verbs.computeIfAbsent(verb, OfVerb::new);
    }

    /** The series of one verb, those of ends without a reason found without a look-up. */
    final class OfVerb {

        private final String verb;
        private final DurationFamily.Series durations;
        private final KeptSeries<CounterDataPoint> plain =
                new KeptSeries<>(CallEnd.Kind.values().length);

        private OfVerb(String verb) {
            this.verb = verb;
            this.durations = callDurations.of(List.of(verb));
        }

        DurationFamily.Series durations() {
            return durations;
        }

        @SuppressWarnings(
                "EnumOrdinal") // A place in an array that lives no longer than the process.
        void ended(CallEnd end) {
            if (end.reason().isEmpty()) {
                plain.at(end.kind().ordinal(), () -> series(end)).inc();
            } else {
                series(end).inc();
            }
        }

        private CounterDataPoint series(CallEnd end) {
            return calls.of(List.of(verb, MetricLabel.lower(end.kind()), code(end.reason())));
        }
    }

    Optional<LatencySummary> latency(String verb) {
        return callDurations.known(List.of(verb)).flatMap(DurationFamily.Series::latency);
    }

    void stage(CallStage stage, long nanos) {
        seriesOf(stages, stage).took(nanos);
    }

    void answered(PolicyAnswer answer) {
        seriesOf(answers, answer).inc();
    }

    void certificate(CertificateUse use) {
        seriesOf(certificates, use).inc();
    }

    void verification(Optional<Reason> refusal) {
        verifications.of(List.of(refusal.map(Reason::code).orElse(ACCEPTED))).inc();
    }

    void contractDenial(String verb, Reason reason) {
        denials.of(List.of(verb, reason.code())).inc();
    }

    void append(Durability durability, boolean taken, long nanos) {
        seriesOf(taken ? accepted : failed, durability).inc();
        seriesOf(appendDurations, durability).took(nanos);
    }

    void moved(Phase from, Phase to, long lastedNanos) {
        keptMoves
                .at(
                        from.number() * Phase.COUNT + to.number(),
                        () -> moves.of(List.of(MetricLabel.lower(from), MetricLabel.lower(to))))
                .inc();
        keptPhases
                .at(from.number(), () -> phaseDurations.of(List.of(MetricLabel.lower(from))))
                .took(lastedNanos);
    }

    void sampled() {
        sampled.inc();
    }

    void listenerFailed() {
        failures.inc();
    }

    private static String code(Optional<Reason> reason) {
        return reason.map(Reason::code).orElse(NO_REASON);
    }

    /** Each constant has its series. */
    private static <E extends Enum<E>, S> S seriesOf(Map<E, S> all, E constant) {
        return Objects.requireNonNull(all.get(constant));
    }
}
