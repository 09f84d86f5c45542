package dev.cnv.processor.write;

import dev.cnv.processor.model.Result;
import dev.cnv.processor.model.Verb;
import dev.cnv.processor.write.GraphType.Nothing;
import dev.cnv.processor.write.GraphType.Sequence;
import dev.cnv.processor.write.GraphType.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Finds which verbs of a module make what others take, as the runtime's {@code ProducerSearch} finds
 * it at start.
 */
final class GraphEdges {

    /** An edge between verbs by their places in the list; the cost is of the cheapest change. */
    record Produces(int from, int to, long cost) {}

    /** A member's name in its one form, and the number of its type. */
    private record Slot(String name, int type) {}

    private final GraphCost costs = new GraphCost();

    /** Types by number, each once: to compare two is to look deep into both. */
    private final List<GraphType> types = new ArrayList<>();

    private final Map<GraphType, Integer> numbers = new HashMap<>();

    /** By the numbers of both types. */
    private final Map<Long, OptionalLong> known = new HashMap<>();

    /** By name, then by the number of the type. */
    private final Map<String, Map<Integer, List<Integer>>> makers = new HashMap<>();

    private final List<List<Slot>> wants = new ArrayList<>();

    /** The edges, sorted by end and then by beginning; stops when there are more than a limit. */
    static List<Produces> of(List<VerbSchemas> verbs, int limit) {
        return new GraphEdges().search(verbs, limit);
    }

    private List<Produces> search(List<VerbSchemas> verbs, int limit) {
        for (int i = 0; i < verbs.size(); i++) {
            for (Slot made : makes(verbs.get(i))) {
                makers.computeIfAbsent(made.name(), _ -> new HashMap<>())
                        .computeIfAbsent(made.type(), _ -> new ArrayList<>())
                        .add(i);
            }
            wants.add(members(GraphTypes.of(verbs.get(i).input())));
        }
        List<Produces> edges = new ArrayList<>();
        long[] cheapest = new long[verbs.size()];
        for (int to = 0; to < verbs.size() && edges.size() <= limit; to++) {
            Arrays.fill(cheapest, Long.MAX_VALUE);
            for (Slot wanted : wants.get(to)) {
                offers(wanted, cheapest);
            }
            for (int from = 0; from < cheapest.length; from++) {
                if (from != to && cheapest[from] < Long.MAX_VALUE) {
                    edges.add(new Produces(from, to, cheapest[from]));
                }
            }
        }
        return edges;
    }

    private void offers(Slot wanted, long[] cheapest) {
        makers.getOrDefault(wanted.name(), Map.of()).forEach((made, verbs) -> {
            OptionalLong cost = cost(made, wanted.type());
            if (cost.isPresent()) {
                for (int verb : verbs) {
                    cheapest[verb] = Math.min(cheapest[verb], cost.getAsLong());
                }
            }
        });
    }

    private OptionalLong cost(int made, int wanted) {
        return known.computeIfAbsent(
                (long) made << Integer.SIZE | wanted,
                _ -> costs.of(types.get(made), types.get(wanted)));
    }

    private Slot slot(String name, GraphType type) {
        Integer number = numbers.get(type);
        if (number == null) {
            number = types.size();
            types.add(type);
            numbers.put(type, number);
        }
        return new Slot(form(name), number);
    }

    private List<Slot> makes(VerbSchemas of) {
        Verb verb = of.verb();
        GraphType value = GraphTypes.of(of.output());
        GraphType output = verb.result().shape() == Result.Shape.STREAM
                ? new Sequence(value, 0, GraphType.UNBOUNDED, false)
                : value;
        if (output instanceof Structure structure && !structure.members().isEmpty()) {
            return members(structure);
        }
        String id = verb.capability().id();
        return output instanceof Nothing
                ? List.of()
                : List.of(slot(id.substring(id.lastIndexOf('.') + 1), output));
    }

    /** The members that an object always has. */
    private List<Slot> members(GraphType type) {
        List<Slot> slots = new ArrayList<>();
        if (type instanceof Structure structure) {
            new TreeMap<>(structure.members()).forEach((name, member) -> {
                if (member.required()) {
                    slots.add(slot(name, member.type()));
                }
            });
        }
        return slots;
    }

    /** The one form of a name, as the runtime's {@code MemberNames} has it. */
    private static String form(String name) {
        StringBuilder out = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean begins = i > 0
                    && Character.isUpperCase(c)
                    && Character.isLetterOrDigit(name.charAt(i - 1))
                    && (!Character.isUpperCase(name.charAt(i - 1))
                            || (i + 1 < name.length()
                                    && Character.isLowerCase(name.charAt(i + 1))));
            out.append(begins ? "-" : "").append(c == '_' ? '-' : c);
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }
}
