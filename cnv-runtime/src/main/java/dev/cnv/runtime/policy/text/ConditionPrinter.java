package dev.cnv.runtime.policy.text;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
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
import dev.cnv.runtime.policy.DelegationCondition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.QualityCondition;
import dev.cnv.runtime.policy.TimeCondition;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes conditions so that {@link ConditionParser} reads the same tree. */
final class ConditionPrinter {

    private ConditionPrinter() {}

    static String print(Condition condition) {
        return switch (condition) {
            case AllOf(List<Condition> parts) -> list("all", " and ", parts);
            case AnyOf(List<Condition> parts) -> list("any", " or ", parts);
            case Not(Condition part) -> not(part);
            case Always() -> "always";
            case EffectIs(var effect) -> "effect " + effect;
            case LevelAtLeast(var level) -> "level >= " + level;
            case SensitivityAtLeast(var least) -> "sensitivity >= " + least;
            case CapabilityMatches(var pattern) -> "capability " + pattern;
            case HandlesSensitiveData() -> "data any";
            case HandlesData(var tag) -> "data " + tag;
            case RequiresIsolation(var least) -> "isolation >= " + least;
            case AgentTypeIs(String type) -> "agent-type " + quoted(type);
            case AgentIs(var agent) -> "agent " + quoted(agent.value());
            case TenantIs(var tenant) -> "tenant " + quoted(tenant.value());
            case PrincipalKindIs(var kind) -> "principal " + kind;
            case ArgumentEquals(String name, JsonNode value) ->
                "arg " + name(name) + " = " + CanonicalJson.text(value);
            case ArgumentCondition c -> print(c);
            case DelegationCondition c -> print(c);
            case TimeCondition c -> print(c);
            case QualityCondition c -> print(c);
            case PathCondition c -> print(c);
        };
    }

    private static String print(ArgumentCondition condition) {
        String start = "arg " + name(condition.name()) + " ";
        return switch (condition) {
            case ArgumentCondition.Present _ -> start + "present";
            case ArgumentCondition.Compares c ->
                start + c.order().sign() + " "
                        + CanonicalJson.text(JsonNodeFactory.instance.numberNode(c.bound()));
            case ArgumentCondition.StartsWith c -> start + "starts " + quoted(c.prefix());
            case ArgumentCondition.OneOf c ->
                start
                        + c.values().stream()
                                .map(CanonicalJson::text)
                                .collect(Collectors.joining(", ", "in [", "]"));
        };
    }

    private static String print(DelegationCondition condition) {
        return switch (condition) {
            case DelegationCondition.OriginIsPerson() -> "origin person";
            case DelegationCondition.OriginIs(var agent) -> "origin " + quoted(agent.value());
            case DelegationCondition.ExecutorIs(var agent) -> "executor " + quoted(agent.value());
            case DelegationCondition.DepthAtMost(int depth) -> "depth <= " + depth;
        };
    }

    private static String print(TimeCondition condition) {
        return switch (condition) {
            case TimeCondition.Between(var from, var until) -> "from " + from + " until " + until;
            case TimeCondition.Daily(var from, var until, var offset) ->
                "time between " + from + " and " + until + " " + offset(offset);
            case TimeCondition.OnDays(var days, var offset) ->
                days.stream()
                                .map(day -> day.name().substring(0, 3))
                                .collect(Collectors.joining(", ", "weekday in [", "] "))
                        + offset(offset);
        };
    }

    private static String offset(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "UTC" : offset.getId();
    }

    private static String print(QualityCondition condition) {
        return switch (condition) {
            case QualityCondition.PriorityAtLeast(var priority) -> "priority >= " + priority;
            case QualityCondition.ImportanceAtLeast(int least) -> "importance >= " + least;
            case QualityCondition.MustSucceed() -> "must-succeed";
        };
    }

    private static String print(PathCondition condition) {
        return switch (condition) {
            case PathCondition.Traverses(var pattern) -> "chain traverses " + pattern;
            case PathCondition.EveryPathPasses(var to, var through) ->
                "paths to " + to + " pass " + through;
        };
    }

    private static String not(Condition part) {
        return switch (part) {
            case LevelAtLeast(var level)
            when level.ordinal() > 0 ->
                "level <= " + level.getDeclaringClass().getEnumConstants()[level.ordinal() - 1];
            case SensitivityAtLeast(var least)
            when least.ordinal() > 0 ->
                "sensitivity <= "
                        + least.getDeclaringClass().getEnumConstants()[least.ordinal() - 1];
            case ArgumentEquals(String name, JsonNode value) ->
                "arg " + name(name) + " != " + CanonicalJson.text(value);
            case DelegationCondition.DepthAtMost(int depth) -> "depth > " + depth;
            case QualityCondition.ImportanceAtLeast(int least) -> "importance < " + least;
            default -> "not " + inner(part);
        };
    }

    /** A list of one is written as a function: {@code all(x)}; there is no sign between one part. */
    private static String list(String function, String sign, List<Condition> parts) {
        return parts.size() == 1
                ? function + "(" + print(parts.getFirst()) + ")"
                : parts.stream().map(ConditionPrinter::inner).collect(Collectors.joining(sign));
    }

    private static String inner(Condition part) {
        boolean list = (part instanceof AllOf(List<Condition> all) && all.size() > 1)
                || (part instanceof AnyOf(List<Condition> any) && any.size() > 1);
        return list ? "(" + print(part) + ")" : print(part);
    }

    static String name(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_-]*") ? name : quoted(name);
    }

    static String quoted(String text) {
        return CanonicalJson.text(JsonNodeFactory.instance.stringNode(text));
    }
}
