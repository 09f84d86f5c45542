package dev.cnv.runtime.worker;

import dev.cnv.runtime.protocol.TranscriptProof;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a runtime and one of its workers know and nobody else does: 256 random bits. It proves each to
 * the other in the handshake, and each call to the worker, with HMAC-SHA256 (RFC 2104) over a label of
 * its own for each use.
 *
 * <pre>
 * handshake = HMAC(secret, "cnv-worker-handshake-v1" | 0 | role, 1 byte | transcript, 32 bytes)
 * call      = HMAC(secret, "cnv-worker-call-v1" | 0 | body of the {@link CallTicket})
 * </pre>
 *
 * <p><b>Threading:</b> immutable.
 */
final class WorkerSecret {

    /** The length of a secret and of a tag, in bytes. */
    static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String HANDSHAKE = "cnv-worker-handshake-v1";
    private static final String CALL = "cnv-worker-call-v1";

    private final byte[] secret;

    /**
     * A secret that is known.
     *
     * @throws IllegalArgumentException when it has another length than {@link #BYTES}
     */
    WorkerSecret(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("secretBytes=" + secret.length + " is not " + BYTES);
        }
        this.secret = secret.clone();
    }

    static WorkerSecret random(RandomGenerator random) {
        byte[] drawn = new byte[BYTES];
        random.nextBytes(drawn);
        return new WorkerSecret(drawn);
    }

    /** The secret itself, for the worker's standard input alone. */
    byte[] bytes() {
        return secret.clone();
    }

    /** The tag of a call's body: the first bytes of an array. */
    byte[] callTag(byte[] body, int count) {
        Mac mac = mac(CALL);
        mac.update(body, 0, count);
        return mac.doFinal();
    }

    /** The proof of both ends of the connection. */
    TranscriptProof handshake() {
        return new TranscriptProof() {
            @Override
            public byte[] prove(Role role, byte[] transcript) {
                Mac mac = mac(HANDSHAKE);
                mac.update((byte) (role == Role.INITIATOR ? 0 : 1));
                mac.update(transcript);
                return mac.doFinal();
            }

            @Override
            public boolean holds(Role role, byte[] transcript, byte[] proof) {
                return MessageDigest.isEqual(prove(role, transcript), proof);
            }
        };
    }

    private Mac mac(String label) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(label.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac;
        } catch (GeneralSecurityException e) {
            // Every Java platform has HmacSHA256: javax.crypto.Mac's class documentation.
            throw new IllegalStateException("HmacSHA256 is missing from this Java platform", e);
        }
    }

    /** {@return a name only} */
    @Override
    public String toString() {
        return "WorkerSecret[]";
    }
}
