package dev.cnv.cedar;

import dev.cnv.cedar.CedarTokens.Kind;
import dev.cnv.cedar.CedarTokens.Token;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RuleState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads the policies around the expressions of {@link ExpressionReader}. */
final class CedarReader {

    private final CedarTokens tokens;
    private final ExpressionReader expressions;

    CedarReader(String text) {
        if (text.length() > CedarPolicies.MAX_TEXT_LENGTH) {
            throw new CedarRefusedException(
                    "text",
                    "has " + text.length() + " characters, more than "
                            + CedarPolicies.MAX_TEXT_LENGTH);
        }
        this.tokens = new CedarTokens(text);
        this.expressions = new ExpressionReader(tokens);
    }

    PolicySet policies() {
        Map<String, PolicyRule> rules = new LinkedHashMap<>();
        while (tokens.peek().kind() != Kind.END) {
            Token start = tokens.peek();
            PolicyRule rule = policy();
            if (rules.size() == PolicySet.MAX_RULE_COUNT) {
                throw start.refused(
                        "there are more than " + PolicySet.MAX_RULE_COUNT + " policies");
            }
            if (rules.putIfAbsent(rule.name(), rule) != null) {
                throw start.refused("@id " + rule.name() + " is there twice");
            }
        }
        return new PolicySet(List.copyOf(rules.values()));
    }

    private PolicyRule policy() {
        Token start = tokens.peek();
        Map<String, String> annotations = annotations();
        Token effect = tokens.expect(Kind.NAME, "permit or forbid");
        if (!List.of("permit", "forbid").contains(effect.text())) {
            throw notAnEffect(effect);
        }
        List<Condition> parts = new ArrayList<>(head());
        while (!tokens.takeIf(";")) {
            parts.add(clause());
        }
        String id = annotations.get("id");
        if (id == null) {
            throw start.refused("the policy has no @id(\"...\"), which becomes the rule's name");
        }
        return checked(
                start,
                () -> new PolicyRule(
                        id,
                        together(parts),
                        action(effect, annotations),
                        state(start, annotations)));
    }

    private static Condition together(List<Condition> parts) {
        return switch (parts.size()) {
            case 0 -> Condition.always();
            case 1 -> parts.getFirst();
            default -> new Condition.AllOf(parts);
        };
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        while (tokens.takeIf("@")) {
            Token name = tokens.expect(Kind.NAME, "the annotation's name");
            if (!List.of("id", "state", "reason", "suggestion").contains(name.text())) {
                throw name.refused(
                        "@" + name.text() + " is none of @id, @state, @reason, @suggestion");
            }
            tokens.expect("(");
            String value = tokens.expect(Kind.TEXT, "a text").text();
            tokens.expect(")");
            if (annotations.putIfAbsent(name.text(), value) != null) {
                throw name.refused("@" + name.text() + " is there twice");
            }
        }
        return annotations;
    }

    private static PolicyAction action(Token effect, Map<String, String> annotations) {
        String reason = annotations.get("reason");
        String suggestion = annotations.get("suggestion");
        if (effect.text().equals("permit")) {
            if (reason != null || suggestion != null) {
                throw effect.refused("a permit has neither @reason nor @suggestion in CNV's rules");
            }
            return new PolicyAction.Allow();
        }
        if (reason == null) {
            throw effect.refused("a forbid needs @reason(\"one sentence for people\")");
        }
        return new PolicyAction.Deny(reason, suggestion == null ? "" : suggestion);
    }

    private static RuleState state(Token start, Map<String, String> annotations) {
        String state = annotations.get("state");
        if (state == null) {
            return RuleState.ACTIVE;
        }
        if (!state.equals("deprecated")) {
            throw start.refused("@state is deprecated or not there");
        }
        return RuleState.DEPRECATED;
    }

    private static CedarRefusedException notAnEffect(Token word) {
        return word.refused("found " + word.shown() + " where permit or forbid is expected");
    }

    private List<Condition> head() {
        List<Condition> parts = new ArrayList<>();
        tokens.expect("(");
        scope("principal", "Agent", id -> new Condition.AgentIs(new AgentId(id)))
                .ifPresent(parts::add);
        tokens.expect(",");
        scope("action", "Action", ExpressionReader::action).ifPresent(parts::add);
        tokens.expect(",");
        scope("resource", "Tenant", id -> new Condition.TenantIs(new TenantId(id)))
                .ifPresent(parts::add);
        tokens.expect(")");
        return parts;
    }

    private Optional<Condition> scope(
            String variable, String type, Function<String, Condition> condition) {
        tokens.expect(variable);
        return tokens.takeIf("==")
                ? Optional.of(expressions.entity(type, condition))
                : Optional.empty();
    }

    private Condition clause() {
        Token word = tokens.expect(Kind.NAME, "when, unless or ;");
        boolean negated = switch (word.text()) {
            case "when" -> false;
            case "unless" -> true;
            default ->
                throw word.refused(
                        "found " + word.shown() + " where when, unless or ; is expected");
        };
        tokens.expect("{");
        Condition condition = expressions.expression();
        tokens.expect("}");
        return negated ? new Condition.Not(condition) : condition;
    }

    /** What makes a rule, with its refusal moved to a place in the text. */
    static <T> T checked(Token place, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw place.refused(String.valueOf(e.getMessage()));
        }
    }

    /** {@return the set of verbs that a pattern means; {@link CapabilityPattern} checks the form} */
    static Condition pattern(String text) {
        return new Condition.CapabilityMatches(new CapabilityPattern(text));
    }
}
