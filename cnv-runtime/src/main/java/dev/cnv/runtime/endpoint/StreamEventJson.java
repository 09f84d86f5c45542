package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.certificate.SignedMilestone;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.protocol.StreamEventKind;
import dev.cnv.runtime.protocol.StreamPayload;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.stream.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events on the wire: the content of a {@link StreamPayload}, an object whose member {@code at} is the
 * time (ISO 8601).
 *
 * <pre>
 * STARTED         {"at", "invocation": UUID}
 * PROGRESS        {"at", "done": integer, "total": integer, "what": text}
 * PARTIAL_RESULT  {"at", "value": any, "milestone": {"invocation", "ordinal", "name", "value", "link",
 *                                                "record", "signed"}}
 * LOG, WARNING    {"at", "message": text}
 * the last        {"at"}: what became of the call is in the RESPONSE before it
 * </pre>
 *
 * {@code milestone} is left out where there is none, and {@code signed} where none was asked for; digests
 * are hexadecimal digits, what is signed is base64url without padding (RFC 4648, section 5).
 */
final class StreamEventJson {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private StreamEventJson() {}

    static StreamPayload payload(StreamEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", event.time().toString());
        switch (event) {
            case StreamEvent.Started started ->
                json.put("invocation", started.invocation().toString());
            case StreamEvent.Progressed progress ->
                json.put("done", progress.done())
                        .put("total", progress.total())
                        .put("what", progress.what());
            case StreamEvent.PartialResult part -> {
                json.set("value", part.value());
                part.milestone().ifPresent(reached -> json.set("milestone", milestone(reached)));
            }
            case StreamEvent.Logged logged -> json.put("message", logged.message());
            case StreamEvent.Warned warned -> json.put("message", warned.message());
            case StreamEvent.Erred _, StreamEvent.Completed _, StreamEvent.Cancelled _ -> {}
        }
        return new StreamPayload(event.sequence(), kind(event.kind()), CanonicalJson.bytes(json));
    }

    private static ObjectNode milestone(Milestone reached) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        reached.signed()
                .ifPresent(signed -> json.put("signed", BASE64.encodeToString(signed.bytes())));
        return json.put("invocation", reached.invocation().toString())
                .put("ordinal", reached.ordinal())
                .put("name", reached.name())
                .put("value", reached.value().hex())
                .put("link", reached.link().hex())
                .put("record", reached.record());
    }

    private static StreamEventKind kind(StreamEvent.Kind kind) {
        return switch (kind) {
            case STARTED -> StreamEventKind.STARTED;
            case PROGRESS -> StreamEventKind.PROGRESS;
            case PARTIAL_RESULT -> StreamEventKind.PARTIAL_RESULT;
            case LOG -> StreamEventKind.LOG;
            case WARNING -> StreamEventKind.WARNING;
            case ERROR -> StreamEventKind.ERROR;
            case COMPLETED -> StreamEventKind.COMPLETED;
            case CANCELLED -> StreamEventKind.CANCELLED;
        };
    }

    /**
     * Reads an event.
     *
     * @param outcome what became of the call, once that was said
     * @throws dev.cnv.runtime.canonical.JsonRefusedException when the content is not JSON
     * @throws IllegalArgumentException when it is no such event, or an end that does not fit the outcome
     */
    static StreamEvent event(StreamPayload payload, Optional<Outcome<JsonNode>> outcome) {
        JsonNode json = StrictJson.parse(new String(payload.json(), StandardCharsets.UTF_8));
        Instant at = instant(text(json, "at"));
        long sequence = payload.sequence();
        return switch (payload.kind()) {
            case STARTED ->
                new StreamEvent.Started(sequence, at, UUID.fromString(text(json, "invocation")));
            case PROGRESS ->
                new StreamEvent.Progressed(
                        sequence,
                        at,
                        integer(json, "done"),
                        integer(json, "total"),
                        text(json, "what"));
            case PARTIAL_RESULT ->
                new StreamEvent.PartialResult(sequence, at, member(json, "value"), milestone(json));
            case LOG -> new StreamEvent.Logged(sequence, at, text(json, "message"));
            case WARNING -> new StreamEvent.Warned(sequence, at, text(json, "message"));
            case ERROR, COMPLETED, CANCELLED -> last(payload, at, outcome);
        };
    }

    private static StreamEvent last(
            StreamPayload payload, Instant at, Optional<Outcome<JsonNode>> outcome) {
        Outcome<JsonNode> became = outcome.orElseThrow(
                () -> new IllegalArgumentException("the end comes before what became of the call"));
        StreamEvent last = last(payload.sequence(), at, became);
        if (kind(last.kind()) != payload.kind()) {
            throw new IllegalArgumentException(
                    "kind=" + payload.kind() + " is not how the call" + " ended: " + last.kind());
        }
        return last;
    }

    private static StreamEvent last(long sequence, Instant at, Outcome<JsonNode> outcome) {
        return switch (outcome) {
            case Outcome.Denied<JsonNode>(Denial denial, Receipt receipt) ->
                refused(sequence, at, denial, receipt);
            case Outcome.Failed<JsonNode>(Denial failure, Receipt receipt) ->
                refused(sequence, at, failure, receipt);
            case Outcome.Completed<JsonNode> _, Outcome.Withheld<JsonNode> _ ->
                new StreamEvent.Completed(sequence, at, outcome);
        };
    }

    private static StreamEvent refused(long sequence, Instant at, Denial denial, Receipt receipt) {
        return denial.reason() == Reason.CANCELLED
                ? new StreamEvent.Cancelled(sequence, at, denial, receipt)
                : new StreamEvent.Erred(sequence, at, denial, receipt);
    }

    private static Optional<Milestone> milestone(JsonNode json) {
        JsonNode reached = json.path("milestone");
        if (reached.isMissingNode()) {
            return Optional.empty();
        }
        Optional<SignedMilestone> signed = reached.path("signed").isMissingNode()
                ? Optional.empty()
                : Optional.of(
                        SignedMilestone.of(Base64.getUrlDecoder().decode(text(reached, "signed"))));
        return Optional.of(new Milestone(
                UUID.fromString(text(reached, "invocation")),
                integer(reached, "ordinal"),
                text(reached, "name"),
                new Digest(text(reached, "value")),
                new Digest(text(reached, "link")),
                integer(reached, "record"),
                signed));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("at=" + text.length() + " characters is no time", e);
        }
    }

    private static JsonNode member(JsonNode json, String name) {
        JsonNode member = json.path(name);
        if (member.isMissingNode()) {
            throw new IllegalArgumentException("the event has no member " + name);
        }
        return member;
    }

    private static String text(JsonNode json, String name) {
        JsonNode member = member(json, name);
        if (!member.isString()) {
            throw new IllegalArgumentException("the event's member " + name + " is no text");
        }
        return member.stringValue();
    }

    private static long integer(JsonNode json, String name) {
        JsonNode member = member(json, name);
        if (!member.isIntegralNumber() || !member.canConvertToLong()) {
            throw new IllegalArgumentException("the event's member " + name + " is no integer");
        }
        return member.longValue();
    }
}
