package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.Invocation;
import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.worker.WorkerInvocation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * The call that the current thread's handler is running in.
 *
 * <p><b>Threading:</b> safe for use by several threads. {@code ended} is volatile: a session that a
 * handler kept sees that its call is over.
 */
public final class RunningCall implements Invocation {

    /** Bound while a handler runs. */
    static final ScopedValue<RunningCall> CURRENT = ScopedValue.newInstance();

    private final Call call;
    private final Recorder.Decided decision;
    private final OptionalLong deadlineNanos;
    private final Milestones milestones;
    private volatile boolean ended;

    RunningCall(Call call, Recorder.Decided decision, OptionalLong deadlineNanos) {
        this.call = call;
        this.decision = decision;
        this.deadlineNanos = deadlineNanos;
        this.milestones = new Milestones(call, decision);
    }

    /**
     * The invocation of the handler that runs on this thread.
     *
     * @return the invocation, or empty outside handlers
     */
    public static Optional<Invocation> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : WorkerInvocation.current();
    }

    @Override
    public CallContext context() {
        return call.context();
    }

    @Override
    public boolean dryRun() {
        return call.options().dryRun();
    }

    @Override
    public Session session() {
        return KernelSession.within(this);
    }

    @Override
    public Progress progress() {
        return call.options().progress();
    }

    @Override
    public Milestone milestone(String name, JsonNode value) {
        if (ended || dryRun()) {
            throw new IllegalStateException("invocation=" + context().invocation()
                    + (ended ? " has ended" : " is a dry run") + ", and reaches no milestone");
        }
        return milestones.reach(name, value);
    }

    /** When the call must have ended, a reading of the runtime's time; empty when it need not. */
    OptionalLong deadlineNanos() {
        return deadlineNanos;
    }

    /** The verbs within which a call made from here is made, outermost first, each once. */
    List<CapabilityId> path() {
        Set<CapabilityId> path = new LinkedHashSet<>(context().path());
        path.add(call.verb().id());
        return List.copyOf(path);
    }

    /** The id of the event by which the call was decided. */
    UUID decision() {
        return decision.event();
    }

    Call call() {
        return call;
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
