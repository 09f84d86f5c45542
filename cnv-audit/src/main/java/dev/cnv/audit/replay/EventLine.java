package dev.cnv.audit.replay;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.governance.EventJson;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A line of a ledger, read as a tree: what {@link ReplayRun} does with the lines that are rare. */
final class EventLine {

    private static final byte[] DECISION = ending(EventJson.POLICY_DECISION);
    private static final byte[] MARK = ending("audit-checkpoint");
    private static final byte[] END = ending(EventJson.INVOCATION_COMPLETED);
    private static final List<byte[]> CHANGES = List.of(
            ending("capability-granted"),
            ending("policy-changed"),
            ending("key-changed"),
            ending("delegation-revoked"));

    private EventLine() {}

    static boolean isDecision(byte[] buffer, int end) {
        return endsWith(buffer, end, DECISION);
    }

    /** Whether a line is a named mark. */
    static boolean isMark(byte[] buffer, int end) {
        return endsWith(buffer, end, MARK);
    }

    /** Whether a line says that a call ended. */
    static boolean isEnd(byte[] buffer, int end) {
        return endsWith(buffer, end, END);
    }

    /** Whether a line changes what decisions are made by. */
    static boolean isChange(byte[] buffer, int end) {
        for (byte[] change : CHANGES) {
            if (endsWith(buffer, end, change)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads a line's event.
     *
     * @param payloads finds the payload of an event that is too long for a line
     * @return the event; an unrecognised one when its payload was erased
     * @throws LedgerException when it cannot be read
     */
    static LedgerEvent read(
            long index,
            byte[] buffer,
            int offset,
            int length,
            Function<Digest, Optional<byte[]>> payloads) {
        try {
            JsonNode line =
                    StrictJson.parse(new String(buffer, offset, length, StandardCharsets.UTF_8));
            ObjectNode members = (ObjectNode) line.get("event");
            JsonNode spilled = members.get("spilled");
            if (spilled == null) {
                return EventJson.read(line.get("type").stringValue(), members);
            }
            Optional<byte[]> bytes = payloads.apply(new Digest(spilled.stringValue()));
            return bytes.isPresent()
                    ? EventJson.read(line.get("type").stringValue(), (ObjectNode)
                            StrictJson.parse(new String(bytes.get(), StandardCharsets.UTF_8)))
                    : EventJson.read("erased", members);
        } catch (IllegalArgumentException e) {
            throw new LedgerException("record=" + index + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The type is the last member of a line. */
    private static byte[] ending(String type) {
        return ("\"type\":\"" + type + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean endsWith(byte[] buffer, int end, byte[] with) {
        return end >= with.length
                && Arrays.equals(buffer, end - with.length, end, with, 0, with.length);
    }
}
