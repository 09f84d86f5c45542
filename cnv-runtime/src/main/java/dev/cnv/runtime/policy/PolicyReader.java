package dev.cnv.runtime.policy;

import static dev.cnv.runtime.canonical.StrictObject.checked;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Reads what {@link PolicyWriter} writes, and nothing else. */
final class PolicyReader {

    private static final Set<String> CONDITIONS = Set.of(
            "always",
            "effect",
            "levelAtLeast",
            "sensitivityAtLeast",
            "agentType",
            "agent",
            "tenant",
            "capability",
            "handlesSensitiveData",
            "handles",
            "requiresIsolation",
            "principal",
            "argument",
            "all",
            "any",
            "not");

    private static final Set<String> ACTIONS =
            Set.of("allow", "deny", "requireApproval", "rewrite", "redirect");

    private static final int MAX_NAME_LENGTH = 128;

    private PolicyReader() {}

    static PolicySet read(JsonNode json) {
        StrictObject policy = StrictObject.of("", json, Set.of("format", "rules"));
        String format = policy.text("format", 64);
        if (!format.equals(PolicyWriter.FORMAT)) {
            throw StrictObject.refused("format", "is " + format + ", not " + PolicyWriter.FORMAT);
        }
        List<PolicyRule> rules = new ArrayList<>();
        for (JsonNode rule : policy.array("rules", PolicySet.MAX_RULE_COUNT)) {
            rules.add(rule("rules[" + rules.size() + "]", rule));
        }
        return checked("rules", () -> new PolicySet(rules));
    }

    private static PolicyRule rule(String where, JsonNode json) {
        StrictObject rule = StrictObject.of(where, json, Set.of("name", "when", "action"));
        String name = rule.text("name", MAX_NAME_LENGTH);
        Condition when = condition(rule.at("when"), rule.any("when"), 1);
        PolicyAction action = action(rule.at("action"), rule.any("action"));
        return checked(where, () -> new PolicyRule(name, when, action));
    }

    private static Condition condition(String where, JsonNode json, int depth) {
        if (depth > Conditions.MAX_DEPTH) {
            throw StrictObject.refused(where, "is nested deeper than " + Conditions.MAX_DEPTH);
        }
        StrictObject object = StrictObject.tagged(where, json, CONDITIONS);
        String tag = object.tag();
        return switch (tag) {
            case "all" -> checked(where, () -> new Condition.AllOf(conditions(object, tag, depth)));
            case "any" -> checked(where, () -> new Condition.AnyOf(conditions(object, tag, depth)));
            case "not" -> new Condition.Not(condition(object.at(tag), object.any(tag), depth + 1));
            default -> leaf(tag, object);
        };
    }

    private static Condition leaf(String tag, StrictObject object) {
        return switch (tag) {
            case "always" -> marked(tag, object, new Condition.Always());
            case "effect" -> new Condition.EffectIs(object.choice(tag, Effect.class));
            case "levelAtLeast" ->
                new Condition.LevelAtLeast(object.choice(tag, EffectLevel.class));
            case "sensitivityAtLeast" ->
                new Condition.SensitivityAtLeast(object.choice(tag, Sensitivity.class));
            case "agentType" -> object.value(tag, MAX_NAME_LENGTH, Condition.AgentTypeIs::new);
            case "agent" -> new Condition.AgentIs(object.value(tag, MAX_NAME_LENGTH, AgentId::new));
            case "tenant" ->
                new Condition.TenantIs(object.value(tag, MAX_NAME_LENGTH, TenantId::new));
            case "capability" ->
                new Condition.CapabilityMatches(
                        object.value(tag, MAX_NAME_LENGTH, CapabilityPattern::new));
            case "handlesSensitiveData" ->
                marked(tag, object, new Condition.HandlesSensitiveData());
            case "handles" -> new Condition.HandlesData(object.choice(tag, DataTag.class));
            case "requiresIsolation" ->
                new Condition.RequiresIsolation(object.choice(tag, Isolation.class));
            case "principal" ->
                new Condition.PrincipalKindIs(object.choice(tag, PrincipalKind.class));
            case "argument" -> argument(object.at(tag), object.any(tag));
            default -> throw StrictObject.refused(object.at(tag), "is no condition");
        };
    }

    private static Condition marked(String tag, StrictObject object, Condition condition) {
        object.mark(tag);
        return condition;
    }

    private static Condition argument(String where, JsonNode json) {
        StrictObject argument = StrictObject.of(where, json, Set.of("name", "equals"));
        String name = argument.text("name", MAX_NAME_LENGTH);
        JsonNode value = argument.any("equals");
        return checked(where, () -> new Condition.ArgumentEquals(name, value));
    }

    private static List<Condition> conditions(StrictObject object, String tag, int depth) {
        List<Condition> parts = new ArrayList<>();
        for (JsonNode part : object.array(tag, Conditions.MAX_NODE_COUNT)) {
            parts.add(condition(object.at(tag) + "[" + parts.size() + "]", part, depth + 1));
        }
        return parts;
    }

    private static PolicyAction action(String where, JsonNode json) {
        StrictObject object = StrictObject.tagged(where, json, ACTIONS);
        String tag = object.tag();
        return switch (tag) {
            case "allow" -> {
                object.mark(tag);
                yield new PolicyAction.Allow();
            }
            case "deny" -> deny(object.at(tag), object.any(tag));
            case "requireApproval" -> requireApproval(object.at(tag), object.any(tag));
            case "rewrite" -> rewrite(object.at(tag), object.any(tag));
            case "redirect" ->
                new PolicyAction.RedirectTo(object.value(tag, MAX_NAME_LENGTH, CapabilityId::new));
            default -> throw StrictObject.refused(object.at(tag), "is no action");
        };
    }

    private static PolicyAction deny(String where, JsonNode json) {
        StrictObject deny = StrictObject.of(where, json, Set.of("reason", "suggestion"));
        String reason = deny.text("reason", PolicyAction.MAX_TEXT_LENGTH);
        String suggestion = deny.text("suggestion", PolicyAction.MAX_TEXT_LENGTH);
        return checked(where, () -> new PolicyAction.Deny(reason, suggestion));
    }

    private static PolicyAction requireApproval(String where, JsonNode json) {
        StrictObject approval = StrictObject.of(where, json, Set.of("count", "approvers"));
        int count = (int) approval.integer("count", 1, 16);
        Set<AgentId> approvers = new TreeSet<>();
        for (JsonNode name : approval.array("approvers", 256)) {
            String text = StrictObject.text(approval.at("approvers"), name, MAX_NAME_LENGTH);
            if (!approvers.add(checked(approval.at("approvers"), () -> new AgentId(text)))) {
                throw StrictObject.refused(approval.at("approvers"), "has " + text + " twice");
            }
        }
        return checked(where, () -> new PolicyAction.RequireApproval(count, approvers));
    }

    private static PolicyAction rewrite(String where, JsonNode json) {
        if (!json.isObject()) {
            throw StrictObject.refused(where, "is no object");
        }
        Map<String, JsonNode> replacements = new LinkedHashMap<>();
        json.properties().forEach(entry -> replacements.put(entry.getKey(), entry.getValue()));
        return checked(where, () -> new PolicyAction.RewriteArguments(replacements));
    }
}
