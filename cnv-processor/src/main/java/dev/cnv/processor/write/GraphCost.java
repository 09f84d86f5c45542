package dev.cnv.processor.write;

import dev.cnv.processor.write.GraphType.Decimal;
import dev.cnv.processor.write.GraphType.Sequence;
import dev.cnv.processor.write.GraphType.Structure;
import dev.cnv.processor.write.GraphType.Text;
import dev.cnv.processor.write.GraphType.Truth;
import dev.cnv.processor.write.GraphType.Union;
import dev.cnv.processor.write.GraphType.Whole;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What it costs to change values of one type into another, as the runtime's {@code FitTable} says. */
final class GraphCost {

    private static final int DROP_MEMBERS = 1;
    private static final int INTEGER_TO_DECIMAL = 1;
    private static final int SCALAR_TO_ARRAY = 2;
    private static final int TO_TEXT = 4;

    private record Pair(GraphType from, GraphType to) {}

    private final GraphFit exact = GraphFit.exact();
    private final GraphFit changing = GraphFit.changing(exact);
    private final Map<Pair, OptionalLong> answers = new HashMap<>();

    /** The cost, 0 for none; empty when values do not fit. */
    OptionalLong of(GraphType from, GraphType to) {
        return answers.computeIfAbsent(new Pair(from, to), pair -> answer(from, to));
    }

    private OptionalLong answer(GraphType from, GraphType to) {
        if (exact.fits(from, to)) {
            return OptionalLong.of(0);
        }
        return changing.fits(from, to)
                ? OptionalLong.of(new Walk().of(from, to))
                : OptionalLong.empty();
    }

    /** Goes once over a pair that fits when changed. */
    private final class Walk {
        private final Set<Pair> seen = new HashSet<>();

        long of(GraphType from, GraphType to) {
            if (!seen.add(new Pair(from, to)) || exact.fits(from, to)) {
                return 0;
            }
            if (from instanceof Union(var options)) {
                return options.stream().mapToLong(option -> of(option, to)).sum();
            }
            if (to instanceof Union(var options)) {
                return of(from, cheapest(from, options));
            }
            if (from instanceof Structure given) {
                return structures(given, (Structure) to);
            }
            if (from instanceof Sequence given) {
                return of(given.element(), ((Sequence) to).element());
            }
            return to instanceof Sequence(var element, int _, int _, boolean _)
                    ? SCALAR_TO_ARRAY + change(from, element)
                    : change(from, to);
        }

        private long structures(Structure from, Structure to) {
            long cost = to.rest().isEmpty() && GraphFit.extra(from, to) ? DROP_MEMBERS : 0;
            for (String name : to.members().keySet()) {
                GraphType expected = to.members().get(name).type();
                if (from.members().containsKey(name)) {
                    cost += of(from.members().get(name).type(), expected);
                } else if (from.rest().isPresent()) {
                    cost += of(from.rest().get(), expected);
                }
            }
            return cost + to.rest().map(rest -> others(from, to, rest)).orElse(0L);
        }

        private long others(Structure from, Structure to, GraphType rest) {
            long cost = 0;
            for (String name : from.members().keySet()) {
                if (!to.members().containsKey(name)) {
                    cost += of(from.members().get(name).type(), rest);
                }
            }
            return cost + from.rest().map(source -> of(source, rest)).orElse(0L);
        }

        private GraphType cheapest(GraphType from, java.util.List<GraphType> options) {
            GraphType best = options.getFirst();
            int least = Integer.MAX_VALUE;
            for (GraphType option : options) {
                int cost = ownCost(from, option);
                if (cost < least && changing.fits(from, option)) {
                    best = option;
                    least = cost;
                }
            }
            return best;
        }

        private int ownCost(GraphType from, GraphType to) {
            if (exact.fits(from, to)) {
                return -1;
            }
            return to instanceof Sequence && !(from instanceof Sequence)
                    ? SCALAR_TO_ARRAY
                    : change(from, to);
        }
    }

    private static int change(GraphType from, GraphType to) {
        if (to instanceof Decimal && from instanceof Whole) {
            return INTEGER_TO_DECIMAL;
        }
        boolean number = from instanceof Whole || from instanceof Decimal;
        return to instanceof Text && (number || from instanceof Truth) ? TO_TEXT : 0;
    }
}
