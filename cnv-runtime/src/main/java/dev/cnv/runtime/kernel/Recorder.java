package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.decode.Redaction;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.time.Time;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
    private final Time time;
    private final Ids ids;

    Recorder(Ledger ledger, Time time, Ids ids) {
        this.ledger = ledger;
        this.time = time;
        this.ids = ids;
    }

    /** Records a refusal. When even that cannot be recorded, the refusal says so. */
    <R> Outcome.Denied<R> refuse(Caller caller, CallContext context, Point point, Denial denial) {
        LedgerEvent event = decided(
                caller,
                context,
                point,
                false,
                Optional.of(denial.reason()),
                denial.message(),
                new Spending(List.of(), nonce(point.call())));
        try {
            long index = ledger.append(event, durability(point.entry()));
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
    long decide(
            Call call, String stage, boolean permitted, String message, List<Spending.Use> uses) {
        Point point = Point.of(stage, call);
        Spending spending = new Spending(uses, nonce(point.call()));
        return ledger.append(
                decided(
                        call.caller(),
                        call.context(),
                        point,
                        permitted,
                        Optional.empty(),
                        message,
                        spending),
                spending.isNone() && call.caller().vouched().isEmpty()
                        ? durability(point.entry())
                        : Durability.ON_DISK);
    }

    /**
     * Records how a call ended.
     *
     * @throws LedgerException when the ledger cannot take it
     */
    long complete(Call call, LedgerEvent.CallCompleted event) {
        return ledger.append(event, durability(Optional.of(call.entry())));
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

    private LedgerEvent decided(
            Caller caller,
            CallContext context,
            Point point,
            boolean permitted,
            Optional<Reason> reason,
            String message,
            Spending spending) {
        Optional<Call> call = point.call();
        Optional<ObjectNode> arguments =
                call.map(c -> Redaction.redact(c.verb(), c.arguments(), ids));
        return new LedgerEvent.CallDecided(
                time.now(),
                context.invocation(),
                context.correlation(),
                context.parent(),
                point.capability().path(),
                point.entry().map(e -> e.verb().version()).orElse(UNKNOWN),
                context.principal().agent().id().value(),
                context.principal().agent().type(),
                context.principal().tenant().value(),
                context.principal().kind().name(),
                context.principal().root().value(),
                caller.chain(),
                point.entry().map(e -> effects(e.verb().effects())).orElse(List.of()),
                // Of what is recorded: the digest of a secret in clear would let it be guessed.
                arguments.map(CanonicalJson::digest),
                arguments.orElseGet(JsonNodeFactory.instance::objectNode),
                call.flatMap(Call::policy).map(trace -> trace.policy()),
                call.flatMap(Call::policy).map(trace -> trace.considered()).orElse(List.of()),
                call.flatMap(Call::policy).flatMap(trace -> trace.matched()),
                permitted,
                reason,
                point.stage(),
                message,
                context.idempotencyKey(),
                context.dryRun(),
                call.flatMap(Call::policy).map(trace -> trace.errors()).orElse(List.of()),
                call.flatMap(Call::policy).flatMap(trace -> trace.facts()),
                spending,
                caller.vouched().map(Vouched::recorded));
    }

    /** The nonce of the call's own proof of possession. */
    private static Optional<Spending.Nonce> nonce(Optional<Call> call) {
        return call.flatMap(c -> c.caller().nonce());
    }

    private static List<String> effects(EffectSet effects) {
        return effects.effects().stream().map(Enum::name).sorted().toList();
    }

    private static Durability durability(Optional<Registry.Entry> entry) {
        return entry.filter(e -> e.verb().effects().mutating()).isPresent()
                ? Durability.ON_DISK
                : Durability.BUFFERED;
    }
}
