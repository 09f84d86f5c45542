package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event that is too long for a line. All its members lie in a payload; the line has the short ones, so
 * that it can be found, and {@code spilled}, the payload's digest.
 *
 * <p><b>Threading:</b> stateless.
 */
final class SpilledEvent {

    /** The member that names the payload. No event has one of this name. */
    static final String MEMBER = "spilled";

    /** The longest text that stays in the line, in UTF-16 code units. */
    private static final int MAX_TEXT_LENGTH = 256;

    private SpilledEvent() {}

    /**
     * What stands in the line.
     *
     * @param event all members
     * @param payload the digest of their canonical bytes
     */
    static ObjectNode line(ObjectNode event, Digest payload) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : event.properties()) {
            if (isShort(member.getValue())) {
                line.set(member.getKey(), member.getValue());
            }
        }
        return line.put(MEMBER, payload.hex());
    }

    private static boolean isShort(JsonNode value) {
        return value.isString()
                ? value.stringValue().length() <= MAX_TEXT_LENGTH
                : !value.isContainer();
    }

    /**
     * All members of an event, whether it is spilled or not.
     *
     * @param line the members in the line
     * @param payloads finds payloads
     * @return the members; empty when they are in a payload that was erased
     * @throws IllegalArgumentException when the payload is not what the line is about
     */
    static Optional<ObjectNode> resolve(
            ObjectNode line, Function<Digest, Optional<byte[]>> payloads) {
        JsonNode spilled = line.get(MEMBER);
        if (spilled == null) {
            return Optional.of(line);
        }
        if (!spilled.isString()) {
            throw new IllegalArgumentException(
                    MEMBER + " is " + spilled.getNodeType() + " and not the digest of a payload");
        }
        Digest digest = new Digest(spilled.stringValue());
        return payloads.apply(digest).map(bytes -> parse(line, digest, bytes));
    }

    private static ObjectNode parse(ObjectNode line, Digest digest, byte[] bytes) {
        ObjectNode event = LedgerLine.parse(bytes);
        if (!CanonicalJson.text(line(event, digest)).equals(CanonicalJson.text(line))) {
            throw new IllegalArgumentException("payload=" + digest.shortHex()
                    + " has another event than the line that names it");
        }
        return event;
    }
}
