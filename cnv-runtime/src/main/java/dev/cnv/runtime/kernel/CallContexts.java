package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Says what a session's calls carry, and how much time they have: each may be made within another, whose
 * correlation, path and deadline it takes on.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class CallContexts {

    private final RandomIds ids;
    private final Time time;

    CallContexts(RandomIds ids, Time time) {
        this.ids = ids;
        this.time = time;
    }

    /** The context of a call that is made now. */
    CallContext of(KernelSession session) {
        CallOptions options = session.options();
        Optional<RunningCall> running = running(session);
        Optional<CallContext> outer = running.map(RunningCall::context);
        UUID invocation = ids.next();
        return new CallContext(
                invocation,
                options.correlation()
                        .or(() -> outer.map(CallContext::correlation))
                        .orElseGet(invocation::toString),
                outer.map(CallContext::invocation),
                session.caller().principal(),
                options.qualityOfService(),
                time.now(),
                options.dryRun(),
                options.idempotencyKey(),
                path(running, session.after()),
                running.map(RunningCall::decision));
    }

    /** What the caller asked for, within the time that the call has within which it is made. */
    CallOptions options(KernelSession session) {
        CallOptions options = session.options();
        OptionalLong leftNanos = leftNanos(session);
        if (leftNanos.isEmpty()) {
            return options;
        }
        // What is over has a nanosecond left, since no time is no limit.
        Duration left = Duration.ofNanos(Math.max(1, leftNanos.getAsLong()));
        return options.timeAllowed().filter(own -> own.compareTo(left) <= 0).isPresent()
                ? options
                : options.timeAllowed(left);
    }

    /** Refuses what is called when the time of the call is over within which it is made. */
    Optional<Denial> late(KernelSession session, Call call) {
        OptionalLong leftNanos = leftNanos(session);
        return leftNanos.isEmpty() || leftNanos.getAsLong() > 0
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.DEADLINE_PASSED,
                        "the time of the call is over from whose handler "
                                + call.verb().id() + " was called"));
    }

    private OptionalLong leftNanos(KernelSession session) {
        OptionalLong deadline =
                running(session).map(RunningCall::deadlineNanos).orElse(OptionalLong.empty());
        return deadline.isEmpty() ? deadline : OptionalLong.of(deadline.getAsLong() - time.nanos());
    }

    private static Optional<RunningCall> running(KernelSession session) {
        return session.parent()
                .or(() -> RunningCall.CURRENT.isBound()
                        ? Optional.of(RunningCall.CURRENT.get())
                        : Optional.empty());
    }

    private static List<CapabilityId> path(
            Optional<RunningCall> running, List<CapabilityId> after) {
        List<CapabilityId> within = running.map(RunningCall::path).orElse(List.of());
        if (after.isEmpty()) {
            return within;
        }
        Set<CapabilityId> path = new LinkedHashSet<>(within);
        path.addAll(after);
        return List.copyOf(path);
    }
}
