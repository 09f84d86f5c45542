package dev.cnv.cedar;

import dev.cnv.cedar.CedarTokens.Kind;
import dev.cnv.cedar.CedarTokens.Token;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.DelegationCondition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.QualityCondition;
import java.util.List;
import java.util.function.Function;

/** Reads what {@code context.verb} and {@code context.call} are asked for. */
final class CallReader {

    private final CedarTokens tokens;

    CallReader(CedarTokens tokens) {
        this.tokens = tokens;
    }

    Condition verb() {
        tokens.expect(".");
        Token fact = tokens.expect(Kind.NAME, "an attribute of context.verb");
        return switch (fact.text()) {
            case "handlesSensitiveData" -> new Condition.HandlesSensitiveData();
            case "patterns" -> patterns();
            case "effects" -> contains(VerbFacts.EFFECTS, Condition.EffectIs::new);
            case "levels" -> contains(VerbFacts.LEVELS, Condition.LevelAtLeast::new);
            case "sensitivities" ->
                contains(VerbFacts.SENSITIVITIES, Condition.SensitivityAtLeast::new);
            case "data" -> contains(VerbFacts.DATA, Condition.HandlesData::new);
            case "isolations" -> contains(VerbFacts.ISOLATIONS, Condition.RequiresIsolation::new);
            default ->
                throw fact.refused(
                        "context.verb." + fact.text() + " is in no condition of CNV's rules");
        };
    }

    private Condition patterns() {
        Token pattern = contained("a pattern such as \"account.*\"");
        if (!pattern.text().contains("*")) {
            throw pattern.refused("a pattern without * is written action == " + CedarText.NAMESPACE
                    + "::Action::...");
        }
        return CedarReader.checked(pattern, () -> CedarReader.pattern(pattern.text()));
    }

    private <E extends Enum<E>> Condition contains(
            VerbFacts<E> facts, Function<E, Condition> condition) {
        return condition.apply(
                constant(contained("a constant as a text"), facts.type(), facts.constants()));
    }

    private Token contained(String what) {
        tokens.expect(".");
        tokens.expect("contains");
        tokens.expect("(");
        Token text = tokens.expect(Kind.TEXT, what);
        tokens.expect(")");
        return text;
    }

    private static <E extends Enum<E>> E constant(Token name, String type, List<E> constants) {
        for (E constant : constants) {
            if (constant.name().equals(name.text())) {
                return constant;
            }
        }
        throw name.refused(name.shown() + " is none of " + type + constants);
    }

    Part call() {
        tokens.expect(".");
        Token fact = tokens.expect(Kind.NAME, "an attribute of context.call");
        return fact.text().equals("now") ? now(fact) : new Part.Whole(call(fact));
    }

    private Condition call(Token fact) {
        return switch (fact.text()) {
            case "kind" ->
                new Condition.PrincipalKindIs(
                        constant(equal(), "PrincipalKind", List.of(PrincipalKind.values())));
            case "originIsPerson" -> new DelegationCondition.OriginIsPerson();
            case "origin" -> agent(DelegationCondition.OriginIs::new);
            case "executor" -> agent(DelegationCondition.ExecutorIs::new);
            case "depth" -> bounded(fact, "<=", DelegationCondition.DepthAtMost::new);
            case "mustSucceed" -> new QualityCondition.MustSucceed();
            case "importance" -> bounded(fact, ">=", QualityCondition.ImportanceAtLeast::new);
            case "priorities" ->
                new QualityCondition.PriorityAtLeast(constant(
                        contained("a constant as a text"), "Priority", List.of(Priority.values())));
            case "path" -> path();
            default ->
                throw fact.refused(
                        "context.call." + fact.text() + " is in no condition of CNV's rules");
        };
    }

    private Token equal() {
        tokens.expect("==");
        return tokens.expect(Kind.TEXT, "a text");
    }

    private Condition agent(Function<AgentId, Condition> condition) {
        Token id = equal();
        return CedarReader.checked(id, () -> condition.apply(new AgentId(id.text())));
    }

    private Condition bounded(Token fact, String sign, Function<Integer, Condition> condition) {
        tokens.expect(sign);
        int bound = Literals.small(tokens);
        return CedarReader.checked(fact, () -> condition.apply(bound));
    }

    private Condition path() {
        Token pattern = contained("a pattern such as \"account.*\"");
        return CedarReader.checked(
                pattern, () -> new PathCondition.Traverses(new CapabilityPattern(pattern.text())));
    }

    private Part now(Token place) {
        if (tokens.takeIf(">=")) {
            return new Part.From(place, Literals.time(tokens));
        }
        if (tokens.takeIf("<")) {
            return new Part.Until(place, Literals.time(tokens));
        }
        int offset = offset();
        int start = offset();
        tokens.expect(".");
        tokens.expect("toTime");
        tokens.expect("(");
        tokens.expect(")");
        tokens.expect("<");
        int length = Literals.minutes(tokens);
        return new Part.Whole(Times.read(place, offset, start, length));
    }

    private int offset() {
        tokens.expect(".");
        tokens.expect("offset");
        tokens.expect("(");
        int minutes = Literals.minutes(tokens);
        tokens.expect(")");
        return minutes;
    }
}
