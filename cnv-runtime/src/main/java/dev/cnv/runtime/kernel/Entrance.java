package dev.cnv.runtime.kernel;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The door that every call comes in by: it is watched from here to its end, counted while it is on its
 * way, and refused without a record once the runtime, or the call whose session it was made by, is over.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Entrance {

    private final InFlight inFlight = new InFlight();
    private final Watching watching;
    private final Recorder recorder;

    Entrance(Watching watching, Recorder recorder) {
        this.watching = watching;
        this.recorder = recorder;
    }

    /** Lets in a call of a session. */
    Outcome<Ran> call(
            KernelSession session,
            CallContext context,
            CapabilityId id,
            Supplier<Outcome<Ran>> body) {
        return call(ended(session), context, id, body);
    }

    /** Lets in the run of a verified call. */
    Outcome<Ran> call(Call call, Supplier<Outcome<Ran>> body) {
        return call(Optional.empty(), call.context(), call.verb().id(), body);
    }

    /** Lets in a step of a session. */
    <C> Step<C> step(
            KernelSession session, CallContext context, CapabilityId id, Supplier<Step<C>> body) {
        return step(ended(session), context, id, body);
    }

    /** Lets in a step on from a proof. */
    <C> Step<C> step(Call call, Supplier<Step<C>> body) {
        return step(Optional.empty(), call.context(), call.verb().id(), body);
    }

    /** Lets in a change of what decides about calls. */
    <T> T change(Supplier<T> change, Function<Denial, T> refused) {
        if (!inFlight.enter()) {
            return refused.apply(closed());
        }
        try {
            return change.get();
        } finally {
            inFlight.exit();
        }
    }

    /** Why nothing is let in any more; empty when it is. */
    Optional<Denial> refusal() {
        return inFlight.closed() ? Optional.of(closed()) : Optional.empty();
    }

    /** Lets nothing in any more; false when that was so already. */
    boolean close() {
        return inFlight.close();
    }

    /** Waits until all that was let in is out again; false when the time is over first. */
    boolean awaitNone(Duration limit) throws InterruptedException {
        return inFlight.awaitNone(limit);
    }

    private Outcome<Ran> call(
            Optional<Denial> ended,
            CallContext context,
            CapabilityId id,
            Supplier<Outcome<Ran>> body) {
        Optional<Denial> refusal = refusedOrCounted(ended);
        if (refusal.isPresent()) {
            return watching.call(context, id, () -> unrecorded(context, id, refusal.get()));
        }
        try {
            return watching.call(context, id, body);
        } finally {
            inFlight.exit();
        }
    }

    private <C> Step<C> step(
            Optional<Denial> ended, CallContext context, CapabilityId id, Supplier<Step<C>> body) {
        Optional<Denial> refusal = refusedOrCounted(ended);
        if (refusal.isPresent()) {
            return watching.step(
                    context, id, () -> new Step.Stopped<>(unrecorded(context, id, refusal.get())));
        }
        try {
            return watching.step(context, id, body);
        } finally {
            inFlight.exit();
        }
    }

    /** Why a call is not let in; when it is, it is counted as on its way. */
    private Optional<Denial> refusedOrCounted(Optional<Denial> ended) {
        return ended.isPresent() || inFlight.enter() ? ended : Optional.of(closed());
    }

    private static Optional<Denial> ended(KernelSession session) {
        return session.parent()
                .filter(RunningCall::ended)
                .map(running -> Denial.of(
                        Reason.CLOSED,
                        "invocation=" + running.context().invocation()
                                + " has ended, and its session with it"));
    }

    private static Denial closed() {
        return Denial.of(Reason.CLOSED, "this runtime is closed");
    }

    private <R> Outcome.Denied<R> unrecorded(CallContext context, CapabilityId id, Denial denial) {
        Receipt receipt = recorder.receipt(
                context,
                new Point(DecisionStage.RESOLVE, id, Optional.empty(), Optional.empty()),
                OptionalLong.empty(),
                OptionalLong.empty());
        return new Outcome.Denied<>(denial, receipt);
    }
}
