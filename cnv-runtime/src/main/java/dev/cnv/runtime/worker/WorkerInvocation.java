package dev.cnv.runtime.worker;

import dev.cnv.runtime.call.Invocation;
import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.stream.Milestone;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The call that a worker's handler is running in. It knows what the call carries; what needs the kernel,
 * which is in another process, is refused: no session, so no calls of other verbs. What the verb says, and
 * milestones, go to the runtime, which answers before the verb goes on.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class WorkerInvocation implements Invocation {

    /** Bound while a handler runs. */
    static final ScopedValue<WorkerInvocation> CURRENT = ScopedValue.newInstance();

    private final WorkerCall call;
    private final WorkerEventSender events;

    WorkerInvocation(WorkerCall call, WorkerEventSender events) {
        this.call = call;
        this.events = events;
    }

    /**
     * The invocation of the handler that runs on this thread.
     *
     * @return the invocation, or empty outside a worker's handler
     */
    public static Optional<Invocation> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    @Override
    public CallContext context() {
        return call.claims().context();
    }

    @Override
    public boolean dryRun() {
        return context().dryRun();
    }

    @Override
    public Session session() {
        throw call.worker().unavailable("a session, to call other verbs");
    }

    @Override
    public Progress progress() {
        return events;
    }

    @Override
    public Milestone milestone(String name, JsonNode value) {
        return events.milestone(name, value);
    }
}
