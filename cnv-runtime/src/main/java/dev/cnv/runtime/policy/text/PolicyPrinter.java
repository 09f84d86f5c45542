package dev.cnv.runtime.policy.text;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyAction.Allow;
import dev.cnv.runtime.policy.PolicyAction.Deny;
import dev.cnv.runtime.policy.PolicyAction.RedirectTo;
import dev.cnv.runtime.policy.PolicyAction.RequireApproval;
import dev.cnv.runtime.policy.PolicyAction.RewriteArguments;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RuleState;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Writes rules so that {@link PolicyParser} reads the same policy. */
final class PolicyPrinter {

    private PolicyPrinter() {}

    static String print(PolicySet policy) {
        StringBuilder out = new StringBuilder("policy 1;\n");
        for (PolicyRule rule : policy.rules()) {
            out.append('\n').append(print(rule)).append('\n');
        }
        return out.toString();
    }

    private static String print(PolicyRule rule) {
        String state = rule.state() == RuleState.ACTIVE
                ? ""
                : rule.state().name().toLowerCase(Locale.ROOT) + " ";
        String when = rule.when() instanceof Condition.Always
                ? ""
                : "\n    when " + ConditionPrinter.print(rule.when());
        return state + action(rule) + when + ";";
    }

    private static String action(PolicyRule rule) {
        return switch (rule.action()) {
            case Allow() -> "permit " + rule.name();
            case Deny(String reason, String suggestion) ->
                "forbid " + rule.name() + " " + ConditionPrinter.quoted(reason)
                        + (suggestion.isEmpty()
                                ? ""
                                : " suggest " + ConditionPrinter.quoted(suggestion));
            case RequireApproval(int count, Set<AgentId> approvers) ->
                "approval " + rule.name() + " by " + count
                        + (approvers.isEmpty()
                                ? ""
                                : approvers.stream()
                                        .map(agent -> ConditionPrinter.quoted(agent.value()))
                                        .collect(Collectors.joining(", ", " of ", "")));
            case RewriteArguments rewrite ->
                "rewrite " + rule.name() + " set "
                        + rewrite.replacements().entrySet().stream()
                                .map(entry -> ConditionPrinter.name(entry.getKey()) + " = "
                                        + value(entry.getValue()))
                                .collect(Collectors.joining(", "));
            case RedirectTo(var to) -> "redirect " + rule.name() + " to " + to;
        };
    }

    private static String value(JsonNode value) {
        String text = CanonicalJson.text(value);
        return value.isContainer() ? "json " + ConditionPrinter.quoted(text) : text;
    }
}
