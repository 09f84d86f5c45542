package dev.cnv.runtime.cli;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Explanation;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbKey;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An application that writes down what it is asked and answers what a test says. */
final class FakeBank implements CliRuntime {

    static final Receipt RECEIPT = new Receipt(
            UUID.fromString("00000000-0000-0000-0000-000000000001"),
            "account.transfer",
            "1.2.0",
            "alice",
            "default",
            "c-1",
            Optional.empty(),
            Optional.of("ab".repeat(32)),
            Optional.of("people-pay"),
            OptionalLong.of(7),
            OptionalLong.of(8));

    final List<CallerChoice> opened = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    final List<Call> explained = new ArrayList<>();
    int closedCount;
    Function<Call, Outcome<JsonNode>> answer = _ -> new Outcome.Completed<>(
            JsonNodeFactory.instance.objectNode().put("from", 500), RECEIPT, false);
    Optional<Explanation> explanation = Optional.empty();
    Optional<Supplier<SignedReceipt>> signed = Optional.empty();
    Optional<RuntimeRefusedException> refusal = Optional.empty();

    record Call(CapabilityId verb, ObjectNode arguments, CallOptions options) {}

    @Override
    public Session open(CallerChoice who) throws RuntimeRefusedException {
        opened.add(who);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return new FakeSession(CallOptions.NONE);
    }

    @Override
    public void close() {
        closedCount++;
    }

    /** The one call that was made. */
    Call call() {
        if (calls.size() != 1) {
            throw new AssertionError("calls=" + calls + " are not one");
        }
        return calls.getFirst();
    }

    private final class FakeSession implements Session {

        private final CallOptions options;

        FakeSession(CallOptions options) {
            this.options = options;
        }

        @Override
        public java.util.Optional<dev.cnv.runtime.outcome.Denial> refusal() {
            return java.util.Optional.empty();
        }

        @Override
        public Principal principal() {
            return Principal.ANONYMOUS;
        }

        @Override
        public dev.cnv.runtime.graph.Composition plan(
                dev.cnv.runtime.graph.CompositionQuery query) {
            throw new UnsupportedOperationException("the command line plans nothing");
        }

        @Override
        public dev.cnv.runtime.reach.Reach reach() {
            throw new UnsupportedOperationException("the command line asks no reach");
        }

        @Override
        public dev.cnv.runtime.call.Composed run(
                dev.cnv.runtime.graph.Composition.Planned plan,
                tools.jackson.databind.node.ObjectNode given) {
            throw new UnsupportedOperationException("the command line plans nothing");
        }

        @Override
        public Session with(CallOptions other) {
            return new FakeSession(other);
        }

        @Override
        public <I, R> Outcome<R> call(VerbKey<I, R> verb, I input) {
            throw new AssertionError("a command line made a typed call");
        }

        @Override
        public Outcome<JsonNode> call(CapabilityId verb, JsonNode arguments) {
            Call call = new Call(verb, (ObjectNode) arguments, options);
            calls.add(call);
            return answer.apply(call);
        }

        @Override
        public <I, R, C> Step<C> prepare(VerbKey<I, R> verb, I input, Class<C> first) {
            throw new AssertionError("a command line stepped a call by hand");
        }

        @Override
        public <I, R, C> Step<C> accept(
                VerbKey<I, R> verb, ExportedCertificate certificate, I input, Class<C> proved) {
            throw new AssertionError("a command line accepted a certificate");
        }

        @Override
        public <I, R, C> Step<C> accept(
                VerbKey<I, R> verb, ExportedCertificate certificate, Class<C> proved) {
            throw new AssertionError("a command line accepted a certificate");
        }

        @Override
        public boolean signsReceipts() {
            return signed.isPresent();
        }

        @Override
        public SignedReceipt receipt(Outcome<?> outcome) {
            return signed.orElseThrow().get();
        }

        @Override
        public Explanation explain(CapabilityId verb, JsonNode arguments) {
            explained.add(new Call(verb, (ObjectNode) arguments, options));
            return explanation.orElseThrow();
        }

        @Override
        public List<VerbDescriptor> verbs() {
            return List.of();
        }
    }
}
