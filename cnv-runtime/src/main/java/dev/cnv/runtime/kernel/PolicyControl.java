package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.ApprovalCheck;
import dev.cnv.runtime.delegation.Authority;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyChange;
import dev.cnv.runtime.policy.PolicyDelta;
import dev.cnv.runtime.policy.PolicyDeltaRefusedException;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.runtime.time.Time;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The policy that decides now. A change of it is on disk before it takes effect.
 *
 * <p><b>Threading:</b> safe for use by several threads. Changes are made one after the other under a
 * lock; who decides reads the engine and its epoch together and never waits.
 */
final class PolicyControl {

    /**
     * What decides.
     *
     * @param engine the engine
     * @param epoch how often it was changed
     */
    record Current(PolicyEngine engine, long epoch) {}

    private final AtomicReference<Current> current;
    private final AtomicReference<Trust> trust;
    private final Ledger ledger;
    private final Time time;
    private final ReentrantLock changing = new ReentrantLock();

    PolicyControl(PolicyEngine engine, AtomicReference<Trust> trust, Ledger ledger, Time time) {
        this.current = new AtomicReference<>(new Current(engine, 0));
        this.trust = trust;
        this.ledger = ledger;
        this.time = time;
    }

    Current current() {
        return current.get();
    }

    /** The rules that decide now; empty when an engine decides that has none. */
    Optional<PolicySet> rules() {
        return current.get().engine() instanceof RulePolicyEngine engine
                ? Optional.of(engine.rules())
                : Optional.empty();
    }

    PolicyChange change(PolicyDelta delta, AgentId by, List<Approval> approvals) {
        changing.lock();
        try {
            return changeAlone(delta, by, approvals);
        } finally {
            changing.unlock();
        }
    }

    private PolicyChange changeAlone(PolicyDelta delta, AgentId by, List<Approval> approvals) {
        Optional<PolicySet> before = rules();
        if (before.isEmpty()) {
            return refused("the policy of engine=" + current.get().engine().name()
                    + " is not made of rules that could be changed here");
        }
        PolicySet after;
        try {
            after = delta.applyTo(before.get());
        } catch (PolicyDeltaRefusedException e) {
            return refused(String.valueOf(e.getMessage()));
        }
        Digest hash = current.get().engine().policy();
        Set<AgentId> approvers = new TreeSet<>();
        if (delta.needsApproval()) {
            Optional<Denial> missing =
                    approve(delta.approvalDigest(hash), by, approvals, approvers);
            if (missing.isPresent()) {
                return new PolicyChange.Refused(missing.get());
            }
        }
        return record(delta, by, approvers, RulePolicyEngine.of(after));
    }

    /** Why the approvals are not enough; those that hold are added. */
    private Optional<Denial> approve(
            Digest digest, AgentId by, List<Approval> approvals, Set<AgentId> approvers) {
        ApprovalCheck check = ApprovalCheck.of(
                approvals,
                trust.get(),
                Authority.none(),
                PolicyDelta.APPROVED_AS,
                PolicyDelta.APPROVED_VERSION,
                digest,
                time.now());
        switch (check) {
            case ApprovalCheck.Refused(Denial denial) -> {
                return Optional.of(denial);
            }
            case ApprovalCheck.Hold hold -> approvers.addAll(hold.approvers());
        }
        // Nobody approves a change of their own.
        approvers.remove(by);
        return approvers.isEmpty()
                ? Optional.of(Denial.of(
                                Reason.APPROVAL_REQUIRED,
                                "taking a disabled rule into use needs the approval of somebody besides by="
                                        + by + " of capability=" + PolicyDelta.APPROVED_AS
                                        + " and arguments=" + digest)
                        .with("arguments", digest.hex()))
                : Optional.empty();
    }

    private PolicyChange record(
            PolicyDelta delta, AgentId by, Set<AgentId> approvers, RulePolicyEngine next) {
        Current now = current.get();
        Digest before = now.engine().policy();
        LedgerEvent event = new LedgerEvent.PolicyChanged(
                time.now(),
                delta.kind(),
                delta.direction(),
                List.copyOf(delta.names()),
                before,
                next.policy(),
                now.epoch() + 1,
                by.value(),
                approvers.stream().map(AgentId::value).toList(),
                delta.toJson());
        try {
            long index = ledger.append(event, Ledger.Durability.ON_DISK);
            current.set(new Current(next, now.epoch() + 1));
            return new PolicyChange.Applied(now.epoch() + 1, before, next.policy(), index);
        } catch (LedgerException e) {
            return new PolicyChange.Refused(Denial.of(
                    Reason.LEDGER_UNAVAILABLE,
                    "the ledger cannot take the change, so the policy stays: " + e.getMessage()));
        }
    }

    private static PolicyChange refused(String why) {
        return new PolicyChange.Refused(Denial.of(Reason.POLICY_DELTA_REFUSED, why));
    }
}
