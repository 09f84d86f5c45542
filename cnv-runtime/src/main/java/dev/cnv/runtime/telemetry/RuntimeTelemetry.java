package dev.cnv.runtime.telemetry;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.contract.ContractEngine;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.swarm.Phase;
import dev.cnv.runtime.swarm.PhaseListener;
import dev.cnv.runtime.swarm.SwarmObserver;
import dev.cnv.runtime.swarm.Swarms;
import dev.cnv.runtime.swarm.TableView;
import dev.cnv.runtime.time.Time;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A runtime's side of its telemetry: what it tells of its calls and its parts. With telemetry off every
 * method does nothing and hands back what it was given.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class RuntimeTelemetry {

    /** The label of what is no verb of the runtime. */
    static final String UNKNOWN = "unknown";

    private final Telemetry telemetry;
    private final Collection<VerbDescriptor> verbs;
    private final Set<CapabilityId> known;
    private final Time time;
    private final @Nullable Instruments instruments;

    RuntimeTelemetry(Telemetry telemetry, Collection<VerbDescriptor> verbs, Time time) {
        this.telemetry = telemetry;
        this.verbs = verbs;
        this.known = verbs.stream().map(VerbDescriptor::id).collect(Collectors.toUnmodifiableSet());
        this.time = time;
        this.instruments = telemetry.enabled() ? new Instruments(telemetry.families()) : null;
        if (telemetry.enabled()) {
            telemetry
                    .views()
                    .number(
                            CnvMetric.SAMPLING_ONE_IN,
                            () -> telemetry.sampling().oneIn());
        }
    }

    private void count(Consumer<Instruments> counting) {
        Instruments counted = instruments;
        if (counted != null) {
            counting.accept(counted);
        }
    }

    @Nullable Instruments instruments() {
        return instruments;
    }

    /** How long calls of a verb took. */
    Optional<LatencySummary> latency(String verb) {
        Instruments counted = instruments;
        return counted == null ? Optional.empty() : counted.latency(verb);
    }

    /**
     * A call, or a step of one, begins on this thread.
     *
     * @param context what it carries
     * @param capability the verb asked for
     * @return hears how it goes on; {@link CallWatch#NONE} itself when nobody counts or listens
     */
    public CallWatch began(CallContext context, CapabilityId capability) {
        Instruments counted = instruments;
        if (counted == null) {
            return CallWatch.NONE;
        }
        String verb = known.contains(capability) ? capability.path() : UNKNOWN;
        int oneIn = telemetry.sampling().chosen(context.invocation())
                ? telemetry.sampling().oneIn()
                : 0;
        return WatchedCall.begin(
                counted,
                time,
                new CallStart(context, capability, verb, oneIn),
                telemetry.listeners());
    }

    /**
     * What this thread's calls belong to, for a call that another thread makes. What a listener throws
     * changes nothing about the call.
     *
     * @return as {@link CallListener#takenAlong}
     */
    public Supplier<CallWatch.Scope> takenAlong() {
        List<CallListener> all = telemetry.listeners();
        if (instruments == null || all.isEmpty()) {
            return () -> CallWatch.Scope.NONE;
        }
        List<Supplier<CallWatch.Scope>> along = new ArrayList<>(all.size());
        all.forEach(listener -> along.add(heard(listener::takenAlong, () -> CallWatch.Scope.NONE)));
        return () -> {
            List<CallWatch.Scope> scopes = new ArrayList<>(along.size());
            along.forEach(one -> scopes.add(heard(one, CallWatch.Scope.NONE)));
            return () -> scopes.reversed().forEach(this::close);
        };
    }

    private void close(CallWatch.Scope scope) {
        var _ = heard(
                () -> {
                    scope.close();
                    return true;
                },
                false);
    }

    private <T> T heard(Supplier<T> listener, T otherwise) {
        try {
            return listener.get();
        } catch (RuntimeException _) {
            count(Instruments::listenerFailed);
            return otherwise;
        }
    }

    /**
     * A credential was checked for a session.
     *
     * @param refusal why it does not hold; empty when it does, or is to be shown with each call
     */
    public void authenticated(Optional<Reason> refusal) {
        count(counted -> counted.verification(refusal));
    }

    /**
     * An attempt to use a certificate up.
     *
     * @param use what became of it
     */
    public void certificate(CertificateUse use) {
        count(counted -> counted.certificate(use));
    }

    /**
     * Has the appends to a ledger counted and timed.
     *
     * @param ledger the ledger
     * @return a ledger to use in its place
     */
    public Ledger ledger(Ledger ledger) {
        Instruments counted = instruments;
        if (counted == null) {
            return ledger;
        }
        MeteredLedger metered = new MeteredLedger(ledger, counted, time);
        telemetry.views().number(CnvMetric.LEDGER_APPENDS_PENDING, metered::pendingCount);
        if (ledger instanceof FileLedger file) {
            telemetry
                    .views()
                    .number(
                            CnvMetric.LEDGER_BACKLOG,
                            () -> Math.max(0, metered.size() - file.durableSize()));
        }
        return metered;
    }

    /**
     * Shows what a contract engine holds.
     *
     * @param contracts the engine
     */
    public void contracts(ContractEngine contracts) {
        if (instruments == null) {
            return;
        }
        MetricViews views = telemetry.views();
        views.number(CnvMetric.PERMITS_IN_USE, contracts::heldCount);
        views.number(CnvMetric.PERMITS_PAUSED, contracts::pausedCount);
        views.number(CnvMetric.PERMITS_ABANDONED, contracts::abandonedCount);
        views.numbers(
                CnvMetric.CALLS_WAITING,
                () -> verbs.stream()
                        .collect(Collectors.toMap(
                                verb -> verb.id().path(),
                                verb -> (long) contracts.waitingCount(verb),
                                Long::sum)));
    }

    /**
     * Has the moves of swarms counted.
     *
     * @param listener hears of them too; what a {@link SwarmObserver} holds is shown
     * @return a listener to use in its place
     */
    public PhaseListener phases(PhaseListener listener) {
        Instruments counted = instruments;
        if (counted == null) {
            return listener;
        }
        if (listener instanceof SwarmObserver observer) {
            MetricViews views = telemetry.views();
            views.number(CnvMetric.SWARM_EVENTS, observer::eventCount);
            views.number(CnvMetric.SWARM_EVENTS_OVERWRITTEN, observer::overwrittenCount);
            views.number(CnvMetric.SWARM_EVENTS_UNWATCHED, observer::unwatchedCount);
            views.number(CnvMetric.SWARM_ANOMALIES, observer::anomalyCount);
        }
        return (row, from, to, epoch, atNanos, lastedNanos) -> {
            counted.moved(from, to, lastedNanos);
            listener.moved(row, from, to, epoch, atNanos, lastedNanos);
        };
    }

    /**
     * Shows the swarms that there are.
     *
     * @param swarms the swarms
     */
    public void swarms(Swarms swarms) {
        if (instruments == null) {
            return;
        }
        MetricViews views = telemetry.views();
        views.numbers(CnvMetric.SWARMS, () -> byPhase(swarms.view()));
        views.numbers(CnvMetric.SWARM_AGENTS, () -> agents(swarms.view()));
    }

    private static Map<String, Long> byPhase(TableView view) {
        return Arrays.stream(Phase.values()).collect(Collectors.toMap(MetricLabel::lower, phase ->
                (long) view.swarms().getOrDefault(phase, 0)));
    }

    private static Map<String, Long> agents(TableView view) {
        return Map.of(
                "working",
                view.agentCount() - view.failedAgentCount(),
                "failed",
                view.failedAgentCount());
    }
}
