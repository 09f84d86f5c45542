package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.ApprovalCheck;
import dev.cnv.runtime.delegation.Authority;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyDelta;
import dev.cnv.runtime.time.Time;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Asks for the approval of somebody besides who makes a change of the runtime.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 *
 * @param approvedAs the verb that approvers approve
 * @param trust whose approvals hold
 * @param time the source of time
 */
record SecondParty(CapabilityId approvedAs, Supplier<Trust> trust, Time time) {

    /** The answer about a change that needs nobody's approval. */
    static final Answer NOT_NEEDED = new Answer(Optional.empty(), List.of());

    /**
     * Whether a change may be made.
     *
     * @param denial why not
     * @param approvers who approved it, sorted
     */
    record Answer(Optional<Denial> denial, List<String> approvers) {}

    /**
     * Checks approvals of a change.
     *
     * @param what the change, in words
     * @param digest what an approver signs, as the digest of the arguments of {@code
     *     approvedAs}
     * @param by who makes the change; nobody approves a change of their own
     */
    Answer approve(String what, Digest digest, AgentId by, List<Approval> approvals) {
        ApprovalCheck check = ApprovalCheck.of(
                approvals,
                trust.get(),
                Authority.none(),
                approvedAs,
                PolicyDelta.APPROVED_VERSION,
                digest,
                time.now());
        return switch (check) {
            case ApprovalCheck.Refused(Denial denial) -> new Answer(Optional.of(denial), List.of());
            case ApprovalCheck.Hold hold -> {
                TreeSet<AgentId> approvers = new TreeSet<>(hold.approvers());
                approvers.remove(by);
                yield approvers.isEmpty()
                        ? new Answer(Optional.of(missing(what, digest, by)), List.of())
                        : new Answer(
                                Optional.empty(),
                                approvers.stream().map(AgentId::value).toList());
            }
        };
    }

    private Denial missing(String what, Digest digest, AgentId by) {
        return Denial.of(
                        Reason.APPROVAL_REQUIRED,
                        what + " needs the approval of somebody besides by=" + by
                                + " of capability=" + approvedAs + " and arguments="
                                + digest)
                .with("arguments", digest.hex());
    }
}
