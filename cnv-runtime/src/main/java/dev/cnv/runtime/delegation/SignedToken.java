package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import java.util.Optional;

/**
 * A token as it is sent. Nothing about it is known to be true, and the payload is not read before the
 * signature holds.
 */
final class SignedToken {

    private final CoseSign1 message;
    private final Digest id;

    private SignedToken(CoseSign1 message) {
        this.message = message;
        this.id = message.digest();
    }

    /**
     * Signs a token.
     *
     * @throws IllegalArgumentException when it is too large
     */
    static SignedToken sign(SigningKey key, Token token) {
        return signed(key, TokenFormat.payload(token));
    }

    /** Signs any payload. */
    static SignedToken signed(SigningKey key, byte[] payload) {
        CoseSign1 message = CoseSign1.sign(key, TokenDescriptor.CONTENT_TYPE, payload);
        if (message.length() > TokenDescriptor.MAX_TOKEN_BYTES) {
            throw new IllegalArgumentException("tokenBytes=" + message.length() + " is more than "
                    + TokenDescriptor.MAX_TOKEN_BYTES);
        }
        return new SignedToken(message);
    }

    /**
     * Reads the envelope.
     *
     * @throws CborRefusedException when the bytes are not one, or too many
     */
    static SignedToken parse(byte[] bytes) {
        return new SignedToken(CoseSign1.parse(bytes, TokenDescriptor.MAX_TOKEN_BYTES));
    }

    /** The id of the key that is said to have signed. */
    Digest key() {
        return message.keyId();
    }

    /** The payload, when a key signed it as a token. */
    Optional<byte[]> signedBy(PublicKey by) {
        return message.verified(by, TokenDescriptor.CONTENT_TYPE);
    }

    /** The payload, whoever wrote it. */
    byte[] untrustedPayload() {
        return message.untrustedPayload();
    }

    /** Names the token: the SHA-256 of all its bytes. */
    Digest id() {
        return id;
    }

    byte[] bytes() {
        return message.bytes();
    }

    @Override
    public String toString() {
        return "SignedToken[id=" + id.shortHex() + "]";
    }
}
