package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.protocol.OutcomeCode;
import dev.cnv.runtime.protocol.ResponsePayload;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads what a runtime elsewhere answered to calls. */
final class AnswerReader {

    private AnswerReader() {}

    /** Waits for an answer, and says what came. */
    static RemoteAnswer answer(CapabilityId verb, CompletableFuture<ClientConnection.Answer> sent)
            throws InterruptedException {
        try {
            return new RemoteAnswer.Answered(outcome(verb, sent.get()));
        } catch (ExecutionException e) {
            return new RemoteAnswer.Unanswered(failed(e.getCause()));
        } catch (EndpointException e) {
            return new RemoteAnswer.Unanswered(e);
        }
    }

    /** As {@link #outcome}, for what hangs on a future. */
    static RemoteOutcome completed(CapabilityId verb, ClientConnection.Answer answer) {
        try {
            return outcome(verb, answer);
        } catch (EndpointException e) {
            throw new CompletionException(e);
        }
    }

    /**
     * What an answer says.
     *
     * @throws EndpointException when it is not in form; the verb may have run
     */
    static RemoteOutcome outcome(CapabilityId verb, ClientConnection.Answer answer)
            throws EndpointException {
        try {
            return outcome(((ClientConnection.Response) answer).payload());
        } catch (RuntimeException e) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "the answer to " + verb + " is not in form: " + e.getMessage(),
                    true);
        }
    }

    /** What an answer says. Throws what is not checked when it is not in form. */
    static RemoteOutcome outcome(ResponsePayload answer) {
        byte[] bytes = answer.receipt();
        if (bytes == null) {
            throw new IllegalArgumentException("the answer has no receipt");
        }
        ReceiptFields fields = ReceiptFields.decode(bytes);
        Receipt receipt = fields.receipt();
        Outcome<JsonNode> outcome = switch (answer.outcome()) {
            case COMPLETED, REPEATED ->
                new Outcome.Completed<>(
                        value(answer.json()), receipt, answer.outcome() == OutcomeCode.REPEATED);
            case DENIED -> new Outcome.Denied<>(DenialJson.read(answer.json()), receipt);
            case FAILED -> new Outcome.Failed<>(DenialJson.read(answer.json()), receipt);
            case WITHHELD -> new Outcome.Withheld<>(receipt);
        };
        return new RemoteOutcome(outcome, fields.signed());
    }

    private static JsonNode value(byte[] json) {
        return json.length == 0
                ? JsonNodeFactory.instance.nullNode()
                : StrictJson.parse(new String(json, StandardCharsets.UTF_8));
    }

    /** {@return why no answer came, for the thread that waited} */
    static EndpointException failed(@Nullable Throwable cause) {
        if (cause instanceof EndpointException known) {
            return new EndpointException(
                    known.fault(), String.valueOf(known.getMessage()), known.mayHaveRun());
        }
        return new EndpointException(
                EndpointFault.CONNECTION_LOST, "the call failed: " + cause, true);
    }
}
