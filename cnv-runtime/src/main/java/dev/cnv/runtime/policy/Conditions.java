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
     * @throws ConditionFault when the request lacks or holds something so that it cannot be asked, such
     *     as an argument that cannot be read
     */
    static boolean holds(Condition condition, PolicyRequest request) {
        return switch (condition) {
            case Always() -> true;
            case AllOf(List<Condition> parts) -> all(parts, request);
            case AnyOf(List<Condition> parts) -> any(parts, request);
            case Not(Condition part) -> !holds(part, request);
            case EffectIs c -> Leaves.holds(c, request);
            case LevelAtLeast c -> Leaves.holds(c, request);
            case SensitivityAtLeast c -> Leaves.holds(c, request);
            case AgentTypeIs c -> Leaves.holds(c, request);
            case AgentIs c -> Leaves.holds(c, request);
            case TenantIs c -> Leaves.holds(c, request);
            case CapabilityMatches c -> Leaves.holds(c, request);
            case HandlesSensitiveData c -> Leaves.holds(c, request);
            case HandlesData c -> Leaves.holds(c, request);
            case RequiresIsolation c -> Leaves.holds(c, request);
            case PrincipalKindIs c -> Leaves.holds(c, request);
            case ArgumentEquals c -> Leaves.holds(c, request);
            case ArgumentCondition c -> holds(c, request);
            case DelegationCondition c -> holds(c, request);
            case TimeCondition c -> holds(c, request);
            case QualityCondition c -> holds(c, request);
            case PathCondition c -> holds(c, request);
        };
    }

    private static boolean holds(ArgumentCondition condition, PolicyRequest request) {
        return switch (condition) {
            case ArgumentCondition.Present c -> Leaves.holds(c, request);
            case ArgumentCondition.Compares c -> Leaves.holds(c, request);
            case ArgumentCondition.StartsWith c -> Leaves.holds(c, request);
            case ArgumentCondition.OneOf c -> Leaves.holds(c, request);
        };
    }

    private static boolean holds(DelegationCondition condition, PolicyRequest request) {
        return switch (condition) {
            case DelegationCondition.OriginIsPerson c -> Leaves.holds(c, request);
            case DelegationCondition.OriginIs c -> Leaves.holds(c, request);
            case DelegationCondition.ExecutorIs c -> Leaves.holds(c, request);
            case DelegationCondition.DepthAtMost c -> Leaves.holds(c, request);
        };
    }

    private static boolean holds(TimeCondition condition, PolicyRequest request) {
        return switch (condition) {
            case TimeCondition.Between c -> Leaves.holds(c, request);
            case TimeCondition.Daily c -> Leaves.holds(c, request);
            case TimeCondition.OnDays c -> Leaves.holds(c, request);
        };
    }

    private static boolean holds(QualityCondition condition, PolicyRequest request) {
        return switch (condition) {
            case QualityCondition.PriorityAtLeast c -> Leaves.holds(c, request);
            case QualityCondition.ImportanceAtLeast c -> Leaves.holds(c, request);
            case QualityCondition.MustSucceed c -> Leaves.holds(c, request);
        };
    }

    private static boolean holds(PathCondition condition, PolicyRequest request) {
        return switch (condition) {
            case PathCondition.Traverses c -> Leaves.holds(c, request);
            case PathCondition.EveryPathPasses c -> Leaves.holds(c, request);
        };
    }

    /** Whether a condition looks at the verb alone, and so has one answer for all its calls. */
    static boolean isAboutVerb(Condition condition) {
        return switch (condition) {
            case EffectIs _, LevelAtLeast _, SensitivityAtLeast _, CapabilityMatches _ -> true;
            case HandlesSensitiveData _, HandlesData _, RequiresIsolation _ -> true;
            default -> false;
        };
    }

    /** Whether a condition asks for the ways through the verbs. */
    static boolean asksForWays(Condition condition) {
        return switch (condition) {
            case AllOf(List<Condition> parts) -> parts.stream().anyMatch(Conditions::asksForWays);
            case AnyOf(List<Condition> parts) -> parts.stream().anyMatch(Conditions::asksForWays);
            case Not(Condition part) -> asksForWays(part);
            case PathCondition c -> c instanceof PathCondition.EveryPathPasses;
            default -> false;
        };
    }

    /** Whether asking a condition can be a fault. */
    static boolean mayFault(Condition condition) {
        return switch (condition) {
            case AllOf(List<Condition> parts) -> parts.stream().anyMatch(Conditions::mayFault);
            case AnyOf(List<Condition> parts) -> parts.stream().anyMatch(Conditions::mayFault);
            case Not(Condition part) -> mayFault(part);
            case ArgumentEquals _ -> true;
            case ArgumentCondition c -> !(c instanceof ArgumentCondition.Present);
            case PathCondition c -> c instanceof PathCondition.EveryPathPasses;
            default -> false;
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

    /** {@return how many conditions a condition has, itself included} */
    static int count(Condition condition) {
        return count(condition, 1);
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
}
