package dev.cnv.runtime.policy;

import static dev.cnv.runtime.canonical.StrictObject.checked;

import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Reads what {@link PolicyWriter} writes, and nothing else. */
final class PolicyReader {

    private static final Set<String> ACTIONS =
            Set.of("allow", "deny", "requireApproval", "rewrite", "redirect");

    private static final int MAX_NAME_LENGTH = 128;

    private PolicyReader() {}

    static PolicySet read(JsonNode json) {
        StrictObject policy = StrictObject.of("", json, Set.of("format", "rules"));
        String format = policy.text("format", 64);
        if (!format.equals(PolicyWriter.FORMAT) && !format.equals(PolicyWriter.FORMAT_0)) {
            throw StrictObject.refused("format", "is " + format + ", not " + PolicyWriter.FORMAT);
        }
        List<PolicyRule> rules = new ArrayList<>();
        for (JsonNode rule : policy.array("rules", PolicySet.MAX_RULE_COUNT)) {
            rules.add(rule("rules[" + rules.size() + "]", rule));
        }
        return checked("rules", () -> new PolicySet(rules));
    }

    private static PolicyRule rule(String where, JsonNode json) {
        StrictObject rule = StrictObject.of(where, json, Set.of("name", "when", "action", "state"));
        String name = rule.text("name", MAX_NAME_LENGTH);
        Condition when = ConditionReader.read(rule.at("when"), rule.any("when"), 1);
        PolicyAction action = action(rule.at("action"), rule.any("action"));
        RuleState state =
                rule.has("state") ? rule.choice("state", RuleState.class) : RuleState.ACTIVE;
        return checked(where, () -> new PolicyRule(name, when, action, state));
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
