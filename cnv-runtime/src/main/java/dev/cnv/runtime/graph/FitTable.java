package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Sequence;
import dev.cnv.runtime.graph.Schema.Structure;
import dev.cnv.runtime.graph.Schema.Union;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the types of a table fit each other, each pair answered once.
 *
 * <p><b>Threading:</b> not safe for use by several threads.
 */
final class FitTable {

    private final TypeTable types = new TypeTable();
    private final Subtyping exact;
    private final Subtyping converting;
    private final Map<Long, Fit> answers = new HashMap<>();

    FitTable() {
        this(Subtyping.MAX_STEPS);
    }

    FitTable(int maxSteps) {
        exact = new Subtyping(types, FitMode.EXACT, maxSteps);
        converting = new Subtyping(types, FitMode.CONVERTING, maxSteps);
    }

    int add(SchemaDocument document) {
        return types.add(document);
    }

    Fit fit(int producer, int consumer) {
        int from = types.resolved(producer);
        int to = types.resolved(consumer);
        long pair = (long) from << 32 | to;
        Fit known = answers.get(pair);
        if (known == null) {
            known = answer(from, to);
            answers.put(pair, known);
        }
        return known;
    }

    private Fit answer(int from, int to) {
        if (exact.check(from, to).isEmpty()) {
            return new Fit.Matches();
        }
        Optional<Mismatch> refusal = converting.check(from, to);
        if (refusal.isPresent()) {
            return new Fit.Refused(refusal.get().where(), refusal.get().why());
        }
        Changes changes = new Changes();
        changes.walk("", from, to);
        return new Fit.Transformed(changes.found);
    }

    /** Goes once over a pair that fits when converted, and notes the changes. */
    private final class Changes {
        private final List<Fit.Change> found = new ArrayList<>();
        private final Set<Long> seen = new HashSet<>();

        void walk(String where, int producer, int consumer) {
            int from = types.resolved(producer);
            int to = types.resolved(consumer);
            if (!seen.add((long) from << 32 | to) || exact.check(from, to).isEmpty()) {
                return;
            }
            TypeTable.Type given = types.type(from);
            TypeTable.Type expected = types.type(to);
            if (given.schema() instanceof Union) {
                for (int option : given.children()) {
                    walk(where, option, to);
                }
            } else if (expected.schema() instanceof Union) {
                walk(where, from, cheapest(from, expected));
            } else if (given.schema() instanceof Structure) {
                structures(where, given, expected);
            } else if (given.schema() instanceof Sequence) {
                walk(where + "[]", given.children()[0], expected.children()[0]);
            } else {
                scalars(where, given.schema(), expected);
            }
        }

        private void scalars(String where, Schema from, TypeTable.Type expected) {
            if (expected.schema() instanceof Sequence) {
                found.add(new Fit.Change(where, Transform.SCALAR_TO_ARRAY));
                Schema element = types.type(expected.children()[0]).schema();
                change(where + "[]", from, element);
            } else {
                change(where, from, expected.schema());
            }
        }

        private void change(String where, Schema from, Schema to) {
            Scalars.change(from, to)
                    .ifPresent(transform -> found.add(new Fit.Change(where, transform)));
        }

        private void structures(String where, TypeTable.Type given, TypeTable.Type expected) {
            Structure from = (Structure) given.schema();
            Structure to = (Structure) expected.schema();
            if (to.rest().isEmpty() && StructureFit.extra(from, to)) {
                found.add(new Fit.Change(where, Transform.DROP_MEMBERS));
            }
            for (String name : to.members().keySet()) {
                types.member(given, name)
                        .or(() -> types.rest(given))
                        .ifPresent(source -> walk(
                                Mismatch.join(where, name),
                                source,
                                types.member(expected, name).orElseThrow()));
            }
            types.rest(expected).ifPresent(rest -> others(where, given, to, rest));
        }

        private void others(String where, TypeTable.Type given, Structure to, int rest) {
            for (String name : ((Structure) given.schema()).members().keySet()) {
                if (!to.members().containsKey(name)) {
                    walk(Mismatch.join(where, name), types.member(given, name).orElseThrow(), rest);
                }
            }
            types.rest(given).ifPresent(source -> walk(where + ".*", source, rest));
        }

        /** Of the options that fit, the first with the least change of its own. */
        private int cheapest(int from, TypeTable.Type expected) {
            int best = -1;
            int least = Integer.MAX_VALUE;
            for (int option : expected.children()) {
                int cost = ownCost(from, types.resolved(option));
                if (cost < least && converting.check(from, option).isEmpty()) {
                    best = option;
                    least = cost;
                }
            }
            return best;
        }

        private int ownCost(int from, int to) {
            Schema given = types.type(from).schema();
            Schema expected = types.type(to).schema();
            if (exact.check(from, to).isEmpty()) {
                return -1;
            }
            if (expected instanceof Sequence && !(given instanceof Sequence)) {
                return Transform.SCALAR_TO_ARRAY.cost();
            }
            return Scalars.change(given, expected).map(Transform::cost).orElse(0);
        }
    }
}
