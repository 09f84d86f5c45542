package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.Invocation;
import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.CallContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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
    private final UUID decision;
    private volatile boolean ended;

    RunningCall(Call call, UUID decision) {
        this.call = call;
        this.decision = decision;
    }

    /**
     * The invocation of the handler that runs on this thread.
     *
     * @return the invocation, or empty outside handlers
     */
    public static Optional<Invocation> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
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
        return call.kernel().nestedSession(this);
    }

    @Override
    public Progress progress() {
        return call.options().progress();
    }

    /** The verbs within which a call made from here is made, outermost first, each once. */
    List<CapabilityId> path() {
        Set<CapabilityId> path = new LinkedHashSet<>(context().path());
        path.add(call.verb().id());
        return List.copyOf(path);
    }

    /** The id of the event by which the call was decided. */
    UUID decision() {
        return decision;
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
