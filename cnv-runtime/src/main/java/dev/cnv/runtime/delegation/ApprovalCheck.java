package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The approvals that were presented for one call, each of them checked.
 *
 * <p>An approver whom the runtime trusts ({@link Trust#withApprover}) counts for policies; a key that a
 * token of the caller's chain names counts for that token's demand. An approval that is neither, or
 * that is for another call, refuses the call: somebody meant something else.
 */
public sealed interface ApprovalCheck {

    /**
     * They hold.
     *
     * @param approvers the trusted approvers among them, sorted
     * @param keys the keys that signed
     */
    record Hold(Set<AgentId> approvers, Set<PublicKey> keys) implements ApprovalCheck {

        /** Copies the sets. */
        public Hold {
            approvers = approvers.isEmpty()
                    ? Set.of()
                    : java.util.Collections.unmodifiableSet(new TreeSet<>(approvers));
            keys = Set.copyOf(keys);
        }

        /**
         * Whether they are those that a caller's chain demands. Nobody approves a call of their own: the
         * holder's key does not count.
         *
         * @param authority the caller's authority
         * @return why not; empty when they are, or none is demanded
         */
        public Optional<Denial> fulfil(Authority authority) {
            if (authority.chain().isEmpty()
                    || authority.chain().get().requiredApprovals().isEmpty()) {
                return Optional.empty();
            }
            VerifiedChain chain = authority.chain().get();
            Set<PublicKey> others = new HashSet<>(keys);
            others.remove(chain.holder());
            return chain.requiredApprovals().stream()
                    .filter(demand -> !demand.fulfilledBy(others))
                    .findFirst()
                    .map(demand -> Denial.of(
                                    Reason.APPROVAL_REQUIRED,
                                    "the caller's chain demands that this call is approved by "
                                            + demand)
                            .with("count", Integer.toString(demand.count())));
        }
    }

    /**
     * One does not hold.
     *
     * @param denial why
     */
    record Refused(Denial denial) implements ApprovalCheck {}

    /**
     * Checks approvals of one call.
     *
     * @param approvals the approvals
     * @param trust whose word counts
     * @param authority the caller's authority
     * @param capability the verb
     * @param version the verb's version
     * @param arguments the digest of the call's canonical arguments
     * @param now the time
     * @return whose they are, or why one does not hold; nothing is thrown
     */
    static ApprovalCheck of(
            List<Approval> approvals,
            Trust trust,
            Authority authority,
            CapabilityId capability,
            String version,
            Digest arguments,
            Instant now) {
        if (approvals.isEmpty()) {
            return new Hold(Set.of(), Set.of());
        }
        Set<AgentId> approvers = new TreeSet<>();
        Set<PublicKey> keys = new HashSet<>();
        for (Approval approval : approvals) {
            Optional<Map.Entry<AgentId, PublicKey>> trusted = trust.approver(approval.keyId());
            Optional<PublicKey> key =
                    trusted.map(Map.Entry::getValue).or(() -> demanded(authority, approval));
            if (key.isEmpty()) {
                return new Refused(invalid(
                        approval, "key", "it is signed by a key that is no approver's here"));
            }
            Optional<Approval.Claims> claims = approval.claims(key.get());
            if (claims.isEmpty()) {
                return new Refused(invalid(
                        approval, "signature", "its signature is not by the key that it names"));
            }
            Optional<AgentId> approver = trusted.map(Map.Entry::getKey);
            Optional<Denial> fault =
                    fault(approval, claims.get(), approver, capability, version, arguments, now);
            if (fault.isPresent()) {
                return new Refused(fault.get());
            }
            approver.ifPresent(approvers::add);
            keys.add(key.get());
        }
        return new Hold(approvers, keys);
    }

    private static Optional<PublicKey> demanded(Authority authority, Approval approval) {
        return authority.chain().stream()
                .flatMap(chain -> chain.requiredApprovals().stream())
                .flatMap(demand -> demand.keys().stream())
                .filter(key -> key.id().equals(approval.keyId()))
                .findFirst();
    }

    private static Optional<Denial> fault(
            Approval approval,
            Approval.Claims claims,
            Optional<AgentId> approver,
            CapabilityId capability,
            String version,
            Digest arguments,
            Instant now) {
        if (approver.isPresent() && !approver.get().equals(claims.approver())) {
            return Optional.of(invalid(
                    approval,
                    "approver",
                    "it names approver=" + claims.approver() + ", whose key it is not"));
        }
        if (!claims.capability().equals(capability) || !claims.version().equals(version)) {
            return Optional.of(invalid(
                    approval,
                    "capability",
                    "it is for capability=" + claims.capability() + "@" + claims.version()
                            + ", not " + capability + "@" + version));
        }
        if (!claims.arguments().equals(arguments)) {
            return Optional.of(invalid(approval, "arguments", "it is for other arguments"));
        }
        return now.isBefore(claims.expires())
                ? Optional.empty()
                : Optional.of(invalid(
                        approval,
                        "expires",
                        "it was good until expires=" + claims.expires() + ", not at " + now));
    }

    private static Denial invalid(Approval approval, String part, String why) {
        return Denial.of(
                        Reason.APPROVAL_INVALID,
                        "the approval by key=" + approval.keyId().shortHex() + " does not hold: "
                                + why)
                .with("key", approval.keyId().hex())
                .with("part", part);
    }
}
