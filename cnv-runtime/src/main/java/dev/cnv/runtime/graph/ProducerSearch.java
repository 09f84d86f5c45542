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

    private static final Map<String, String> FOUND = Map.of("found", "types");

    private final Slots slots = new Slots();
    private final Map<Integer, List<Integer>> makers = new HashMap<>();
    private final Map<Integer, int[]> suppliers = new HashMap<>();

    private ProducerSearch() {}

    /** Adds the edges that are not there yet, until there are more than the limit. */
    static void run(CapabilityNode[] nodes, EdgeList edges, int limit) {
        new ProducerSearch().search(nodes, edges, limit);
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
                offers(wanted.slot(), cheapest);
            }
            for (int maker = 0; maker < nodes.length; maker++) {
                if (maker != i
                        && cheapest[maker] < Double.POSITIVE_INFINITY
                        && !before.contains(EdgeList.pair(maker, i))) {
                    edges.add(maker, i, 1 + cheapest[maker], FOUND);
                }
            }
        }
    }

    private void offers(int wanted, double[] cheapest) {
        for (int made : suppliers.computeIfAbsent(wanted, slots::suppliers)) {
            double cost = slots.fit(made, wanted).cost();
            for (int maker : makers.getOrDefault(made, List.of())) {
                cheapest[maker] = Math.min(cheapest[maker], cost);
            }
        }
    }
}
