package dev.cnv.runtime.decode;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.ParameterRules;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.ValueType.Choice;
import dev.cnv.runtime.capability.ValueType.Kind;
import dev.cnv.runtime.capability.ValueType.Maybe;
import dev.cnv.runtime.capability.ValueType.Scalar;
import dev.cnv.runtime.capability.ValueType.Sequence;
import dev.cnv.runtime.capability.ValueType.Structure;
import dev.cnv.runtime.capability.ValueType.Table;
import dev.cnv.runtime.decode.Formed.Well;
import dev.cnv.runtime.decode.Formed.Wrong;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/**
 * Checks a value in normal form against the rules of its parameter. A rule that cannot be read, or
 * cannot apply to the parameter's type, refuses every value: a rule that is not understood permits
 * nothing.
 *
 * <p>For a sequence or a table the lengths count the parts of the outermost one, and the other rules
 * hold for each part without parts.
 */
final class RuleChecker {

    private static final Set<Kind> NUMBERS = Set.of(
            Kind.INT8,
            Kind.INT16,
            Kind.INT32,
            Kind.INT64,
            Kind.FLOAT32,
            Kind.FLOAT64,
            Kind.DECIMAL);

    private final ParameterRules rules;
    private final Optional<Bound> min;
    private final Optional<Bound> max;
    private final Optional<Pattern> pattern;
    private final Set<String> oneOf;

    private RuleChecker(
            ParameterRules rules,
            Optional<Bound> min,
            Optional<Bound> max,
            Optional<Pattern> pattern,
            Set<String> oneOf) {
        this.rules = rules;
        this.min = min;
        this.max = max;
        this.pattern = pattern;
        this.oneOf = oneOf;
    }

    /** The smallest or largest value, in the measure of the type. */
    private sealed interface Bound {
        int compareTo(JsonNode value);

        record Amount(BigDecimal bound) implements Bound {
            @Override
            public int compareTo(JsonNode value) {
                return bound.compareTo(value.decimalValue());
            }
        }

        record Span(Duration bound) implements Bound {
            @Override
            public int compareTo(JsonNode value) {
                return bound.compareTo(Duration.parse(value.stringValue()));
            }
        }
    }

    /** A rule of the descriptor makes no sense; nothing satisfies it. */
    private static final class RuleUnusable extends Exception {
        private static final long serialVersionUID = 1L;

        RuleUnusable(String rule) {
            super(rule, null, false, false);
        }

        String rule() {
            return String.valueOf(getMessage());
        }
    }

    /** {@return the first rule that the value breaks} */
    static Optional<Fault> check(
            ParameterRules rules, ValueType type, JsonNode value, Place place) {
        if (rules.equals(ParameterRules.NONE)) {
            return Optional.empty();
        }
        try {
            return read(rules, leaf(type)).check(type, value, place);
        } catch (RuleUnusable e) {
            return Optional.of(Fault.rule(
                    place,
                    value,
                    e.rule(),
                    "nothing: the rule cannot be applied, which is a fault of the verb"));
        }
    }

    private static RuleChecker read(ParameterRules rules, ValueType leaf) throws RuleUnusable {
        return new RuleChecker(
                rules,
                bound("min", rules.min(), leaf),
                bound("max", rules.max(), leaf),
                pattern(rules.pattern(), leaf),
                oneOf(rules.oneOf(), leaf));
    }

    private static ValueType leaf(ValueType type) {
        return switch (type) {
            case Maybe(ValueType value) -> leaf(value);
            case Sequence(ValueType element, boolean _) -> leaf(element);
            case Table(ValueType value) -> leaf(value);
            case Scalar _, Choice _, Structure _ -> type;
        };
    }

    private static Optional<Bound> bound(String name, Optional<String> text, ValueType leaf)
            throws RuleUnusable {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Bound> bound = Optional.empty();
        if (leaf instanceof Scalar(Kind kind) && NUMBERS.contains(kind)) {
            bound = TextValues.number(text.get()).map(Bound.Amount::new);
        } else if (leaf.equals(ValueType.DURATION)) {
            bound = time(text.get());
        }
        if (bound.isEmpty()) {
            throw new RuleUnusable(name + '=' + text.get());
        }
        return bound;
    }

    private static Optional<Bound> time(String text) {
        try {
            return Optional.of(new Bound.Span(Durations.parse(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Pattern> pattern(Optional<String> expression, ValueType leaf)
            throws RuleUnusable {
        if (expression.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (textual(leaf)) {
                return Optional.of(Pattern.compile(expression.get()));
            }
        } catch (PatternSyntaxException _) {
            throw new RuleUnusable("pattern=" + expression.get());
        }
        throw new RuleUnusable("pattern=" + expression.get());
    }

    /** The texts allowed, as canonical JSON of the type, so that they are compared by value. */
    private static Set<String> oneOf(List<String> texts, ValueType leaf) throws RuleUnusable {
        Set<String> allowed = new HashSet<>();
        Place nowhere = new Place.Argument("oneOf", false);
        for (String text : texts) {
            Formed formed = TextValues.parse(leaf, List.of(text), nowhere);
            if (formed instanceof Well(JsonNode parsed)) {
                formed = new ValueChecker().check(leaf, parsed, nowhere);
            }
            switch (formed) {
                case Well(JsonNode normal) -> allowed.add(CanonicalJson.text(normal));
                case Wrong _ -> throw new RuleUnusable("oneOf=" + text);
            }
        }
        return allowed;
    }

    private static boolean textual(ValueType type) {
        return switch (type) {
            case Choice _ -> true;
            case Scalar(Kind kind) ->
                kind != Kind.BOOLEAN && kind != Kind.NOTHING && !NUMBERS.contains(kind);
            case Sequence _, Table _, Maybe _, Structure _ -> false;
        };
    }

    private Optional<Fault> check(ValueType type, JsonNode value, Place place) throws RuleUnusable {
        Optional<Fault> fault = length(type, value, place);
        return fault.isPresent() ? fault : parts(type, value, place);
    }

    private Optional<Fault> length(ValueType type, JsonNode value, Place place)
            throws RuleUnusable {
        if ((rules.minLength().isEmpty() && rules.maxLength().isEmpty()) || value.isNull()) {
            return Optional.empty();
        }
        if (type instanceof Maybe(ValueType inner)) {
            return length(inner, value, place);
        }
        int length = measure(type, value);
        String unit = unit(type);
        OptionalInt least = rules.minLength();
        if (least.isPresent() && length < least.getAsInt()) {
            return Optional.of(Fault.rule(
                    place,
                    value,
                    "minLength=" + least.getAsInt(),
                    "at least " + least.getAsInt() + unit));
        }
        OptionalInt most = rules.maxLength();
        if (most.isPresent() && length > most.getAsInt()) {
            return Optional.of(Fault.rule(
                    place,
                    value,
                    "maxLength=" + most.getAsInt(),
                    "at most " + most.getAsInt() + unit));
        }
        return Optional.empty();
    }

    private int measure(ValueType type, JsonNode value) throws RuleUnusable {
        if (type instanceof Sequence || type instanceof Table) {
            return value.size();
        }
        if (!textual(type)) {
            throw new RuleUnusable(
                    rules.minLength().isPresent()
                            ? "minLength=" + rules.minLength().getAsInt()
                            : "maxLength=" + rules.maxLength().orElse(0));
        }
        String text = value.stringValue();
        return type.equals(ValueType.BYTES)
                ? ScalarForms.bytes(text).map(bytes -> bytes.length).orElse(0)
                : text.codePointCount(0, text.length());
    }

    private static String unit(ValueType type) {
        if (type instanceof Sequence || type instanceof Table) {
            return " elements";
        }
        return type.equals(ValueType.BYTES) ? " bytes" : " characters";
    }

    private Optional<Fault> parts(ValueType type, JsonNode value, Place place) {
        return switch (type) {
            case Maybe(ValueType inner) ->
                value.isNull() ? Optional.empty() : parts(inner, value, place);
            case Sequence(ValueType element, boolean _) -> elements(element, value, place);
            case Table(ValueType inner) -> entries(inner, value, place);
            case Scalar _, Choice _, Structure _ -> plain(value, place);
        };
    }

    private Optional<Fault> elements(ValueType element, JsonNode array, Place place) {
        int index = 0;
        for (JsonNode value : array) {
            Optional<Fault> fault = parts(element, value, new Place.Element(place, index++));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> entries(ValueType type, JsonNode table, Place place) {
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            Optional<Fault> fault =
                    parts(type, entry.getValue(), new Place.Entry(place, entry.getKey()));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> plain(JsonNode value, Place place) {
        if (min.isPresent() && min.get().compareTo(value) > 0) {
            String bound = rules.min().orElse("");
            return Optional.of(Fault.rule(place, value, "min=" + bound, "at least " + bound));
        }
        if (max.isPresent() && max.get().compareTo(value) < 0) {
            String bound = rules.max().orElse("");
            return Optional.of(Fault.rule(place, value, "max=" + bound, "at most " + bound));
        }
        if (!oneOf.isEmpty() && !oneOf.contains(CanonicalJson.text(value))) {
            String texts = String.join(", ", rules.oneOf());
            return Optional.of(Fault.rule(place, value, "oneOf=" + texts, "one of " + texts));
        }
        return pattern.flatMap(expression -> matches(expression, value, place));
    }

    private static Optional<Fault> matches(Pattern pattern, JsonNode value, Place place) {
        String rule = "pattern=" + pattern.pattern();
        return switch (BoundedMatch.of(pattern, value.stringValue())) {
            case MATCHES -> Optional.empty();
            case DIFFERS ->
                Optional.of(
                        Fault.rule(place, value, rule, "a text that matches " + pattern.pattern()));
            case TOO_COSTLY ->
                Optional.of(Fault.rule(
                        place,
                        value,
                        rule,
                        "a shorter text: whether this one matches takes too long to find out"));
        };
    }
}
