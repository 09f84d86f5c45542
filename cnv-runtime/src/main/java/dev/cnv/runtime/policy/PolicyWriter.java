package dev.cnv.runtime.policy;

import dev.cnv.runtime.policy.Condition.AgentIs;
import dev.cnv.runtime.policy.Condition.AgentTypeIs;
import dev.cnv.runtime.policy.Condition.AllOf;
import dev.cnv.runtime.policy.Condition.Always;
import dev.cnv.runtime.policy.Condition.AnyOf;
import dev.cnv.runtime.policy.Condition.ArgumentEquals;
import dev.cnv.runtime.policy.Condition.CapabilityMatches;
import dev.cnv.runtime.policy.Condition.EffectIs;
import dev.cnv.runtime.policy.Condition.HandlesData;
import dev.cnv.runtime.policy.Condition.HandlesSensitiveData;
import dev.cnv.runtime.policy.Condition.LevelAtLeast;
import dev.cnv.runtime.policy.Condition.Not;
import dev.cnv.runtime.policy.Condition.PrincipalKindIs;
import dev.cnv.runtime.policy.Condition.RequiresIsolation;
import dev.cnv.runtime.policy.Condition.SensitivityAtLeast;
import dev.cnv.runtime.policy.Condition.TenantIs;
import dev.cnv.runtime.policy.PolicyAction.Allow;
import dev.cnv.runtime.policy.PolicyAction.Deny;
import dev.cnv.runtime.policy.PolicyAction.RedirectTo;
import dev.cnv.runtime.policy.PolicyAction.RequireApproval;
import dev.cnv.runtime.policy.PolicyAction.RewriteArguments;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes policies as JSON. Each condition and action is an object with one member that names it. */
final class PolicyWriter {

    /** The form's name and version. */
    static final String FORMAT = "cnv-policy-v0";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PolicyWriter() {}

    static ObjectNode write(PolicySet policy) {
        ObjectNode json = JSON.objectNode();
        json.put("format", FORMAT);
        ArrayNode rules = json.putArray("rules");
        for (PolicyRule rule : policy.rules()) {
            ObjectNode written = rules.addObject();
            written.put("name", rule.name());
            written.set("when", condition(rule.when()));
            written.set("action", action(rule.action()));
        }
        return json;
    }

    private static ObjectNode condition(Condition condition) {
        return switch (condition) {
            case Always() -> one("always", JSON.booleanNode(true));
            case EffectIs(var effect) -> named("effect", effect);
            case LevelAtLeast(var level) -> named("levelAtLeast", level);
            case SensitivityAtLeast(var least) -> named("sensitivityAtLeast", least);
            case AgentTypeIs(String type) -> text("agentType", type);
            case AgentIs(var agent) -> text("agent", agent.value());
            case TenantIs(var tenant) -> text("tenant", tenant.value());
            case CapabilityMatches(var pattern) -> text("capability", pattern.text());
            case HandlesSensitiveData() -> one("handlesSensitiveData", JSON.booleanNode(true));
            case HandlesData(var tag) -> named("handles", tag);
            case RequiresIsolation(var least) -> named("requiresIsolation", least);
            case PrincipalKindIs(var kind) -> named("principal", kind);
            case ArgumentEquals(String name, JsonNode value) ->
                one("argument", JSON.objectNode().put("name", name).set("equals", value));
            case AllOf(List<Condition> parts) -> one("all", conditions(parts));
            case AnyOf(List<Condition> parts) -> one("any", conditions(parts));
            case Not(Condition part) -> one("not", condition(part));
        };
    }

    private static ObjectNode action(PolicyAction action) {
        return switch (action) {
            case Allow() -> one("allow", JSON.booleanNode(true));
            case Deny(String reason, String suggestion) ->
                one("deny", JSON.objectNode().put("reason", reason).put("suggestion", suggestion));
            case RequireApproval(int count, Set<?> approvers) -> {
                ObjectNode body = JSON.objectNode().put("count", count);
                ArrayNode names = body.putArray("approvers");
                approvers.forEach(approver -> names.add(approver.toString()));
                yield one("requireApproval", body);
            }
            case RewriteArguments rewrite -> {
                ObjectNode body = JSON.objectNode();
                rewrite.replacements().forEach(body::set);
                yield one("rewrite", body);
            }
            case RedirectTo(var to) -> text("redirect", to.path());
        };
    }

    private static ArrayNode conditions(List<Condition> parts) {
        ArrayNode array = JSON.arrayNode();
        parts.forEach(part -> array.add(condition(part)));
        return array;
    }

    private static ObjectNode named(String name, Enum<?> constant) {
        return text(name, constant.name());
    }

    private static ObjectNode text(String name, String value) {
        return one(name, JSON.stringNode(value));
    }

    private static ObjectNode one(String name, JsonNode value) {
        ObjectNode object = JSON.objectNode();
        object.set(name, value);
        return object;
    }
}
