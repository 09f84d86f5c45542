package dev.cnv.runtime.policy;

import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.policy.PolicyAction.Allow;
import dev.cnv.runtime.policy.PolicyAction.Deny;
import dev.cnv.runtime.policy.PolicyAction.RedirectTo;
import dev.cnv.runtime.policy.PolicyAction.RequireApproval;
import dev.cnv.runtime.policy.PolicyAction.RewriteArguments;
import java.util.Optional;
import java.util.Set;

/**
 * Says why the change of one rule could permit a call that was not permitted before; empty when it
 * cannot.
 */
final class Tightness {

    private static final String UNDECIDED =
            " changes which call is asked about, so that what it permits cannot be decided by its form";

    private Tightness() {}

    static Optional<String> ofAdding(PolicyRule rule) {
        return switch (rule.action()) {
            case Deny _, RequireApproval _ -> Optional.empty();
            case Allow() -> Optional.of("a new allow permits more");
            case RewriteArguments _ -> Optional.of("a new rewrite" + UNDECIDED);
            case RedirectTo _ -> Optional.of("a new redirect" + UNDECIDED);
        };
    }

    static Optional<String> ofRemoving(PolicyRule rule) {
        return switch (rule.action()) {
            case Allow() -> Optional.empty();
            case Deny _ -> Optional.of("without its deny more is permitted");
            case RequireApproval _ -> Optional.of("without its approval more is permitted");
            case RewriteArguments _ -> Optional.of("the removed rewrite" + UNDECIDED);
            case RedirectTo _ -> Optional.of("the removed redirect" + UNDECIDED);
        };
    }

    static Optional<String> ofReplacing(PolicyRule before, PolicyRule after) {
        return switch (before.action()) {
            case Allow() -> ofReplacingAllow(before, after);
            case Deny _ -> ofReplacingDeny(before, after);
            case RequireApproval approval -> ofReplacingApproval(before, approval, after);
            case RewriteArguments _, RedirectTo _ ->
                before.action().equals(after.action()) && before.when().equals(after.when())
                        ? Optional.empty()
                        : ofRemoving(before);
        };
    }

    private static Optional<String> ofReplacingAllow(PolicyRule before, PolicyRule after) {
        if (!(after.action() instanceof Allow)) {
            return ofAdding(after);
        }
        return Implication.holds(after.when(), before.when())
                ? Optional.empty()
                : Optional.of(
                        "its new condition cannot be shown to hold only where the old one did");
    }

    private static Optional<String> ofReplacingDeny(PolicyRule before, PolicyRule after) {
        return after.action() instanceof Deny ? wider(before, after) : ofRemoving(before);
    }

    private static Optional<String> ofReplacingApproval(
            PolicyRule before, RequireApproval approval, PolicyRule after) {
        return switch (after.action()) {
            case Deny _ -> wider(before, after);
            case RequireApproval other ->
                stricter(approval, other)
                        ? widerWithoutFault(before, after)
                        : Optional.of("fewer approvals, or approvals of others, are enough");
            case Allow _, RewriteArguments _, RedirectTo _ -> ofRemoving(before);
        };
    }

    /** Whether whatever fulfils the second fulfils the first. */
    private static boolean stricter(RequireApproval before, RequireApproval after) {
        Set<AgentId> mayApprove = before.approvers();
        return after.count() >= before.count()
                && (mayApprove.isEmpty()
                        || (!after.approvers().isEmpty()
                                && mayApprove.containsAll(after.approvers())));
    }

    /** A rule that could not be asked refuses; one that asks for approval lets approved calls by. */
    private static Optional<String> widerWithoutFault(PolicyRule before, PolicyRule after) {
        return before.when().equals(after.when()) || !Conditions.mayFault(before.when())
                ? wider(before, after)
                : Optional.of(
                        "its old condition refuses calls about which it cannot be asked, and its new one"
                                + " may let them by when they are approved");
    }

    private static Optional<String> wider(PolicyRule before, PolicyRule after) {
        return Implication.holdsOrFails(before.when(), after.when())
                ? Optional.empty()
                : Optional.of(
                        "its new condition cannot be shown to hold everywhere where the old one did");
    }
}
