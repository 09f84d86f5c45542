package dev.cnv.runtime.kernel;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.kernel.Decoder.Written;
import dev.cnv.runtime.kernel.Examined.Passed;
import dev.cnv.runtime.kernel.Examined.Redirected;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.spi.CertificateBase;
import dev.cnv.runtime.time.Time;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The path of a call in steps: each answers with a certificate, from which the next goes on. A certificate
 * of another runtime comes in here too, by the same checks.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Steps {

    private final Object seal;
    private final Entrance entrance;
    private final CallContexts contexts;
    private final Decoder decoder;
    private final Examiner examiner;
    private final Acceptor acceptor;
    private final Recorder recorder;
    private final Runner runner;
    private final Time time;

    Steps(
            Object seal,
            Entrance entrance,
            CallContexts contexts,
            Decoder decoder,
            Examiner examiner,
            Acceptor acceptor,
            Recorder recorder,
            Runner runner,
            Time time) {
        this.seal = seal;
        this.entrance = entrance;
        this.contexts = contexts;
        this.decoder = decoder;
        this.examiner = examiner;
        this.acceptor = acceptor;
        this.recorder = recorder;
        this.runner = runner;
        this.time = time;
    }

    /** The first step. */
    <C> Step<C> begin(
            KernelSession session, CapabilityId id, Supplier<JsonNode> arguments, Class<C> first) {
        CallContext context = contexts.of(session);
        return entrance.step(session, context, id, () -> {
            Examined begun = switch (decoder.written(id, arguments)) {
                case Written.Arguments(JsonNode given) ->
                    examiner.begin(
                            session.caller(),
                            id,
                            given,
                            contexts.options(session),
                            context,
                            new Route(session.shown(given), true));
                case Written.Unwritable(Refused refused) -> refused;
            };
            return step(begun, Stage.UNCHECKED, session.caller(), context, first);
        });
    }

    /** Takes a certificate of another runtime. */
    <C> Step<C> accept(
            KernelSession session,
            CapabilityId id,
            ExportedCertificate certificate,
            Optional<Supplier<JsonNode>> arguments,
            Class<C> proved) {
        CallContext context = contexts.of(session);
        return entrance.step(session, context, id, () -> {
            Examined accepted = arguments.isEmpty()
                    ? acceptor.accept(
                            presented(session, id, certificate, Optional.empty(), context))
                    : switch (decoder.written(id, arguments.get())) {
                        case Written.Arguments(JsonNode given) ->
                            acceptor.accept(presented(
                                    session, id, certificate, Optional.of(given), context));
                        case Written.Unwritable(Refused refused) -> refused;
                    };
            return step(accepted, Stage.VERIFIED, session.caller(), context, proved);
        });
    }

    /** The step on from a proof that is not the last. */
    <C> Step<C> advance(KernelProof proof) {
        Call call = proof.genuine();
        return entrance.step(call, () -> switch (Objects.requireNonNull(proof.stage())) {
            case UNCHECKED ->
                step(call, examiner.policy(call, Route.settled()), Stage.POLICY_CHECKED);
            case POLICY_CHECKED -> step(call, examiner.capability(call), Stage.CAPABILITY_CHECKED);
            case CAPABILITY_CHECKED -> step(call, examiner.verify(call), Stage.VERIFIED);
            case VERIFIED -> throw new IllegalStateException("stage=VERIFIED is the last; run it");
        });
    }

    /** Runs what is verified, which must hold still. */
    @SuppressWarnings("unchecked") // The generated certificate asks for its own verb's result type.
    <R> Outcome<R> run(KernelProof proof) {
        Call call = proof.genuine();
        proof.require(Stage.VERIFIED, call.verb().id().path());
        return (Outcome<R>) KernelSession.typed(entrance.call(call, () -> run(call)));
    }

    private Outcome<Ran> run(Call call) {
        return switch (examiner.verify(call)) {
            case Passed(Call current) -> runner.run(current, time.nanos(), false);
            case Refused refused -> recorder.refuse(refused, call.caller(), call.context());
            case Redirected redirected -> throw redirected.unfollowed();
        };
    }

    private static Acceptor.Presented presented(
            KernelSession session,
            CapabilityId id,
            ExportedCertificate certificate,
            Optional<JsonNode> arguments,
            CallContext context) {
        return new Acceptor.Presented(
                id, certificate, arguments, session.caller(), session.options(), context);
    }

    @SuppressWarnings("unchecked") // Whoever goes on from a certificate knows the one that follows.
    private <C> Step<C> step(Call call, Examined examined, Stage reached) {
        return (Step<C>)
                step(examined, reached, call.caller(), call.context(), CertificateBase.class);
    }

    private <C> Step<C> step(
            Examined examined, Stage reached, Caller caller, CallContext context, Class<C> type) {
        return switch (examined) {
            case Passed(Call call) -> new Step.Passed<>(type.cast(certificate(call, reached)));
            case Refused refused -> new Step.Stopped<>(recorder.refuse(refused, caller, context));
            case Redirected redirected -> new Step.Redirected<>(redirected.to());
        };
    }

    private Certificate<?> certificate(Call call, Stage stage) {
        Registry.Entry entry = call.entry();
        return entry.module().certificate(entry.index(), stage, new KernelProof(seal, call, stage));
    }
}
