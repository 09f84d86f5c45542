package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An approver's signed word that one verb may be called with certain arguments until a certain time.
 * It is good for every such call until then; so approve for minutes. Plain data, which anybody can
 * make: it counts only when {@link Trust#verify} finds no fault.
 *
 * @param approver who approves
 * @param capability the verb
 * @param version the verb's version, 1 to 64 characters
 * @param arguments the digest of the canonical arguments
 * @param expires when it stops being good, in whole seconds
 * @param signature the base64 form of the Ed25519 signature
 */
public record Approval(
        AgentId approver,
        CapabilityId capability,
        String version,
        Digest arguments,
        Instant expires,
        String signature) {

    private static final String FORMAT = "cnv-approval-v0";

    private static final int MAX_TEXT_LENGTH = 4096;

    private static final long MAX_SECONDS =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    /**
     * Checks the forms.
     *
     * @throws IllegalArgumentException when a member is malformed
     */
    public Approval {
        requireClaims(version, expires);
        if (Base64Text.decode("signature", signature).length
                != SignatureSuite.ED25519.signatureBytes()) {
            throw new IllegalArgumentException("signature is not one of Ed25519");
        }
    }

    /**
     * Approves a call.
     *
     * @param key the approver's key
     * @param approver who approves
     * @param capability the verb
     * @param version the verb's version
     * @param arguments the digest of the canonical arguments
     * @param expires when the approval stops being good; cut to whole seconds
     * @return the approval
     */
    public static Approval sign(
            SigningKey key,
            AgentId approver,
            CapabilityId capability,
            String version,
            Digest arguments,
            Instant expires) {
        Instant until = expires.truncatedTo(ChronoUnit.SECONDS);
        requireClaims(version, until);
        byte[] message = message(claims(approver, capability, version, arguments, until));
        return new Approval(
                approver,
                capability,
                version,
                arguments,
                until,
                Base64Text.encode(key.sign(message)));
    }

    /**
     * Approves a call.
     *
     * @param key the approver's key
     * @param approver who approves
     * @param verb the verb
     * @param arguments the digest of the canonical arguments
     * @param expires when the approval stops being good; cut to whole seconds
     * @return the approval
     */
    public static Approval sign(
            SigningKey key,
            AgentId approver,
            VerbDescriptor verb,
            Digest arguments,
            Instant expires) {
        return sign(key, approver, verb.id(), verb.version(), arguments, expires);
    }

    /**
     * Reads an approval, as {@code --approval FILE} does.
     *
     * @param text the text, as {@link #text} gives it; white space around it is allowed
     * @return the approval, of which only the form is checked
     * @throws JsonRefusedException when the text is no approval
     */
    public static Approval parse(String text) {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw StrictObject.refused(
                    "approval",
                    "has " + text.length() + " characters, more than " + MAX_TEXT_LENGTH);
        }
        StrictObject json = StrictObject.of(
                "approval",
                StrictJson.parse(text),
                Set.of(
                        "format",
                        "approver",
                        "capability",
                        "version",
                        "arguments",
                        "expires",
                        "signature"));
        if (!json.text("format", 64).equals(FORMAT)) {
            throw StrictObject.refused(json.at("format"), "is not " + FORMAT);
        }
        AgentId approver = json.value("approver", 128, AgentId::new);
        CapabilityId capability = json.value("capability", 128, CapabilityId::new);
        String version = json.text("version", 64);
        Digest arguments = json.value("arguments", 64, Digest::new);
        Instant expires = Instant.ofEpochSecond(json.integer("expires", 0, MAX_SECONDS));
        String signature = json.text("signature", 88);
        return StrictObject.checked(
                "approval",
                () -> new Approval(approver, capability, version, arguments, expires, signature));
    }

    /** {@return the approval as canonical JSON text on one line; it holds no secret} */
    public String text() {
        return CanonicalJson.text(claims(approver, capability, version, arguments, expires)
                .put("signature", signature));
    }

    @Override
    public String toString() {
        return "Approval[approver=" + approver + ", capability=" + capability + "@" + version
                + ", arguments=" + arguments.shortHex() + ", expires=" + expires + "]";
    }

    /** Why the approval does not hold for a call; empty when it does. */
    Optional<Denial> fault(
            Set<PublicKey> keys,
            CapabilityId calledCapability,
            String calledVersion,
            Digest called,
            Instant now) {
        if (keys.isEmpty()) {
            return invalid("approver", "approver=" + approver + " is not known as one here");
        }
        byte[] message = message(claims(approver, capability, version, arguments, expires));
        byte[] signed = Base64Text.decode("signature", signature);
        if (keys.stream().noneMatch(key -> key.verify(message, signed))) {
            return invalid("signature", "its signature is not by a key of approver=" + approver);
        }
        if (!capability.equals(calledCapability) || !version.equals(calledVersion)) {
            return invalid(
                    "capability",
                    "it is for capability=" + capability + "@" + version + ", not "
                            + calledCapability + "@" + calledVersion);
        }
        if (!arguments.equals(called)) {
            return invalid("arguments", "it is for other arguments");
        }
        return now.isBefore(expires)
                ? Optional.empty()
                : invalid("expires", "it was good until expires=" + expires + ", not at " + now);
    }

    private Optional<Denial> invalid(String part, String why) {
        return Optional.of(Denial.of(
                        Reason.APPROVAL_INVALID,
                        "the approval of approver=" + approver + " does not hold: " + why)
                .with("approver", approver.value())
                .with("part", part));
    }

    private static ObjectNode claims(
            AgentId approver,
            CapabilityId capability,
            String version,
            Digest arguments,
            Instant expires) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("approver", approver.value())
                .put("capability", capability.path())
                .put("version", version)
                .put("arguments", arguments.hex())
                .put("expires", expires.getEpochSecond());
    }

    private static byte[] message(ObjectNode claims) {
        return Domain.APPROVAL.message(CanonicalJson.bytes(claims));
    }

    private static void requireClaims(String version, Instant expires) {
        if (version.isEmpty()
                || version.length() > 64
                || !version.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "version=" + version + " is not 1 to 64 visible ASCII characters");
        }
        if (expires.getNano() != 0
                || expires.getEpochSecond() < 0
                || expires.getEpochSecond() > MAX_SECONDS) {
            throw new IllegalArgumentException(
                    "expires=" + expires + " is not a whole second of the years 1970 to 9999");
        }
    }
}
