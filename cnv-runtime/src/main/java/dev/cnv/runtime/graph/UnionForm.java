package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Decimal;
import dev.cnv.runtime.graph.Schema.Text;
import dev.cnv.runtime.graph.Schema.Truth;
import dev.cnv.runtime.graph.Schema.Union;
import dev.cnv.runtime.graph.Schema.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The smallest form of a union: without it, 0..10 would not fit into "0..5 or 6..10" although every
 * value does.
 */
final class UnionForm {

    private UnionForm() {}

    static Schema of(List<Schema> options) {
        List<Schema> flat = new ArrayList<>();
        options.forEach(option -> open(option, flat));
        List<Schema> joined = new ArrayList<>();
        joined.addAll(wholes(pick(flat, Whole.class)));
        joined.addAll(decimals(pick(flat, Decimal.class)));
        joined.addAll(truths(pick(flat, Truth.class)));
        joined.addAll(texts(pick(flat, Text.class)));
        Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Schema option : flat) {
            // The rest is compared by identity: deep equality of nested unions can be costly.
            if (!scalar(option) && seen.add(option)) {
                joined.add(option);
            }
        }
        return joined.size() == 1 ? joined.getFirst() : new Union(joined);
    }

    private static void open(Schema option, List<Schema> flat) {
        if (option instanceof Union(List<Schema> inner)) {
            inner.forEach(part -> open(part, flat));
        } else {
            flat.add(option);
        }
    }

    private static boolean scalar(Schema option) {
        return switch (option) {
            case Whole _, Decimal _, Truth _, Text _ -> true;
            default -> false;
        };
    }

    private static <S extends Schema> List<S> pick(List<Schema> flat, Class<S> kind) {
        return new ArrayList<>(
                flat.stream().filter(kind::isInstance).map(kind::cast).toList());
    }

    private static List<Schema> wholes(List<Whole> ranges) {
        ranges.sort(
                Comparator.comparing(Whole::min, lowFirst(Comparator.<BigInteger>naturalOrder())));
        List<Schema> joined = new ArrayList<>();
        for (Whole next : ranges) {
            if (!joined.isEmpty() && joined.getLast() instanceof Whole last && touch(last, next)) {
                joined.set(
                        joined.size() - 1, new Whole(last.min(), higher(last.max(), next.max())));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private static boolean touch(Whole low, Whole high) {
        return low.max().isEmpty()
                || high.min().isEmpty()
                || high.min().get().compareTo(low.max().get().add(BigInteger.ONE)) <= 0;
    }

    private static List<Schema> decimals(List<Decimal> ranges) {
        ranges.sort(Comparator.comparing(
                Decimal::min, lowFirst(Comparator.<BigDecimal>naturalOrder())));
        List<Schema> joined = new ArrayList<>();
        for (Decimal next : ranges) {
            if (!joined.isEmpty()
                    && joined.getLast() instanceof Decimal last
                    && (last.max().isEmpty()
                            || next.min().isEmpty()
                            || next.min().get().compareTo(last.max().get()) <= 0)) {
                joined.set(
                        joined.size() - 1, new Decimal(last.min(), higher(last.max(), next.max())));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private static List<Schema> truths(List<Truth> truths) {
        if (truths.isEmpty()) {
            return List.of();
        }
        boolean same = truths.stream().allMatch(truths.getFirst()::equals);
        return List.of(same ? truths.getFirst() : Schema.TRUTH);
    }

    /** Lists of texts under the same conditions are one list. */
    private static List<Schema> texts(List<Text> texts) {
        List<Schema> joined = new ArrayList<>();
        for (Text text : texts) {
            int at = 0;
            while (at < joined.size() && !mergeable((Text) joined.get(at), text)) {
                at++;
            }
            if (at == joined.size()) {
                joined.add(text);
            } else {
                joined.set(at, merged((Text) joined.get(at), text));
            }
        }
        return joined;
    }

    private static boolean mergeable(Text one, Text other) {
        return one.equals(other)
                || (one.oneOf().isPresent()
                        && other.oneOf().isPresent()
                        && one.conditions().equals(other.conditions()));
    }

    private static Text merged(Text one, Text other) {
        if (one.equals(other)) {
            return one;
        }
        Set<String> all = new TreeSet<>(one.oneOf().orElseThrow());
        all.addAll(other.oneOf().orElseThrow());
        return new Text(Optional.of(all), 0, Schema.UNBOUNDED, one.conditions());
    }

    private static <N> Comparator<Optional<N>> lowFirst(Comparator<N> order) {
        return (one, other) -> {
            if (one.isEmpty() || other.isEmpty()) {
                return Boolean.compare(one.isPresent(), other.isPresent());
            }
            return order.compare(one.get(), other.get());
        };
    }

    private static <N extends Comparable<N>> Optional<N> higher(
            Optional<N> one, Optional<N> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        return one.get().compareTo(other.get()) >= 0 ? one : other;
    }
}
