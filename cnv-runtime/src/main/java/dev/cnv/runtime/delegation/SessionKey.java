package dev.cnv.runtime.delegation;

import static dev.cnv.runtime.delegation.PossessionDescriptor.*;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secret that a caller and a runtime of one trust domain share for one session, after the caller
 * has answered the runtime's challenge with a signature. With it each call is proven at the cost of a
 * hash. It stands for one chain; each proof is good once and for 30 seconds.
 *
 * <p>Both sides have the whole key: what one could prove, so could the other. So it is for parties that
 * trust each other not to pretend; a {@link PossessionProof} is for everybody else. Nothing prints it.
 *
 * <p><b>Threading:</b> safe for use by several threads. Proofs may be checked out of order, as long as
 * not more than 1,024 later ones were checked before.
 */
public final class SessionKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final byte[] chain;
    private final AtomicLong lastNumber = new AtomicLong();
    private final ReplayWindow window = new ReplayWindow();

    /** A calculator that nobody uses at the moment, or null. Whoever takes it owns it. */
    private final AtomicReference<@Nullable Calculator> idle = new AtomicReference<>();

    private SessionKey(SecretKeySpec key, byte[] chain) {
        this.key = key;
        this.chain = chain;
    }

    /**
     * Agrees a key for a session that was opened.
     *
     * @param authority whose session it is
     * @param challenge the runtime's random bytes that the caller has signed
     * @param secret 32 random bytes that nobody else has
     * @return the key
     * @throws IllegalArgumentException when there are not 32 bytes
     */
    public static SessionKey agree(Authority authority, byte[] challenge, byte[] secret) {
        if (secret.length != DIGEST_BYTES) {
            throw new IllegalArgumentException(
                    "secretBytes=" + secret.length + " is not " + DIGEST_BYTES);
        }
        byte[] chain = authority.chainDigest().bytes();
        Mac mac = mac(new SecretKeySpec(secret, ALGORITHM));
        mac.update(MAC_DOMAIN.getBytes(StandardCharsets.US_ASCII));
        mac.update(chain);
        mac.update(challenge);
        return new SessionKey(new SecretKeySpec(mac.doFinal(), ALGORITHM), chain);
    }

    /**
     * Proves one call.
     *
     * @param verb the verb
     * @param arguments the SHA-256 of the canonical arguments
     * @param now the time
     * @return the proof, good once
     */
    public SessionProof prove(CapabilityId verb, Digest arguments, Instant now) {
        long number = lastNumber.incrementAndGet();
        long time = now.getEpochSecond();
        Calculator calculator = take();
        byte[] tag = new byte[DIGEST_BYTES];
        calculator.calculate(verb, arguments, number, time, tag);
        idle.set(calculator);
        return new SessionProof(number, time, tag);
    }

    /**
     * Checks a proof and uses it up.
     *
     * @param proof the proof
     * @param verb the verb that is called
     * @param arguments the SHA-256 of its canonical arguments
     * @param now the time
     * @return why it does not hold; empty when it does
     */
    public Optional<Denial> check(
            SessionProof proof, CapabilityId verb, Digest arguments, Instant now) {
        long away = now.getEpochSecond() - proof.timeSeconds();
        if (Math.abs(away) > WINDOW.toSeconds()) {
            return Optional.of(Denial.of(
                    Reason.POSSESSION_STALE,
                    "the session's proof is of timeSeconds=" + proof.timeSeconds() + ", more than "
                            + WINDOW.toSeconds() + " seconds from now"));
        }
        if (!genuine(proof, verb, arguments)) {
            return Optional.of(Denial.of(
                    Reason.POSSESSION_UNPROVEN,
                    "the session's proof was not made with its key for this call of " + verb));
        }
        // Only genuine proofs move the window, so that nobody else can push others out of it.
        return window.first(proof.number())
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.POSSESSION_REPLAYED,
                        "the session's proof number=" + proof.number()
                                + " was used before or is too old"));
    }

    /** {@return a name only} */
    @Override
    public String toString() {
        return "SessionKey[]";
    }

    private boolean genuine(SessionProof proof, CapabilityId verb, Digest arguments) {
        Calculator calculator = take();
        calculator.calculate(
                verb, arguments, proof.number(), proof.timeSeconds(), calculator.expected);
        boolean same = MessageDigest.isEqual(calculator.expected, proof.tagBytes());
        idle.set(calculator);
        return same;
    }

    private Calculator take() {
        Calculator free = idle.getAndSet(null);
        return free == null ? new Calculator(mac(key), chain) : free;
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "algorithm=" + ALGORITHM + " failed on this Java platform", e);
        }
    }

    /** What one HMAC needs, kept for the next. For one thread at a time. */
    private static final class Calculator {

        private final Mac mac;
        private final byte[] expected = new byte[DIGEST_BYTES];
        private final byte[] message = new byte[MAC_VERB + CapabilityId.MAX_LENGTH];
        private final ByteBuffer numbers = ByteBuffer.wrap(message);

        Calculator(Mac mac, byte[] chain) {
            this.mac = mac;
            System.arraycopy(chain, 0, message, MAC_CHAIN, DIGEST_BYTES);
        }

        void calculate(CapabilityId verb, Digest arguments, long number, long time, byte[] tag) {
            String hex = arguments.hex();
            for (int i = 0; i < DIGEST_BYTES; i++) {
                message[MAC_ARGUMENTS + i] =
                        (byte) (digit(hex.charAt(2 * i)) << 4 | digit(hex.charAt(2 * i + 1)));
            }
            numbers.putLong(MAC_NUMBER, number).putLong(MAC_TIME, time);
            String path = verb.path();
            int length = path.length();
            for (int i = 0; i < length; i++) {
                // A path is ASCII by its form.
                message[MAC_VERB + i] = (byte) path.charAt(i);
            }
            mac.update(message, 0, MAC_VERB + length);
            try {
                mac.doFinal(tag, 0);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("tagBytes=" + tag.length + " is too short", e);
            }
        }

        /** The value of a hexadecimal digit of a digest: '0' to '9' are 0x30.., 'a' to 'f' 0x61... */
        private static int digit(char digit) {
            return (digit & 0xf) + 9 * (digit >> 6);
        }
    }
}
