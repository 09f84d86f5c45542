package dev.cnv.runtime.delegation;

import static dev.cnv.runtime.delegation.PossessionDescriptor.*;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A holder's signature that it makes one call: this chain, verb and arguments, at this runtime, now.
 * It is good once, and for 30 seconds. A claim: only {@link ChainVerifier} says whether it holds.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class PossessionProof {

    private final CoseSign1 message;

    private PossessionProof(CoseSign1 message) {
        this.message = message;
    }

    /**
     * Proves that the signer has a chain's last key and makes a call.
     *
     * @param key the key of the chain's last holder
     * @param chain the chain
     * @param verb the verb
     * @param arguments the SHA-256 of the canonical arguments, as they are sent or with the defaults
     *     filled in
     * @param audience the name of the runtime; empty when it has none
     * @param time now
     * @param random makes the nonce
     * @return the proof
     */
    public static PossessionProof sign(
            SigningKey key,
            Chain chain,
            CapabilityId verb,
            Digest arguments,
            String audience,
            Instant time,
            RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] payload = new CborWriter()
                .map(7)
                .key(KEY_VERSION)
                .integer(VERSION)
                .key(KEY_CHAIN)
                .digest(chain.digest())
                .key(KEY_VERB)
                .text(verb.path())
                .key(KEY_ARGUMENTS)
                .digest(arguments)
                .key(KEY_AUDIENCE)
                .text(audience)
                .key(KEY_NONCE)
                .bytes(nonce)
                .key(KEY_TIME)
                .integer(time.getEpochSecond())
                .toBytes();
        return new PossessionProof(CoseSign1.sign(key, CONTENT_TYPE, payload));
    }

    /**
     * Reads a proof from a line of text.
     *
     * @param text the text, as {@link #text} gives it; white space around it is allowed
     * @return the proof, of which only the outer form is checked
     * @throws CborRefusedException when the text is no proof
     */
    public static PossessionProof parse(String text) {
        return ofBytes(Base64Text.decode("possession", PREFIX, text, MAX_BYTES));
    }

    /**
     * Reads a proof.
     *
     * @param bytes the bytes, as {@link #bytes} gives them
     * @return the proof, of which only the outer form is checked
     * @throws CborRefusedException when the bytes are no proof
     */
    public static PossessionProof ofBytes(byte[] bytes) {
        return new PossessionProof(CoseSign1.parse(bytes, MAX_BYTES));
    }

    /** {@return the proof's bytes, in a new array} */
    public byte[] bytes() {
        return message.bytes();
    }

    /** {@return the proof in one line of text; it holds no secret} */
    public String text() {
        return Base64Text.encode(PREFIX, message.bytes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PossessionProof that && message.equals(that.message);
    }

    @Override
    public int hashCode() {
        return message.hashCode();
    }

    @Override
    public String toString() {
        return "PossessionProof[key=" + message.keyId().shortHex() + "]";
    }

    /**
     * A nonce as a {@link ReplayGuard} knows it.
     *
     * @param key the digest of the holder's key and the nonce
     * @param until when it may be forgotten
     */
    public record Nonce(Digest key, Instant until) {}

    /**
     * The nonce that the proof claims to have. It is known to be true when {@link ChainVerifier} has found
     * that the proof holds.
     *
     * @param holder the key of the chain's last holder
     * @return the nonce
     * @throws CborRefusedException when the proof cannot be read
     */
    public Nonce untrustedNonce(PublicKey holder) {
        return Claims.read(message.untrustedPayload()).nonce(holder);
    }

    /** What the proof says, when a key signed it. */
    Optional<Claims> claims(PublicKey key) {
        return message.verified(key, CONTENT_TYPE).map(Claims::read);
    }

    /** What a proof says. */
    @SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
    record Claims(
            Digest chain, String verb, Digest arguments, String audience, byte[] nonce, long time) {

        private static Claims read(byte[] payload) {
            CborReader in = CborReader.of("possession", payload, MAX_BYTES);
            in.openMap();
            in.key(KEY_VERSION, "version");
            in.integer(VERSION, VERSION);
            in.key(KEY_CHAIN, "chain");
            Digest chain = in.digest();
            in.key(KEY_VERB, "verb");
            String verb = in.text(CapabilityId.MAX_LENGTH);
            in.key(KEY_ARGUMENTS, "arguments");
            Digest arguments = in.digest();
            in.key(KEY_AUDIENCE, "audience");
            String audience = in.text(Conditions.MAX_NAME_LENGTH);
            in.key(KEY_NONCE, "nonce");
            byte[] nonce = in.bytesExactly(NONCE_BYTES);
            in.key(KEY_TIME, "time");
            long time = in.integer(0, TokenDescriptor.MAX_SECONDS);
            in.close();
            in.end();
            return new Claims(chain, verb, arguments, audience, nonce, time);
        }

        /** The nonce, and one second more than the window, which includes its last second. */
        Nonce nonce(PublicKey holder) {
            Instant until =
                    Instant.ofEpochSecond(time).plus(PossessionDescriptor.WINDOW).plusSeconds(1);
            return new Nonce(nonceKey(holder), until);
        }

        /** Names the nonce: the same 16 bytes of another holder are another nonce. */
        Digest nonceKey(PublicKey holder) {
            return Digest.of(
                    new CborWriter().array(2).digest(holder.id()).bytes(nonce).toBytes());
        }
    }
}
