package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.BatchCall;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Composed;
import dev.cnv.runtime.call.Explanation;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbKey;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.SignedMilestone;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.decode.JsonValueWriter;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.Composition;
import dev.cnv.runtime.graph.Composition.Planned;
import dev.cnv.runtime.graph.CompositionQuery;
import dev.cnv.runtime.graph.NodeId;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.reach.Reach;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A caller's session with a kernel.
 *
 * @param kernel the kernel
 * @param caller who calls
 * @param options what is asked for besides verb and arguments
 * @param parent the call from whose handler the session was taken
 * @param presence how its calls show that the caller has its key
 * @param after the verbs whose results its calls are made of
 */
record KernelSession(
        Kernel kernel,
        Caller caller,
        CallOptions options,
        Optional<RunningCall> parent,
        Presence presence,
        List<CapabilityId> after)
        implements Session {

    /** A session for calls within a call, whose caller has shown who it is. */
    static KernelSession within(RunningCall running) {
        Call call = running.call();
        CallOptions options = CallOptions.NONE
                .qualityOfService(call.context().qualityOfService())
                .correlation(call.context().correlation());
        return new KernelSession(
                call.kernel(),
                call.caller().withoutNonce(),
                call.options().dryRun() ? options.asDryRun() : options,
                Optional.of(running),
                Presence.SETTLED,
                List.of());
    }

    /** What a call brings to show who makes it. */
    Shown shown(JsonNode given) {
        return presence.show(given, options);
    }

    @Override
    public Principal principal() {
        return caller.principal();
    }

    @Override
    public Optional<Denial> refusal() {
        return caller.refusal();
    }

    @Override
    public KernelSession with(CallOptions other) {
        return new KernelSession(kernel, caller, other, parent, presence, after);
    }

    @Override
    @SuppressWarnings("unchecked") // The key's type is that of the verb's generated constant.
    public <I, R> Outcome<R> call(VerbKey<I, R> verb, I input) {
        return (Outcome<R>) typed(
                kernel.calls().call(this, verb.id(), () -> arguments(verb.id(), input), false));
    }

    @Override
    public Outcome<JsonNode> call(CapabilityId verb, JsonNode arguments) {
        // A copy: the caller may change its own node while the call is on its way.
        return kernel.calls()
                .call(this, verb, arguments::deepCopy, true)
                .map(ran -> ran.json().orElseGet(JsonNodeFactory.instance::nullNode));
    }

    @Override
    public <I, R> CompletableFuture<Outcome<R>> callAsync(VerbKey<I, R> verb, I input) {
        long asked = kernel.time().nanos();
        return kernel.async().start(() -> since(asked).call(verb, input));
    }

    @Override
    public CompletableFuture<Outcome<JsonNode>> callAsync(CapabilityId verb, JsonNode arguments) {
        return start(this, verb, arguments.deepCopy());
    }

    private PendingCall<JsonNode> start(KernelSession session, CapabilityId verb, JsonNode given) {
        long asked = kernel.time().nanos();
        return kernel.async().start(() -> session.since(asked).call(verb, given));
    }

    /** This session, less the time that has gone since a call was asked for. */
    private KernelSession since(long askedNanos) {
        if (options.timeAllowed().isEmpty()) {
            return this;
        }
        long gone = kernel.time().nanos() - askedNanos;
        long left = options.timeAllowed().get().minusNanos(gone).toNanos();
        return with(options.timeAllowed(Duration.ofNanos(Math.max(1, left))));
    }

    @Override
    public List<Outcome<JsonNode>> callAll(List<BatchCall> calls) {
        if (calls.size() > BatchCall.MAX_COUNT) {
            throw new IllegalArgumentException(
                    "callsCount=" + calls.size() + " is more than " + BatchCall.MAX_COUNT);
        }
        List<PendingCall<JsonNode>> started = new ArrayList<>(calls.size());
        for (BatchCall call : calls) {
            started.add(start(this, call.verb(), call.arguments().deepCopy()));
        }
        return joined(started);
    }

    /** All outcomes; an interruption of the caller cancels what has not ended. */
    private static List<Outcome<JsonNode>> joined(List<PendingCall<JsonNode>> started) {
        boolean interrupted = false;
        List<Outcome<JsonNode>> outcomes = new ArrayList<>(started.size());
        for (PendingCall<JsonNode> call : started) {
            while (!call.isDone()) {
                try {
                    call.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                    started.forEach(each -> each.cancel(true));
                } catch (ExecutionException _) {
                    break; // Thrown by join below.
                }
            }
            outcomes.add(call.join());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return outcomes;
    }

    @Override
    public StreamHandle open(CapabilityId verb, JsonNode arguments, StreamOptions how) {
        StreamChannel channel = new StreamChannel(how.bufferCapacity(), kernel.time());
        KernelSession session = with(options.progress(channel));
        JsonNode given = arguments.deepCopy();
        long asked = kernel.time().nanos();
        PendingCall<JsonNode> call = kernel.async()
                .start(() -> channel.ending(() -> session.since(asked).call(verb, given)));
        return new OpenStream(channel, call, kernel.async());
    }

    @Override
    public <I, R, C> Step<C> prepare(VerbKey<I, R> verb, I input, Class<C> first) {
        return kernel.steps().begin(this, verb.id(), () -> arguments(verb.id(), input), first);
    }

    @Override
    public <I, R, C> Step<C> accept(
            VerbKey<I, R> verb, ExportedCertificate certificate, I input, Class<C> proved) {
        return kernel.steps()
                .accept(
                        this,
                        verb.id(),
                        certificate,
                        Optional.of(() -> arguments(verb.id(), input)),
                        proved);
    }

    @Override
    public <I, R, C> Step<C> accept(
            VerbKey<I, R> verb, ExportedCertificate certificate, Class<C> proved) {
        return kernel.steps().accept(this, verb.id(), certificate, Optional.empty(), proved);
    }

    @Override
    public boolean signsReceipts() {
        return kernel.signatory().signs();
    }

    @Override
    public SignedReceipt receipt(Outcome<?> outcome) {
        return kernel.signatory()
                .receipt(outcome.receipt(), Optional.of(principal()), kernel.trust());
    }

    @Override
    public SignedMilestone receipt(Milestone milestone) {
        return kernel.signatory().milestone(milestone, principal(), kernel.trust());
    }

    @Override
    public Explanation explain(CapabilityId verb, JsonNode arguments) {
        return kernel.explainer().explain(this, verb, arguments.deepCopy());
    }

    @Override
    public Composition plan(CompositionQuery query) {
        CapabilityGraph graph = kernel.graph();
        Set<NodeId> reach = new HashSet<>();
        for (VerbDescriptor verb : verbs()) {
            graph.find(verb.id()).ifPresent(reach::add);
        }
        query.within().ifPresent(reach::retainAll);
        return kernel.verbs().composer().compose(query.within(reach));
    }

    @Override
    public Reach reach() {
        return kernel.reaches().of(this);
    }

    @Override
    public Composed run(Planned plan, ObjectNode given) {
        return new PlanRun(this, kernel.graph(), plan, given).run();
    }

    /** This session for calls that are made of the results of some verbs. */
    KernelSession after(List<CapabilityId> verbs, CallOptions other) {
        return new KernelSession(kernel, caller, other, parent, presence, verbs);
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return kernel.registry().verbs().stream()
                .filter(caller.authority()::mayReach)
                .toList();
    }

    @Override
    public String toString() {
        return "Session[" + caller.principal() + "]";
    }

    /** The outcome for a typed caller. */
    static Outcome<Object> typed(Outcome<Ran> outcome) {
        return outcome.map(KernelSession::value);
    }

    @SuppressWarnings(
            "NullAway") // A verb that returns nothing completes with null, as Outcome says.
    private static Object value(Ran ran) {
        @Nullable Object value = ran.value();
        return value;
    }

    private JsonNode arguments(CapabilityId id, Object input) {
        return kernel.registry()
                .find(id)
                .map(entry -> JsonValueWriter.write(
                        out -> entry.module().writeInput(entry.index(), input, out)))
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }
}
