package dev.cnv.cedar;

import dev.cnv.cedar.CedarTokens.Kind;
import dev.cnv.cedar.CedarTokens.Token;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the values that facts and arguments are compared with. */
final class Literals {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}\\.[0-9]{1,4}");

    private static final Pattern MINUTES = Pattern.compile("-?[0-9]{1,5}m");

    private static final Pattern SECOND =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");

    private Literals() {}

    /** A text, a 64-bit integer, a decimal, true or false. */
    static JsonNode read(CedarTokens tokens) {
        Token token = tokens.peek();
        if (token.kind() == Kind.TEXT) {
            return JSON.stringNode(tokens.take().text());
        }
        if (tokens.takeIf("true")) {
            return JSON.booleanNode(true);
        }
        if (tokens.takeIf("false")) {
            return JSON.booleanNode(false);
        }
        if (token.is(Kind.NAME, "decimal")) {
            return JSON.numberNode(decimal(tokens));
        }
        return JSON.numberNode(integer(tokens));
    }

    /** Several of {@link #read}, in square brackets that are open already. */
    static List<JsonNode> list(CedarTokens tokens) {
        List<JsonNode> values = new ArrayList<>();
        do {
            values.add(read(tokens));
        } while (tokens.takeIf(","));
        tokens.expect("]");
        return values;
    }

    /** A 64-bit integer. */
    static long integer(CedarTokens tokens) {
        boolean negative = tokens.takeIf("-");
        Token digits = tokens.expect(
                Kind.DIGITS, "a text, a 64-bit integer, decimal(\"...\"), true or false");
        try {
            return Long.parseLong((negative ? "-" : "") + digits.text());
        } catch (NumberFormatException _) {
            throw digits.refused(digits.shown() + " is no 64-bit integer");
        }
    }

    /** An integer of 32 bits. */
    static int small(CedarTokens tokens) {
        Token place = tokens.peek();
        long value = integer(tokens);
        if (value != (int) value) {
            throw place.refused(value + " is no 32-bit integer");
        }
        return (int) value;
    }

    /** A decimal of at most four digits after the point. */
    static BigDecimal decimal(CedarTokens tokens) {
        Token text = argument(tokens, "decimal");
        if (!DECIMAL.matcher(text.text()).matches()) {
            throw text.refused("decimal(" + text.shown() + ") has not 1 to 4 digits after a point");
        }
        BigDecimal number = new BigDecimal(text.text());
        try {
            Numbers.decimal(number);
        } catch (ArithmeticException _) {
            throw text.refused("decimal(" + text.shown() + ") has more than 64 bits");
        }
        return number;
    }

    /** A duration of whole minutes. */
    static int minutes(CedarTokens tokens) {
        Token text = argument(tokens, "duration");
        if (!MINUTES.matcher(text.text()).matches()) {
            throw text.refused("duration(" + text.shown() + ") is not minutes, as in \"90m\"");
        }
        return Integer.parseInt(text.text().substring(0, text.text().length() - 1));
    }

    /** A whole second. */
    static Instant time(CedarTokens tokens) {
        Token text = argument(tokens, "datetime");
        try {
            if (SECOND.matcher(text.text()).matches()) {
                return Instant.parse(text.text());
            }
        } catch (DateTimeException _) {
            // refused below
        }
        throw text.refused("datetime(" + text.shown() + ") is not as in \"2026-01-31T12:00:00Z\"");
    }

    private static Token argument(CedarTokens tokens, String function) {
        tokens.expect(function);
        tokens.expect("(");
        Token text = tokens.expect(Kind.TEXT, "a text");
        tokens.expect(")");
        return text;
    }
}
