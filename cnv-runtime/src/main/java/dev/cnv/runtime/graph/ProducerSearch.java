package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Slots.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds who makes what others want, by name and type. */
final class ProducerSearch {

    static final Map<String, String> FOUND = Map.of("found", "types");

    private record Want(int slot, int part) {}

    private final Slots slots = new Slots();
    private final Map<Integer, List<Integer>> makers = new HashMap<>();
    private final Map<Want, int[]> suppliers = new HashMap<>();
    private final int[] parts;

    private ProducerSearch(int[] parts) {
        this.parts = parts;
    }

    /**
     * Adds the edges that are not there yet, until there are more than the limit. Between two nodes of
     * one part, if it is not negative, all are known.
     */
    static void run(CapabilityNode[] nodes, EdgeList edges, int limit, int[] parts) {
        boolean known = parts.length > 0
                && parts[0] >= 0
                && Arrays.stream(parts).allMatch(part -> part == parts[0]);
        if (!known) {
            new ProducerSearch(parts).search(nodes, edges, limit);
        }
    }

    private void search(CapabilityNode[] nodes, EdgeList edges, int limit) {
        List<List<Place>> wants = new ArrayList<>();
        for (int i = 0; i < nodes.length; i++) {
            for (Place made : slots.makes(nodes[i])) {
                makers.computeIfAbsent(made.slot(), _ -> new ArrayList<>()).add(i);
            }
            wants.add(slots.wants(nodes[i], true));
        }
        Set<Long> before = edges.pairs();
        double[] cheapest = new double[nodes.length];
        for (int i = 0; i < nodes.length && edges.count() <= limit; i++) {
            Arrays.fill(cheapest, Double.POSITIVE_INFINITY);
            for (Place wanted : wants.get(i)) {
                offers(wanted.slot(), parts[i], cheapest);
            }
            for (int maker = 0; maker < nodes.length; maker++) {
                if (maker != i
                        && cheapest[maker] < Double.POSITIVE_INFINITY
                        && !known(parts[maker], parts[i])
                        && !before.contains(EdgeList.pair(maker, i))) {
                    edges.add(maker, i, 1 + cheapest[maker], FOUND);
                }
            }
        }
    }

    private static boolean known(int part, int other) {
        return part >= 0 && part == other;
    }

    private void offers(int wanted, int part, double[] cheapest) {
        for (int made : suppliers.computeIfAbsent(new Want(wanted, part), this::suppliers)) {
            double cost = slots.fit(made, wanted).cost();
            for (int maker : makers.getOrDefault(made, List.of())) {
                cheapest[maker] = Math.min(cheapest[maker], cost);
            }
        }
    }

    /** Only those that another part has; whether they fit is asked of no others. */
    private int[] suppliers(Want want) {
        return slots.suppliers(
                want.slot(),
                made -> makers.getOrDefault(made, List.of()).stream()
                        .anyMatch(maker -> !known(parts[maker], want.part())));
    }
}
