package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.protocol.OutcomeCode;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One remote call, from its message to the answer's: the same call of the same kernel as a local one. */
@SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
record RemoteCall(
        Session session,
        CapabilityId capability,
        CallOptions options,
        byte[] argumentsJson,
        boolean wantsReceipt) {

    /**
     * What a message asks for.
     *
     * @throws EndpointException when a part of it is not in form; nothing runs then
     */
    static RemoteCall of(Session session, CallHeader header, InvocationPayload asked)
            throws EndpointException {
        try {
            return new RemoteCall(
                    session,
                    new CapabilityId(asked.capability()),
                    options(header, asked),
                    asked.argumentsJson(),
                    asked.wantsReceipt());
        } catch (IllegalArgumentException | CborRefusedException e) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION, "the call is not in form: " + e.getMessage());
        }
    }

    private static CallOptions options(CallHeader header, InvocationPayload asked) {
        CallOptions options = header.options();
        if (!asked.approvals().isEmpty()) {
            options = options.approvals(
                    asked.approvals().stream().map(Approval::ofBytes).toList());
        }
        String key = asked.idempotencyKey();
        options = key == null ? options : options.idempotencyKey(key);
        if (asked.deadlineMillis() > 0) {
            options = options.timeAllowed(Duration.ofMillis(asked.deadlineMillis()));
        }
        return header.caller() instanceof CallerClaim.Once once && once.proof().isPresent()
                ? options.possession(once.proof().get())
                : options;
    }

    /** Makes the call, and says what became of it. */
    ResponsePayload run() {
        return answer(session.with(options).call(capability, arguments()));
    }

    /** This call once it was made: its arguments are the kernel's, and not kept here. */
    RemoteCall withoutArguments() {
        return new RemoteCall(session, capability, options, new byte[0], wantsReceipt);
    }

    /** Begins the call; its events are heard while it runs. */
    StreamHandle open(StreamOptions how) {
        return session.with(options).open(capability, arguments(), how);
    }

    /** What became of the call, as it is said. */
    ResponsePayload answer(Outcome<JsonNode> outcome) {
        return switch (outcome) {
            case Outcome.Completed<JsonNode>(JsonNode value, Receipt _, boolean repeated) ->
                answer(
                        outcome,
                        repeated ? OutcomeCode.REPEATED : OutcomeCode.COMPLETED,
                        CanonicalJson.bytes(value));
            case Outcome.Denied<JsonNode>(Denial denial, Receipt _) ->
                answer(outcome, OutcomeCode.DENIED, DenialJson.write(denial));
            case Outcome.Failed<JsonNode>(Denial failure, Receipt _) ->
                answer(outcome, OutcomeCode.FAILED, DenialJson.write(failure));
            case Outcome.Withheld<JsonNode> _ -> answer(outcome, OutcomeCode.WITHHELD, new byte[0]);
        };
    }

    /** What is no JSON goes on as something that is no object: the kernel refuses it, and the ledger has it. */
    private JsonNode arguments() {
        try {
            return StrictJson.parse(new String(argumentsJson, StandardCharsets.UTF_8));
        } catch (JsonRefusedException _) {
            return JsonNodeFactory.instance.nullNode();
        }
    }

    private ResponsePayload answer(Outcome<JsonNode> outcome, OutcomeCode code, byte[] json) {
        return new ResponsePayload(
                code, json, new ReceiptFields(outcome.receipt(), signed(outcome)).encode());
    }

    /** The event as it is sent: a milestone is signed for a caller that wants receipts. */
    StreamEvent signed(StreamEvent event) {
        if (!wantsReceipt
                || !(event instanceof StreamEvent.PartialResult part)
                || part.milestone().isEmpty()
                || !session.signsReceipts()) {
            return event;
        }
        Milestone reached = part.milestone().get();
        try {
            return new StreamEvent.PartialResult(
                    part.sequence(),
                    part.time(),
                    part.value(),
                    Optional.of(reached.signed(session.receipt(reached))));
        } catch (IllegalStateException | IllegalArgumentException _) {
            // As with the receipt of a call: the caller gets none.
            return event;
        }
    }

    private Optional<SignedReceipt> signed(Outcome<JsonNode> outcome) {
        if (!wantsReceipt || !session.signsReceipts()) {
            return Optional.empty();
        }
        try {
            return Optional.of(session.receipt(outcome));
        } catch (IllegalStateException | IllegalArgumentException _) {
            // The ledger has no such call, or the format no room for it: the caller gets none.
            return Optional.empty();
        }
    }
}
