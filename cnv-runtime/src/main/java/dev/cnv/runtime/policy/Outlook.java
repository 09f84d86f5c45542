package dev.cnv.runtime.policy;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition.ArgumentEquals;
import dev.cnv.runtime.policy.PolicyAction.Allow;
import dev.cnv.runtime.policy.PolicyAction.Deny;
import dev.cnv.runtime.policy.PolicyAction.RedirectTo;
import dev.cnv.runtime.policy.PolicyAction.RequireApproval;
import dev.cnv.runtime.policy.PolicyAction.RewriteArguments;
import dev.cnv.runtime.policy.Truths.Truth;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What rules will say about every call of one verb by one caller at one time. Arguments, priority and, if
 * asked so, the path are unknown; an argument that the verb does not have is known to be missing.
 *
 * <p><b>Threading:</b> used by one thread, for one request.
 */
final class Outlook {

    private final Set<String> parameters;
    private final boolean anyPath;
    private final Truths truths;
    private final PolicyRequest request;
    private final Set<String> on = new TreeSet<>();
    private Optional<String> allowed = Optional.empty();
    private Optional<Denial> refused = Optional.empty();
    private boolean mayAllow;

    private Outlook(PolicyRequest request, boolean anyPath) {
        this.request = request;
        this.anyPath = anyPath;
        this.parameters = request.verb().parameters().stream()
                .map(ParameterDescriptor::name)
                .collect(Collectors.toSet());
        this.truths = new Truths(request, this::open);
    }

    /**
     * Asks rules that are sorted by name.
     *
     * @param anyPath whether the call's path is unknown too
     */
    static PolicyOutlook of(Iterable<PolicyRule> rules, PolicyRequest request, boolean anyPath) {
        Outlook outlook = new Outlook(request, anyPath);
        rules.forEach(outlook::ask);
        return outlook.answer(rules);
    }

    private boolean open(Condition condition) {
        return switch (condition) {
            case ArgumentEquals c -> parameters.contains(c.name());
            case ArgumentCondition c -> parameters.contains(name(c));
            case QualityCondition _ -> true;
            case PathCondition.Traverses _ -> anyPath;
            default -> false;
        };
    }

    private static String name(ArgumentCondition condition) {
        return switch (condition) {
            case ArgumentCondition.Present c -> c.name();
            case ArgumentCondition.Compares c -> c.name();
            case ArgumentCondition.StartsWith c -> c.name();
            case ArgumentCondition.OneOf c -> c.name();
        };
    }

    private void ask(PolicyRule rule) {
        Truth truth = truths.ask(rule.when());
        switch (rule.action()) {
            case Allow() -> {
                mayAllow |= truth != Truth.FALSE;
                allowed =
                        truth == Truth.TRUE ? allowed.or(() -> Optional.of(rule.name())) : allowed;
            }
            case Deny deny -> refuses(rule, truth, Reason.POLICY_FORBIDDEN, deny.reason());
            case RedirectTo(var to) -> redirect(rule, to, truth);
            case RequireApproval approval -> approval(rule, approval, truth);
            case RewriteArguments rewrite -> rewrite(rule, rewrite, truth);
        }
    }

    /** One to the verb itself does nothing, but where it cannot be asked it refuses. */
    private void redirect(PolicyRule rule, CapabilityId to, Truth truth) {
        if (!to.equals(request.verb().id())) {
            refuses(rule, truth, Reason.POLICY_FORBIDDEN, "calls are sent to " + to + " instead");
        } else if (truth == Truth.UNKNOWN && Conditions.mayFault(rule.when())) {
            reasons(rule);
        }
    }

    private void refuses(PolicyRule rule, Truth truth, Reason reason, String why) {
        if (truth == Truth.TRUE && refused.isEmpty()) {
            refused = Optional.of(Denial.of(reason, why).with("rule", rule.name()));
        } else if (truth == Truth.UNKNOWN) {
            reasons(rule);
        }
    }

    private void approval(PolicyRule rule, RequireApproval approval, Truth truth) {
        if (truth != Truth.FALSE) {
            String who = approval.approvers().isEmpty()
                    ? "any approver"
                    : approval.approvers().stream()
                            .map(AgentId::value)
                            .sorted()
                            .collect(Collectors.joining(", "));
            on.add("approval by " + approval.count() + " of " + who + " (rule " + rule.name()
                    + ")");
        }
        if (truth == Truth.UNKNOWN) {
            reasons(rule);
        }
    }

    /** A rewrite asks again about other arguments, which the verb may refuse. */
    private void rewrite(PolicyRule rule, RewriteArguments rewrite, Truth truth) {
        if (truth != Truth.FALSE) {
            on.add("argument "
                    + String.join(", ", new TreeSet<>(rewrite.replacements().keySet()))
                    + ", which rule " + rule.name() + " sets");
        }
        if (truth == Truth.UNKNOWN) {
            reasons(rule);
        }
    }

    private void reasons(PolicyRule rule) {
        truths.unknowns(
                rule.when(),
                condition -> on.add(describe(condition) + " (rule " + rule.name() + ")"));
    }

    private static String describe(Condition condition) {
        return switch (condition) {
            case ArgumentEquals c -> "argument " + c.name();
            case ArgumentCondition c -> "argument " + name(c);
            case QualityCondition _ -> "the call's priority";
            case PathCondition.Traverses c -> "a way through " + c.pattern();
            default -> "a condition that cannot be asked";
        };
    }

    private PolicyOutlook answer(Iterable<PolicyRule> rules) {
        if (refused.isPresent()) {
            return new PolicyOutlook.Refuses(refused.get());
        }
        if (!mayAllow) {
            return new PolicyOutlook.Refuses(Denial.of(
                    Reason.POLICY_NO_PERMIT,
                    "no rule permits capability=" + request.verb().id()));
        }
        if (allowed.isEmpty()) {
            for (PolicyRule rule : rules) {
                if (rule.action() instanceof Allow) {
                    reasons(rule);
                }
            }
        }
        return on.isEmpty()
                ? new PolicyOutlook.Permits(allowed)
                : new PolicyOutlook.Depends(java.util.List.copyOf(on));
    }
}
