package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.CanonicalJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.JsonNodeType;

/**
 * Compares arguments with the values of rules. Texts, booleans and integers of 64 bits are compared
 * without allocation.
 */
final class ArgumentValues {

    /** The longest name of a parameter, in UTF-16 code units. */
    static final int MAX_NAME_LENGTH = 128;

    /** An integer of so many digits is one of 64 bits. */
    private static final int LONG_DIGITS = 18;

    private ArgumentValues() {}

    static void requireName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "argument=" + name + " has not 1 to " + MAX_NAME_LENGTH + " characters");
        }
        CanonicalJson.text(JsonNodeFactory.instance.stringNode(name));
    }

    static void requireScalar(String name, JsonNode value) {
        if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
            throw new IllegalArgumentException(
                    "argument=" + name + " is compared with neither text, number nor boolean");
        }
        CanonicalJson.text(value);
    }

    static List<JsonNode> sortedOnce(List<JsonNode> values) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        values.forEach(value -> sorted.putIfAbsent(CanonicalJson.text(value), value));
        return List.copyOf(sorted.values());
    }

    static List<String> canonical(List<JsonNode> values) {
        return values.stream().map(CanonicalJson::text).toList();
    }

    /** Whether an argument is there. */
    static boolean present(PolicyRequest request, String name) {
        JsonNode argument = request.arguments().get(name);
        return argument != null && !argument.isNull();
    }

    /** Whether an argument is there and equals a scalar. */
    static boolean equal(PolicyRequest request, String name, JsonNode value) {
        JsonNode argument = request.arguments().get(name);
        if (argument == null || argument.isNull()) {
            return false;
        }
        requireReadable(name, argument);
        return equal(argument, value);
    }

    /** Whether an argument is there and equals one of several scalars. */
    static boolean oneOf(PolicyRequest request, String name, List<JsonNode> values) {
        JsonNode argument = request.arguments().get(name);
        if (argument == null || argument.isNull()) {
            return false;
        }
        requireReadable(name, argument);
        for (int i = 0; i < values.size(); i++) {
            if (equal(argument, values.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether an argument is there and begins with a prefix. */
    static boolean startsWith(PolicyRequest request, String name, String prefix) {
        JsonNode argument = request.arguments().get(name);
        if (argument == null || argument.isNull()) {
            return false;
        }
        requireReadable(name, argument);
        if (!argument.isString()) {
            throw new ConditionFault("argument=" + name + " is " + argument.getNodeType()
                    + ", and a prefix asks for a text");
        }
        return argument.stringValue().startsWith(prefix);
    }

    /** Whether an argument is there and on one side of a bound. */
    static boolean compares(
            PolicyRequest request, String name, ArgumentCondition.Order order, BigDecimal bound) {
        JsonNode argument = request.arguments().get(name);
        if (argument == null || argument.isNull()) {
            return false;
        }
        requireReadable(name, argument);
        if (!argument.isNumber()) {
            throw new ConditionFault("argument=" + name + " is " + argument.getNodeType()
                    + ", and a bound asks for a number");
        }
        return order.holds(compare(argument, bound));
    }

    /** Compares a readable number with a bound in its one form. */
    static int compare(JsonNode number, BigDecimal bound) {
        // The plain forms of small integers compare without making a BigDecimal.
        if (isLong(number) && bound.scale() == 0 && bound.precision() <= LONG_DIGITS) {
            return Long.compare(number.longValue(), bound.longValue());
        }
        return decimal(number).compareTo(bound);
    }

    /** Whether two readable values are the same scalar. */
    static boolean equal(JsonNode one, JsonNode other) {
        return switch (one.getNodeType()) {
            case STRING -> other.isString() && one.stringValue().equals(other.stringValue());
            case BOOLEAN -> other.isBoolean() && one.booleanValue() == other.booleanValue();
            case NUMBER -> other.isNumber() && sameNumber(one, other);
            case OBJECT, ARRAY, NULL, BINARY, MISSING, POJO -> false;
        };
    }

    static BigDecimal decimal(JsonNode number) {
        return new BigDecimal(CanonicalJson.text(number));
    }

    private static boolean sameNumber(JsonNode one, JsonNode other) {
        return isLong(one) && isLong(other)
                ? one.longValue() == other.longValue()
                : decimal(one).compareTo(decimal(other)) == 0;
    }

    private static boolean isLong(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong();
    }

    private static void requireReadable(String name, JsonNode argument) {
        JsonNodeType type = argument.getNodeType();
        if (type == JsonNodeType.STRING) {
            requireText(name, argument.stringValue());
        } else if (type == JsonNodeType.NUMBER) {
            requireNumber(name, argument);
        } else if (type == JsonNodeType.POJO
                || type == JsonNodeType.BINARY
                || type == JsonNodeType.MISSING) {
            throw new ConditionFault("argument=" + name + " is " + type + " and no JSON value");
        }
    }

    private static void requireText(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) {
                throw new ConditionFault("argument=" + name + " has a lone surrogate");
            }
            i++;
        }
    }

    private static void requireNumber(String name, JsonNode number) {
        if (isLong(number)) {
            return;
        }
        try {
            CanonicalJson.text(number);
        } catch (IllegalArgumentException _) {
            throw new ConditionFault(
                    "argument=" + name + " is a number that is not finite or has too many digits");
        }
    }
}
