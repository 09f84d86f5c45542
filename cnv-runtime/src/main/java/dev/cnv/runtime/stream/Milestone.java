package dev.cnv.runtime.stream;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.certificate.SignedMilestone;
import java.util.Optional;
import java.util.UUID;

/**
 * The receipt of a milestone: a call came this far, and the ledger says so. Whoever proves that the
 * record is in the log proves that, with the milestones before it and the decision that the call ran by.
 *
 * @param invocation the call's id
 * @param ordinal its place among the call's milestones, from 0 without gaps
 * @param name its name
 * @param value the SHA-256 of its canonical value
 * @param link what chains it to those before it, and the first to the decision
 * @param record the index of its record in the ledger
 * @param signed the same under the runtime's signature, where another runtime was asked for it; here,
 *     a session signs it when it is asked
 */
public record Milestone(
        UUID invocation,
        long ordinal,
        String name,
        Digest value,
        Digest link,
        long record,
        Optional<SignedMilestone> signed) {

    /**
     * A milestone that is not signed.
     *
     * @param invocation the call's id
     * @param ordinal its place among the call's milestones
     * @param name its name
     * @param value the SHA-256 of its canonical value
     * @param link what chains it
     * @param record the index of its record in the ledger
     */
    public Milestone(
            UUID invocation, long ordinal, String name, Digest value, Digest link, long record) {
        this(invocation, ordinal, name, value, link, record, Optional.empty());
    }

    /**
     * This milestone and a signature.
     *
     * @param by what was signed
     * @return a new milestone
     */
    public Milestone signed(SignedMilestone by) {
        return new Milestone(invocation, ordinal, name, value, link, record, Optional.of(by));
    }
}
