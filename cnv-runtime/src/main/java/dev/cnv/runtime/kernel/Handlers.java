package dev.cnv.runtime.kernel;

import dev.cnv.annotations.DataTag;
import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbDescriptor.ResultShape;
import dev.cnv.runtime.contract.AttemptFailedException;
import dev.cnv.runtime.contract.ContractEngine;
import dev.cnv.runtime.contract.Execution;
import dev.cnv.runtime.contract.Permit;
import dev.cnv.runtime.contract.ProcessIsolation;
import dev.cnv.runtime.decode.JsonValueReader;
import dev.cnv.runtime.decode.JsonValueWriter;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.spi.ProofRefusedException;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.telemetry.CallWatch;
import dev.cnv.runtime.worker.WorkerPool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/**
 * Runs handlers and turns what they return or throw into outcomes.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Handlers {

    /** The longest result, in characters of canonical JSON, that is kept for an idempotency key. */
    static final int MAX_RECORDED_LENGTH = 64 * 1024;

    private final ContractEngine contracts;
    private final WorkerPool workers;
    private final Object seal;

    Handlers(ContractEngine contracts, WorkerPool workers, Object seal) {
        this.contracts = contracts;
        this.workers = workers;
        this.seal = seal;
    }

    /**
     * What a run came to.
     *
     * @param ran what the handler returned
     * @param failure why it failed
     * @param digest the SHA-256 of the canonical result
     * @param recorded the canonical result, when it is to be recorded
     */
    record Finished(
            Ran ran, Optional<Denial> failure, Optional<Digest> digest, Optional<String> recorded) {

        static Finished failed(Denial failure) {
            return new Finished(
                    new Ran(null, Optional.empty(), Ran.VALUE, 0),
                    Optional.of(failure),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    Execution run(Call call, Recorder.Decided decision, Permit permit, Ran.Form form) {
        RunningCall running = new RunningCall(call, decision, permit.deadlineNanos());
        CallWatch watch = Watching.current();
        try {
            return contracts.run(permit, _ -> watched(watch, call, running, form));
        } finally {
            running.end();
        }
    }

    private @Nullable Object watched(CallWatch watch, Call call, RunningCall running, Ran.Form form)
            throws Throwable {
        try (CallWatch.Scope _ = watch.handlerScope()) {
            return attempt(call, running, form);
        }
    }

    private @Nullable Object attempt(Call call, RunningCall running, Ran.Form form)
            throws Throwable {
        Progress progress = call.options().progress();
        progress.begun(call.context().invocation());
        if (ProcessIsolation.asked(call.verb().contract())) {
            return elsewhere(call, running);
        }
        KernelDispatch dispatch = new KernelDispatch(seal, unexposed(call), new AtomicBoolean());
        Registry.Entry entry = call.entry();
        Object result = ScopedValue.where(RunningCall.CURRENT, running)
                .call(() -> entry.module().invoke(entry.index(), dispatch));
        boolean stream = call.verb().resultShape() == ResultShape.STREAM;
        if (!stream || !(result instanceof Flow.Publisher<?> publisher)) {
            return result;
        }
        return switch (form) {
            case TYPED -> result;
            case JSON -> StreamGatherer.gather(publisher);
            case ELEMENTS ->
                StreamRelay.relay(
                        publisher,
                        element -> write(entry, element),
                        progress.elements().orElseThrow());
        };
    }

    /** Runs the handler in a process of its own; the arguments go there as they were checked. */
    private FromWorker elsewhere(Call call, RunningCall running) throws AttemptFailedException {
        JsonNode json = workers.call(
                call.verb(), running, call.arguments(), call.claims(), running.deadlineNanos());
        if (json.isNull() && call.verb().result().equals(ValueType.NOTHING)) {
            return new FromWorker(json, Optional.empty());
        }
        Registry.Entry entry = call.entry();
        try {
            return new FromWorker(
                    json,
                    Optional.of(
                            entry.module().readResult(entry.index(), new JsonValueReader(json))));
        } catch (RuntimeException e) {
            throw new AttemptFailedException(
                    Denial.of(
                                    Reason.HANDLER_FAILED,
                                    call.verb().id()
                                            + " ran, but its result cannot be made again here: "
                                            + e.getClass().getName())
                            .with(Execution.HANDLER, "returned"),
                    false,
                    null);
        }
    }

    /** What a handler in a process of its own returned, in both forms. */
    private record FromWorker(JsonNode json, Optional<Object> value) {}

    /** The call with an input that nobody has seen: what is seen could have been changed. */
    private static Call unexposed(Call call) {
        return call.use().exposed()
                ? call.reread(call.entry()
                        .module()
                        .readInput(call.entry().index(), new JsonValueReader(call.arguments())))
                : call;
    }

    Finished finish(Call call, Execution execution) {
        return switch (execution.result()) {
            case Execution.Result.Failed(Denial failure, Throwable cause) ->
                Finished.failed(explain(call.verb(), failure, cause));
            case Execution.Result.Returned(Object value) -> returned(call, value);
        };
    }

    private static Finished returned(Call call, @Nullable Object value) {
        try {
            return encode(call, value);
        } catch (RuntimeException | Error e) {
            // An error too, such as an overflow of the stack: the verb ran, and that is recorded.
            return Finished.failed(Denial.of(
                    Reason.HANDLER_FAILED,
                    call.verb().id() + " ran, but its result cannot be written as JSON: "
                            + e.getClass().getName()));
        }
    }

    private static Finished encode(Call call, @Nullable Object value) {
        VerbDescriptor verb = call.verb();
        if (verb.result().equals(ValueType.NOTHING)) {
            return finished(call, null, NullNode.getInstance());
        }
        Object present = Objects.requireNonNull(value);
        if (present instanceof FromWorker(JsonNode json, Optional<Object> made)) {
            return finished(call, made.orElseThrow(), json);
        }
        if (present instanceof Flow.Publisher<?>) {
            return streamed(
                    new Ran(
                            present,
                            Optional.empty(),
                            Set.of(Ran.Form.TYPED),
                            // Nobody knows what it holds; it counts as the longest result.
                            MAX_RECORDED_LENGTH),
                    Optional.empty());
        }
        if (present instanceof StreamRelay.Relayed relayed) {
            JsonNode summary = JsonNodeFactory.instance
                    .objectNode()
                    .put("elements", relayed.count())
                    .put("digest", relayed.digest().hex());
            return streamed(
                    new Ran(present, Optional.of(summary), Set.of(Ran.Form.ELEMENTS), 0),
                    Optional.of(relayed.digest()));
        }
        if (verb.resultShape() == ResultShape.STREAM) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Object element : (List<?>) present) {
                array.add(write(call.entry(), element));
            }
            return finished(call, present, array, Set.of(Ran.Form.JSON));
        }
        return finished(call, present, write(call.entry(), present));
    }

    /** A stream that is not recorded as a whole. */
    private static Finished streamed(Ran ran, Optional<Digest> digest) {
        return new Finished(ran, Optional.empty(), digest, Optional.empty());
    }

    private static JsonNode write(Registry.Entry entry, Object value) {
        VerbModule module = entry.module();
        return JsonValueWriter.write(out -> module.writeResult(entry.index(), value, out));
    }

    private static Finished finished(Call call, @Nullable Object value, JsonNode json) {
        return finished(call, value, json, Ran.VALUE);
    }

    private static Finished finished(
            Call call, @Nullable Object value, JsonNode json, Set<Ran.Form> forms) {
        byte[] canonical = CanonicalJson.bytes(json);
        Optional<String> kept = call.context().idempotencyKey().isPresent()
                ? Optional.of(new String(canonical, StandardCharsets.UTF_8))
                : Optional.empty();
        long length = kept.map(String::length).orElse(0);
        return new Finished(
                new Ran(value, Optional.of(json), forms, length),
                Optional.empty(),
                Optional.of(Digest.of(canonical)),
                kept.filter(_ ->
                        call.verb().effects().data().isEmpty() && length <= MAX_RECORDED_LENGTH));
    }

    /** Adds the exception's own message, unless the verb handles what must not be seen. */
    private static Denial explain(VerbDescriptor verb, Denial failure, @Nullable Throwable cause) {
        if (cause instanceof ProofRefusedException) {
            return Denial.of(Reason.PROOF_REFUSED, String.valueOf(cause.getMessage()));
        }
        if (cause instanceof VerbRefusedException refused
                && failure.reason() == Reason.HANDLER_FAILED) {
            return refused.denial();
        }
        if (cause == null || cause.getMessage() == null || guarded(verb)) {
            return failure;
        }
        return new Denial(
                failure.reason(), failure.message() + ": " + cause.getMessage(), failure.details());
    }

    private static boolean guarded(VerbDescriptor verb) {
        return verb.parameters().stream().anyMatch(ParameterDescriptor::sensitive)
                || verb.effects().data().contains(DataTag.SECRETS)
                || verb.effects().data().contains(DataTag.CREDENTIALS);
    }
}
