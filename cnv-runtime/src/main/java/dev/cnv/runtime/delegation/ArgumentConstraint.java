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
 * Which values an argument may have. A small lattice: whether one constraint holds all that another
 * holds is decided by {@link #includes}, without running anything.
 *
 * <p>An argument that is constrained must be there: a missing one and null are not admitted.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface ArgumentConstraint {

    /** The largest number of values in a {@link OneOf}. */
    int MAX_VALUE_COUNT = 256;

    /** The longest text in a constraint, in UTF-16 code units. */
    int MAX_TEXT_LENGTH = 4096;

    /** Any value but null. */
    record Any() implements ArgumentConstraint {}

    /**
     * One of some texts, numbers or booleans; numbers are compared by value.
     *
     * @param values the values' canonical JSON texts, 1 to 256, sorted
     */
    record OneOf(NavigableSet<String> values) implements ArgumentConstraint {
        /**
         * Copies and checks the values.
         *
         * @throws IllegalArgumentException when there are none or too many, or one is not the canonical
         *     text of a text, number or boolean
         */
        public OneOf {
            values = Collections.unmodifiableNavigableSet(new TreeSet<>(values));
            if (values.isEmpty() || values.size() > MAX_VALUE_COUNT) {
                throw new IllegalArgumentException(
                        "valueCount=" + values.size() + " is not 1 to " + MAX_VALUE_COUNT);
            }
            values.forEach(OneOf::requireScalar);
        }

        private static void requireScalar(String text) {
            JsonNode value = readable(text);
            boolean scalar = value.isString() || value.isNumber() || value.isBoolean();
            if (!scalar
                    || text.length() > MAX_TEXT_LENGTH
                    || !CanonicalJson.text(value).equals(text)) {
                throw new IllegalArgumentException("value=" + text
                        + " is not the canonical JSON text of a text, number or boolean");
            }
        }

        private static JsonNode readable(String text) {
            try {
                return StrictJson.parse(text);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("value=" + text + " is no JSON", e);
            }
        }
    }

    /**
     * An integer in a range.
     *
     * @param min the smallest
     * @param max the largest
     */
    record IntegerRange(long min, long max) implements ArgumentConstraint {
        /**
         * Checks the order.
         *
         * @throws IllegalArgumentException when {@code min} is greater than {@code max}
         */
        public IntegerRange {
            if (min > max) {
                throw new IllegalArgumentException("min=" + min + " is greater than max=" + max);
            }
        }
    }

    /**
     * A path that is, or lies below, another, compared segment by segment as text. Relative paths and
     * absolute ones are never below each other; a path with {@code ..}, a backslash or a drive is not
     * admitted at all. Links in the file system are not followed.
     *
     * @param path the upper path, normalised; {@code .} is every relative path
     */
    record SubPath(String path) implements ArgumentConstraint {
        /**
         * Normalises the path.
         *
         * @throws IllegalArgumentException when it has {@code ..}, a backslash or a drive, or is too long
         */
        public SubPath {
            if (path.length() > MAX_TEXT_LENGTH) {
                throw new IllegalArgumentException(
                        "pathLength=" + path.length() + " is more than " + MAX_TEXT_LENGTH);
            }
            String given = path;
            path = PathText.of(path)
                    .orElseThrow(() -> new IllegalArgumentException("path=" + given
                            + " has .., a backslash or a drive; write it with slashes and without"))
                    .text();
            requireText(path);
        }
    }

    /**
     * A text that begins with another. For paths use {@link SubPath}: {@code docs} is also the beginning
     * of {@code docs-secret} and of {@code docs/../secret}.
     *
     * @param text the beginning
     */
    record Prefix(String text) implements ArgumentConstraint {
        /**
         * Checks the text.
         *
         * @throws IllegalArgumentException when the text is too long or has a lone surrogate
         */
        public Prefix {
            if (text.length() > MAX_TEXT_LENGTH) {
                throw new IllegalArgumentException(
                        "textLength=" + text.length() + " is more than " + MAX_TEXT_LENGTH);
            }
            requireText(text);
        }
    }

    /**
     * Whether a value is admitted. Total: what cannot be compared is not admitted.
     *
     * @param value an argument
     * @return true when the argument may have this value
     */
    default boolean admits(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return false;
        }
        return switch (this) {
            case Any() -> true;
            case OneOf(NavigableSet<String> values) ->
                canonical(value).filter(values::contains).isPresent();
            case IntegerRange(long min, long max) -> value.isNumber() && between(value, min, max);
            case SubPath(String path) -> value.isString() && below(path, value.stringValue());
            case Prefix(String text) -> value.isString() && value.stringValue().startsWith(text);
        };
    }

    /**
     * Whether this constraint admits every value that another admits. When it says so, it is so; it
     * also says no where the answer is not plain from the two forms.
     *
     * @param narrower the other constraint
     * @return true when this one is the same or wider
     */
    default boolean includes(ArgumentConstraint narrower) {
        return switch (this) {
            case Any() -> true;
            case OneOf one ->
                narrower instanceof OneOf other && one.values().containsAll(other.values());
            case IntegerRange(long min, long max) ->
                narrower instanceof IntegerRange(long otherMin, long otherMax)
                        ? min <= otherMin && otherMax <= max
                        : admitsAllOf(narrower);
            case SubPath(String path) ->
                narrower instanceof SubPath(String other)
                        ? below(path, other)
                        : admitsAllOf(narrower);
            case Prefix(String text) ->
                narrower instanceof Prefix(String other)
                        ? other.startsWith(text)
                        : admitsAllOf(narrower);
        };
    }

    /** {@return any value but null} */
    static ArgumentConstraint any() {
        return new Any();
    }

    /**
     * One of some texts.
     *
     * @param texts the texts
     * @return the constraint
     */
    static ArgumentConstraint oneOf(String... texts) {
        return oneOf(Arrays.stream(texts)
                .map(JsonNodeFactory.instance::stringNode)
                .toArray(JsonNode[]::new));
    }

    /**
     * One of some texts, numbers or booleans.
     *
     * @param values the values
     * @return the constraint
     * @throws IllegalArgumentException when there are none or too many, or one is of another type
     */
    static ArgumentConstraint oneOf(JsonNode... values) {
        NavigableSet<String> texts = new TreeSet<>();
        for (JsonNode value : values) {
            texts.add(CanonicalJson.text(value));
        }
        return new OneOf(texts);
    }

    /**
     * An integer in a range.
     *
     * @param min the smallest
     * @param max the largest
     * @return the constraint
     */
    static ArgumentConstraint between(long min, long max) {
        return new IntegerRange(min, max);
    }

    /**
     * A path and what lies below it.
     *
     * @param path the upper path
     * @return the constraint
     */
    static ArgumentConstraint subPath(String path) {
        return new SubPath(path);
    }

    /**
     * Texts with a common beginning.
     *
     * @param text the beginning
     * @return the constraint
     */
    static ArgumentConstraint prefix(String text) {
        return new Prefix(text);
    }

    private boolean admitsAllOf(ArgumentConstraint narrower) {
        return narrower instanceof OneOf(NavigableSet<String> values)
                && values.stream().map(StrictJson::parse).allMatch(this::admits);
    }

    private static boolean between(JsonNode value, long min, long max) {
        try {
            BigDecimal number = value.decimalValue();
            return number.compareTo(BigDecimal.valueOf(min)) >= 0
                    && number.compareTo(BigDecimal.valueOf(max)) <= 0
                    && (number.signum() == 0 || number.stripTrailingZeros().scale() <= 0);
        } catch (RuntimeException _) {
            // Not a finite number.
            return false;
        }
    }

    private static boolean below(String upper, String path) {
        Optional<PathText> given = PathText.of(path);
        return given.isPresent()
                && PathText.of(upper).filter(text -> text.holds(given.get())).isPresent();
    }

    private static Optional<String> canonical(JsonNode value) {
        try {
            return Optional.of(CanonicalJson.text(value));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static void requireText(String text) {
        CanonicalJson.text(JsonNodeFactory.instance.stringNode(text));
    }
}
