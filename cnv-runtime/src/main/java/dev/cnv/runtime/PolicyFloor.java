package dev.cnv.runtime;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a policy permits nothing that another does not, seen from the rules alone: it has all that
 * the other forbids or makes conditional on approvals, permits by no rule that the other has not, and
 * rewrites and redirects by the very same rules. It says no where that is not plain from the rules.
 */
final class PolicyFloor {

    /** A rule without its name, which decides nothing. */
    private record Unnamed(Object when, PolicyAction action) {}

    private PolicyFloor() {}

    /**
     * The hashes of policies that the rules enforce in full.
     *
     * @param rules the rules; empty for an engine that has none
     * @param floors the policies
     * @return their hashes
     * @throws IllegalArgumentException when the rules do not plainly enforce one
     */
    static Set<Digest> enforced(Optional<PolicySet> rules, List<PolicySet> floors) {
        Set<Digest> enforced = new TreeSet<>();
        for (PolicySet floor : floors) {
            Digest hash = RulePolicyEngine.of(floor).policy();
            if (rules.filter(own -> holds(own, floor)).isEmpty()) {
                throw new IllegalArgumentException("policyFloor=" + hash.shortHex()
                        + " is not plainly enforced by the rules; add what it forbids, and allow by"
                        + " its own rules only");
            }
            enforced.add(hash);
        }
        return enforced;
    }

    static boolean holds(PolicySet policy, PolicySet floor) {
        return rules(policy, PolicyAction.Deny.class)
                        .containsAll(rules(floor, PolicyAction.Deny.class))
                && rules(policy, PolicyAction.RequireApproval.class)
                        .containsAll(rules(floor, PolicyAction.RequireApproval.class))
                && rules(floor, PolicyAction.Allow.class)
                        .containsAll(rules(policy, PolicyAction.Allow.class))
                && changes(policy).equals(changes(floor));
    }

    /** Rewrites and redirections with their names, as their order may depend on them. */
    private static List<PolicyRule> changes(PolicySet policy) {
        return policy.rules().stream()
                .filter(rule -> rule.state().asked())
                .filter(rule -> rule.action() instanceof PolicyAction.RewriteArguments
                        || rule.action() instanceof PolicyAction.RedirectTo)
                .toList();
    }

    private static Set<Unnamed> rules(PolicySet policy, Class<? extends PolicyAction> kind) {
        return policy.rules().stream()
                .filter(rule -> rule.state().asked())
                .filter(rule -> kind.isInstance(rule.action()))
                .map(rule -> new Unnamed(rule.when(), rule.action()))
                .collect(Collectors.toSet());
    }
}
