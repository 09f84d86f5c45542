package dev.cnv.cedar;

import dev.cnv.cedar.CedarTokens.Kind;
import dev.cnv.cedar.CedarTokens.Token;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.policy.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the expressions that are conditions of CNV's rules. */
final class ExpressionReader {

    /** Brackets and negations within each other; a rule's condition is nested at most 16 deep. */
    private static final int MAX_DEPTH = 64;

    private final CedarTokens tokens;
    private final CallReader call;
    private int depth;

    ExpressionReader(CedarTokens tokens) {
        this.tokens = tokens;
        this.call = new CallReader(tokens);
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
        List<Condition> conditions = Part.conditions(parts);
        return conditions.size() == 1 ? conditions.getFirst() : new Condition.AllOf(conditions);
    }

    private Part unary() {
        Token start = tokens.peek();
        if (++depth > MAX_DEPTH) {
            throw start.refused("the expression is nested deeper than " + MAX_DEPTH);
        }
        Part part = nested();
        depth--;
        return part;
    }

    private Part nested() {
        if (tokens.takeIf("!")) {
            return new Part.Whole(new Condition.Not(Part.alone(unary())));
        }
        if (tokens.takeIf("(")) {
            Condition inner = expression();
            tokens.expect(")");
            return new Part.Whole(inner);
        }
        if (tokens.takeIf("[")) {
            return new ArgumentReader(tokens).oneOf();
        }
        return variable();
    }

    private Part variable() {
        Token word = tokens.take();
        String name = word.kind() == Kind.NAME ? word.text() : "";
        return switch (name) {
            case "true" -> new Part.Whole(Condition.always());
            case "principal" -> new Part.Whole(principal());
            case "action" -> new Part.Whole(compared("Action", ExpressionReader::action));
            case "resource" ->
                new Part.Whole(compared("Tenant", id -> new Condition.TenantIs(new TenantId(id))));
            case "context" -> context();
            default ->
                throw word.refused(
                        "found " + word.shown()
                                + " where true, principal, action, resource, context, !, ( or [ is expected");
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
        return CedarReader.pattern(new CapabilityId(id).path());
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
            case "verb" -> new Part.Whole(call.verb());
            case "call" -> call.call();
            case "arguments" -> new ArgumentReader(tokens).argument(group);
            default ->
                throw group.refused(
                        "found " + group.shown() + " where verb, call or arguments is expected");
        };
    }
}
