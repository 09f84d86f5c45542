package dev.cnv.runtime.worker;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.ProtocolFaultException;
import dev.cnv.runtime.protocol.StreamControlPayload;
import dev.cnv.runtime.protocol.StreamEventKind;
import dev.cnv.runtime.protocol.StreamPayload;
import dev.cnv.runtime.protocol.WireLimits;
import dev.cnv.runtime.stream.Milestone;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The runtime's answer to a {@link WorkerEvent}. Until it comes, the verb stands: so a caller who pauses or is
 * slow holds up a verb in a worker as one in the runtime.
 *
 * <pre>
 * received   STREAM_CONTROL, credit of 1: the next event may come
 * recorded   STREAM_DATA, PARTIAL_RESULT { "ordinal": integer, "value": hex, "link": hex, "record": integer }
 * refused    STREAM_DATA, ERROR { "message": text, "misuse": true, left out }
 * </pre>
 */
sealed interface WorkerReply {

    /** Whoever listens has it. */
    enum Received implements WorkerReply {
        /** The only one. */
        INSTANCE
    }

    /** The ledger has it. */
    record Recorded(long ordinal, Digest value, Digest link, long record) implements WorkerReply {

        static Recorded of(Milestone milestone) {
            return new Recorded(
                    milestone.ordinal(), milestone.value(), milestone.link(), milestone.record());
        }

        Milestone milestone(UUID invocation, String name) {
            return new Milestone(invocation, ordinal, name, value, link, record);
        }
    }

    /**
     * It was not taken.
     *
     * @param message why
     * @param misuse whether what was said is at fault, and not the time or the listener
     */
    record Refused(String message, boolean misuse) implements WorkerReply {

        static Refused of(RuntimeException thrown) {
            String message = String.valueOf(thrown.getMessage());
            boolean misuse = thrown instanceof IllegalArgumentException;
            return misuse || thrown instanceof IllegalStateException
                    ? new Refused(message, misuse)
                    : new Refused(thrown.getClass().getName() + ": " + message, false);
        }

        RuntimeException thrown() {
            return misuse
                    ? new IllegalArgumentException(message)
                    : new IllegalStateException(message);
        }
    }

    /** {@return what message it is} */
    default MessageType type() {
        return this instanceof Received ? MessageType.STREAM_CONTROL : MessageType.STREAM_DATA;
    }

    /**
     * The message's payload.
     *
     * @param sequence the number of the event that it answers
     */
    default byte[] encode(long sequence) {
        return switch (this) {
            case Received _ ->
                new StreamControlPayload(StreamControlPayload.Code.CREDIT, 1).encode();
            case Recorded recorded ->
                payload(sequence, StreamEventKind.PARTIAL_RESULT, json(recorded));
            case Refused refused -> payload(sequence, StreamEventKind.ERROR, json(refused));
        };
    }

    private static byte[] payload(long sequence, StreamEventKind kind, ObjectNode json) {
        return new StreamPayload(sequence, kind, CanonicalJson.bytes(json)).encode();
    }

    private static ObjectNode json(Recorded recorded) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ordinal", recorded.ordinal())
                .put("value", recorded.value().hex())
                .put("link", recorded.link().hex())
                .put("record", recorded.record());
    }

    private static ObjectNode json(Refused refused) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("message", WorkerAnswer.text(refused.message()));
        return refused.misuse() ? json.put("misuse", true) : json;
    }

    /**
     * Reads a reply.
     *
     * @throws ProtocolFaultException when the payload is none of the message's type
     * @throws JsonRefusedException when its content is no reply
     */
    static WorkerReply decode(MessageType type, ByteBuffer payload, WireLimits limits) {
        return switch (type) {
            case STREAM_CONTROL -> received(StreamControlPayload.decode(payload, limits));
            case STREAM_DATA -> data(StreamPayload.decode(payload, limits));
            default -> throw StrictObject.refused("reply", "has type=" + type);
        };
    }

    private static WorkerReply received(StreamControlPayload control) {
        if (control.code() != StreamControlPayload.Code.CREDIT) {
            throw StrictObject.refused("reply", "has code=" + control.code());
        }
        return Received.INSTANCE;
    }

    private static WorkerReply data(StreamPayload payload) {
        JsonNode json = StrictJson.parse(WorkerAnswer.utf8(payload.json()));
        return switch (payload.kind()) {
            case PARTIAL_RESULT -> recorded(json);
            case ERROR -> refused(json);
            default -> throw StrictObject.refused("reply", "has kind=" + payload.kind());
        };
    }

    private static Recorded recorded(JsonNode json) {
        StrictObject in =
                StrictObject.of("milestone", json, Set.of("ordinal", "value", "link", "record"));
        return new Recorded(
                in.integer("ordinal", 0, Long.MAX_VALUE),
                in.value("value", 64, Digest::new),
                in.value("link", 64, Digest::new),
                in.integer("record", 0, Long.MAX_VALUE));
    }

    private static Refused refused(JsonNode json) {
        StrictObject in = StrictObject.of("refusal", json, Set.of("message", "misuse"));
        if (in.has("misuse")) {
            in.mark("misuse");
        }
        return new Refused(in.text("message", WorkerAnswer.MAX_TEXT_LENGTH), in.has("misuse"));
    }
}
