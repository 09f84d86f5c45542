package dev.cnv.runtime.certificate;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a runtime signs for strangers: claims in a message of COSE_Sign1 (RFC 9052).
 *
 * @param what what it is, as messages name it
 * @param maxBytes how long the whole message may be
 * @param contentType what the signature says that the payload is
 * @param write makes a payload
 * @param read reads one; refuses it with a {@link CborRefusedException}
 */
record SignedForm<C>(
        String what,
        int maxBytes,
        String contentType,
        Function<C, byte[]> write,
        Function<byte[], C> read) {

    /** What a check comes to. */
    sealed interface Checked<C> {

        /** A trusted key has signed, and this is what. */
        record Held<C>(C claims, PublicKey key) implements Checked<C> {}

        /** It is not what it should be. */
        record Refused<C>(Denial denial) implements Checked<C> {}
    }

    /**
     * A copy of bytes, of which nothing is checked but their number.
     *
     * @throws IllegalArgumentException when there are too many
     */
    byte[] taken(byte[] bytes) {
        if (bytes.length > maxBytes) {
            throw new IllegalArgumentException(
                    what + "Bytes=" + bytes.length + " is more than " + maxBytes);
        }
        return bytes.clone();
    }

    /**
     * Signs claims.
     *
     * @throws IllegalArgumentException when they are beyond a limit of the format
     */
    byte[] sign(SigningKey key, C claims) {
        byte[] payload = write.apply(claims);
        try {
            var _ = read.apply(payload);
        } catch (CborRefusedException e) {
            throw new IllegalArgumentException("the claims have no form: " + e.getMessage(), e);
        }
        return CoseSign1.sign(key, contentType, payload).bytes();
    }

    /** Checks who signed, and only then reads what was signed; nothing is thrown. */
    Checked<C> check(byte[] bytes, Collection<PublicKey> trusted) {
        try {
            CoseSign1 message = CoseSign1.parse(bytes, maxBytes);
            String named = "key=" + message.keyId().shortHex();
            Optional<PublicKey> key = trusted.stream()
                    .filter(each -> each.id().equals(message.keyId()))
                    .findFirst();
            if (key.isEmpty()) {
                return refused(
                        Reason.RECEIPT_UNTRUSTED,
                        "it says that " + named + " signed it, which is none of the trusted keys");
            }
            Optional<byte[]> payload = message.verified(key.get(), contentType);
            return payload.isEmpty()
                    ? refused(
                            Reason.SIGNATURE_INVALID,
                            "its signature by " + named + " does not hold for contentType="
                                    + contentType)
                    : new Checked.Held<>(read.apply(payload.get()), key.get());
        } catch (CborRefusedException e) {
            return refused(Reason.RECEIPT_MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private Checked<C> refused(Reason reason, String why) {
        return new Checked.Refused<>(denial(reason, why));
    }

    /** {@return the denial of something that was said to be of this form} */
    Denial denial(Reason reason, String why) {
        return Denial.of(reason, "the " + what + " is refused: " + why);
    }
}
