package dev.cnv.runtime.delegation;

import static dev.cnv.runtime.delegation.PossessionDescriptor.*;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import java.util.Arrays;

/** The holder's answer to a runtime's challenge, with which a session opens. */
final class SessionOpening {

    private SessionOpening() {}

    static byte[] sign(SigningKey key, Digest chain, String audience, byte[] challenge) {
        return CoseSign1.sign(key, SESSION_CONTENT_TYPE, payload(chain, audience, challenge))
                .bytes();
    }

    static boolean holds(
            PublicKey holder, Digest chain, String audience, byte[] challenge, byte[] possession) {
        if (challenge.length != ChainVerifier.CHALLENGE_BYTES) {
            return false;
        }
        try {
            byte[] expected = payload(chain, audience, challenge);
            return CoseSign1.parse(possession, MAX_BYTES)
                    .verified(holder, SESSION_CONTENT_TYPE)
                    .filter(payload -> Arrays.equals(payload, expected))
                    .isPresent();
        } catch (CborRefusedException _) {
            return false;
        }
    }

    private static byte[] payload(Digest chain, String audience, byte[] challenge) {
        return new CborWriter()
                .map(4)
                .key(KEY_VERSION)
                .integer(VERSION)
                .key(KEY_CHAIN)
                .digest(chain)
                .key(SESSION_KEY_AUDIENCE)
                .text(audience)
                .key(SESSION_KEY_CHALLENGE)
                .bytes(challenge)
                .toBytes();
    }
}
