package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Member;
import dev.cnv.testing.Draws;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The oracle: which values a schema has, said without subtyping. Values are null, {@link Boolean},
 * {@link String}, {@link BigInteger} for integers, {@link BigDecimal} for what has a fraction, lists
 * and maps.
 */
final class SchemaValues {

    private static final List<String> TEXTS = List.of("", "a", "b", "ab", "cc", "c", "abc", "dddd");

    private final SchemaDocument document;

    SchemaValues(SchemaDocument document) {
        this.document = document;
    }

    /** {@return a value of the schema, or empty when none was found} */
    Optional<Object[]> draw(Draws draws) {
        return draw(draws, document.root(), 6);
    }

    /** A value in an array of one, because null is a value. */
    private Optional<Object[]> draw(Draws draws, Schema schema, int depth) {
        if (depth < 0) {
            return Optional.empty();
        }
        return switch (schema) {
            case Schema.Anything _ ->
                value(draws.oneOf(true, "zz", BigInteger.TEN, new BigDecimal("0.5"), List.of()));
            case Schema.Null _ -> Optional.of(new Object[] {null});
            case Schema.Truth truth -> value(truth.only().orElse(draws.flip()));
            case Schema.Text text -> {
                List<String> all =
                        new ArrayList<>(text.oneOf().map(List::copyOf).orElse(TEXTS));
                all.removeIf(candidate -> !accepts(text, candidate));
                yield all.isEmpty() ? Optional.empty() : value(draws.pick(all));
            }
            case Schema.Whole whole -> number(draws, whole.min(), whole.max());
            case Schema.Decimal decimal -> decimal(draws, decimal);
            case Schema.Sequence sequence -> items(draws, sequence, depth);
            case Schema.Structure structure -> members(draws, structure, depth);
            case Schema.Reference _ -> draw(draws, document.resolved(schema), depth);
            case Schema.Union union -> draw(draws, draws.pick(union.options()), depth);
        };
    }

    private static Optional<Object[]> value(Object value) {
        return Optional.of(new Object[] {value});
    }

    private static Optional<Object[]> number(
            Draws draws, Optional<BigInteger> min, Optional<BigInteger> max) {
        BigInteger low =
                min.orElse(max.map(m -> m.subtract(BigInteger.TEN)).orElse(BigInteger.ZERO));
        BigInteger high = max.orElse(low.add(BigInteger.TEN));
        return value(low.add(BigInteger.valueOf(draws.upTo(high.subtract(low).longValueExact()))));
    }

    private static Optional<Object[]> decimal(Draws draws, Schema.Decimal decimal) {
        BigDecimal low = decimal.min()
                .orElse(decimal.max().map(m -> m.subtract(BigDecimal.TEN)).orElse(BigDecimal.ZERO));
        BigDecimal high = decimal.max().orElse(low.add(BigDecimal.TEN));
        BigDecimal drawn = low.add(high.subtract(low)
                .multiply(BigDecimal.valueOf(draws.upTo(8)))
                .divide(BigDecimal.valueOf(8)));
        return value(drawn.stripTrailingZeros().scale() <= 0 ? drawn.toBigIntegerExact() : drawn);
    }

    private Optional<Object[]> items(Draws draws, Schema.Sequence sequence, int depth) {
        List<Object> items = new ArrayList<>();
        int count = draws.between(
                sequence.minItems(), Math.min(sequence.maxItems(), sequence.minItems() + 2));
        for (int i = 0; i < count; i++) {
            draw(draws, sequence.element(), depth - 1).ifPresent(item -> items.add(item[0]));
        }
        return accepts(sequence, items) ? value(items) : Optional.empty();
    }

    private Optional<Object[]> members(Draws draws, Schema.Structure structure, int depth) {
        Map<String, Object> members = new TreeMap<>();
        structure.members().forEach((name, member) -> {
            if (member.required() || draws.flip()) {
                draw(draws, member.schema(), depth - 1)
                        .ifPresent(value -> members.put(name, value[0]));
            }
        });
        structure.rest().ifPresent(rest -> {
            String name = draws.oneOf("x", "y", "z", "w");
            if (draws.flip() && !structure.members().containsKey(name)) {
                draw(draws, rest, depth - 1).ifPresent(value -> members.put(name, value[0]));
            }
        });
        return accepts(structure, members) ? value(members) : Optional.empty();
    }

    boolean accepts(Object value) {
        return accepts(document.root(), value);
    }

    private boolean accepts(Schema schema, Object value) {
        return switch (schema) {
            case Schema.Anything _ -> true;
            case Schema.Null _ -> value == null;
            case Schema.Truth truth ->
                value instanceof Boolean b && truth.only().orElse(b).equals(b);
            case Schema.Text text ->
                value instanceof String s
                        && text.oneOf().map(all -> all.contains(s)).orElse(true)
                        && s.length() >= text.minLength()
                        && s.length() <= text.maxLength()
                        && text.conditions().stream()
                                .allMatch(c -> s.matches(c.substring("pattern=".length())));
            case Schema.Whole whole ->
                value instanceof BigInteger n
                        && whole.min().map(m -> m.compareTo(n) <= 0).orElse(true)
                        && whole.max().map(m -> m.compareTo(n) >= 0).orElse(true);
            case Schema.Decimal decimal -> {
                BigDecimal n = value instanceof BigInteger i
                        ? new BigDecimal(i)
                        : value instanceof BigDecimal d ? d : null;
                yield n != null
                        && decimal.min().map(m -> m.compareTo(n) <= 0).orElse(true)
                        && decimal.max().map(m -> m.compareTo(n) >= 0).orElse(true);
            }
            case Schema.Sequence sequence ->
                value instanceof List<?> items
                        && items.size() >= sequence.minItems()
                        && items.size() <= sequence.maxItems()
                        && (!sequence.distinct() || new HashSet<>(items).size() == items.size())
                        && items.stream().allMatch(item -> accepts(sequence.element(), item));
            case Schema.Structure structure ->
                value instanceof Map<?, ?> members && acceptsMembers(structure, members);
            case Schema.Reference _ -> accepts(document.resolved(schema), value);
            case Schema.Union union ->
                union.options().stream().anyMatch(option -> accepts(option, value));
        };
    }

    private boolean acceptsMembers(Schema.Structure structure, Map<?, ?> members) {
        for (Map.Entry<String, Member> known : structure.members().entrySet()) {
            if (known.getValue().required() && !members.containsKey(known.getKey())) {
                return false;
            }
        }
        for (Map.Entry<?, ?> member : members.entrySet()) {
            Member known = structure.members().get(member.getKey());
            Optional<Schema> schema =
                    known == null ? structure.rest() : Optional.of(known.schema());
            if (schema.isEmpty() || !accepts(schema.get(), member.getValue())) {
                return false;
            }
        }
        return members.size() >= structure.minMembers() && members.size() <= structure.maxMembers();
    }
}
