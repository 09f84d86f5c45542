package dev.cnv.runtime.policy;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.policy.Condition.AgentIs;
import dev.cnv.runtime.policy.Condition.AgentTypeIs;
import dev.cnv.runtime.policy.Condition.ArgumentEquals;
import dev.cnv.runtime.policy.Condition.CapabilityMatches;
import dev.cnv.runtime.policy.Condition.EffectIs;
import dev.cnv.runtime.policy.Condition.HandlesData;
import dev.cnv.runtime.policy.Condition.HandlesSensitiveData;
import dev.cnv.runtime.policy.Condition.LevelAtLeast;
import dev.cnv.runtime.policy.Condition.PrincipalKindIs;
import dev.cnv.runtime.policy.Condition.RequiresIsolation;
import dev.cnv.runtime.policy.Condition.SensitivityAtLeast;
import dev.cnv.runtime.policy.Condition.TenantIs;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;

/**
 * What each single condition means, one method per type. {@link Conditions} and compiled code call the
 * same methods, so that only what stands around them (all, any, not, and the rules) has two forms.
 *
 * <p>Texts are compared and not the records around them, whose own methods allocate until they are
 * compiled. A method throws {@link ConditionFault} when its condition cannot be asked.
 */
final class Leaves {

    private static final long DAY_SECONDS = 24 * 60 * 60;

    private Leaves() {}

    static boolean holds(EffectIs c, PolicyRequest r) {
        return r.verb().effects().effects().contains(c.effect());
    }

    static boolean holds(LevelAtLeast c, PolicyRequest r) {
        return r.verb().effects().level().covers(c.level());
    }

    static boolean holds(SensitivityAtLeast c, PolicyRequest r) {
        return r.verb().effects().sensitivity().compareTo(c.sensitivity()) >= 0;
    }

    static boolean holds(CapabilityMatches c, PolicyRequest r) {
        return c.pattern().matches(r.verb().id());
    }

    static boolean holds(HandlesSensitiveData unused, PolicyRequest r) {
        return r.verb().effects().sensitiveData();
    }

    static boolean holds(HandlesData c, PolicyRequest r) {
        return r.verb().effects().data().contains(c.tag());
    }

    static boolean holds(RequiresIsolation c, PolicyRequest r) {
        return r.verb().contract().isolation().compareTo(c.isolation()) >= 0;
    }

    static boolean holds(AgentTypeIs c, PolicyRequest r) {
        return r.context().principal().agent().type().equals(c.type());
    }

    static boolean holds(AgentIs c, PolicyRequest r) {
        return r.context().principal().agent().id().value().equals(c.agent().value());
    }

    static boolean holds(TenantIs c, PolicyRequest r) {
        return r.context().principal().tenant().value().equals(c.tenant().value());
    }

    static boolean holds(PrincipalKindIs c, PolicyRequest r) {
        return r.context().principal().kind() == c.kind();
    }

    static boolean holds(ArgumentEquals c, PolicyRequest r) {
        return ArgumentValues.equal(r, c.name(), c.value());
    }

    static boolean holds(ArgumentCondition.Present c, PolicyRequest r) {
        return ArgumentValues.present(r, c.name());
    }

    static boolean holds(ArgumentCondition.Compares c, PolicyRequest r) {
        return ArgumentValues.compares(r, c.name(), c.order(), c.bound());
    }

    static boolean holds(ArgumentCondition.StartsWith c, PolicyRequest r) {
        return ArgumentValues.startsWith(r, c.name(), c.prefix());
    }

    static boolean holds(ArgumentCondition.OneOf c, PolicyRequest r) {
        return ArgumentValues.oneOf(r, c.name(), c.values());
    }

    static boolean holds(DelegationCondition.OriginIsPerson unused, PolicyRequest r) {
        return r.facts().delegation().originIsPerson();
    }

    static boolean holds(DelegationCondition.OriginIs c, PolicyRequest r) {
        return r.facts().delegation().origin().value().equals(c.agent().value());
    }

    static boolean holds(DelegationCondition.ExecutorIs c, PolicyRequest r) {
        return r.facts().delegation().executor().value().equals(c.agent().value());
    }

    static boolean holds(DelegationCondition.DepthAtMost c, PolicyRequest r) {
        return r.facts().delegation().depth() <= c.depth();
    }

    static boolean holds(TimeCondition.Between c, PolicyRequest r) {
        Instant now = r.facts().now();
        return !now.isBefore(c.from()) && now.isBefore(c.until());
    }

    static boolean holds(TimeCondition.Daily c, PolicyRequest r) {
        long second = Math.floorMod(
                r.facts().now().getEpochSecond() + c.offset().getTotalSeconds(), DAY_SECONDS);
        long from = c.from().toSecondOfDay();
        long until = c.until().toSecondOfDay();
        return from < until ? second >= from && second < until : second >= from || second < until;
    }

    static boolean holds(TimeCondition.OnDays c, PolicyRequest r) {
        long day = Math.floorDiv(
                r.facts().now().getEpochSecond() + c.offset().getTotalSeconds(), DAY_SECONDS);
        // 1970-01-01 was a Thursday.
        int fromMonday = Math.floorMod(day + 3, 7);
        return c.days().contains(DayOfWeek.of(fromMonday + 1));
    }

    static boolean holds(QualityCondition.PriorityAtLeast c, PolicyRequest r) {
        return r.context().qualityOfService().priority().compareTo(c.priority()) >= 0;
    }

    static boolean holds(QualityCondition.ImportanceAtLeast c, PolicyRequest r) {
        return r.context().qualityOfService().importance() >= c.importance();
    }

    static boolean holds(QualityCondition.MustSucceed unused, PolicyRequest r) {
        return r.context().qualityOfService().mustSucceed();
    }

    static boolean holds(PathCondition.Traverses c, PolicyRequest r) {
        List<CapabilityId> path = r.context().path();
        for (int i = 0; i < path.size(); i++) {
            if (c.pattern().matches(path.get(i))) {
                return true;
            }
        }
        return false;
    }

    static boolean holds(PathCondition.EveryPathPasses c, PolicyRequest r) {
        if (r.facts().ways().isEmpty()) {
            throw new ConditionFault("whether every path to " + c.to() + " passes " + c.through()
                    + " needs the ways through the verbs, which this request does not have");
        }
        return r.facts().ways().get().everyPathPasses(c.to(), c.through());
    }
}
