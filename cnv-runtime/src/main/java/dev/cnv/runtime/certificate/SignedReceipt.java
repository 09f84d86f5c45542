package dev.cnv.runtime.certificate;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A receipt that a stranger can check with public keys alone: bytes in the form of {@link
 * ReceiptDescriptor}. It is a claim until {@link #check} finds no fault.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class SignedReceipt {

    private static final SignedForm<ReceiptClaims> FORM = new SignedForm<>(
            "receipt",
            ReceiptDescriptor.MAX_BYTES,
            ReceiptDescriptor.CONTENT_TYPE,
            ReceiptFormat::write,
            ReceiptFormat::read);

    private final byte[] bytes;

    private SignedReceipt(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What a check comes to. */
    public sealed interface Checked {

        /**
         * A trusted key has signed, and this is what.
         *
         * @param claims what became of the call
         * @param key the key
         */
        record Held(ReceiptClaims claims, PublicKey key) implements Checked {}

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
     * @return the receipt, which may turn out to be none
     * @throws IllegalArgumentException when there are more than {@link ReceiptDescriptor#MAX_BYTES}
     */
    public static SignedReceipt of(byte[] bytes) {
        return new SignedReceipt(FORM.taken(bytes));
    }

    /**
     * Signs claims. Anybody can, with a key of their own: it counts where that key is trusted.
     *
     * @param key the runtime's key
     * @param claims the claims
     * @return the receipt
     * @throws IllegalArgumentException when the claims are beyond a limit of the format
     */
    public static SignedReceipt sign(SigningKey key, ReceiptClaims claims) {
        return of(FORM.sign(key, claims));
    }

    /**
     * Checks who signed, and only then reads what was signed.
     *
     * @param trusted the keys whose word counts
     * @return the claims, or why there are none; nothing is thrown
     */
    public Checked check(Collection<PublicKey> trusted) {
        return switch (FORM.check(bytes, trusted)) {
            case SignedForm.Checked.Held<ReceiptClaims> held ->
                new Checked.Held(held.claims(), held.key());
            case SignedForm.Checked.Refused<ReceiptClaims> refused ->
                new Checked.Refused(refused.denial());
        };
    }

    /**
     * What the receipt says, whoever wrote it. For showing it to a person, who is told that it is not
     * verified.
     *
     * @return the claims, or why they cannot be read
     */
    public Untrusted untrusted() {
        try {
            CoseSign1 message = CoseSign1.parse(bytes, ReceiptDescriptor.MAX_BYTES);
            if (!message.contentType().equals(ReceiptDescriptor.CONTENT_TYPE)) {
                return new Untrusted.Unreadable(FORM.denial(
                        Reason.RECEIPT_MALFORMED,
                        "contentType is not " + ReceiptDescriptor.CONTENT_TYPE));
            }
            return new Untrusted.Read(
                    ReceiptFormat.read(message.untrustedPayload()), message.keyId());
        } catch (CborRefusedException e) {
            return new Untrusted.Unreadable(
                    FORM.denial(Reason.RECEIPT_MALFORMED, String.valueOf(e.getMessage())));
        }
    }

    /** What a receipt says without a check: another type than what a check gives. */
    public sealed interface Untrusted {

        /**
         * It can be read.
         *
         * @param claims what it says
         * @param key the id of the key that is said to have signed
         */
        record Read(ReceiptClaims claims, Digest key) implements Untrusted {}

        /**
         * It cannot be read.
         *
         * @param denial why
         */
        record Unreadable(Denial denial) implements Untrusted {}
    }

    /** {@return the bytes, in a new array} */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedReceipt that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SignedReceipt[digest=" + Digest.of(bytes).shortHex() + ", bytes=" + bytes.length
                + "]";
    }
}
