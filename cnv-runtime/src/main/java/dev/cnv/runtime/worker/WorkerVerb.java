package dev.cnv.runtime.worker;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Retry;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.ContractTerms.ConcurrencyTerms;
import dev.cnv.runtime.capability.ContractTerms.DeadlineTerms;
import dev.cnv.runtime.capability.ContractTerms.RetryTerms;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.contract.Admission;
import dev.cnv.runtime.contract.AdmissionRequest;
import dev.cnv.runtime.contract.ContractEngine;
import dev.cnv.runtime.contract.Execution;
import dev.cnv.runtime.contract.Execution.Result;
import dev.cnv.runtime.contract.Permit;
import dev.cnv.runtime.decode.JsonValueReader;
import dev.cnv.runtime.decode.JsonValueWriter;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The one verb of a worker. It runs a call only with a ticket that the runtime made for it: for this verb,
 * these arguments, and the number that is next.
 *
 * <p>Limits on memory and processor time are measured here, on the handler's thread, as the runtime does
 * for verbs without a process of their own; processor time for the whole process too, see {@link
 * ProcessWatch}. All else that a contract says, the runtime sees to.
 *
 * <p><b>Threading:</b> {@link #run} is for one thread.
 */
final class WorkerVerb {

    /** So long that the runtime, which knows the contract's time-out, always comes first. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Object seal = new Object();
    private final VerbModule module;
    private final int index;
    private final VerbDescriptor verb;
    private final VerbDescriptor measured;
    private final WorkerSecret secret;
    private final ContractEngine engine;
    private final Time time;
    private final ProcessWatch watch;
    private final DescriptorLimit descriptors;
    private long last;

    /**
     * A verb that has run nothing.
     *
     * @param exceeded is to end the process, which uses more processor time than the contract allows
     */
    WorkerVerb(
            VerbModule module,
            int index,
            WorkerSecret secret,
            Time time,
            ThreadFactory threads,
            Runnable exceeded) {
        this.module = module;
        this.index = index;
        this.verb = module.verbs().get(index);
        this.measured = measured(verb);
        this.secret = secret;
        this.time = time;
        this.watch = new ProcessWatch(
                verb.contract().limits().cpuTime(), ProcessWatch::ofThisProcess, time, exceeded);
        this.descriptors = DescriptorLimit.of(verb);
        this.engine = new ContractEngine(time, threads, threads, 0);
        engine.register(List.of(measured));
    }

    VerbDescriptor verb() {
        return verb;
    }

    @SuppressWarnings("ReferenceEquality") // The very object: nothing else is equal to it.
    boolean sealed(Object other) {
        return seal == other;
    }

    /** What a handler is told that asks for something that is in the runtime's process. */
    VerbRefusedException unavailable(String what) {
        return new VerbRefusedException(Denial.of(
                Reason.NOT_IN_WORKER,
                "verb=" + verb.id() + " runs in a process of its own (isolation="
                        + verb.contract().isolation() + "), where there is not " + what));
    }

    /**
     * Runs a call.
     *
     * @param channel takes what the verb says while it runs; it is free again when this returns
     * @throws RuntimeException when the call is not one that the runtime made: nothing has run
     */
    WorkerAnswer run(InvocationPayload invocation, WorkerEventChannel channel) {
        CallTicket ticket = CallTicket.open(invocation.credential(), secret, verb);
        if (!invocation.capability().equals(verb.id().path())) {
            throw new IllegalArgumentException("capability=" + invocation.capability()
                    + " is not that of the ticket, " + verb.id());
        }
        if (ticket.sequence() != last + 1) {
            throw new IllegalArgumentException(
                    "sequence=" + ticket.sequence() + " is not the one after " + last);
        }
        JsonNode arguments =
                StrictJson.parse(new String(invocation.argumentsJson(), StandardCharsets.UTF_8));
        if (!CanonicalJson.digest(arguments).equals(ticket.claims().arguments())) {
            throw new IllegalArgumentException("the arguments are not those of the ticket");
        }
        last = ticket.sequence();
        Object input = module.readInput(index, new JsonValueReader(arguments));
        try (WorkerEventSender events = new WorkerEventSender(
                channel, ticket.listener(), ticket.claims().context().invocation())) {
            return run(new WorkerCall(this, ticket.claims(), input), events);
        }
    }

    private WorkerAnswer run(WorkerCall call, WorkerEventSender events) {
        AdmissionRequest request = new AdmissionRequest(
                measured,
                call.claims().context().principal().tenant(),
                call.claims().context().qualityOfService(),
                time.nanos(),
                Optional.empty());
        try (ProcessWatch.Watched _ = watch.begin()) {
            return switch (engine.admit(request)) {
                case Admission.Admitted(Permit permit) ->
                    answer(engine.run(permit, _ -> invoke(call, events)));
                case Admission.Refused(Denial denial) ->
                    new WorkerAnswer.Failed(denial, false, Optional.empty());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the worker's thread was interrupted", e);
        }
    }

    private @Nullable Object invoke(WorkerCall call, WorkerEventSender events) throws Throwable {
        WorkerDispatch dispatch = new WorkerDispatch(seal, call, new AtomicBoolean());
        try {
            return ScopedValue.where(WorkerInvocation.CURRENT, new WorkerInvocation(call, events))
                    .call(() -> module.invoke(index, dispatch));
        } finally {
            descriptors.handlerEnded();
        }
    }

    private WorkerAnswer answer(Execution execution) {
        return switch (execution.result()) {
            case Result.Failed(Denial failure, Throwable cause)
            when failure.reason() == Reason.HANDLER_FAILED && descriptors.exceeded(cause) ->
                exceeded("threw");
            case Result.Failed(Denial failure, Throwable cause) -> WorkerFailure.of(failure, cause);
            case Result.Returned _ when descriptors.exceeded(null) -> exceeded("returned");
            case Result.Returned(Object value) -> returned(value);
        };
    }

    private WorkerAnswer exceeded(String handler) {
        return new WorkerAnswer.Failed(
                DescriptorLimit.denial(verb).with(Execution.HANDLER, handler),
                false,
                Optional.empty());
    }

    private WorkerAnswer returned(@Nullable Object value) {
        try {
            return new WorkerAnswer.Returned(
                    verb.result().equals(ValueType.NOTHING)
                            ? NullNode.getInstance()
                            : write(Objects.requireNonNull(value)));
        } catch (RuntimeException e) {
            return new WorkerAnswer.Failed(
                    Denial.of(
                                    Reason.HANDLER_FAILED,
                                    verb.id() + " ran, but its result cannot be written as JSON: "
                                            + e.getClass().getName())
                            .with(Execution.HANDLER, "returned"),
                    false,
                    Optional.empty());
        }
    }

    private JsonNode write(Object value) {
        return JsonValueWriter.write(out -> module.writeResult(index, value, out));
    }

    /** The verb with that part of its contract which is kept here. */
    private static VerbDescriptor measured(VerbDescriptor verb) {
        ContractTerms terms = verb.contract();
        ContractTerms here = new ContractTerms(
                terms.duration(),
                new DeadlineTerms(Deadline.Kind.NONE, Duration.ZERO),
                LONGEST,
                new RetryTerms(Retry.Kind.NONE, 1, Duration.ZERO, Duration.ZERO),
                terms.idempotent(),
                new ConcurrencyTerms(Concurrency.Kind.UNLIMITED, Integer.MAX_VALUE, 0),
                Isolation.SHARED,
                terms.limits());
        return new VerbDescriptor(
                verb.id(),
                verb.version(),
                verb.summary(),
                verb.description(),
                verb.stability(),
                verb.deprecation(),
                verb.effects(),
                here,
                verb.phases(),
                verb.parameters(),
                verb.result(),
                verb.resultShape(),
                verb.requires(),
                verb.equivalentTo(),
                verb.dominates(),
                verb.inputSchema(),
                verb.outputSchema(),
                verb.handler(),
                verb.remarks());
    }
}
