package dev.cnv.runtime.policy;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One rule of a policy: an action, and the condition under which it applies.
 *
 * @param name the rule's name in traces and denials: 1 to 64 letters, digits, {@code . _ -}, beginning
 *     with a letter or digit
 * @param when when the rule applies
 * @param action what it does then
 * @param state whether it is asked
 */
public record PolicyRule(String name, Condition when, PolicyAction action, RuleState state) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /**
     * Checks the name and the condition's size.
     *
     * @throws IllegalArgumentException when the name is malformed, or the condition is nested deeper
     *     than 16 or has more than 1024 parts
     */
    public PolicyRule {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "rule=" + name
                            + " is not named by 1 to 64 letters, digits and . _ - that begin with a letter or digit");
        }
        Conditions.requireInLimits(when);
    }

    /**
     * An active rule.
     *
     * @param name the rule's name
     * @param when when it applies
     * @param action what it does then
     */
    public PolicyRule(String name, Condition when, PolicyAction action) {
        this(name, when, action, RuleState.ACTIVE);
    }

    /**
     * This rule, but in another state.
     *
     * @param other the state
     * @return a new rule
     */
    public PolicyRule in(RuleState other) {
        return new PolicyRule(name, when, action, other);
    }

    /**
     * Begins a rule that permits.
     *
     * @param name the rule's name
     * @return the rule without its condition
     */
    public static Draft allow(String name) {
        return new Draft(name, new PolicyAction.Allow());
    }

    /**
     * Begins a rule that forbids.
     *
     * @param name the rule's name
     * @param reason one sentence for people
     * @param suggestion a remedy in words, empty when there is none
     * @return the rule without its condition
     */
    public static Draft deny(String name, String reason, String suggestion) {
        return new Draft(name, new PolicyAction.Deny(reason, suggestion));
    }

    /**
     * Begins a rule that forbids until enough agents approve.
     *
     * @param name the rule's name
     * @param count how many different approvers are needed
     * @param approvers the ids of those who may approve; none is anyone whose approvals are trusted
     * @return the rule without its condition
     */
    public static Draft requireApproval(String name, int count, String... approvers) {
        Set<AgentId> ids = new TreeSet<>();
        for (String approver : approvers) {
            ids.add(new AgentId(approver));
        }
        return new Draft(name, new PolicyAction.RequireApproval(count, ids));
    }

    /**
     * Begins a rule that replaces arguments.
     *
     * @param name the rule's name
     * @param replacements the new values by parameter name
     * @return the rule without its condition
     */
    public static Draft rewrite(String name, Map<String, JsonNode> replacements) {
        return new Draft(name, new PolicyAction.RewriteArguments(replacements));
    }

    /**
     * Begins a rule that sends calls to another verb.
     *
     * @param name the rule's name
     * @param to the other verb's capability
     * @return the rule without its condition
     */
    public static Draft redirect(String name, String to) {
        return new Draft(name, new PolicyAction.RedirectTo(new CapabilityId(to)));
    }

    /**
     * A rule without its condition.
     *
     * @param name the rule's name
     * @param action what the rule does
     */
    public record Draft(String name, PolicyAction action) {

        /**
         * Completes the rule.
         *
         * @param condition when it applies
         * @return the rule
         */
        public PolicyRule when(Condition condition) {
            return new PolicyRule(name, condition, action);
        }

        /** {@return the rule for every call} */
        public PolicyRule always() {
            return when(Condition.always());
        }
    }
}
