package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.LedgerEvent.Unrecognised;
import dev.cnv.runtime.outcome.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as JSON objects and back: the {@code type} and {@code event} members of a ledger's line.
 *
 * <p>Every event has {@code id}, {@code time}, {@code agent}, {@code tenant} and {@code correlation},
 * and may have {@code causation}, {@code metadata} and {@code invocation}. Reading is strict: a missing,
 * unknown or malformed member of a known type is refused. A member that is empty is left out. Free text
 * is made valid Unicode (a lone surrogate becomes U+FFFD).
 *
 * <p><b>Threading:</b> stateless.
 */
public final class EventJson {

    /** The type of {@link PolicyDecision}. */
    public static final String POLICY_DECISION = "policy-decision";

    /** The type of {@link InvocationCompleted}. */
    public static final String INVOCATION_COMPLETED = "invocation-completed";

    private EventJson() {}

    /**
     * The name of an event's type.
     *
     * @param event an event
     * @return the name in the ledger
     */
    public static String type(LedgerEvent event) {
        return switch (event) {
            case CallEvent call -> CallJson.type(call);
            case DelegationEvent delegation -> DelegationJson.type(delegation);
            case RuntimeEvent runtime -> RuntimeJson.type(runtime);
            case AuditEvent audit -> AuditJson.type(audit);
            case FrameEvent frame -> FrameJson.type(frame);
            case Unrecognised unrecognised -> unrecognised.type();
        };
    }

    /**
     * Writes an event's members.
     *
     * @param event an event
     * @return a new object
     */
    public static ObjectNode write(LedgerEvent event) {
        return switch (event) {
            case CallEvent call -> CallJson.write(call);
            case DelegationEvent delegation -> DelegationJson.write(delegation);
            case RuntimeEvent runtime -> RuntimeJson.write(runtime);
            case AuditEvent audit -> AuditJson.write(audit);
            case FrameEvent frame -> FrameJson.write(frame);
            case Unrecognised unrecognised -> unrecognised.raw().deepCopy();
        };
    }

    /**
     * Reads an event's members.
     *
     * @param type the name of its type
     * @param event its members
     * @return the event; {@link Unrecognised} for a type that this version does not know
     * @throws IllegalArgumentException when the members are not exactly those of the type; the
     *     message names the member
     */
    public static LedgerEvent read(String type, ObjectNode event) {
        return switch (type) {
            case POLICY_DECISION -> CallJson.readDecision(new Members(event));
            case INVOCATION_COMPLETED -> CallJson.readCompleted(new Members(event));
            case CallJson.CERTIFICATE_EXPORTED -> CallJson.readExported(new Members(event));
            case CallJson.MILESTONE_REACHED -> CallJson.readMilestone(new Members(event));
            case CallJson.SECURITY_VIOLATION -> CallJson.readViolation(new Members(event));
            case DelegationJson.CREATED -> DelegationJson.readCreated(new Members(event));
            case DelegationJson.EXPIRED -> DelegationJson.readExpired(new Members(event));
            case DelegationJson.REVOKED -> DelegationJson.readRevoked(new Members(event));
            case RuntimeJson.CAPABILITY_GRANTED -> RuntimeJson.readGranted(new Members(event));
            case RuntimeJson.CAPABILITY_REVOKED -> RuntimeJson.readRevoked(new Members(event));
            case RuntimeJson.POLICY_CHANGED -> RuntimeJson.readPolicy(new Members(event));
            case RuntimeJson.MODE_CHANGED -> RuntimeJson.readMode(new Members(event));
            case RuntimeJson.KEY_CHANGED -> RuntimeJson.readKeys(new Members(event));
            case RuntimeJson.PHASE_CHANGED -> RuntimeJson.readPhase(new Members(event));
            case RuntimeJson.SESSION_CHANGED -> RuntimeJson.readSession(new Members(event));
            case AuditJson.CHECKPOINT -> AuditJson.readCheckpoint(new Members(event));
            case AuditJson.REPLAY_COMPLETED -> AuditJson.readReplay(new Members(event));
            case AuditJson.PAYLOAD_ERASED -> AuditJson.readErased(new Members(event));
            case FrameJson.GRANT_LIFTED -> FrameJson.readLifted(new Members(event));
            case FrameJson.GRANT_ENDED -> FrameJson.readEnded(new Members(event));
            case FrameJson.BATCH_EXECUTED -> FrameJson.readExecuted(new Members(event));
            default -> unrecognised(type, event);
        };
    }

    /** A later version's event may lack what every event of this version has. */
    static Unrecognised unrecognised(String type, ObjectNode event) {
        Members in = new Members(event);
        EventOrigin origin = new EventOrigin(
                in.optionalUuid("id").orElse(LedgerEvent.NO_INVOCATION),
                event.has("time") ? in.instant("time") : Instant.EPOCH,
                in.optionalText("agent").orElse(""),
                in.optionalText("tenant").orElse(""),
                in.optionalText("correlation").orElse(""),
                in.optionalUuid("causation"),
                Map.of());
        UUID invocation = in.optionalUuid("invocation").orElse(LedgerEvent.NO_INVOCATION);
        return new Unrecognised(origin, invocation, type, event);
    }

    /** An object with what every event says. */
    static ObjectNode begin(LedgerEvent event) {
        EventOrigin origin = event.origin();
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("id", origin.id().toString());
        out.put("time", origin.time().toString());
        out.put("agent", text(origin.agent()));
        out.put("tenant", text(origin.tenant()));
        out.put("correlation", text(origin.correlation()));
        origin.causation().ifPresent(cause -> out.put("causation", cause.toString()));
        putMap(out, "metadata", origin.metadata());
        if (!event.invocation().equals(LedgerEvent.NO_INVOCATION)) {
            out.put("invocation", event.invocation().toString());
        }
        return out;
    }

    /** Reads what every event says, but for its invocation. */
    static EventOrigin origin(Members in) {
        return new EventOrigin(
                in.uuid("id"),
                in.instant("time"),
                in.text("agent"),
                in.text("tenant"),
                in.text("correlation"),
                in.optionalUuid("causation"),
                in.optionalMap("metadata"));
    }

    static void putDigest(ObjectNode out, String name, Optional<Digest> digest) {
        digest.ifPresent(value -> out.put(name, value.hex()));
    }

    static void putReason(ObjectNode out, Optional<Reason> reason) {
        reason.ifPresent(value -> out.put("reason", value.code()));
    }

    static void putTexts(ObjectNode out, String name, List<String> texts) {
        ArrayNode array = out.putArray(name);
        texts.forEach(value -> array.add(text(value)));
    }

    static void putNonEmpty(ObjectNode out, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            putTexts(out, name, texts);
        }
    }

    static void putMap(ObjectNode out, String name, Map<String, String> map) {
        if (!map.isEmpty()) {
            ObjectNode object = out.putObject(name);
            map.forEach((key, value) -> object.put(text(key), text(value)));
        }
    }

    /** Exceptions of handlers end in messages, and nothing keeps lone surrogates out of those. */
    static String text(String value) {
        return isWellFormed(value) ? value : wellFormed(value);
    }

    private static boolean isWellFormed(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return StandardCharsets.UTF_8.newEncoder().canEncode(value);
            }
        }
        return true;
    }

    private static String wellFormed(String value) {
        StringBuilder out = new StringBuilder(value.length());
        value.codePoints().forEach(c -> out.appendCodePoint(isSurrogate(c) ? '\uFFFD' : c));
        return out.toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** The nesting of a value: 0 for a scalar, 1 for an empty object. */
    static int depth(JsonNode value) {
        int deepest = 0;
        for (JsonNode child : value) {
            deepest = Math.max(deepest, depth(child));
        }
        return value.isContainer() ? deepest + 1 : 0;
    }
}
