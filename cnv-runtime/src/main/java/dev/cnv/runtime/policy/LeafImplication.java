package dev.cnv.runtime.policy;

import dev.cnv.runtime.policy.ArgumentCondition.Compares;
import dev.cnv.runtime.policy.ArgumentCondition.OneOf;
import dev.cnv.runtime.policy.ArgumentCondition.Present;
import dev.cnv.runtime.policy.ArgumentCondition.StartsWith;
import dev.cnv.runtime.policy.Condition.ArgumentEquals;
import dev.cnv.runtime.policy.Condition.CapabilityMatches;
import dev.cnv.runtime.policy.Condition.EffectIs;
import dev.cnv.runtime.policy.Condition.HandlesData;
import dev.cnv.runtime.policy.Condition.HandlesSensitiveData;
import dev.cnv.runtime.policy.Condition.LevelAtLeast;
import dev.cnv.runtime.policy.Condition.RequiresIsolation;
import dev.cnv.runtime.policy.Condition.SensitivityAtLeast;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Says of two single conditions whether the first implies the second. The answer is the same for
 * holding and for failing: two conditions on one argument fail on the same unreadable arguments, and
 * where the second fails on more, the first is no condition of that argument that holds there.
 */
final class LeafImplication {

    private LeafImplication() {}

    static boolean implies(Condition a, Condition b) {
        return switch (b) {
            case LevelAtLeast(var least) ->
                switch (a) {
                    case LevelAtLeast(var level) -> level.covers(least);
                    case EffectIs(var effect) -> Implication.level(effect).covers(least);
                    default -> false;
                };
            case SensitivityAtLeast(var least) ->
                a instanceof SensitivityAtLeast(var own) && own.compareTo(least) >= 0;
            case RequiresIsolation(var least) ->
                a instanceof RequiresIsolation(var own) && own.compareTo(least) >= 0;
            case CapabilityMatches(var wide) ->
                a instanceof CapabilityMatches(var narrow) && wide.includes(narrow);
            case HandlesSensitiveData() -> a instanceof HandlesData;
            case DelegationCondition.DepthAtMost(int most) ->
                a instanceof DelegationCondition.DepthAtMost(int own) && own <= most;
            case QualityCondition.PriorityAtLeast(var least) ->
                a instanceof QualityCondition.PriorityAtLeast(var own) && own.compareTo(least) >= 0;
            case QualityCondition.ImportanceAtLeast(int least) ->
                a instanceof QualityCondition.ImportanceAtLeast(int own) && own >= least;
            case PathCondition.Traverses(var wide) ->
                a instanceof PathCondition.Traverses(var narrow) && wide.includes(narrow);
            case TimeCondition.Between(var from, var until) ->
                a instanceof TimeCondition.Between own
                        && !own.from().isBefore(from)
                        && !own.until().isAfter(until);
            case TimeCondition.OnDays(var days, var offset) ->
                a instanceof TimeCondition.OnDays own
                        && own.offset().equals(offset)
                        && days.containsAll(own.days());
            case TimeCondition.Daily wide ->
                a instanceof TimeCondition.Daily narrow && within(narrow, wide);
            case ArgumentCondition argument -> implies(a, argument);
            default -> false;
        };
    }

    private static boolean within(TimeCondition.Daily narrow, TimeCondition.Daily wide) {
        if (!narrow.offset().equals(wide.offset())) {
            return false;
        }
        int start = wide.from().toSecondOfDay();
        int day = 24 * 60 * 60;
        int length = Math.floorMod(wide.until().toSecondOfDay() - start, day);
        int from = Math.floorMod(narrow.from().toSecondOfDay() - start, day);
        int own =
                Math.floorMod(narrow.until().toSecondOfDay() - narrow.from().toSecondOfDay(), day);
        return from + own <= length;
    }

    private static boolean implies(Condition a, ArgumentCondition b) {
        return switch (a) {
            case ArgumentEquals(String name, JsonNode value) ->
                name.equals(b.name()) && fulfils(List.of(value), b);
            case OneOf(String name, List<JsonNode> values) ->
                name.equals(b.name()) && fulfils(values, b);
            case Compares own -> own.name().equals(b.name()) && implies(own, b);
            case StartsWith own ->
                own.name().equals(b.name())
                        && (b instanceof Present
                                || (b instanceof StartsWith(String _, String prefix)
                                        && own.prefix().startsWith(prefix)));
            default -> false;
        };
    }

    private static boolean implies(Compares own, ArgumentCondition b) {
        return switch (b) {
            case Present _ -> true;
            case Compares other -> inside(own, other);
            case StartsWith _, OneOf _ -> false;
        };
    }

    private static boolean inside(Compares own, Compares other) {
        int order = own.bound().compareTo(other.bound());
        return switch (other.order()) {
            case LESS ->
                switch (own.order()) {
                    case LESS -> order <= 0;
                    case AT_MOST -> order < 0;
                    case GREATER, AT_LEAST -> false;
                };
            case AT_MOST ->
                switch (own.order()) {
                    case LESS, AT_MOST -> order <= 0;
                    case GREATER, AT_LEAST -> false;
                };
            case GREATER ->
                switch (own.order()) {
                    case GREATER -> order >= 0;
                    case AT_LEAST -> order > 0;
                    case LESS, AT_MOST -> false;
                };
            case AT_LEAST ->
                switch (own.order()) {
                    case GREATER, AT_LEAST -> order >= 0;
                    case LESS, AT_MOST -> false;
                };
        };
    }

    private static boolean fulfils(List<JsonNode> values, ArgumentCondition b) {
        return values.stream().allMatch(value -> switch (b) {
            case Present _ -> true;
            case Compares c ->
                value.isNumber() && c.order().holds(ArgumentValues.compare(value, c.bound()));
            case StartsWith c -> value.isString() && value.stringValue().startsWith(c.prefix());
            case OneOf c -> c.values().stream().anyMatch(v -> ArgumentValues.equal(value, v));
        });
    }
}
