package dev.cnv.runtime.policy.text;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.DelegationCondition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.QualityCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads conditions. {@code and} binds closer than {@code or}, {@code not} closer than both; what stands
 * in parentheses stays a condition of its own.
 *
 * <p><b>Threading:</b> used by one thread.
 */
final class ConditionParser {

    /** How deep parentheses, {@code not}, {@code all} and {@code any} may stand in each other. */
    static final int MAX_NESTING = 32;

    private final Tokens tokens;
    private final ValueParser values;
    private final Map<String, Supplier<Condition>> tests;
    private int nesting;

    ConditionParser(Tokens tokens) {
        this.tokens = tokens;
        this.values = new ValueParser(tokens);
        this.tests = tests();
    }

    private Map<String, Supplier<Condition>> tests() {
        return Map.ofEntries(
                Map.entry("always", Condition::always),
                Map.entry("capability", () -> new Condition.CapabilityMatches(pattern())),
                Map.entry(
                        "effect",
                        () -> new Condition.EffectIs(tokens.constant("an effect", Effect.class))),
                Map.entry(
                        "level",
                        () -> ordered("a level", EffectLevel.class, Condition.LevelAtLeast::new)),
                Map.entry(
                        "sensitivity",
                        () -> ordered(
                                "a sensitivity",
                                Sensitivity.class,
                                Condition.SensitivityAtLeast::new)),
                Map.entry(
                        "isolation",
                        () -> ordered(
                                "an isolation", Isolation.class, Condition.RequiresIsolation::new)),
                Map.entry("data", this::data),
                Map.entry(
                        "agent-type",
                        () -> Tokens.checked(
                                tokens.name("an agent's type"), Condition.AgentTypeIs::new)),
                Map.entry("agent", () -> new Condition.AgentIs(agent())),
                Map.entry(
                        "tenant",
                        () -> new Condition.TenantIs(
                                Tokens.checked(tokens.name("a tenant"), TenantId::new))),
                Map.entry(
                        "principal",
                        () -> new Condition.PrincipalKindIs(
                                tokens.constant("a kind of principal", PrincipalKind.class))),
                Map.entry("origin", this::origin),
                Map.entry("executor", () -> new DelegationCondition.ExecutorIs(agent())),
                Map.entry("depth", this::depth),
                Map.entry("arg", values::argument),
                Map.entry("time", values::daily),
                Map.entry("weekday", values::onDays),
                Map.entry("from", values::between),
                Map.entry(
                        "priority",
                        () -> ordered(
                                "a priority",
                                Priority.class,
                                QualityCondition.PriorityAtLeast::new)),
                Map.entry("importance", this::importance),
                Map.entry("must-succeed", QualityCondition::mustSucceed),
                Map.entry("chain", this::traverses),
                Map.entry("paths", this::everyPathPasses));
    }

    Condition condition() {
        return list("or", this::conjunction, Condition.AnyOf::new);
    }

    private Condition conjunction() {
        return list("and", this::negation, Condition.AllOf::new);
    }

    private Condition list(
            String word, Supplier<Condition> part, Function<List<Condition>, Condition> join) {
        Condition first = part.get();
        if (!tokens.peek().isWord(word)) {
            return first;
        }
        List<Condition> parts = new ArrayList<>(List.of(first));
        while (tokens.takeWord(word)) {
            parts.add(part.get());
        }
        return join.apply(parts);
    }

    private Condition negation() {
        Token start = tokens.peek();
        nesting++;
        if (nesting > MAX_NESTING) {
            throw start.fault("the condition is nested deeper than " + MAX_NESTING);
        }
        Condition read = unary();
        nesting--;
        return read;
    }

    private Condition unary() {
        if (tokens.takeWord("not")) {
            return new Condition.Not(negation());
        }
        if (tokens.takeSign("(")) {
            Condition inner = condition();
            tokens.requireSign(")", "or 'and' or 'or'");
            return inner;
        }
        if (tokens.takeWord("all")) {
            return new Condition.AllOf(parts());
        }
        return tokens.takeWord("any") ? new Condition.AnyOf(parts()) : test();
    }

    private List<Condition> parts() {
        tokens.requireSign("(", "before the conditions");
        List<Condition> parts = new ArrayList<>(List.of(condition()));
        while (tokens.takeSign(",")) {
            parts.add(condition());
        }
        tokens.requireSign(")", "or ',' behind the conditions");
        return parts;
    }

    private Condition test() {
        List<String> words = new ArrayList<>(tests.keySet());
        words.addAll(List.of("not", "all", "any"));
        Token word = tokens.choice("a condition", words);
        Supplier<Condition> test = tests.get(word.text());
        if (test == null) {
            throw word.fault("expected a condition, found " + word.shown());
        }
        return test.get();
    }

    private CapabilityPattern pattern() {
        return Tokens.checked(
                tokens.word("a pattern of capabilities such as account.*"), CapabilityPattern::new);
    }

    private AgentId agent() {
        return Tokens.checked(tokens.name("an agent"), AgentId::new);
    }

    /** At least a constant; or at most one, which is not at least the next. */
    private <E extends Enum<E>> Condition ordered(
            String what, Class<E> type, Function<E, Condition> atLeast) {
        Token sign = tokens.peek();
        if (tokens.takeSign(">=")) {
            return atLeast.apply(tokens.constant(what, type));
        }
        if (!tokens.takeSign("<=")) {
            throw tokens.expected("'>=' or '<=' before " + what, List.of());
        }
        E most = tokens.constant(what, type);
        E[] all = type.getEnumConstants();
        if (most.ordinal() == all.length - 1) {
            throw sign.fault("<= " + most + " holds for every call; leave it out");
        }
        return new Condition.Not(atLeast.apply(all[most.ordinal() + 1]));
    }

    private Condition data() {
        return tokens.takeWord("any")
                ? new Condition.HandlesSensitiveData()
                : new Condition.HandlesData(
                        tokens.constant("a tag of data or 'any'", DataTag.class));
    }

    private Condition origin() {
        if (tokens.takeWord("person")) {
            return new DelegationCondition.OriginIsPerson();
        }
        return new DelegationCondition.OriginIs(
                Tokens.checked(tokens.string("'person', or an agent"), AgentId::new));
    }

    private Condition depth() {
        if (tokens.takeSign("<=")) {
            return new DelegationCondition.DepthAtMost(
                    tokens.integer("a number of links", 0, DelegationCondition.MAX_DEPTH));
        }
        tokens.requireSign(">", "or '<=' before a number of links");
        return new Condition.Not(new DelegationCondition.DepthAtMost(
                tokens.integer("a number of links", 0, DelegationCondition.MAX_DEPTH)));
    }

    private Condition importance() {
        if (tokens.takeSign("<")) {
            return new Condition.Not(new QualityCondition.ImportanceAtLeast(
                    tokens.integer("an importance", 0, 100)));
        }
        tokens.requireSign(">=", "or '<' before an importance");
        return new QualityCondition.ImportanceAtLeast(tokens.integer("an importance", 0, 100));
    }

    private Condition traverses() {
        tokens.requireWord("traverses", "behind 'chain'");
        return new PathCondition.Traverses(pattern());
    }

    private Condition everyPathPasses() {
        tokens.requireWord("to", "behind 'paths'");
        CapabilityPattern to = pattern();
        tokens.requireWord("pass", "and a pattern of capabilities");
        return new PathCondition.EveryPathPasses(to, pattern());
    }
}
