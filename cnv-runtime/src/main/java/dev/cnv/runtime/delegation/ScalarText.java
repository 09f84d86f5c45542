package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Texts, numbers and booleans as every kind of constraint reads them. There is one reading of a number,
 * so that a value in a list is in a range exactly when its number is.
 */
final class ScalarText {

    /** Digits before, and after, the point: the limit of canonical JSON. */
    private static final int MAX_DIGITS = 350;

    /** More bits than twice as many digits have: looked at first, as counting digits is slow. */
    private static final int MAX_BIT_COUNT = 2 * MAX_DIGITS * 10 / 3;

    private ScalarText() {}

    /** The canonical text of a value that can be listed in a constraint; empty for any other. */
    static Optional<String> of(JsonNode value) {
        if (value.isString()) {
            String text = value.stringValue();
            return text.length() > ArgumentConstraint.MAX_TEXT_LENGTH
                    ? Optional.empty()
                    : text(value);
        }
        if (value.isBoolean()) {
            return text(value);
        }
        return number(value)
                .map(number ->
                        number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
    }

    private static Optional<String> text(JsonNode value) {
        try {
            return Optional.of(CanonicalJson.text(value));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The number that canonical JSON would write; empty for what it would refuse, and no number. */
    static Optional<BigDecimal> number(JsonNode value) {
        if (!value.isNumber() || tooLong(value)) {
            return Optional.empty();
        }
        if (value.isDouble() || value.isFloat()) {
            return Double.isFinite(value.doubleValue())
                    ? Optional.of(floating(value)).filter(ScalarText::inLimits)
                    : Optional.empty();
        }
        return Optional.of(value.decimalValue()).filter(ScalarText::inLimits);
    }

    private static boolean tooLong(JsonNode value) {
        if (value.isBigInteger()) {
            return value.bigIntegerValue().bitLength() > MAX_BIT_COUNT;
        }
        return value.isBigDecimal()
                && value.decimalValue().unscaledValue().bitLength() > MAX_BIT_COUNT;
    }

    /** A 32-bit number widened to a double would be another than the one that it is written as. */
    private static BigDecimal floating(JsonNode value) {
        return value.isFloat()
                ? new BigDecimal(Float.toString(value.floatValue()))
                : value.decimalValue();
    }

    private static boolean inLimits(BigDecimal number) {
        return (long) number.precision() - number.scale() <= MAX_DIGITS
                && number.scale() <= MAX_DIGITS;
    }

    /** The value that a constraint's canonical text stands for. */
    static JsonNode value(String text) {
        return StrictJson.parse(text);
    }

    /**
     * Checks a text of a constraint.
     *
     * @throws IllegalArgumentException when it is not the canonical text of a text, number or boolean
     */
    static void require(String text) {
        Optional<String> canonical = text.length() > ArgumentConstraint.MAX_TEXT_LENGTH
                ? Optional.empty()
                : of(read(text));
        if (!canonical.equals(Optional.of(text))) {
            throw new IllegalArgumentException(
                    "value=" + Form.quoted(text) + " is not the canonical JSON text, of at most "
                            + ArgumentConstraint.MAX_TEXT_LENGTH
                            + " characters, of a text, number or boolean");
        }
    }

    private static JsonNode read(String text) {
        try {
            return StrictJson.parse(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("value=" + Form.quoted(text) + " is no JSON", e);
        }
    }

    /** An unmodifiable sorted copy of a constraint's texts, each checked. */
    static NavigableSet<String> required(NavigableSet<String> texts, int min) {
        NavigableSet<String> copy = new TreeSet<>(texts);
        Form.requireCount("valueCount", copy.size(), min);
        copy.forEach(ScalarText::require);
        return Collections.unmodifiableNavigableSet(copy);
    }

    static NavigableSet<String> texts(JsonNode... values) {
        NavigableSet<String> texts = new TreeSet<>();
        for (JsonNode value : values) {
            texts.add(CanonicalJson.text(value));
        }
        return texts;
    }

    static JsonNode[] nodes(String... texts) {
        return Arrays.stream(texts)
                .map(JsonNodeFactory.instance::stringNode)
                .toArray(JsonNode[]::new);
    }
}
