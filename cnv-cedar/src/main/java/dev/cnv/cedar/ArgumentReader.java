package dev.cnv.cedar;

import dev.cnv.cedar.CedarTokens.Kind;
import dev.cnv.cedar.CedarTokens.Token;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.ArgumentCondition.Order;
import dev.cnv.runtime.policy.Condition;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Reads what {@code context.arguments} is asked for. */
final class ArgumentReader {

    private final CedarTokens tokens;

    ArgumentReader(CedarTokens tokens) {
        this.tokens = tokens;
    }

    /** What follows {@code context.arguments}. */
    Part argument(Token place) {
        if (tokens.takeIf("has")) {
            return new Part.Has(place, name(tokens.take()));
        }
        String name = access();
        if (tokens.takeIf("==")) {
            JsonNode value = Literals.read(tokens);
            return part(place, name, () -> new Condition.ArgumentEquals(name, value));
        }
        if (tokens.takeIf("like")) {
            String prefix = prefix(tokens.takePattern());
            return part(place, name, () -> new ArgumentCondition.StartsWith(name, prefix));
        }
        return compared(place, name);
    }

    /** What follows the bracket of {@code ["a", "b"].contains(context.arguments.name)}. */
    Part oneOf() {
        Token place = tokens.peek();
        List<JsonNode> values = Literals.list(tokens);
        for (String word : List.of(".", "contains", "(", "context", ".", "arguments")) {
            tokens.expect(word);
        }
        String name = access();
        tokens.expect(")");
        return part(place, name, () -> new ArgumentCondition.OneOf(name, values));
    }

    private Part compared(Token place, String name) {
        for (Order order : Order.values()) {
            if (tokens.takeIf(order.sign())) {
                BigDecimal bound = BigDecimal.valueOf(Literals.integer(tokens));
                return part(place, name, () -> new ArgumentCondition.Compares(name, order, bound));
            }
        }
        tokens.expect(".");
        Token method = tokens.expect(Kind.NAME, "lessThan or another comparison of decimals");
        Order order = order(method)
                .orElseThrow(() -> method.refused(
                        method.shown() + " is no comparison of decimals such as lessThan"));
        tokens.expect("(");
        BigDecimal bound = Literals.decimal(tokens);
        tokens.expect(")");
        return part(place, name, () -> new ArgumentCondition.Compares(name, order, bound));
    }

    private static Optional<Order> order(Token method) {
        for (Order order : Order.values()) {
            if (ArgumentForms.method(order).equals(method.text())) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    private static Part part(Token place, String name, Supplier<Condition> condition) {
        return new Part.Argument(place, name, CedarReader.checked(place, condition));
    }

    private String access() {
        if (tokens.takeIf("[")) {
            String name = tokens.expect(Kind.TEXT, "the argument's name").text();
            tokens.expect("]");
            return name;
        }
        tokens.expect(".");
        return name(tokens.expect(Kind.NAME, "the argument's name"));
    }

    private static String name(Token token) {
        boolean named = token.kind() == Kind.TEXT
                || (token.kind() == Kind.NAME && CedarText.identifier(token.text()));
        if (!named) {
            throw token.refused(
                    "found " + token.shown() + " where the argument's name is expected");
        }
        return token.text();
    }

    private static String prefix(Token pattern) {
        String text = pattern.text();
        int last = text.length() - 1;
        for (int i = 0; i <= last; i++) {
            boolean wild = text.charAt(i) == '*' && !pattern.escapedStars().contains(i);
            if (wild != (i == last)) {
                throw pattern.refused("a pattern after like has one star, its last character, and"
                        + " each other star as \\*");
            }
        }
        if (text.length() < 2) {
            throw pattern.refused("a pattern after like needs something before its star");
        }
        return text.substring(0, last);
    }
}
