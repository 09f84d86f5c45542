package dev.cnv.runtime.kernel;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.telemetry.CallEnd;
import dev.cnv.runtime.telemetry.CallStage;
import dev.cnv.runtime.telemetry.CallWatch;
import dev.cnv.runtime.telemetry.RuntimeTelemetry;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells telemetry how the call on this thread goes on. Where nobody counts or listens, it costs a look at
 * a scoped value for each stage.
 *
 * <p><b>Threading:</b> safe for use by several threads; a call is watched on the thread that makes it.
 */
final class Watching {

    private static final ScopedValue<CallWatch> CURRENT = ScopedValue.newInstance();

    private final RuntimeTelemetry telemetry;

    Watching(RuntimeTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** Watches a call from its beginning to its outcome. */
    <R> Outcome<R> call(CallContext context, CapabilityId id, Supplier<Outcome<R>> call) {
        return watched(context, id, call, CallEnd::of);
    }

    /** Watches a step, which ends in a certificate or in an outcome. */
    <C> Step<C> step(CallContext context, CapabilityId id, Supplier<Step<C>> step) {
        return watched(context, id, step, Watching::end);
    }

    private static CallEnd end(Step<?> step) {
        return step instanceof Step.Stopped<?> stopped
                ? CallEnd.of(stopped.outcome())
                : CallEnd.PROVED;
    }

    private <T> T watched(
            CallContext context, CapabilityId id, Supplier<T> body, Function<T, CallEnd> end) {
        CallWatch watch = telemetry.began(context, id);
        if (watch.equals(CallWatch.NONE)) {
            // Whoever calls within another runtime's call is not that call.
            return CURRENT.isBound() ? within(CallWatch.NONE, body) : body.get();
        }
        CallEnd ended = CallEnd.THREW;
        try {
            T result = within(watch, body);
            ended = end.apply(result);
            return result;
        } finally {
            watch.ended(ended);
        }
    }

    private static <T> T within(CallWatch watch, Supplier<T> body) {
        return ScopedValue.where(CURRENT, watch).call(body::get);
    }

    /** The watch of the call on this thread. */
    static CallWatch current() {
        return CURRENT.orElse(CallWatch.NONE);
    }

    /** Watches a stage of an examination. */
    static Examined stage(CallStage stage, Supplier<Examined> body) {
        return stage(
                stage,
                body,
                examined -> examined instanceof Refused(var _, Denial denial)
                        ? Optional.of(denial.reason())
                        : Optional.empty());
    }

    /** Watches a stage that may end in a refusal. */
    static <T> T stage(CallStage stage, Supplier<T> body, Function<T, Optional<Reason>> refusal) {
        CallWatch watch = current();
        if (watch.equals(CallWatch.NONE)) {
            return body.get();
        }
        watch.stageBegan(stage);
        Optional<Reason> refused = Optional.of(Reason.INTERNAL);
        try {
            T result = body.get();
            refused = refusal.apply(result);
            return result;
        } finally {
            watch.stageEnded(stage, refused);
        }
    }
}
