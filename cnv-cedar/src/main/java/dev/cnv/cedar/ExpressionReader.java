package dev.cnv.cedar;

import dev.cnv.cedar.CedarTokens.Kind;
import dev.cnv.cedar.CedarTokens.Token;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.policy.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads the expressions that are conditions of CNV's rules. */
final class ExpressionReader {

    /** Brackets and negations within each other; a rule's condition is nested at most 16 deep. */
    private static final int MAX_DEPTH = 64;

    /**
     * A part of a conjunction. A comparison of an argument has two: that it is there, and its value.
     */
    private sealed interface Part {
        record Whole(Condition condition) implements Part {}

        record Has(Token place, String name) implements Part {}

        record Equal(Token place, String name, JsonNode value) implements Part {}
    }

    private final CedarTokens tokens;
    private int depth;

    ExpressionReader(CedarTokens tokens) {
        this.tokens = tokens;
    }

    Condition expression() {
        List<Condition> parts = new ArrayList<>();
        do {
            parts.add(conjunction());
        } while (tokens.takeIf("||"));
        return parts.size() == 1 ? parts.getFirst() : new Condition.AnyOf(parts);
    }

    private Condition conjunction() {
        List<Part> parts = new ArrayList<>();
        do {
            parts.add(unary());
        } while (tokens.takeIf("&&"));
        List<Condition> whole = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (i + 1 < parts.size()
                    && parts.get(i) instanceof Part.Has(Token _, String name)
                    && parts.get(i + 1) instanceof Part.Equal(Token _, String same, JsonNode value)
                    && name.equals(same)) {
                whole.add(new Condition.ArgumentEquals(name, value));
                i++;
            } else {
                whole.add(whole(parts.get(i)));
            }
        }
        return whole.size() == 1 ? whole.getFirst() : new Condition.AllOf(whole);
    }

    private static Condition whole(Part part) {
        return switch (part) {
            case Part.Whole(Condition condition) -> condition;
            case Part.Has(Token place, String name) -> throw alone(place, name);
            case Part.Equal(Token place, String name, JsonNode _) -> throw alone(place, name);
        };
    }

    private static CedarRefusedException alone(Token place, String name) {
        String access = "context.arguments" + CedarText.attribute(name);
        return place.refused("an argument is compared as context.arguments has "
                + CedarText.name(name) + " && " + access + " == value, both together");
    }

    private Part unary() {
        Token start = tokens.peek();
        if (++depth > MAX_DEPTH) {
            throw start.refused("the expression is nested deeper than " + MAX_DEPTH);
        }
        try {
            if (tokens.takeIf("!")) {
                return new Part.Whole(new Condition.Not(whole(unary())));
            }
            if (tokens.takeIf("(")) {
                Condition inner = expression();
                tokens.expect(")");
                return new Part.Whole(inner);
            }
            return variable();
        } finally {
            depth--;
        }
    }

    private Part variable() {
        Token word = tokens.take();
        String name = word.kind() == Kind.NAME ? word.text() : "";
        return switch (name) {
            case "true" -> new Part.Whole(Condition.always());
            case "principal" -> new Part.Whole(principal());
            case "action" -> new Part.Whole(compared("Action", ExpressionReader::action));
            case "resource" ->
                new Part.Whole(
                        compared("Tenant", id -> new Condition.TenantIs(new TenantId(id))));
            case "context" -> context();
            default ->
                throw word.refused("found " + word.shown()
                        + " where true, principal, action, resource, context, ! or ( is expected");
        };
    }

    private Condition principal() {
        if (!tokens.takeIf(".")) {
            return compared("Agent", id -> new Condition.AgentIs(new AgentId(id)));
        }
        tokens.expect("type");
        tokens.expect("==");
        Token type = tokens.expect(Kind.TEXT, "a text");
        return CedarReader.checked(type, () -> new Condition.AgentTypeIs(type.text()));
    }

    /** An exact capability. */
    static Condition action(String id) {
        new CapabilityId(id);
        return CedarReader.pattern(id);
    }

    private Condition compared(String type, Function<String, Condition> condition) {
        tokens.expect("==");
        return entity(type, condition);
    }

    /** An entity of CNV's namespace, and what it makes. */
    <T> T entity(String type, Function<String, T> make) {
        tokens.expect(CedarText.NAMESPACE);
        tokens.expect("::");
        tokens.expect(type);
        tokens.expect("::");
        Token id = tokens.expect(Kind.TEXT, "a text");
        return CedarReader.checked(id, () -> make.apply(id.text()));
    }

    private Part context() {
        tokens.expect(".");
        Token group = tokens.expect(Kind.NAME, "verb, call or arguments");
        return switch (group.text()) {
            case "verb" -> new Part.Whole(verb());
            case "call" -> new Part.Whole(call());
            case "arguments" -> argument(group);
            default ->
                throw group.refused("found " + group.shown()
                        + " where verb, call or arguments is expected");
        };
    }

    private Condition verb() {
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
            case "isolations" ->
                contains(VerbFacts.ISOLATIONS, Condition.RequiresIsolation::new);
            default ->
                throw fact.refused("context.verb." + fact.text() + " is in no condition of CNV's rules");
        };
    }

    private Condition patterns() {
        startContains();
        Token pattern = tokens.expect(Kind.TEXT, "a pattern such as \"account.*\"");
        tokens.expect(")");
        if (!pattern.text().contains("*")) {
            throw pattern.refused("a pattern without * is written action == "
                    + CedarText.NAMESPACE + "::Action::...");
        }
        return CedarReader.checked(pattern, () -> CedarReader.pattern(pattern.text()));
    }

    private <E extends Enum<E>> Condition contains(
            VerbFacts<E> facts, Function<E, Condition> condition) {
        startContains();
        Condition found = condition.apply(constant(facts.type(), facts.constants()));
        tokens.expect(")");
        return found;
    }

    private <E extends Enum<E>> E constant(String type, List<E> constants) {
        Token name = tokens.expect(Kind.TEXT, "a constant of " + type + " as a text");
        for (E constant : constants) {
            if (constant.name().equals(name.text())) {
                return constant;
            }
        }
        throw name.refused(name.shown() + " is none of " + type + constants);
    }

    private void startContains() {
        tokens.expect(".");
        tokens.expect("contains");
        tokens.expect("(");
    }

    private Condition call() {
        tokens.expect(".");
        Token fact = tokens.expect(Kind.NAME, "an attribute of context.call");
        if (!fact.text().equals("kind")) {
            throw fact.refused("context.call." + fact.text() + " is in no condition of CNV's rules");
        }
        tokens.expect("==");
        return new Condition.PrincipalKindIs(
                constant("PrincipalKind", List.of(PrincipalKind.values())));
    }

    private Part argument(Token place) {
        if (tokens.takeIf("has")) {
            return new Part.Has(place, name(tokens.take()));
        }
        String name;
        if (tokens.takeIf("[")) {
            name = tokens.expect(Kind.TEXT, "the argument's name").text();
            tokens.expect("]");
        } else {
            tokens.expect(".");
            name = name(tokens.expect(Kind.NAME, "the argument's name"));
        }
        tokens.expect("==");
        JsonNode value = Literals.read(tokens);
        // Makes the condition once to have name and value checked here, where the place is known.
        CedarReader.checked(place, () -> new Condition.ArgumentEquals(name, value));
        return new Part.Equal(place, name, value);
    }

    private static String name(Token token) {
        boolean named = token.kind() == Kind.TEXT
                || token.kind() == Kind.NAME && CedarText.identifier(token.text());
        if (!named) {
            throw token.refused("found " + token.shown() + " where the argument's name is expected");
        }
        return token.text();
    }
}
