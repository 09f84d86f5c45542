package dev.cnv.runtime.policy;

import dev.cnv.runtime.policy.Condition.AllOf;
import dev.cnv.runtime.policy.Condition.AnyOf;
import dev.cnv.runtime.policy.Condition.ArgumentEquals;
import dev.cnv.runtime.policy.Condition.Not;
import java.util.List;
import java.util.Optional;

/**
 * Whether rules decide alike about all calls of one verb by one caller. Conditions are asked in three
 * values (Kleene's strong logic): what looks at arguments, time or priority is unknown, and so is what
 * cannot be asked. When an allow is true and everything else is false, then whatever the unknown may be
 * the verdict is a permit.
 */
final class Invariance {

    /** What a condition is for all calls alike. */
    private enum Truth {
        FALSE,
        UNKNOWN,
        TRUE;

        Truth not() {
            return switch (this) {
                case FALSE -> TRUE;
                case UNKNOWN -> UNKNOWN;
                case TRUE -> FALSE;
            };
        }
    }

    private Invariance() {}

    /** The first rule that is not the same for all; empty when all calls alike are permitted. */
    static Optional<String> broken(List<PolicyRule> rules, PolicyRequest request) {
        boolean allowed = false;
        String open = "no rule";
        for (PolicyRule rule : rules) {
            Truth truth = ask(rule.when(), request);
            if (rule.action() instanceof PolicyAction.Allow) {
                allowed |= truth == Truth.TRUE;
                open = truth == Truth.UNKNOWN ? rule.name() : open;
            } else if (truth != Truth.FALSE) {
                return Optional.of(rule.name());
            }
        }
        return allowed ? Optional.empty() : Optional.of(open);
    }

    private static Truth ask(Condition condition, PolicyRequest request) {
        return switch (condition) {
            case AllOf(List<Condition> parts) -> least(parts, request);
            case AnyOf(List<Condition> parts) -> greatest(parts, request);
            case Not(Condition part) -> ask(part, request).not();
            case ArgumentEquals _, ArgumentCondition _, TimeCondition _, QualityCondition _ ->
                Truth.UNKNOWN;
            default -> leaf(condition, request);
        };
    }

    private static Truth leaf(Condition condition, PolicyRequest request) {
        try {
            return Conditions.holds(condition, request) ? Truth.TRUE : Truth.FALSE;
        } catch (RuntimeException _) {
            return Truth.UNKNOWN;
        }
    }

    /** Parts are asked in order, and a fault in one before the deciding part is a fault of all. */
    private static Truth least(List<Condition> parts, PolicyRequest request) {
        return fold(parts, request, Truth.FALSE);
    }

    private static Truth greatest(List<Condition> parts, PolicyRequest request) {
        return fold(parts, request, Truth.TRUE);
    }

    private static Truth fold(List<Condition> parts, PolicyRequest request, Truth deciding) {
        Truth truth = deciding.not();
        for (Condition part : parts) {
            Truth answer = ask(part, request);
            if (answer == deciding) {
                return deciding;
            }
            if (answer == Truth.UNKNOWN) {
                if (Conditions.mayFault(part)) {
                    return Truth.UNKNOWN;
                }
                truth = Truth.UNKNOWN;
            }
        }
        return truth;
    }
}
