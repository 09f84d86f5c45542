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
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes conditions as JSON: each is an object with one member that names it. */
final class ConditionWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ConditionWriter() {}

    static ObjectNode write(Condition condition) {
        return switch (condition) {
            case Always() -> mark("always");
            case EffectIs(var effect) -> named("effect", effect);
            case LevelAtLeast(var level) -> named("levelAtLeast", level);
            case SensitivityAtLeast(var least) -> named("sensitivityAtLeast", least);
            case AgentTypeIs(String type) -> text("agentType", type);
            case AgentIs(var agent) -> text("agent", agent.value());
            case TenantIs(var tenant) -> text("tenant", tenant.value());
            case CapabilityMatches(var pattern) -> text("capability", pattern.text());
            case HandlesSensitiveData() -> mark("handlesSensitiveData");
            case HandlesData(var tag) -> named("handles", tag);
            case RequiresIsolation(var least) -> named("requiresIsolation", least);
            case PrincipalKindIs(var kind) -> named("principal", kind);
            case ArgumentEquals(String name, JsonNode value) ->
                one("argument", JSON.objectNode().put("name", name).set("equals", value));
            case AllOf(List<Condition> parts) -> one("all", list(parts));
            case AnyOf(List<Condition> parts) -> one("any", list(parts));
            case Not(Condition part) -> one("not", write(part));
            case ArgumentCondition argument -> argument(argument);
            case DelegationCondition delegation -> delegation(delegation);
            case TimeCondition time -> time(time);
            case QualityCondition quality -> quality(quality);
            case PathCondition path -> path(path);
        };
    }

    private static ObjectNode argument(ArgumentCondition condition) {
        ObjectNode body = JSON.objectNode().put("name", condition.name());
        return switch (condition) {
            case ArgumentCondition.Present(String name) -> text("argumentPresent", name);
            case ArgumentCondition.Compares c -> {
                body.put("order", c.order().sign()).put("bound", c.bound());
                yield one("argumentCompares", body);
            }
            case ArgumentCondition.StartsWith c ->
                one("argumentStartsWith", body.put("prefix", c.prefix()));
            case ArgumentCondition.OneOf c -> {
                ArrayNode values = body.putArray("values");
                c.values().forEach(values::add);
                yield one("argumentOneOf", body);
            }
        };
    }

    private static ObjectNode delegation(DelegationCondition condition) {
        return switch (condition) {
            case DelegationCondition.OriginIsPerson() -> mark("originIsPerson");
            case DelegationCondition.OriginIs(var agent) -> text("origin", agent.value());
            case DelegationCondition.ExecutorIs(var agent) -> text("executor", agent.value());
            case DelegationCondition.DepthAtMost(int depth) ->
                one("depthAtMost", JSON.numberNode(depth));
        };
    }

    private static ObjectNode time(TimeCondition condition) {
        ObjectNode body = JSON.objectNode();
        return switch (condition) {
            case TimeCondition.Between(var from, var until) ->
                one("between", body.put("from", from.toString()).put("until", until.toString()));
            case TimeCondition.Daily(var from, var until, var offset) -> {
                body.put("from", from.toString()).put("until", until.toString());
                yield one("daily", body.put("offset", offset.getId()));
            }
            case TimeCondition.OnDays(var days, var offset) -> {
                ArrayNode names = body.putArray("days");
                days.forEach(day -> names.add(day.name()));
                yield one("onDays", body.put("offset", offset.getId()));
            }
        };
    }

    private static ObjectNode quality(QualityCondition condition) {
        return switch (condition) {
            case QualityCondition.PriorityAtLeast(var priority) ->
                named("priorityAtLeast", priority);
            case QualityCondition.ImportanceAtLeast(int importance) ->
                one("importanceAtLeast", JSON.numberNode(importance));
            case QualityCondition.MustSucceed() -> mark("mustSucceed");
        };
    }

    private static ObjectNode path(PathCondition condition) {
        return switch (condition) {
            case PathCondition.Traverses(var pattern) -> text("traverses", pattern.text());
            case PathCondition.EveryPathPasses(var to, var through) ->
                one(
                        "everyPathPasses",
                        JSON.objectNode().put("to", to.text()).put("through", through.text()));
        };
    }

    private static ArrayNode list(List<Condition> parts) {
        ArrayNode array = JSON.arrayNode();
        parts.forEach(part -> array.add(write(part)));
        return array;
    }

    private static ObjectNode mark(String name) {
        return one(name, JSON.booleanNode(true));
    }

    private static ObjectNode named(String name, Enum<?> constant) {
        return text(name, constant.name());
    }

    static ObjectNode text(String name, String value) {
        return one(name, JSON.stringNode(value));
    }

    static ObjectNode one(String name, JsonNode value) {
        ObjectNode object = JSON.objectNode();
        object.set(name, value);
        return object;
    }
}
