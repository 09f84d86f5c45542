package dev.cnv.runtime.certificate;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A verified certificate that travels: bytes in the form of {@link CertificateDescriptor}. It is a
 * claim, and no way to a handler by itself: another runtime accepts it by verification, see {@code
 * Session.accept}. Whoever holds it can present it, as long as it is good; keep it as a secret.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class ExportedCertificate {

    private final byte[] bytes;

    private ExportedCertificate(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What a check of the signature and the form comes to. */
    public sealed interface Checked {

        /**
         * The key has signed, and this is what.
         *
         * @param claims the claims; whether they fit a call is for others to find out
         * @param key the key
         */
        record Held(ExportedClaims claims, PublicKey key) implements Checked {}

        /**
         * It is not what it should be.
         *
         * @param denial why
         */
        record Refused(Denial denial) implements Checked {}
    }

    /**
     * Takes bytes that came from somewhere. Nothing about them is checked but their number.
     *
     * @param bytes the bytes; copied
     * @return the certificate, which may turn out to be none
     * @throws IllegalArgumentException when there are more than {@link
     *     CertificateDescriptor#MAX_BYTES}
     */
    public static ExportedCertificate of(byte[] bytes) {
        if (bytes.length > CertificateDescriptor.MAX_BYTES) {
            throw new IllegalArgumentException("certificateBytes=" + bytes.length + " is more than "
                    + CertificateDescriptor.MAX_BYTES);
        }
        return new ExportedCertificate(bytes.clone());
    }

    /**
     * Signs claims. Anybody can, with a key of their own: it counts where that key is trusted.
     *
     * @param key the issuer's key
     * @param claims the claims
     * @return the certificate
     * @throws IllegalArgumentException when the claims are beyond a limit of the format
     */
    public static ExportedCertificate sign(SigningKey key, ExportedClaims claims) {
        byte[] payload = CertificateFormat.write(claims);
        try {
            CertificateFormat.read(payload);
        } catch (CborRefusedException e) {
            throw new IllegalArgumentException("the claims have no form: " + e.getMessage(), e);
        }
        return of(
                CoseSign1.sign(key, CertificateDescriptor.CONTENT_TYPE, payload).bytes());
    }

    /**
     * Checks who signed, and only then reads what was signed.
     *
     * @param keys finds a trusted key by its id
     * @return the claims, or why there are none; nothing is thrown
     */
    public Checked check(Function<Digest, Optional<PublicKey>> keys) {
        try {
            CoseSign1 message = CoseSign1.parse(bytes, CertificateDescriptor.MAX_BYTES);
            Optional<PublicKey> key = keys.apply(message.keyId());
            if (key.isEmpty()) {
                return refused(
                        Reason.CERTIFICATE_UNTRUSTED,
                        "it says that key=" + message.keyId().shortHex()
                                + " signed it, which is no trusted issuer's");
            }
            Optional<byte[]> payload =
                    message.verified(key.get(), CertificateDescriptor.CONTENT_TYPE);
            return payload.isEmpty()
                    ? refused(
                            Reason.SIGNATURE_INVALID,
                            "its signature by key=" + message.keyId().shortHex()
                                    + " does not hold for contentType="
                                    + CertificateDescriptor.CONTENT_TYPE)
                    : new Checked.Held(CertificateFormat.read(payload.get()), key.get());
        } catch (CborRefusedException e) {
            return refused(Reason.CERTIFICATE_MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** {@return the bytes, in a new array} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return the SHA-256 of the bytes} */
    public Digest digest() {
        return Digest.of(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExportedCertificate that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return the digest's first digits; whoever has the bytes can use them} */
    @Override
    public String toString() {
        return "ExportedCertificate[digest=" + digest().shortHex() + ", bytes=" + bytes.length
                + "]";
    }

    private static Checked refused(Reason reason, String why) {
        return new Checked.Refused(
                Denial.of(reason, "the exported certificate is refused: " + why));
    }
}
