package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.LedgerEvent.CallCompleted;
import dev.cnv.runtime.governance.LedgerEvent.CallDecided;
import dev.cnv.runtime.governance.LedgerEvent.CertificateExported;
import dev.cnv.runtime.governance.LedgerEvent.PolicyChanged;
import dev.cnv.runtime.governance.LedgerEvent.Unrecognised;
import dev.cnv.runtime.governance.LedgerEvent.VouchedBy;
import dev.cnv.runtime.outcome.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as JSON objects and back: the {@code type} and {@code event} members of a ledger's line.
 *
 * <p>Reading is strict: a missing, unknown or malformed member of a known type is refused. A member
 * that is empty is left out. Free text is made valid Unicode (a lone surrogate becomes U+FFFD).
 *
 * <p><b>Threading:</b> stateless.
 */
public final class EventJson {

    /** The type of {@link CallDecided}. */
    public static final String CALL_DECIDED = "call-decided";

    /** The type of {@link PolicyChanged}. */
    public static final String POLICY_CHANGED = "policy-changed";

    /** The type of {@link CallCompleted}. */
    public static final String CALL_COMPLETED = "call-completed";

    /** The type of {@link CertificateExported}. */
    public static final String CERTIFICATE_EXPORTED = "certificate-exported";

    private EventJson() {}

    /**
     * The name of an event's type.
     *
     * @param event an event
     * @return the name in the ledger
     */
    public static String type(LedgerEvent event) {
        return switch (event) {
            case CallDecided _ -> CALL_DECIDED;
            case PolicyChanged _ -> POLICY_CHANGED;
            case CallCompleted _ -> CALL_COMPLETED;
            case CertificateExported _ -> CERTIFICATE_EXPORTED;
            case DelegationEvent delegation -> DelegationJson.type(delegation);
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
            case CallDecided decided -> write(decided);
            case CallCompleted completed -> write(completed);
            case CertificateExported exported -> write(exported);
            case PolicyChanged changed -> write(changed);
            case DelegationEvent delegation -> DelegationJson.write(delegation);
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
            case CALL_DECIDED -> readDecided(new Members(event));
            case POLICY_CHANGED -> readChanged(new Members(event));
            case DelegationJson.CREATED -> DelegationJson.readCreated(new Members(event));
            case DelegationJson.EXPIRED -> DelegationJson.readExpired(new Members(event));
            case DelegationJson.REVOKED -> DelegationJson.readRevoked(new Members(event));
            case CALL_COMPLETED -> readCompleted(new Members(event));
            case CERTIFICATE_EXPORTED -> readExported(new Members(event));
            default -> readUnrecognised(type, event);
        };
    }

    private static ObjectNode write(CallDecided event) {
        ObjectNode out = begin(event);
        out.put("correlation", text(event.correlation()));
        event.parent().ifPresent(id -> out.put("parent", id.toString()));
        out.put("capability", text(event.capability()));
        out.put("version", text(event.version()));
        out.put("agent", text(event.agent()));
        out.put("agentType", text(event.agentType()));
        out.put("tenant", text(event.tenant()));
        out.put("principal", text(event.principal()));
        out.put("root", text(event.root()));
        putDigest(out, "chain", event.chain());
        putTexts(out, "effects", event.effects());
        putDigest(out, "argumentsDigest", event.argumentsDigest());
        out.set("arguments", event.arguments());
        putDigest(out, "policy", event.policy());
        putTexts(out, "rulesConsidered", event.rulesConsidered());
        event.ruleMatched().ifPresent(rule -> out.put("ruleMatched", text(rule)));
        out.put("permitted", event.permitted());
        putReason(out, event.reason());
        out.put("stage", text(event.stage()));
        out.put("message", text(event.message()));
        event.idempotencyKey().ifPresent(key -> out.put("idempotencyKey", text(key)));
        out.put("dryRun", event.dryRun());
        if (!event.ruleErrors().isEmpty()) {
            putTexts(out, "ruleErrors", event.ruleErrors());
        }
        putDigest(out, "facts", event.facts());
        event.vouched().ifPresent(by -> {
            out.put("certificate", by.certificate().toString());
            out.put("certificateIssuer", text(by.issuer()));
            out.put("certificateKey", by.key().hex());
        });
        write(out, event.spending());
        return out;
    }

    private static ObjectNode write(CertificateExported event) {
        ObjectNode out = begin(event);
        out.put("certificate", event.certificate().toString());
        out.put("capability", text(event.capability()));
        out.put("agent", text(event.agent()));
        out.put("tenant", text(event.tenant()));
        out.put("audience", text(event.audience()));
        out.put("key", event.key().hex());
        out.put("exported", event.exported().hex());
        return out;
    }

    private static ObjectNode write(PolicyChanged event) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("time", event.time().toString());
        out.put("kind", text(event.kind()));
        out.put("direction", text(event.direction()));
        putTexts(out, "rules", event.rules());
        out.put("before", event.before().hex());
        out.put("after", event.after().hex());
        out.put("epoch", event.epoch());
        out.put("by", text(event.by()));
        putTexts(out, "approvers", event.approvers());
        out.set("delta", event.delta());
        return out;
    }

    private static void write(ObjectNode out, Spending spending) {
        if (!spending.uses().isEmpty()) {
            ArrayNode uses = out.putArray("uses");
            spending.uses()
                    .forEach(use -> uses.addObject()
                            .put("token", use.token().hex())
                            .put("expires", use.expires().toString()));
        }
        spending.nonce()
                .ifPresent(nonce -> out.putObject("nonce")
                        .put("key", nonce.key().hex())
                        .put("until", nonce.until().toString()));
    }

    private static ObjectNode write(CallCompleted event) {
        ObjectNode out = begin(event);
        event.decision().ifPresent(index -> out.put("decision", index));
        out.put("status", text(event.status()));
        putReason(out, event.reason());
        out.put("message", text(event.message()));
        out.put("attempts", event.attempts());
        out.put("queuedNanos", event.queuedNanos());
        out.put("runNanos", event.runNanos());
        putDigest(out, "resultDigest", event.resultDigest());
        event.result().ifPresent(result -> out.put("result", text(result)));
        putTexts(out, "notes", event.notes());
        return out;
    }

    private static PolicyChanged readChanged(Members in) {
        return in.end(new PolicyChanged(
                in.instant("time"),
                in.text("kind"),
                in.text("direction"),
                in.texts("rules"),
                new Digest(in.text("before")),
                new Digest(in.text("after")),
                in.int64("epoch"),
                in.text("by"),
                in.texts("approvers"),
                in.object("delta")));
    }

    private static CallDecided readDecided(Members in) {
        return in.end(new CallDecided(
                in.instant("time"),
                in.uuid("invocation"),
                in.text("correlation"),
                in.optionalUuid("parent"),
                in.text("capability"),
                in.text("version"),
                in.text("agent"),
                in.text("agentType"),
                in.text("tenant"),
                in.text("principal"),
                in.text("root"),
                in.optionalDigest("chain"),
                in.texts("effects"),
                in.optionalDigest("argumentsDigest"),
                in.object("arguments"),
                in.optionalDigest("policy"),
                in.texts("rulesConsidered"),
                in.optionalText("ruleMatched"),
                in.bool("permitted"),
                in.optionalReason("reason"),
                in.text("stage"),
                in.text("message"),
                in.optionalText("idempotencyKey"),
                in.bool("dryRun"),
                in.optionalTexts("ruleErrors"),
                in.optionalDigest("facts"),
                readSpending(in),
                readVouched(in)));
    }

    private static Optional<VouchedBy> readVouched(Members in) {
        Optional<UUID> certificate = in.optionalUuid("certificate");
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new VouchedBy(
                certificate.get(),
                in.text("certificateIssuer"),
                new Digest(in.text("certificateKey"))));
    }

    private static CertificateExported readExported(Members in) {
        return in.end(new CertificateExported(
                in.instant("time"),
                in.uuid("invocation"),
                in.uuid("certificate"),
                in.text("capability"),
                in.text("agent"),
                in.text("tenant"),
                in.text("audience"),
                new Digest(in.text("key")),
                new Digest(in.text("exported"))));
    }

    private static Spending readSpending(Members in) {
        List<Spending.Use> uses = in.optionalObjects("uses").stream()
                .map(use -> use.end(
                        new Spending.Use(new Digest(use.text("token")), use.instant("expires"))))
                .toList();
        Optional<Spending.Nonce> nonce = in.optionalObject("nonce")
                .map(n -> n.end(new Spending.Nonce(new Digest(n.text("key")), n.instant("until"))));
        return new Spending(uses, nonce);
    }

    private static CallCompleted readCompleted(Members in) {
        return in.end(new CallCompleted(
                in.instant("time"),
                in.uuid("invocation"),
                in.optionalInt64("decision"),
                in.text("status"),
                in.optionalReason("reason"),
                in.text("message"),
                in.int32("attempts"),
                in.int64("queuedNanos"),
                in.int64("runNanos"),
                in.optionalDigest("resultDigest"),
                in.optionalText("result"),
                in.texts("notes")));
    }

    /** A later version's event may lack what every event of this version has. */
    private static Unrecognised readUnrecognised(String type, ObjectNode event) {
        Members in = new Members(event);
        Instant time = event.has("time") ? in.instant("time") : Instant.EPOCH;
        UUID invocation = event.has("invocation") ? in.uuid("invocation") : new UUID(0, 0);
        return new Unrecognised(time, invocation, type, event);
    }

    private static ObjectNode begin(LedgerEvent event) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("time", event.time().toString());
        out.put("invocation", event.invocation().toString());
        return out;
    }

    private static void putDigest(ObjectNode out, String name, Optional<Digest> digest) {
        digest.ifPresent(value -> out.put(name, value.hex()));
    }

    private static void putReason(ObjectNode out, Optional<Reason> reason) {
        reason.ifPresent(value -> out.put("reason", value.code()));
    }

    private static void putTexts(ObjectNode out, String name, List<String> texts) {
        ArrayNode array = out.putArray(name);
        texts.forEach(value -> array.add(text(value)));
    }

    /** Exceptions of handlers end in messages, and nothing keeps lone surrogates out of those. */
    static String text(String value) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(value) ? value : wellFormed(value);
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
