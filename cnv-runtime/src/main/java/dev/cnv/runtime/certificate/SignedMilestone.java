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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The receipt of a milestone that a stranger can check with public keys alone, while the call still
 * runs: bytes in the form of {@link MilestoneDescriptor}. It is a claim until {@link #check} finds no fault.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class SignedMilestone {

    private final byte[] bytes;

    private SignedMilestone(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What a check comes to. */
    public sealed interface Checked {

        /**
         * A trusted key has signed, and this is what.
         *
         * @param claims how far the call came
         * @param key the key
         */
        record Held(MilestoneClaims claims, PublicKey key) implements Checked {}

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
     * @return the milestone, which may turn out to be none
     * @throws IllegalArgumentException when there are more than {@link MilestoneDescriptor#MAX_BYTES}
     */
    public static SignedMilestone of(byte[] bytes) {
        if (bytes.length > MilestoneDescriptor.MAX_BYTES) {
            throw new IllegalArgumentException("milestoneBytes=" + bytes.length + " is more than "
                    + MilestoneDescriptor.MAX_BYTES);
        }
        return new SignedMilestone(bytes.clone());
    }

    /**
     * Signs claims. Anybody can, with a key of their own: it counts where that key is trusted.
     *
     * @param key the runtime's key
     * @param claims the claims
     * @return the signed milestone
     * @throws IllegalArgumentException when the claims are beyond a limit of the format
     */
    public static SignedMilestone sign(SigningKey key, MilestoneClaims claims) {
        byte[] payload = MilestoneFormat.write(claims);
        try {
            MilestoneFormat.read(payload);
        } catch (CborRefusedException e) {
            throw new IllegalArgumentException("the claims have no form: " + e.getMessage(), e);
        }
        return of(CoseSign1.sign(key, MilestoneDescriptor.CONTENT_TYPE, payload).bytes());
    }

    /**
     * Checks who signed, and only then reads what was signed.
     *
     * @param trusted the keys whose word counts
     * @return the claims, or why there are none; nothing is thrown
     */
    public Checked check(Collection<PublicKey> trusted) {
        try {
            CoseSign1 message = CoseSign1.parse(bytes, MilestoneDescriptor.MAX_BYTES);
            Optional<PublicKey> key = trusted.stream()
                    .filter(each -> each.id().equals(message.keyId()))
                    .findFirst();
            if (key.isEmpty()) {
                return refused(
                        Reason.RECEIPT_UNTRUSTED,
                        "it says that key=" + message.keyId().shortHex()
                                + " signed it, which is none of the trusted keys");
            }
            Optional<byte[]> payload =
                    message.verified(key.get(), MilestoneDescriptor.CONTENT_TYPE);
            return payload.isEmpty()
                    ? refused(
                            Reason.SIGNATURE_INVALID,
                            "its signature by key=" + message.keyId().shortHex()
                                    + " does not hold for contentType="
                                    + MilestoneDescriptor.CONTENT_TYPE)
                    : new Checked.Held(MilestoneFormat.read(payload.get()), key.get());
        } catch (CborRefusedException e) {
            return refused(Reason.RECEIPT_MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** {@return the bytes, in a new array} */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedMilestone that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SignedMilestone[digest=" + Digest.of(bytes).shortHex() + ", bytes=" + bytes.length
                + "]";
    }

    private static Checked refused(Reason reason, String why) {
        return new Checked.Refused(Denial.of(reason, "the milestone is refused: " + why));
    }
}
