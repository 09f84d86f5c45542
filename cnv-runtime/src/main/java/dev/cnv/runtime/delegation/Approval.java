package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.identity.AgentId;
import java.time.Instant;
import java.util.Optional;

/**
 * An approver's signed word that one verb may be called with certain arguments until a certain time.
 * It is good for every such call until then; so approve for minutes. A claim: it counts only when
 * {@link ApprovalCheck} finds no fault.
 *
 * <pre>
 * text    = "cnv-approval-v1:" base64url(message)
 * message = COSE_Sign1(content type "application/cnv-approval+cbor", by the approver's key)   8 KiB
 * payload = { 1: version 1,
 *             2: approver    text
 *             3: capability  text
 *             4: version     text, the verb's
 *             5: arguments   bstr 32, SHA-256 of the canonical arguments
 *             6: expires     seconds since 1970 }
 * </pre>
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Approval {

    private static final String CONTENT_TYPE = "application/cnv-approval+cbor";
    private static final String PREFIX = "cnv-approval-v1:";

    private static final int MAX_BYTES = 8 * 1024;
    private static final int VERSION = 1;
    private static final int MAX_VERSION_LENGTH = 64;

    private static final int KEY_VERSION = 1;
    private static final int KEY_APPROVER = 2;
    private static final int KEY_CAPABILITY = 3;
    private static final int KEY_VERB_VERSION = 4;
    private static final int KEY_ARGUMENTS = 5;
    private static final int KEY_EXPIRES = 6;

    private final CoseSign1 message;

    private Approval(CoseSign1 message) {
        this.message = message;
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
     * @throws IllegalArgumentException when the version or the time is malformed
     */
    public static Approval sign(
            SigningKey key,
            AgentId approver,
            CapabilityId capability,
            String version,
            Digest arguments,
            Instant expires) {
        requireClaims(version, expires);
        byte[] payload = new CborWriter()
                .map(6)
                .key(KEY_VERSION)
                .integer(VERSION)
                .key(KEY_APPROVER)
                .text(approver.value())
                .key(KEY_CAPABILITY)
                .text(capability.path())
                .key(KEY_VERB_VERSION)
                .text(version)
                .key(KEY_ARGUMENTS)
                .digest(arguments)
                .key(KEY_EXPIRES)
                .integer(expires.getEpochSecond())
                .toBytes();
        return new Approval(CoseSign1.sign(key, CONTENT_TYPE, payload));
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
     * @return the approval, of which only the outer form is checked
     * @throws CborRefusedException when the text is no approval
     */
    public static Approval parse(String text) {
        return ofBytes(Base64Text.decode("approval", PREFIX, text, MAX_BYTES));
    }

    /**
     * Reads an approval.
     *
     * @param bytes the bytes, as {@link #bytes} gives them
     * @return the approval, of which only the outer form is checked
     * @throws CborRefusedException when the bytes are no approval
     */
    public static Approval ofBytes(byte[] bytes) {
        return new Approval(CoseSign1.parse(bytes, MAX_BYTES));
    }

    /** {@return the approval in one line of text; it holds no secret} */
    public String text() {
        return Base64Text.encode(PREFIX, message.bytes());
    }

    /** {@return the approval's bytes, in a new array} */
    public byte[] bytes() {
        return message.bytes();
    }

    /** {@return the id of the key that is said to have signed} */
    public Digest keyId() {
        return message.keyId();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Approval that && message.equals(that.message);
    }

    @Override
    public int hashCode() {
        return message.hashCode();
    }

    @Override
    public String toString() {
        return "Approval[key=" + keyId().shortHex() + "]";
    }

    /** What the approval says, when a key signed it and it is in form. */
    Optional<Claims> claims(PublicKey key) {
        try {
            return message.verified(key, CONTENT_TYPE).map(Approval::read);
        } catch (CborRefusedException _) {
            return Optional.empty();
        }
    }

    /** What an approval says. */
    record Claims(
            AgentId approver,
            CapabilityId capability,
            String version,
            Digest arguments,
            Instant expires) {}

    private static Claims read(byte[] payload) {
        CborReader in = CborReader.of("approval", payload, MAX_BYTES);
        in.openMap();
        in.key(KEY_VERSION, "version");
        in.integer(VERSION, VERSION);
        in.key(KEY_APPROVER, "approver");
        AgentId approver = in.value(TokenDescriptor.MAX_NAME_BYTES, AgentId::new);
        in.key(KEY_CAPABILITY, "capability");
        CapabilityId capability = in.value(CapabilityId.MAX_LENGTH, CapabilityId::new);
        in.key(KEY_VERB_VERSION, "verbVersion");
        String version = in.text(MAX_VERSION_LENGTH);
        in.key(KEY_ARGUMENTS, "arguments");
        Digest arguments = in.digest();
        in.key(KEY_EXPIRES, "expires");
        Instant expires = Instant.ofEpochSecond(in.integer(0, TokenDescriptor.MAX_SECONDS));
        in.close();
        in.end();
        return new Claims(approver, capability, version, arguments, expires);
    }

    private static void requireClaims(String version, Instant expires) {
        if (version.isEmpty()
                || version.length() > MAX_VERSION_LENGTH
                || !version.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("version=" + version + " is not 1 to "
                    + MAX_VERSION_LENGTH + " visible ASCII characters");
        }
        if (expires.getEpochSecond() < 0
                || expires.getEpochSecond() > TokenDescriptor.MAX_SECONDS) {
            throw new IllegalArgumentException(
                    "expires=" + expires + " is not of the years 1970 to 9999");
        }
    }
}
