package dev.cnv.runtime.certificate;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Denial;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The receipt of a milestone that a stranger can check with public keys alone, while the call still
 * runs: bytes in the form of {@link MilestoneDescriptor}. It is a claim until {@link #check} finds no fault.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class SignedMilestone {

    private static final SignedForm<MilestoneClaims> FORM = new SignedForm<>(
            "milestone",
            MilestoneDescriptor.MAX_BYTES,
            MilestoneDescriptor.CONTENT_TYPE,
            MilestoneFormat::write,
            MilestoneFormat::read);

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
        return new SignedMilestone(FORM.taken(bytes));
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
            case SignedForm.Checked.Held<MilestoneClaims> held ->
                new Checked.Held(held.claims(), held.key());
            case SignedForm.Checked.Refused<MilestoneClaims> refused ->
                new Checked.Refused(refused.denial());
        };
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
}
