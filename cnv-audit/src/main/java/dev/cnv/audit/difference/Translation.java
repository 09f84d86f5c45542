package dev.cnv.audit.difference;

import com.microsoft.z3.ArithExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.IntExpr;
import com.microsoft.z3.IntSort;
import com.microsoft.z3.Model;
import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.DelegationCondition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.QualityCondition;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.runtime.policy.TimeCondition;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Says to the solver when a policy permits a request: linear arithmetic over the bounded numbers of a
 * {@link Vocabulary}.
 *
 * <p>A condition holds, does not hold, or is at fault; so it becomes two formulas. What a condition
 * about an argument says of the value that stands for a class is asked of the engine itself.
 *
 * <p><b>Threading:</b> for one thread, as the solver's context is.
 */
// The binding has generic varargs parameters, and constants of an enum are numbers in the formula.
@SuppressWarnings({"unchecked", "EnumOrdinal"})
final class Translation {

    private static final int DAY_SECONDS = 24 * 60 * 60;

    /** When a condition holds, and when it cannot be asked; never both. */
    private record Truth(BoolExpr holds, BoolExpr fails) {}

    private final Context solver;
    private final Vocabulary words;
    private final Map<String, IntExpr> variables = new LinkedHashMap<>();
    private final Map<Condition, Truth> aboutArguments = new HashMap<>();

    Translation(Context solver, Vocabulary words) {
        this.solver = solver;
        this.words = words;
        words.variables().keySet().forEach(name -> variables.put(name, solver.mkIntConst(name)));
    }

    /** The numbers of a model. */
    Situation situation(Model model) {
        Map<String, Long> values = new HashMap<>();
        variables.forEach((name, variable) ->
                values.put(name, Long.parseLong(model.eval(variable, true).toString())));
        return new Situation(words, values);
    }

    /** Which numbers are those of a request. */
    BoolExpr isRequest() {
        List<BoolExpr> all = new ArrayList<>();
        words.variables().forEach((name, range) -> {
            all.add(solver.mkGe(variable(name), number(range.least())));
            all.add(solver.mkLe(variable(name), number(range.most())));
        });
        List<BoolExpr> effects = new ArrayList<>();
        for (Effect effect : Effect.values()) {
            effects.add(flag(Situation.effect(effect)));
            if (effect.mutating()) {
                all.add(not(and(
                        flag(Situation.effect(Effect.READ_ONLY)), flag(Situation.effect(effect)))));
            }
        }
        all.add(or(effects));
        all.add(fits(Situation.VERB));
        for (int i = 0; i < words.pathCount(); i++) {
            all.add(fits(Situation.path(i)));
        }
        return and(all);
    }

    /** When a policy permits the request as it is. */
    BoolExpr permits(PolicySet policy) {
        List<BoolExpr> all = new ArrayList<>();
        List<BoolExpr> allows = new ArrayList<>();
        for (PolicyRule rule : policy.rules()) {
            if (!rule.state().asked()) {
                continue;
            }
            BoolExpr asked = asked(rule.when());
            Truth when = truth(rule.when());
            BoolExpr applies = and(asked, when.holds());
            if (rule.action() instanceof PolicyAction.Allow) {
                allows.add(applies);
            } else {
                all.add(not(and(asked, when.fails())));
                all.add(implies(applies, lets(rule.action())));
            }
        }
        all.add(or(allows));
        return and(all);
    }

    /** When an action that applies leaves the call to what permits it. */
    private BoolExpr lets(PolicyAction action) {
        return switch (action) {
            case PolicyAction.Allow() -> solver.mkTrue();
            case PolicyAction.Deny _ -> solver.mkFalse();
            case PolicyAction.RequireApproval needed -> approved(needed);
            case PolicyAction.RedirectTo(CapabilityId to) -> is(Situation.VERB, to);
            case PolicyAction.RewriteArguments rewrite -> {
                List<BoolExpr> same = new ArrayList<>();
                rewrite.replacements().forEach((name, value) -> same.add(isArgument(name, value)));
                yield and(same);
            }
        };
    }

    private BoolExpr approved(PolicyAction.RequireApproval needed) {
        ArithExpr<IntSort> given =
                needed.approvers().isEmpty() ? variable(Situation.MORE_APPROVERS) : number(0);
        for (int i = 0; i < words.agents().size() - 1; i++) {
            AgentId agent = new AgentId(words.agents().get(i));
            if (needed.approvers().isEmpty() || needed.approvers().contains(agent)) {
                BoolExpr counts = and(flag(Situation.approver(i)), not(equal(Situation.AGENT, i)));
                given = solver.mkAdd(given, solver.mkITE(counts, number(1), number(0)));
            }
        }
        return solver.mkGe(given, number(needed.count()));
    }

    private BoolExpr isArgument(String name, JsonNode value) {
        List<Optional<JsonNode>> classes = words.arguments().getOrDefault(name, List.of());
        List<BoolExpr> same = new ArrayList<>();
        // The last class stands for what has no canonical form, and is never the same.
        for (int i = 0; i < classes.size() - 1; i++) {
            Optional<JsonNode> other = classes.get(i);
            if (other.isPresent()
                    && CanonicalJson.text(other.get()).equals(CanonicalJson.text(value))) {
                same.add(equal(Situation.argument(name), i));
            }
        }
        return or(same);
    }

    private BoolExpr asked(Condition condition) {
        return Scope.of(condition)
                .map(patterns -> or(patterns.stream()
                        .map(pattern -> matches(pattern, Situation.VERB))
                        .toList()))
                .orElseGet(solver::mkTrue);
    }

    private Truth truth(Condition condition) {
        return switch (condition) {
            case Condition.AllOf(List<Condition> parts) -> all(parts);
            case Condition.AnyOf(List<Condition> parts) -> any(parts);
            case Condition.Not(Condition part) -> negated(truth(part));
            case Condition.ArgumentEquals c -> aboutArgument(c.name(), c);
            case ArgumentCondition c -> aboutArgument(c.name(), c);
            case PathCondition.EveryPathPasses _ -> new Truth(solver.mkFalse(), solver.mkTrue());
            default -> new Truth(holds(condition), solver.mkFalse());
        };
    }

    private Truth negated(Truth part) {
        return new Truth(and(not(part.holds()), not(part.fails())), part.fails());
    }

    /** The first part that does not hold ends the question, so that no later one is at fault. */
    private Truth all(List<Condition> parts) {
        List<BoolExpr> before = new ArrayList<>();
        List<BoolExpr> fails = new ArrayList<>();
        for (Condition part : parts) {
            Truth truth = truth(part);
            fails.add(and(and(before), truth.fails()));
            before.add(truth.holds());
        }
        return new Truth(and(before), or(fails));
    }

    private Truth any(List<Condition> parts) {
        List<BoolExpr> before = new ArrayList<>();
        List<BoolExpr> fails = new ArrayList<>();
        List<BoolExpr> holds = new ArrayList<>();
        for (Condition part : parts) {
            Truth truth = truth(part);
            fails.add(and(and(before), truth.fails()));
            holds.add(and(and(before), truth.holds()));
            before.add(negated(truth).holds());
        }
        return new Truth(or(holds), or(fails));
    }

    private Truth aboutArgument(String name, Condition condition) {
        return aboutArguments.computeIfAbsent(condition, c -> {
            List<BoolExpr> holds = new ArrayList<>();
            List<BoolExpr> fails = new ArrayList<>();
            RulePolicyEngine engine = RulePolicyEngine.interpreting(
                    PolicySet.of(PolicyRule.allow("asked").when(c)));
            int count = words.arguments().getOrDefault(name, List.of()).size();
            for (int i = 0; i < count; i++) {
                PolicyVerdict verdict = engine.evaluate(withArgument(name, i).request());
                if (verdict instanceof PolicyVerdict.Permit) {
                    holds.add(equal(Situation.argument(name), i));
                } else if (!verdict.errors().isEmpty()) {
                    fails.add(equal(Situation.argument(name), i));
                }
            }
            return new Truth(or(holds), or(fails));
        });
    }

    private Situation withArgument(String name, long index) {
        Map<String, Long> values = new HashMap<>();
        words.variables().forEach((variable, range) -> values.put(variable, range.least()));
        values.put(Situation.effect(Effect.READ_ONLY), 1L);
        for (int i = 0; i < Vocabulary.SEGMENTS; i++) {
            values.put(
                    Situation.segment(Situation.VERB, i),
                    (long) words.segments(i).size() - 1);
        }
        values.put(Situation.argument(name), index);
        return new Situation(words, values);
    }

    private BoolExpr holds(Condition condition) {
        return switch (condition) {
            case Condition.Always() -> solver.mkTrue();
            case Condition.EffectIs(Effect effect) -> flag(Situation.effect(effect));
            case Condition.LevelAtLeast(EffectLevel level) -> reaches(level);
            case Condition.SensitivityAtLeast c ->
                atLeast(Situation.SENSITIVITY, c.sensitivity().ordinal());
            case Condition.RequiresIsolation c ->
                atLeast(Situation.ISOLATION, c.isolation().ordinal());
            case Condition.HandlesSensitiveData() -> {
                List<BoolExpr> tags = new ArrayList<>();
                for (DataTag tag : DataTag.values()) {
                    tags.add(flag(Situation.data(tag)));
                }
                yield or(tags);
            }
            case Condition.HandlesData(DataTag tag) -> flag(Situation.data(tag));
            case Condition.CapabilityMatches c -> matches(c.pattern(), Situation.VERB);
            case Condition.AgentTypeIs c -> equal(Situation.TYPE, words.types().indexOf(c.type()));
            case Condition.AgentIs c -> isAgent(Situation.AGENT, c.agent());
            case Condition.TenantIs c ->
                equal(Situation.TENANT, words.tenants().indexOf(c.tenant().value()));
            case Condition.PrincipalKindIs c -> equal(Situation.KIND, c.kind().ordinal());
            case DelegationCondition c -> holds(c);
            case TimeCondition c -> holds(c);
            case QualityCondition c -> holds(c);
            case PathCondition.Traverses c -> traverses(c.pattern());
            default -> throw new UntranslatableException("condition=" + condition);
        };
    }

    private BoolExpr holds(DelegationCondition condition) {
        return switch (condition) {
            case DelegationCondition.OriginIsPerson() -> flag(Situation.PERSON);
            case DelegationCondition.OriginIs c -> isAgent(Situation.ORIGIN, c.agent());
            case DelegationCondition.ExecutorIs c -> isAgent(Situation.EXECUTOR, c.agent());
            case DelegationCondition.DepthAtMost c ->
                solver.mkLe(variable(Situation.DEPTH), number(c.depth()));
        };
    }

    private BoolExpr holds(TimeCondition condition) {
        IntExpr now = variable(Situation.NOW);
        return switch (condition) {
            case TimeCondition.Between c ->
                and(
                        solver.mkGe(now, number(c.from().getEpochSecond())),
                        solver.mkLt(now, number(c.until().getEpochSecond())));
            case TimeCondition.Daily c -> daily(c);
            case TimeCondition.OnDays c -> {
                // 1970-01-01 was a Thursday.
                ArithExpr<IntSort> fromMonday = solver.mkMod(
                        solver.mkAdd(
                                solver.mkDiv(local(c.offset()), number(DAY_SECONDS)), number(3)),
                        number(7));
                List<BoolExpr> days = new ArrayList<>();
                for (DayOfWeek day : c.days()) {
                    days.add(solver.mkEq(fromMonday, number(day.getValue() - 1L)));
                }
                yield or(days);
            }
        };
    }

    private BoolExpr daily(TimeCondition.Daily c) {
        ArithExpr<IntSort> second = solver.mkMod(local(c.offset()), number(DAY_SECONDS));
        BoolExpr begun = solver.mkGe(second, number(c.from().toSecondOfDay()));
        BoolExpr ended = solver.mkGe(second, number(c.until().toSecondOfDay()));
        return c.from().isBefore(c.until())
                ? and(begun, not(ended))
                : or(List.of(begun, not(ended)));
    }

    private ArithExpr<IntSort> local(ZoneOffset offset) {
        return solver.mkAdd(variable(Situation.NOW), number(offset.getTotalSeconds()));
    }

    private BoolExpr holds(QualityCondition condition) {
        return switch (condition) {
            case QualityCondition.PriorityAtLeast c ->
                atLeast(Situation.PRIORITY, c.priority().ordinal());
            case QualityCondition.ImportanceAtLeast c ->
                atLeast(Situation.IMPORTANCE, c.importance());
            case QualityCondition.MustSucceed() -> flag(Situation.MUST_SUCCEED);
        };
    }

    private BoolExpr reaches(EffectLevel level) {
        List<BoolExpr> reaching = new ArrayList<>();
        for (Effect effect : Effect.values()) {
            if (dev.cnv.runtime.capability.EffectSet.of(effect).level().covers(level)) {
                reaching.add(flag(Situation.effect(effect)));
            }
        }
        return or(reaching);
    }

    private BoolExpr traverses(CapabilityPattern pattern) {
        List<BoolExpr> entries = new ArrayList<>();
        for (int i = 0; i < words.pathCount(); i++) {
            entries.add(and(flag(Situation.onPath(i)), matches(pattern, Situation.path(i))));
        }
        return or(entries);
    }

    private BoolExpr matches(CapabilityPattern pattern, String id) {
        List<String> segments = Vocabulary.segments(pattern);
        List<BoolExpr> all = new ArrayList<>();
        boolean open = segments.getLast().equals("**");
        IntExpr length = variable(Situation.length(id));
        all.add(
                open
                        ? solver.mkGe(length, number(segments.size()))
                        : solver.mkEq(length, number(segments.size())));
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.get(i).startsWith("*")) {
                all.add(isSegment(id, i, segments.get(i)));
            }
        }
        return and(all);
    }

    private BoolExpr is(String id, CapabilityId other) {
        return matches(new CapabilityPattern(other.path()), id);
    }

    private BoolExpr isSegment(String id, int position, String segment) {
        return equal(Situation.segment(id, position), words.segments(position).indexOf(segment));
    }

    /** An id has a greatest length. */
    private BoolExpr fits(String id) {
        ArithExpr<IntSort> characters = variable(Situation.length(id));
        for (int i = 0; i < Vocabulary.SEGMENTS; i++) {
            BoolExpr there = solver.mkGt(variable(Situation.length(id)), number(i));
            List<String> names = words.segments(i);
            for (int k = 0; k < names.size(); k++) {
                characters = solver.mkAdd(
                        characters,
                        solver.mkITE(
                                and(there, equal(Situation.segment(id, i), k)),
                                number(names.get(k).length()),
                                number(0)));
            }
        }
        return solver.mkLe(characters, number(CapabilityId.MAX_LENGTH + 1L));
    }

    private BoolExpr isAgent(String variable, AgentId agent) {
        return equal(variable, words.agents().indexOf(agent.value()));
    }

    private BoolExpr flag(String variable) {
        return equal(variable, 1);
    }

    private BoolExpr atLeast(String variable, long least) {
        return solver.mkGe(variable(variable), number(least));
    }

    private BoolExpr equal(String variable, long value) {
        return solver.mkEq(variable(variable), number(value));
    }

    private IntExpr variable(String name) {
        return java.util.Objects.requireNonNull(variables.get(name), name);
    }

    private IntExpr number(long value) {
        return solver.mkInt(value);
    }

    private BoolExpr not(BoolExpr part) {
        return solver.mkNot(part);
    }

    private BoolExpr implies(BoolExpr one, BoolExpr other) {
        return solver.mkImplies(one, other);
    }

    private BoolExpr and(BoolExpr one, BoolExpr other) {
        return solver.mkAnd(one, other);
    }

    private BoolExpr and(List<BoolExpr> parts) {
        return solver.mkAnd(parts.toArray(BoolExpr[]::new));
    }

    private BoolExpr or(List<BoolExpr> parts) {
        return solver.mkOr(parts.toArray(BoolExpr[]::new));
    }
}
