package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;

/**
 * A token as it is sent: the payload's bytes, who is said to have signed them, and the signature.
 * Nothing about it is known to be true, and the payload is not read before the signature holds.
 */
final class SignedToken {

    private final Digest key;
    private final byte[] payload;
    private final byte[] signature;

    SignedToken(Digest key, byte[] payload, byte[] signature) {
        this.key = key;
        this.payload = payload.clone();
        this.signature = signature.clone();
    }

    static SignedToken sign(SigningKey key, Token token) {
        byte[] payload = TokenFormat.payload(token);
        return new SignedToken(key.id(), payload, key.sign(Domain.TOKEN.message(payload)));
    }

    /** The id of the key that is said to have signed. */
    Digest key() {
        return key;
    }

    byte[] payload() {
        return payload.clone();
    }

    byte[] signature() {
        return signature.clone();
    }

    boolean signedBy(PublicKey by) {
        return by.verify(Domain.TOKEN.message(payload), signature);
    }

    /** Names the token by what it says, so that signing the same again makes no other token. */
    Digest digest() {
        return Digest.of(payload);
    }

    @Override
    public String toString() {
        return "SignedToken[digest=" + digest().shortHex() + "]";
    }
}
