package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.CborWriter;
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
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Conditions as part of {@link PolicyCbor}: an array that begins with the number of its type.
 *
 * <p>0 to 3 always, all, any, not; 10 to 16 about the verb; 20 to 27 about the caller; 30 to 34 about
 * arguments; 40 to 42 about time; 50 to 52 about quality of service; 60 and 61 about paths. Enum
 * constants are written by their names, times as seconds, numbers as text.
 */
final class ConditionCbor {

    private ConditionCbor() {}

    static void write(CborWriter out, Condition condition) {
        switch (condition) {
            case Always() -> mark(out, 0);
            case AllOf(List<Condition> parts) -> list(out, 1, parts);
            case AnyOf(List<Condition> parts) -> list(out, 2, parts);
            case Not(Condition part) -> write(out.array(2).integer(3), part);
            case EffectIs(var effect) -> text(out, 10, effect.name());
            case LevelAtLeast(var level) -> text(out, 11, level.name());
            case SensitivityAtLeast(var least) -> text(out, 12, least.name());
            case CapabilityMatches(var pattern) -> text(out, 13, pattern.text());
            case HandlesSensitiveData() -> mark(out, 14);
            case HandlesData(var tag) -> text(out, 15, tag.name());
            case RequiresIsolation(var least) -> text(out, 16, least.name());
            case AgentTypeIs(String type) -> text(out, 20, type);
            case AgentIs(var agent) -> text(out, 21, agent.value());
            case TenantIs(var tenant) -> text(out, 22, tenant.value());
            case PrincipalKindIs(var kind) -> text(out, 23, kind.name());
            case DelegationCondition c -> delegation(out, c);
            case ArgumentEquals(String name, JsonNode value) ->
                out.array(3).integer(30).text(name).text(CanonicalJson.text(value));
            case ArgumentCondition c -> argument(out, c);
            case TimeCondition c -> time(out, c);
            case QualityCondition c -> quality(out, c);
            case PathCondition c -> path(out, c);
        }
    }

    private static void delegation(CborWriter out, DelegationCondition condition) {
        switch (condition) {
            case DelegationCondition.OriginIsPerson() -> mark(out, 24);
            case DelegationCondition.OriginIs(var agent) -> text(out, 25, agent.value());
            case DelegationCondition.ExecutorIs(var agent) -> text(out, 26, agent.value());
            case DelegationCondition.DepthAtMost(int depth) ->
                out.array(2).integer(27).integer(depth);
        }
    }

    private static void argument(CborWriter out, ArgumentCondition condition) {
        switch (condition) {
            case ArgumentCondition.Present(String name) -> text(out, 31, name);
            case ArgumentCondition.Compares c ->
                out.array(4)
                        .integer(32)
                        .text(c.name())
                        .text(c.order().sign())
                        .text(CanonicalJson.text(JsonNodeFactory.instance.numberNode(c.bound())));
            case ArgumentCondition.StartsWith c ->
                out.array(3).integer(33).text(c.name()).text(c.prefix());
            case ArgumentCondition.OneOf c -> {
                out.array(3).integer(34).text(c.name()).array(c.values().size());
                c.values().forEach(value -> out.text(CanonicalJson.text(value)));
            }
        }
    }

    private static void time(CborWriter out, TimeCondition condition) {
        switch (condition) {
            case TimeCondition.Between(var from, var until) ->
                out.array(3)
                        .integer(40)
                        .integer(from.getEpochSecond())
                        .integer(until.getEpochSecond());
            case TimeCondition.Daily(var from, var until, var offset) ->
                out.array(4)
                        .integer(41)
                        .integer(from.toSecondOfDay())
                        .integer(until.toSecondOfDay())
                        .integer(offset.getTotalSeconds());
            case TimeCondition.OnDays(var days, var offset) -> {
                out.array(3).integer(42).array(days.size());
                days.forEach(day -> out.integer(day.getValue()));
                out.integer(offset.getTotalSeconds());
            }
        }
    }

    private static void quality(CborWriter out, QualityCondition condition) {
        switch (condition) {
            case QualityCondition.PriorityAtLeast(var priority) -> text(out, 50, priority.name());
            case QualityCondition.ImportanceAtLeast(int importance) ->
                out.array(2).integer(51).integer(importance);
            case QualityCondition.MustSucceed() -> mark(out, 52);
        }
    }

    private static void path(CborWriter out, PathCondition condition) {
        switch (condition) {
            case PathCondition.Traverses(var pattern) -> text(out, 60, pattern.text());
            case PathCondition.EveryPathPasses(var to, var through) ->
                out.array(3).integer(61).text(to.text()).text(through.text());
        }
    }

    private static void mark(CborWriter out, int type) {
        out.array(1).integer(type);
    }

    private static void text(CborWriter out, int type, String fact) {
        out.array(2).integer(type).text(fact);
    }

    private static void list(CborWriter out, int type, List<Condition> parts) {
        out.array(1 + parts.size()).integer(type);
        parts.forEach(part -> write(out, part));
    }
}
