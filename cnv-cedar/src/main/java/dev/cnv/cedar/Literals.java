package dev.cnv.cedar;

import dev.cnv.cedar.CedarTokens.Kind;
import dev.cnv.cedar.CedarTokens.Token;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the values that arguments are compared with. */
final class Literals {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}\\.[0-9]{1,4}");

    private Literals() {}

    /** A text, a 64-bit integer, a decimal, true or false. */
    static JsonNode read(CedarTokens tokens) {
        boolean negative = tokens.takeIf("-");
        Token token = tokens.take();
        if (token.kind() == Kind.DIGITS) {
            return integer(token, negative);
        }
        if (!negative && token.kind() == Kind.TEXT) {
            return JSON.stringNode(token.text());
        }
        if (!negative && token.kind() == Kind.NAME) {
            switch (token.text()) {
                case "true", "false":
                    return JSON.booleanNode(token.text().equals("true"));
                case "decimal":
                    return decimal(tokens);
                default: // refused below
            }
        }
        throw token.refused("found " + token.shown()
                + " where a text, a 64-bit integer, decimal(\"...\"), true or false is expected");
    }

    private static JsonNode integer(Token digits, boolean negative) {
        try {
            return JSON.numberNode(Long.parseLong((negative ? "-" : "") + digits.text()));
        } catch (NumberFormatException e) {
            throw digits.refused(digits.shown() + " is no 64-bit integer");
        }
    }

    private static JsonNode decimal(CedarTokens tokens) {
        tokens.expect("(");
        Token text = tokens.expect(Kind.TEXT, "a decimal in quotation marks");
        tokens.expect(")");
        if (!DECIMAL.matcher(text.text()).matches()) {
            throw text.refused("decimal(" + text.shown() + ") has not 1 to 4 digits after a point");
        }
        BigDecimal number = new BigDecimal(text.text());
        try {
            Numbers.decimal(number);
        } catch (ArithmeticException e) {
            throw text.refused("decimal(" + text.shown() + ") has more than 64 bits");
        }
        return JSON.numberNode(number);
    }
}
