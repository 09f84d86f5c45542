package dev.cnv.runtime.policy.text;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RuleState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Reads rules; the grammar is in {@code docs/policy.md}.
 *
 * <p><b>Threading:</b> used by one thread.
 */
final class PolicyParser {

    private static final List<String> ACTIONS =
            List.of("permit", "forbid", "approval", "rewrite", "redirect");

    private static final List<String> STARTS = List.of(
            "permit", "forbid", "approval", "rewrite", "redirect", "deprecated", "disabled");

    private static final int MAX_APPROVER_COUNT = 256;

    private final Tokens tokens;
    private final ConditionParser conditions;
    private final ValueParser values;
    private final Map<String, Token> names = new HashMap<>();

    PolicyParser(String text) {
        tokens = new Tokens(text);
        conditions = new ConditionParser(tokens);
        values = new ValueParser(tokens);
    }

    PolicySet policy() {
        version();
        List<PolicyRule> rules = new ArrayList<>();
        while (tokens.peek().kind() != Token.Kind.END) {
            if (rules.size() == PolicySet.MAX_RULE_COUNT) {
                throw tokens.peek()
                        .fault("there are more than " + PolicySet.MAX_RULE_COUNT + " rules");
            }
            rules.add(rule());
        }
        return new PolicySet(rules);
    }

    private void version() {
        if (tokens.takeWord("policy")) {
            Token version = tokens.word("the version of the language, 1");
            if (!version.text().equals("1")) {
                throw version.fault(
                        "expected the version of the language, 1, found " + version.shown());
            }
            tokens.requireSign(";", "behind the version");
        }
    }

    private PolicyRule rule() {
        RuleState state = RuleState.ACTIVE;
        if (tokens.takeWord("deprecated")) {
            state = RuleState.DEPRECATED;
        } else if (tokens.takeWord("disabled")) {
            state = RuleState.DISABLED;
        }
        boolean active = state == RuleState.ACTIVE;
        Token action =
                tokens.choice(active ? "a rule" : "a rule's action", active ? STARTS : ACTIONS);
        Token name = tokens.word("the rule's name");
        Token before = names.putIfAbsent(name.text(), name);
        if (before != null) {
            throw name.fault("rule=" + name.text() + " is there already, in line " + before.line()
                    + "; a name belongs to one rule");
        }
        PolicyAction read = action(action.text(), name);
        Condition when = tokens.takeWord("when") ? conditions.condition() : Condition.always();
        if (!tokens.peek().is(";")) {
            throw tokens.expected(
                    "';' at the end of rule=" + name.text(), List.of("when", "and", "or"));
        }
        tokens.take();
        RuleState in = state;
        return Tokens.checked(name, text -> new PolicyRule(text, when, read, in));
    }

    private PolicyAction action(String word, Token name) {
        return switch (word) {
            case "permit" -> new PolicyAction.Allow();
            case "forbid" -> forbid();
            case "approval" -> approval(name);
            case "rewrite" -> rewrite(name);
            default -> redirect();
        };
    }

    private PolicyAction forbid() {
        Token reason = tokens.string("the reason, one sentence");
        String suggestion =
                tokens.takeWord("suggest") ? tokens.string("a suggestion").text() : "";
        return Tokens.checked(reason, text -> new PolicyAction.Deny(text, suggestion));
    }

    private PolicyAction approval(Token name) {
        tokens.requireWord("by", "and the number of approvers");
        int count = tokens.integer("a number of approvers", 1, 16);
        Set<AgentId> approvers = new TreeSet<>();
        if (tokens.takeWord("of")) {
            do {
                Token token = tokens.name("an approver");
                if (!approvers.add(Tokens.checked(token, AgentId::new))) {
                    throw token.fault("the approver " + token.shown() + " is there twice");
                }
                if (approvers.size() > MAX_APPROVER_COUNT) {
                    throw token.fault("there are more than " + MAX_APPROVER_COUNT + " approvers");
                }
            } while (tokens.takeSign(","));
        }
        return Tokens.checked(name, _ -> new PolicyAction.RequireApproval(count, approvers));
    }

    private PolicyAction rewrite(Token name) {
        tokens.requireWord("set", "and the new values");
        Map<String, JsonNode> replacements = new LinkedHashMap<>();
        do {
            Token argument = tokens.name("a parameter's name");
            tokens.requireSign("=", "behind the parameter's name");
            if (replacements.put(argument.text(), values.value()) != null) {
                throw argument.fault("the argument " + argument.shown() + " is set twice");
            }
        } while (tokens.takeSign(","));
        return Tokens.checked(name, _ -> new PolicyAction.RewriteArguments(replacements));
    }

    private PolicyAction redirect() {
        tokens.requireWord("to", "and the other verb");
        return new PolicyAction.RedirectTo(
                Tokens.checked(tokens.word("a capability"), CapabilityId::new));
    }
}
