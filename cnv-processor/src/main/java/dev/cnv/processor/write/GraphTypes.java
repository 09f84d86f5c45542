package dev.cnv.processor.write;

import dev.cnv.processor.write.GraphType.Decimal;
import dev.cnv.processor.write.GraphType.Member;
import dev.cnv.processor.write.GraphType.Nothing;
import dev.cnv.processor.write.GraphType.Sequence;
import dev.cnv.processor.write.GraphType.Structure;
import dev.cnv.processor.write.GraphType.Text;
import dev.cnv.processor.write.GraphType.Truth;
import dev.cnv.processor.write.GraphType.Union;
import dev.cnv.processor.write.GraphType.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads generated schemas as types of the graph, exactly as the runtime reads their JSON text. */
final class GraphTypes {

    private static final List<String> CONDITIONS =
            List.of("pattern", "format", "formatMinimum", "formatMaximum", "contentEncoding");

    private GraphTypes() {}

    /**
     * The type of a schema.
     *
     * @throws IllegalArgumentException when it allows no value
     */
    static GraphType of(Map<?, ?> schema) {
        Object named = schema.get("type");
        List<?> names = named instanceof List<?> several ? several : List.of(named);
        List<GraphType> options = new ArrayList<>();
        for (Object name : names) {
            if (schema.get("enum") instanceof List<?> constants) {
                options.addAll(constants((String) name, constants, schema));
            } else {
                options.add(plain((String) name, schema));
            }
        }
        return union(options);
    }

    private static GraphType plain(String name, Map<?, ?> schema) {
        return switch (name) {
            case "null" -> new Nothing();
            case "boolean" -> new Truth(Optional.empty());
            case "string" -> text(Optional.empty(), schema);
            case "integer" -> new Whole(whole(schema, "minimum"), whole(schema, "maximum"));
            case "number" ->
                new Decimal(
                        number(schema.get("minimum")).map(BigDecimal::stripTrailingZeros),
                        number(schema.get("maximum")).map(BigDecimal::stripTrailingZeros));
            case "array" ->
                new Sequence(
                        of((Map<?, ?>) Objects.requireNonNull(schema.get("items"))),
                        count(schema, "minItems", 0),
                        count(schema, "maxItems", GraphType.UNBOUNDED),
                        Boolean.TRUE.equals(schema.get("uniqueItems")));
            default -> structure(schema);
        };
    }

    private static List<GraphType> constants(String name, List<?> constants, Map<?, ?> schema) {
        List<GraphType> options = new ArrayList<>();
        SortedSet<String> texts = new TreeSet<>();
        for (Object constant : constants) {
            switch (constant) {
                case String text when name.equals("string") -> texts.add(text);
                case Boolean truth
                when name.equals("boolean") -> options.add(new Truth(Optional.of(truth)));
                case Optional<?> _ when name.equals("null") -> options.add(new Nothing());
                default -> number(constant).ifPresent(n -> constant(name, n, schema, options));
            }
        }
        if (!texts.isEmpty()) {
            options.add(text(Optional.of(texts), schema));
        }
        return options;
    }

    private static void constant(
            String name, BigDecimal number, Map<?, ?> schema, List<GraphType> options) {
        boolean outside = number(schema.get("minimum"))
                        .filter(min -> min.compareTo(number) > 0)
                        .isPresent()
                || number(schema.get("maximum"))
                        .filter(max -> max.compareTo(number) < 0)
                        .isPresent();
        boolean integer = number.stripTrailingZeros().scale() <= 0;
        if (outside || !(name.equals("number") || (name.equals("integer") && integer))) {
            return;
        }
        options.add(
                name.equals("integer")
                        ? new Whole(
                                Optional.of(number.toBigIntegerExact()),
                                Optional.of(number.toBigIntegerExact()))
                        : new Decimal(
                                Optional.of(number.stripTrailingZeros()),
                                Optional.of(number.stripTrailingZeros())));
    }

    private static Text text(Optional<SortedSet<String>> oneOf, Map<?, ?> schema) {
        SortedSet<String> conditions = new TreeSet<>();
        for (String keyword : CONDITIONS) {
            if (schema.get(keyword) instanceof String value) {
                conditions.add(keyword + "=" + value);
            }
        }
        if (schema.get("anyOf") instanceof List<?> formats) {
            SortedSet<String> names = new TreeSet<>();
            formats.forEach(format -> names.add((String) ((Map<?, ?>) format).get("format")));
            conditions.add("format=" + String.join("|", names));
        }
        return text(
                oneOf,
                count(schema, "minLength", 0),
                count(schema, "maxLength", GraphType.UNBOUNDED),
                conditions);
    }

    private static Text text(
            Optional<SortedSet<String>> oneOf, int min, int max, SortedSet<String> conditions) {
        if (oneOf.isEmpty()) {
            return new Text(oneOf, min, max, conditions);
        }
        SortedSet<String> kept = new TreeSet<>(oneOf.get());
        kept.removeIf(text -> length(text) < min || length(text) > max);
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("oneOf=" + oneOf.get() + " allows no text");
        }
        return new Text(
                Optional.of(kept),
                kept.stream().mapToInt(GraphTypes::length).min().orElseThrow(),
                kept.stream().mapToInt(GraphTypes::length).max().orElseThrow(),
                conditions);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static Structure structure(Map<?, ?> schema) {
        SortedMap<String, Member> members = new TreeMap<>();
        List<?> required = schema.get("required") instanceof List<?> names ? names : List.of();
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, type) -> members.put(
                    (String) name, new Member(of((Map<?, ?>) type), required.contains(name))));
        }
        Optional<GraphType> rest = schema.get("additionalProperties") instanceof Map<?, ?> others
                ? Optional.of(of(others))
                : Optional.empty();
        int most = count(schema, "maxProperties", GraphType.UNBOUNDED);
        int always = (int) members.values().stream().filter(Member::required).count();
        return new Structure(
                members,
                rest,
                Math.max(count(schema, "minProperties", 0), always),
                rest.isPresent() ? most : Math.min(most, members.size()),
                schema.get("dependentSchemas") instanceof Map<?, ?> relations
                        ? new TreeSet<>(List.of("dependentSchemas=" + Json.canonical(relations)))
                        : Collections.emptySortedSet());
    }

    private static Optional<BigInteger> whole(Map<?, ?> schema, String keyword) {
        java.math.RoundingMode inwards = keyword.equals("minimum")
                ? java.math.RoundingMode.CEILING
                : java.math.RoundingMode.FLOOR;
        return number(schema.get(keyword)).map(n -> n.setScale(0, inwards).toBigIntegerExact());
    }

    private static Optional<BigDecimal> number(@Nullable Object value) {
        return switch (value) {
            case BigDecimal decimal -> Optional.of(decimal);
            case Integer integer -> Optional.of(BigDecimal.valueOf(integer));
            case null, default -> Optional.empty();
        };
    }

    private static int count(Map<?, ?> schema, String keyword, int otherwise) {
        return number(schema.get(keyword))
                .map(n -> n.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue())
                .orElse(otherwise);
    }

    // The smallest form of a union, as the runtime's UnionForm makes it.

    private static GraphType union(List<GraphType> options) {
        List<GraphType> joined = new ArrayList<>();
        joined.addAll(wholes(pick(options, Whole.class)));
        joined.addAll(decimals(pick(options, Decimal.class)));
        List<Truth> truths = pick(options, Truth.class);
        if (!truths.isEmpty()) {
            boolean same = truths.stream().allMatch(truths.getFirst()::equals);
            joined.add(same ? truths.getFirst() : new Truth(Optional.empty()));
        }
        // At most one: constants of one type are one list.
        joined.addAll(pick(options, Text.class));
        options.stream().filter(option -> !option.scalar()).forEach(joined::add);
        if (joined.isEmpty()) {
            throw new IllegalArgumentException("options=[] allow no value");
        }
        return joined.size() == 1 ? joined.getFirst() : new Union(joined);
    }

    private static <T extends GraphType> List<T> pick(List<GraphType> options, Class<T> kind) {
        return new ArrayList<>(
                options.stream().filter(kind::isInstance).map(kind::cast).toList());
    }

    private static List<Whole> wholes(List<Whole> ranges) {
        ranges.sort(Comparator.comparing(Whole::min, lowFirst()));
        return joined(
                ranges,
                (low, high) -> low.max().isEmpty()
                        || high.min().isEmpty()
                        || high.min().get().compareTo(low.max().get().add(BigInteger.ONE)) <= 0,
                (low, high) -> new Whole(low.min(), higher(low.max(), high.max())));
    }

    private static List<Decimal> decimals(List<Decimal> ranges) {
        ranges.sort(Comparator.comparing(Decimal::min, lowFirst()));
        return joined(
                ranges,
                (low, high) -> low.max().isEmpty()
                        || high.min().isEmpty()
                        || high.min().get().compareTo(low.max().get()) <= 0,
                (low, high) -> new Decimal(low.min(), higher(low.max(), high.max())));
    }

    private static <T> List<T> joined(
            List<T> sorted, java.util.function.BiPredicate<T, T> touch, BinaryOperator<T> join) {
        List<T> joined = new ArrayList<>();
        for (T next : sorted) {
            if (!joined.isEmpty() && touch.test(joined.getLast(), next)) {
                joined.add(join.apply(joined.removeLast(), next));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private static <N extends Comparable<N>> Comparator<Optional<N>> lowFirst() {
        return (one, other) -> one.isEmpty() || other.isEmpty()
                ? Boolean.compare(one.isPresent(), other.isPresent())
                : one.get().compareTo(other.get());
    }

    private static <N extends Comparable<N>> Optional<N> higher(
            Optional<N> one, Optional<N> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        return one.get().compareTo(other.get()) >= 0 ? one : other;
    }
}
