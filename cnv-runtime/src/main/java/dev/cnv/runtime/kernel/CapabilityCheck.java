package dev.cnv.runtime.kernel;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.delegation.ApprovalCheck;
import dev.cnv.runtime.delegation.VerifiedChain;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.time.Time;
import java.util.Optional;
import java.util.Set;

/**
 * The stage capability: the caller's chain must grant the call, all that the verb requires must be in
 * reach, and what the chain's tokens demand of each call must be there.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class CapabilityCheck {

    private final Registry registry;
    private final PolicyControl policies;
    private final TrustControl trust;
    private final PolicyMode mode;
    private final Time time;

    CapabilityCheck(KernelParts parts, PolicyControl policies, TrustControl trust) {
        this.registry = parts.registry();
        this.policies = policies;
        this.trust = trust;
        this.mode = parts.mode();
        this.time = parts.time();
    }

    Examined check(Call call) {
        Optional<Denial> denial = call.caller()
                .check(call)
                .or(() -> outOfReach(call))
                .or(() -> demandedApprovals(call))
                .or(() -> demandedPolicy(call));
        return Examined.refusedOr(call, DecisionStage.CAPABILITY, denial);
    }

    private Optional<Denial> outOfReach(Call call) {
        Set<Registry.Entry> required = registry.required(call.verb().id());
        if (required.isEmpty()) {
            return Optional.empty();
        }
        return required.stream()
                .map(Registry.Entry::verb)
                .filter(verb -> !call.caller().mayReach(verb))
                .map(VerbDescriptor::id)
                .sorted()
                .findFirst()
                .map(id -> Denial.of(
                                Reason.REQUIREMENT_OUT_OF_REACH,
                                call.verb().id() + " requires " + id
                                        + ", which the caller's chain does not grant")
                        .with("requires", id.path()));
    }

    /** The approvals that the tokens of the caller's chain demand of each call. */
    private Optional<Denial> demandedApprovals(Call call) {
        return switch (call.approvals(trust.current(), time.now())) {
            case ApprovalCheck.Refused(Denial denial) -> Optional.of(denial);
            case ApprovalCheck.Hold hold -> hold.fulfil(call.caller().authority());
        };
    }

    /** The policies that the tokens of the caller's chain demand; a policy that only watches is none. */
    private Optional<Denial> demandedPolicy(Call call) {
        Optional<VerifiedChain> chain = call.caller().authority().chain();
        if (chain.isEmpty() || chain.get().policyFloor().isEmpty()) {
            return Optional.empty();
        }
        return chain.get().policyFloor().stream()
                .filter(floor -> mode == PolicyMode.AUDIT || !policies.enforces(floor))
                .findFirst()
                .map(floor -> Denial.of(
                                Reason.POLICY_FLOOR_UNMET,
                                "the caller's chain demands policy=" + floor.shortHex()
                                        + ", which this runtime does not enforce")
                        .with("policy", floor.hex()));
    }
}
