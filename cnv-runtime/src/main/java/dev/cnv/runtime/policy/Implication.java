package dev.cnv.runtime.policy;

import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.policy.Condition.AllOf;
import dev.cnv.runtime.policy.Condition.Always;
import dev.cnv.runtime.policy.Condition.AnyOf;
import dev.cnv.runtime.policy.Condition.Not;
import java.util.List;

/**
 * Says of two conditions, by their form, whether the first implies the second. A yes holds for every
 * request; a no says nothing.
 *
 * <p>A condition has three answers: it holds, it does not, or it cannot be asked. So there are two
 * questions, which {@code not} exchanges: whether the second holds wherever the first holds, and
 * whether the second holds or fails wherever the first holds or fails. The first is asked of an allow
 * that becomes narrower, the other of a deny that becomes wider, since a deny that fails refuses.
 */
final class Implication {

    private Implication() {}

    /** Whether {@code b} holds wherever {@code a} holds. */
    static boolean holds(Condition a, Condition b) {
        return implies(a, b, true);
    }

    /** Whether {@code b} holds or cannot be asked wherever {@code a} holds or cannot be asked. */
    static boolean holdsOrFails(Condition a, Condition b) {
        return implies(a, b, false);
    }

    private static boolean implies(Condition a, Condition b, boolean strict) {
        if (a.equals(b) || b instanceof Always || never(a)) {
            return true;
        }
        if (a instanceof Not(Condition x) && b instanceof Not(Condition y)) {
            return implies(y, x, !strict);
        }
        if (a instanceof AnyOf(List<Condition> parts)) {
            return parts.stream().allMatch(part -> implies(part, b, strict));
        }
        if (b instanceof AllOf(List<Condition> parts)) {
            return parts.stream().allMatch(part -> implies(a, part, strict));
        }
        return (b instanceof AnyOf(List<Condition> parts) && oneImplied(a, parts, strict))
                || (a instanceof AllOf(List<Condition> all) && oneImplies(all, b, strict))
                || LeafImplication.implies(a, b);
    }

    private static boolean never(Condition condition) {
        return condition instanceof Not(Condition part) && part instanceof Always;
    }

    /** What stands before the implied part must not fail, when only holding counts. */
    private static boolean oneImplied(Condition a, List<Condition> parts, boolean strict) {
        for (Condition part : parts) {
            if (implies(a, part, strict)) {
                return true;
            }
            if (strict && Conditions.mayFault(part)) {
                return false;
            }
        }
        return false;
    }

    /** What stands before the implying part must not fail, when failing counts as well. */
    private static boolean oneImplies(List<Condition> parts, Condition b, boolean strict) {
        for (Condition part : parts) {
            if (implies(part, b, strict)) {
                return true;
            }
            if (!strict && Conditions.mayFault(part)) {
                return false;
            }
        }
        return false;
    }

    /** How far a verb reaches at least that declares an effect. */
    static EffectLevel level(dev.cnv.annotations.Effect effect) {
        return switch (effect) {
            case PRIVILEGED -> EffectLevel.PRIVILEGED;
            case NETWORK_ACCESS -> EffectLevel.NETWORK;
            case READ_ONLY -> EffectLevel.READ_ONLY;
            case MUTATE_STATE, MUTATE_CONFIG, MUTATE_ONTOLOGY, MUTATE_SECURITY, STORAGE_WRITE ->
                EffectLevel.MUTATE;
        };
    }
}
