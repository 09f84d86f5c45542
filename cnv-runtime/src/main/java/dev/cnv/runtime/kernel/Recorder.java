package dev.cnv.runtime.kernel;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.decode.Redaction;
import dev.cnv.runtime.governance.CallEvent.MilestoneReached;
import dev.cnv.runtime.governance.CallEvent.SecurityViolation;
import dev.cnv.runtime.governance.CallEvent.Severity;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes decisions and outcomes into the ledger and receipts for them. What changes something is on
 * disk when a method returns; what only reads has its place in the ledger's bounded buffer.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Recorder {

    private static final String UNKNOWN = "";

    private final Ledger ledger;
    private final EventOrigins origins;
    private final KeptChains chains;

    Recorder(Ledger ledger, EventOrigins origins) {
        this.ledger = ledger;
        this.origins = origins;
        this.chains = new KeptChains(ledger);
    }

    /**
     * A decision in the ledger.
     *
     * @param index the index of its record
     * @param event the id of its event
     */
    record Decided(long index, UUID event) {}

    /** What is said of a decision, besides the call that it is about. */
    private record Verdict(
            boolean permitted, Optional<Reason> reason, String message, Spending spending) {}

    /** Arguments as they are recorded: within the event, or in a payload beside it. */
    private record Arguments(Optional<Digest> digest, ObjectNode within, Optional<Digest> payload) {

        static Arguments none() {
            return new Arguments(
                    Optional.empty(), JsonNodeFactory.instance.objectNode(), Optional.empty());
        }
    }

    /**
     * Records the refusal of a call by what it had become when it was refused.
     *
     * @param caller who called, where it was refused before it was a call
     * @param context what it carried then
     */
    <R> Outcome.Denied<R> refuse(Refused refused, Caller caller, CallContext context) {
        Point point = refused.point();
        return refuse(
                point.call().map(Call::caller).orElse(caller),
                point.call().map(Call::context).orElse(context),
                point,
                refused.denial());
    }

    /** Records that a call is refused at a stage. */
    <R> Outcome.Denied<R> refuse(Call call, DecisionStage stage, Denial denial) {
        return refuse(call.caller(), call.context(), Point.of(stage, call), denial);
    }

    /** Records a refusal. When even that cannot be recorded, the refusal says so. */
    private <R> Outcome.Denied<R> refuse(
            Caller caller, CallContext context, Point point, Denial denial) {
        Verdict verdict = new Verdict(
                false,
                Optional.of(denial.reason()),
                denial.message(),
                new Spending(List.of(), nonce(point.call())));
        try {
            Optional<Severity> severity = Violations.severity(denial.reason());
            Durability durability =
                    severity.isPresent() ? Durability.BUFFERED : durability(point.entry());
            PolicyDecision event = decision(caller, context, point, verdict);
            long index = ledger.append(event, durability);
            severity.ifPresent(
                    bad -> ledger.append(violation(event, bad, denial), durability(point.entry())));
            return new Outcome.Denied<>(
                    denial, receipt(context, point, OptionalLong.of(index), OptionalLong.empty()));
        } catch (LedgerException e) {
            Denial unrecorded = unavailable(e).with("refusal", denial.reason().code());
            return new Outcome.Denied<>(
                    unrecorded,
                    receipt(context, point, OptionalLong.empty(), OptionalLong.empty()));
        }
    }

    /**
     * Records that a call may run, or was sent on, or is answered from the record. What uses something
     * up is on disk when this returns, reads too.
     *
     * @param uses what the call spends
     * @throws LedgerException when the ledger cannot take it
     */
    Decided decide(
            Call call,
            DecisionStage stage,
            boolean permitted,
            String message,
            List<Spending.Use> uses) {
        Point point = Point.of(stage, call);
        Spending spending = new Spending(uses, nonce(point.call()));
        PolicyDecision event = decision(
                call.caller(),
                call.context(),
                point,
                new Verdict(permitted, Optional.empty(), message, spending));
        long index = ledger.append(
                event,
                spending.isNone() && call.caller().vouched().isEmpty()
                        ? durability(point.entry())
                        : Durability.ON_DISK);
        return new Decided(index, event.origin().id());
    }

    /**
     * Records how a call ended.
     *
     * @throws LedgerException when the ledger cannot take it
     */
    long complete(Call call, InvocationCompleted event) {
        return ledger.append(event, durability(Optional.of(call.entry())));
    }

    /** Writes a milestone of a call that runs; it is on disk when this returns. */
    long milestone(Call call, Decided decision, Function<EventOrigin, MilestoneReached> event) {
        return ledger.append(
                event.apply(origin(call.context()).causedBy(decision.event())), Durability.ON_DISK);
    }

    /** The origin of an event about a call. */
    EventOrigin origin(CallContext context) {
        EventOrigin origin = origins.of(
                context.principal().agent().id().value(),
                context.principal().tenant().value(),
                context.correlation());
        return context.causation().map(origin::causedBy).orElse(origin);
    }

    Receipt receipt(CallContext context, Point point, OptionalLong decision, OptionalLong outcome) {
        Optional<Call> call = point.call();
        return new Receipt(
                context.invocation(),
                point.capability().path(),
                point.entry().map(e -> e.verb().version()).orElse(UNKNOWN),
                context.principal().agent().id().value(),
                context.principal().tenant().value(),
                context.correlation(),
                context.parent(),
                call.flatMap(Call::policy).map(trace -> trace.policy().hex()),
                call.flatMap(Call::policy).flatMap(trace -> trace.matched()),
                decision,
                outcome);
    }

    static Denial unavailable(LedgerException e) {
        return Denial.of(
                Reason.LEDGER_UNAVAILABLE,
                "the ledger cannot take the decision, so nothing runs: " + e.getMessage());
    }

    private PolicyDecision decision(
            Caller caller, CallContext context, Point point, Verdict verdict) {
        Optional<Call> call = point.call();
        Arguments arguments = call.map(this::arguments).orElseGet(Arguments::none);
        caller.authority().chain().ifPresent(verified -> chains.keep(verified.chain()));
        // Kept beside the message, which is that of a later stage's refusal when there was one.
        String note = call.map(Call::note).orElse(UNKNOWN);
        EventOrigin origin = origin(context);
        return new PolicyDecision(
                note.isEmpty() ? origin : origin.with(PolicyDecision.OVERLOOKED, note),
                context.invocation(),
                context.parent(),
                point.capability().path(),
                point.entry().map(e -> e.verb().version()).orElse(UNKNOWN),
                context.principal().agent().type(),
                context.principal().kind().name(),
                context.principal().root().value(),
                caller.chain(),
                point.entry().map(e -> effects(e.verb().effects())).orElse(List.of()),
                arguments.digest(),
                arguments.within(),
                arguments.payload(),
                call.flatMap(Call::policy).map(trace -> trace.policy()),
                call.flatMap(Call::policy).map(trace -> trace.considered()).orElse(List.of()),
                call.flatMap(Call::policy).flatMap(trace -> trace.matched()),
                verdict.permitted(),
                verdict.reason(),
                point.stage().key(),
                verdict.message(),
                context.idempotencyKey(),
                context.dryRun(),
                call.flatMap(Call::policy).map(trace -> trace.errors()).orElse(List.of()),
                call.flatMap(Call::policy).flatMap(trace -> trace.facts()),
                call.flatMap(Call::policy).flatMap(trace -> trace.request()),
                verdict.spending(),
                caller.vouched().map(Vouched::recorded));
    }

    private SecurityViolation violation(PolicyDecision decision, Severity severity, Denial denial) {
        EventOrigin origin =
                origins.of(decision.agent(), decision.tenant(), decision.correlation());
        return new SecurityViolation(
                origin.causedBy(decision.origin().id()),
                decision.invocation(),
                severity,
                decision.capability(),
                denial.reason(),
                denial.message());
    }

    /** Personal arguments go where they can be erased; in a ledger that keeps no payloads they cannot. */
    private Arguments arguments(Call call) {
        ObjectNode redacted = Redaction.redact(call.verb(), call.arguments(), origins.ids());
        if (!personal(call.verb()) || !ledger.keepsPayloads()) {
            // Of what is recorded: the digest of a secret in clear would let it be guessed.
            Digest recorded = redacted.equals(call.arguments())
                    ? call.digest()
                    : CanonicalJson.digest(redacted);
            return new Arguments(Optional.of(recorded), redacted, Optional.empty());
        }
        byte[] salt = new byte[Redaction.SALT_BYTES];
        origins.ids().nextBytes(salt);
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.set("arguments", redacted);
        // What remains after an erasure is the digest, from which nothing can be guessed.
        payload.put("salt", Base64.getEncoder().encodeToString(salt));
        Digest digest = ledger.keep(CanonicalJson.bytes(payload));
        return new Arguments(
                Optional.of(digest), JsonNodeFactory.instance.objectNode(), Optional.of(digest));
    }

    private static boolean personal(VerbDescriptor verb) {
        return verb.effects().data().contains(DataTag.PII)
                || verb.effects().data().contains(DataTag.HEALTH_DATA);
    }

    /** The nonce of the call's own proof of possession. */
    private static Optional<Spending.Nonce> nonce(Optional<Call> call) {
        return call.flatMap(c -> c.caller().nonce());
    }

    private static List<String> effects(EffectSet effects) {
        Set<Effect> all = effects.effects();
        return all.size() == 1
                ? List.of(all.iterator().next().name())
                : all.stream().map(Enum::name).sorted().toList();
    }

    private static Durability durability(Optional<Registry.Entry> entry) {
        return entry.filter(e -> e.verb().effects().mutating()).isPresent()
                ? Durability.ON_DISK
                : Durability.BUFFERED;
    }
}
