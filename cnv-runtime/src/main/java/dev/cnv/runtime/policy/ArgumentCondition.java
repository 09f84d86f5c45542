package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.CanonicalJson;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Conditions on one argument of a call, beside {@link Condition.ArgumentEquals}. None holds for a call
 * without the argument, or with null in its place. An argument that cannot be read (a lone surrogate,
 * a number that is not finite or beyond the limits of {@link
 * dev.cnv.runtime.canonical.StrictJson}) is a fault of each but {@link Present}.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface ArgumentCondition extends Condition {

    /** The longest prefix, in UTF-16 code units. */
    int MAX_PREFIX_LENGTH = 1024;

    /** The largest number of values to choose from. */
    int MAX_VALUE_COUNT = 256;

    /** {@return the parameter's name} */
    String name();

    /** How a number is compared with a bound. */
    enum Order {
        /** Smaller than the bound. */
        LESS("<"),
        /** Smaller than the bound, or equal. */
        AT_MOST("<="),
        /** Larger than the bound. */
        GREATER(">"),
        /** Larger than the bound, or equal. */
        AT_LEAST(">=");

        private final String sign;

        Order(String sign) {
            this.sign = sign;
        }

        /** {@return the sign, such as {@code <=}} */
        public String sign() {
            return sign;
        }

        /** Whether a comparison with the bound that came out like this fulfils the order. */
        boolean holds(int comparison) {
            return switch (this) {
                case LESS -> comparison < 0;
                case AT_MOST -> comparison <= 0;
                case GREATER -> comparison > 0;
                case AT_LEAST -> comparison >= 0;
            };
        }
    }

    /**
     * The call has the argument, and it is not null.
     *
     * @param name the parameter's name, 1 to 128 characters
     */
    record Present(String name) implements ArgumentCondition {
        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException when it has not 1 to 128 characters
         */
        public Present {
            ArgumentValues.requireName(name);
        }
    }

    /**
     * The argument is a number on one side of a bound. An argument that is no number is a fault.
     *
     * @param name the parameter's name, 1 to 128 characters
     * @param order on which side
     * @param bound the bound, without trailing zeros
     */
    record Compares(String name, Order order, BigDecimal bound) implements ArgumentCondition {
        /**
         * Checks the name and gives the bound its one form.
         *
         * @throws IllegalArgumentException when the name has not 1 to 128 characters, or the bound has
         *     too many digits
         */
        public Compares {
            ArgumentValues.requireName(name);
            bound = new BigDecimal(CanonicalJson.text(JsonNodeFactory.instance.numberNode(bound)));
        }
    }

    /**
     * The argument is a text with a prefix. An argument that is no text is a fault.
     *
     * @param name the parameter's name, 1 to 128 characters
     * @param prefix the prefix, 1 to 1024 characters
     */
    record StartsWith(String name, String prefix) implements ArgumentCondition {
        /**
         * Checks both.
         *
         * @throws IllegalArgumentException when one has another length, or the prefix is no well-formed
         *     text
         */
        public StartsWith {
            ArgumentValues.requireName(name);
            if (prefix.isEmpty() || prefix.length() > MAX_PREFIX_LENGTH) {
                throw new IllegalArgumentException("prefix of argument=" + name + " has "
                        + prefix.length() + " characters, not 1 to " + MAX_PREFIX_LENGTH);
            }
            CanonicalJson.text(JsonNodeFactory.instance.stringNode(prefix));
        }
    }

    /**
     * The argument is one of several values. It is compared as {@link Condition.ArgumentEquals} does.
     *
     * @param name the parameter's name, 1 to 128 characters
     * @param values texts, numbers or booleans: 1 to 256, in any order
     */
    record OneOf(String name, List<JsonNode> values) implements ArgumentCondition {
        /**
         * Checks the values, leaves repeated ones out and sorts them by their canonical form.
         *
         * @throws IllegalArgumentException when the name has not 1 to 128 characters, there are not 1 to
         *     256 values, or one is null, an array or an object, or has no canonical form
         */
        public OneOf {
            ArgumentValues.requireName(name);
            if (values.isEmpty() || values.size() > MAX_VALUE_COUNT) {
                throw new IllegalArgumentException("argument=" + name + " is compared with "
                        + values.size() + " values, not 1 to " + MAX_VALUE_COUNT);
            }
            for (JsonNode value : values) {
                ArgumentValues.requireScalar(name, value);
            }
            values = ArgumentValues.sortedOnce(values);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OneOf(String otherName, List<JsonNode> otherValues)
                    && name.equals(otherName)
                    && ArgumentValues.canonical(values)
                            .equals(ArgumentValues.canonical(otherValues));
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + ArgumentValues.canonical(values).hashCode();
        }
    }

    /**
     * Calls that have an argument.
     *
     * @param name the parameter's name
     * @return the condition
     */
    static Condition present(String name) {
        return new Present(name);
    }

    /**
     * Calls with a number up to a bound.
     *
     * @param name the parameter's name
     * @param bound the largest number
     * @return the condition
     */
    static Condition atMost(String name, long bound) {
        return new Compares(name, Order.AT_MOST, BigDecimal.valueOf(bound));
    }

    /**
     * Calls with a number from a bound.
     *
     * @param name the parameter's name
     * @param bound the smallest number
     * @return the condition
     */
    static Condition atLeast(String name, long bound) {
        return new Compares(name, Order.AT_LEAST, BigDecimal.valueOf(bound));
    }

    /**
     * Calls with a text that has a prefix.
     *
     * @param name the parameter's name
     * @param prefix the prefix
     * @return the condition
     */
    static Condition startsWith(String name, String prefix) {
        return new StartsWith(name, prefix);
    }

    /**
     * Calls with one of several texts.
     *
     * @param name the parameter's name
     * @param values the texts
     * @return the condition
     */
    static Condition oneOf(String name, String... values) {
        return new OneOf(
                name,
                List.of(values).stream()
                        .<JsonNode>map(JsonNodeFactory.instance::stringNode)
                        .toList());
    }
}
