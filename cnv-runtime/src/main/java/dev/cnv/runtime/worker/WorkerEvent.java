package dev.cnv.runtime.worker;

import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.protocol.StreamEventKind;
import dev.cnv.runtime.protocol.StreamPayload;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a worker's verb says while it runs: the content of a {@link StreamPayload}. Each is answered by a
 * {@link WorkerReply} before the next is event.
 *
 * <pre>
 * PROGRESS        { "done": integer, "total": integer, "what": text }
 * PARTIAL_RESULT  { "record": object }, or { "milestone": text, "value": any }
 * LOG, WARNING    { "message": text }
 * </pre>
 *
 * Texts of any characters are sent; half of a surrogate pair becomes a question mark.
 */
sealed interface WorkerEvent {

    /** How far the verb has come; see {@link Progress#report}. */
    record Progressed(long done, long total, String what) implements WorkerEvent {}

    /** A part of the result; see {@link Progress#record}. */
    record Shown(ObjectNode json) implements WorkerEvent {}

    /** A line for a log; see {@link Progress#log}. */
    record Logged(String message) implements WorkerEvent {}

    /** A line that somebody should look at; see {@link Progress#warn}. */
    record Warned(String message) implements WorkerEvent {}

    /** A milestone that is to be recorded. */
    record Reached(String name, JsonNode value) implements WorkerEvent {}

    /** {@return the kind under which it is sent} */
    default StreamEventKind kind() {
        return switch (this) {
            case Progressed _ -> StreamEventKind.PROGRESS;
            case Shown _, Reached _ -> StreamEventKind.PARTIAL_RESULT;
            case Logged _ -> StreamEventKind.LOG;
            case Warned _ -> StreamEventKind.WARNING;
        };
    }

    /** {@return its content as canonical JSON} */
    default byte[] encode() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case Progressed event ->
                json.put("done", event.done())
                        .put("total", event.total())
                        .put("what", wellFormed(event.what()));
            case Shown event -> json.set("record", event.json());
            case Logged event -> json.put("message", wellFormed(event.message()));
            case Warned event -> json.put("message", wellFormed(event.message()));
            case Reached event -> {
                json.put("milestone", wellFormed(event.name()));
                json.set("value", event.value());
            }
        }
        return CanonicalJson.bytes(json);
    }

    /** A text without half surrogate pairs, which JSON texts on the wire cannot have. */
    static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /**
     * Reads an event.
     *
     * @throws JsonRefusedException when it is nothing that a verb says
     */
    static WorkerEvent decode(StreamPayload payload) {
        JsonNode json = StrictJson.parse(WorkerAnswer.utf8(payload.json()));
        return switch (payload.kind()) {
            case PROGRESS -> progressed(json);
            case PARTIAL_RESULT -> part(json);
            case LOG -> new Logged(message(json));
            case WARNING -> new Warned(message(json));
            case STARTED, ERROR, COMPLETED, CANCELLED ->
                throw StrictObject.refused("event", "has kind=" + payload.kind());
        };
    }

    private static Progressed progressed(JsonNode json) {
        StrictObject in = StrictObject.of("progress", json, Set.of("done", "total", "what"));
        return new Progressed(
                in.integer("done", Long.MIN_VALUE, Long.MAX_VALUE),
                in.integer("total", Long.MIN_VALUE, Long.MAX_VALUE),
                in.text("what", StrictJson.MAX_STRING_LENGTH));
    }

    private static WorkerEvent part(JsonNode json) {
        if (json.has("record")) {
            JsonNode shown = StrictObject.of("part", json, Set.of("record")).any("record");
            if (shown instanceof ObjectNode object) {
                return new Shown(object);
            }
            throw StrictObject.refused("part.record", "is no object");
        }
        StrictObject in = StrictObject.of("part", json, Set.of("milestone", "value"));
        return new Reached(in.text("milestone", StrictJson.MAX_STRING_LENGTH), in.any("value"));
    }

    private static String message(JsonNode json) {
        return StrictObject.of("line", json, Set.of("message"))
                .text("message", StrictJson.MAX_STRING_LENGTH);
    }
}
