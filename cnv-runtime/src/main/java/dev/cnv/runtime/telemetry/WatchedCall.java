package dev.cnv.runtime.telemetry;

import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts one call, and tells all who listen to it.
 *
 * <p><b>Threading:</b> as {@link CallWatch}: the handler's thread reads only what the constructor wrote.
 */
final class WatchedCall implements CallWatch {

    private static final CallWatch[] NOBODY = {};

    private final Instruments instruments;
    private final Time time;
    private final CallStart start;
    private final Instruments.OfVerb counted;
    private final CallWatch[] watches;
    private final long beganNanos;
    private long stageBeganNanos;

    private WatchedCall(Instruments instruments, Time time, CallStart start, CallWatch[] watches) {
        this.instruments = instruments;
        this.time = time;
        this.start = start;
        this.counted = instruments.of(start.verb());
        this.watches = watches;
        this.beganNanos = time.nanos();
    }

    static WatchedCall begin(
            Instruments instruments, Time time, CallStart start, List<CallListener> listeners) {
        CallWatch[] watches = NOBODY;
        if (!listeners.isEmpty()) {
            watches = new CallWatch[listeners.size()];
            for (int i = 0; i < watches.length; i++) {
                watches[i] = begin(instruments, listeners.get(i), start);
            }
        }
        return new WatchedCall(instruments, time, start, watches);
    }

    private static CallWatch begin(
            Instruments instruments, CallListener listener, CallStart start) {
        try {
            return listener.began(start);
        } catch (RuntimeException _) {
            instruments.listenerFailed();
            return NONE;
        }
    }

    /** A listener's fault is not the call's. */
    private void tell(Consumer<CallWatch> telling) {
        for (CallWatch watch : watches) {
            try {
                telling.accept(watch);
            } catch (RuntimeException _) {
                instruments.listenerFailed();
            }
        }
    }

    @Override
    public void stageBegan(CallStage stage) {
        tell(watch -> watch.stageBegan(stage));
        stageBeganNanos = time.nanos();
    }

    @Override
    public void stageEnded(CallStage stage, Optional<Reason> refusal) {
        instruments.stage(stage, time.nanos() - stageBeganNanos);
        if (stage == CallStage.ADMIT && refusal.isPresent()) {
            instruments.contractDenial(start.verb(), refusal.get());
        }
        tell(watch -> watch.stageEnded(stage, refusal));
    }

    @Override
    public void policyAnswered(PolicyAnswer answer) {
        instruments.answered(answer);
        tell(watch -> watch.policyAnswered(answer));
    }

    @Override
    public Scope handlerScope() {
        if (watches.length == 0) {
            return Scope.NONE;
        }
        Scope[] scopes = new Scope[watches.length];
        for (int i = 0; i < scopes.length; i++) {
            scopes[i] = scope(watches[i]);
        }
        return () -> {
            for (int i = scopes.length - 1; i >= 0; i--) {
                close(scopes[i]);
            }
        };
    }

    private Scope scope(CallWatch watch) {
        try {
            return watch.handlerScope();
        } catch (RuntimeException _) {
            instruments.listenerFailed();
            return Scope.NONE;
        }
    }

    private void close(Scope scope) {
        try {
            scope.close();
        } catch (RuntimeException _) {
            instruments.listenerFailed();
        }
    }

    @Override
    public void ended(CallEnd end) {
        if (end.kind() != CallEnd.Kind.PROVED) {
            count(end);
        }
        tell(watch -> watch.ended(end));
    }

    private void count(CallEnd end) {
        long nanos = time.nanos() - beganNanos;
        counted.durations().took(nanos);
        counted.ended(end);
        if (start.sampled()) {
            instruments.sampled();
            counted.durations().example(nanos, about(), time.now().toEpochMilli());
        }
    }

    /** The ledger's id of the call, and its trace: labels of the example, never of the series. */
    private Labels about() {
        Labels labels = Labels.of("invocation", start.context().invocation().toString());
        for (CallWatch watch : watches) {
            Optional<String> trace = trace(watch);
            if (trace.isPresent()) {
                return labels.add(Exemplar.TRACE_ID, trace.get());
            }
        }
        return labels;
    }

    private Optional<String> trace(CallWatch watch) {
        try {
            return watch.traceId();
        } catch (RuntimeException _) {
            instruments.listenerFailed();
            return Optional.empty();
        }
    }
}
