package dev.cnv.runtime.worker;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.contract.Execution;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.protocol.OutcomeCode;
import dev.cnv.runtime.protocol.ProtocolFaultException;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.protocol.WireLimits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a worker says of a call: the content of a {@link ResponsePayload}.
 *
 * <pre>
 * COMPLETED  the result as canonical JSON
 * FAILED     { "reason": name, "message": text, "details": { name: text }, "passing": true, left out,
 *              "thrown": text, left out }
 * </pre>
 */
sealed interface WorkerAnswer {

    /** The handler returned. */
    record Returned(JsonNode result) implements WorkerAnswer {}

    /**
     * The handler did not return.
     *
     * @param denial why
     * @param passing whether another attempt may end otherwise
     * @param thrown the message of what the handler threw
     */
    record Failed(Denial denial, boolean passing, Optional<String> thrown)
            implements WorkerAnswer {}

    /** The longest text of a failure, in characters; longer ones are cut. */
    int MAX_TEXT_LENGTH = 8 * 1024;

    /** The most details of a failure; others are left out. */
    int MAX_DETAIL_COUNT = 64;

    /** The answer of a handler whose result is larger than a message may be. */
    static Failed tooLarge(int bytes, int max) {
        Denial denial = Denial.of(
                        Reason.LIMIT_EXCEEDED,
                        "the result has bytes=" + bytes + ", more than messageBytes=" + max)
                .with("limit", "messageBytes")
                .with(Execution.HANDLER, "returned");
        return new Failed(denial, false, Optional.empty());
    }

    /** {@return a response's payload} */
    default byte[] encode() {
        return switch (this) {
            case Returned(JsonNode result) ->
                new ResponsePayload(OutcomeCode.COMPLETED, CanonicalJson.bytes(result), null)
                        .encode();
            case Failed failed ->
                new ResponsePayload(OutcomeCode.FAILED, CanonicalJson.bytes(json(failed)), null)
                        .encode();
        };
    }

    private static ObjectNode json(Failed failed) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("reason", failed.denial().reason().name())
                .put("message", text(failed.denial().message()));
        ObjectNode details = json.putObject("details");
        failed.denial().details().entrySet().stream()
                .limit(MAX_DETAIL_COUNT)
                .forEach(entry -> details.put(text(entry.getKey()), text(entry.getValue())));
        if (failed.passing()) {
            json.put("passing", true);
        }
        failed.thrown().ifPresent(message -> json.put("thrown", text(message)));
        return json;
    }

    /** Well-formed and not too long: a handler may have any text in its exceptions. */
    static String text(String text) {
        return WorkerEvent.wellFormed(
                text.length() > MAX_TEXT_LENGTH ? text.substring(0, MAX_TEXT_LENGTH) : text);
    }

    /**
     * Reads a response's payload.
     *
     * @throws ProtocolFaultException when it is no response
     * @throws JsonRefusedException when its content is neither JSON nor a failure
     */
    static WorkerAnswer decode(ByteBuffer payload, WireLimits limits) {
        ResponsePayload response = ResponsePayload.decode(payload, limits);
        JsonNode json = StrictJson.parse(utf8(response.json()));
        return switch (response.outcome()) {
            case COMPLETED -> new Returned(json);
            case FAILED -> failed(json);
            case DENIED, REPEATED, WITHHELD ->
                throw StrictObject.refused("answer", "has outcome=" + response.outcome());
        };
    }

    private static Failed failed(JsonNode json) {
        StrictObject in = StrictObject.of(
                "failure", json, Set.of("reason", "message", "details", "passing", "thrown"));
        Reason reason = in.choice("reason", Reason.class);
        String message = in.text("message", MAX_TEXT_LENGTH);
        boolean passing = in.has("passing");
        if (passing) {
            in.mark("passing");
        }
        return new Failed(
                new Denial(reason, message, details(in.any("details"))),
                passing,
                in.has("thrown")
                        ? Optional.of(in.text("thrown", MAX_TEXT_LENGTH))
                        : Optional.empty());
    }

    private static Map<String, String> details(JsonNode json) {
        if (!json.isObject() || json.size() > MAX_DETAIL_COUNT) {
            throw StrictObject.refused("details", "is no object of " + MAX_DETAIL_COUNT);
        }
        Map<String, String> details = new TreeMap<>();
        json.properties()
                .forEach(entry -> details.put(
                        entry.getKey(),
                        StrictObject.text("details", entry.getValue(), MAX_TEXT_LENGTH)));
        return details;
    }

    /**
     * The text that bytes are.
     *
     * @throws JsonRefusedException when they are not UTF-8
     */
    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw StrictObject.refused("answer", "is not UTF-8: " + e.getMessage());
        }
    }
}
