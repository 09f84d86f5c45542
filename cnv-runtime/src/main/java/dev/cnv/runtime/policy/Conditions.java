package dev.cnv.runtime.policy;

import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.identity.Principal;
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

/** Asks conditions, and measures them. */
final class Conditions {

    /** The deepest nesting of a rule's condition. */
    static final int MAX_DEPTH = 16;

    /** The largest number of conditions in a rule. */
    static final int MAX_NODE_COUNT = 1024;

    private Conditions() {}

    /**
     * Asks a condition.
     *
     * @throws RuntimeException when the request holds something that cannot be compared, such as an
     *     argument without canonical form
     */
    static boolean holds(Condition condition, PolicyRequest request) {
        EffectSet effects = request.verb().effects();
        Principal caller = request.context().principal();
        return switch (condition) {
            case Always() -> true;
            case EffectIs(var effect) -> effects.effects().contains(effect);
            case LevelAtLeast(var level) -> effects.level().covers(level);
            case SensitivityAtLeast(var least) -> effects.sensitivity().compareTo(least) >= 0;
            case AgentTypeIs(String type) -> caller.agent().type().equals(type);
            case AgentIs(var agent) -> caller.agent().id().equals(agent);
            case TenantIs(var tenant) -> caller.tenant().equals(tenant);
            case CapabilityMatches(var pattern) ->
                pattern.matches(request.verb().id());
            case HandlesSensitiveData() -> effects.sensitiveData();
            case HandlesData(var tag) -> effects.data().contains(tag);
            case RequiresIsolation(Isolation least) ->
                request.verb().contract().isolation().compareTo(least) >= 0;
            case PrincipalKindIs(var kind) -> caller.kind() == kind;
            case ArgumentEquals(String name, JsonNode value) -> equal(request, name, value);
            case AllOf(List<Condition> parts) -> all(parts, request);
            case AnyOf(List<Condition> parts) -> any(parts, request);
            case Not(Condition part) -> !holds(part, request);
        };
    }

    /**
     * Checks a condition's size, so that asking it is bounded.
     *
     * @throws IllegalArgumentException when it is too deep or too large
     */
    static void requireInLimits(Condition condition) {
        int count = count(condition, 1);
        if (count > MAX_NODE_COUNT) {
            throw new IllegalArgumentException(
                    "conditionCount=" + count + " is more than " + MAX_NODE_COUNT);
        }
    }

    private static int count(Condition condition, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("the condition is nested deeper than " + MAX_DEPTH);
        }
        return switch (condition) {
            case AllOf(List<Condition> parts) -> count(parts, depth);
            case AnyOf(List<Condition> parts) -> count(parts, depth);
            case Not(Condition part) -> 1 + count(part, depth + 1);
            default -> 1;
        };
    }

    private static int count(List<Condition> parts, int depth) {
        int count = 1;
        for (Condition part : parts) {
            count = Math.addExact(count, count(part, depth + 1));
        }
        return count;
    }

    private static boolean all(List<Condition> parts, PolicyRequest request) {
        for (Condition part : parts) {
            if (!holds(part, request)) {
                return false;
            }
        }
        return true;
    }

    private static boolean any(List<Condition> parts, PolicyRequest request) {
        for (Condition part : parts) {
            if (holds(part, request)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(PolicyRequest request, String name, JsonNode value) {
        JsonNode argument = request.arguments().get(name);
        return argument != null && CanonicalJson.text(argument).equals(CanonicalJson.text(value));
    }
}
