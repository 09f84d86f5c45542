package dev.cnv.runtime.graph;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Dijkstra's search for the cheapest path; no cost is negative. */
final class CheapestPath {

    private record Entry(double cost, int node) {}

    private final CapabilityGraph graph;
    private final EdgeRows rows;
    private final PathCost measure;

    CheapestPath(CapabilityGraph graph, EdgeRows rows, PathCost measure) {
        this.graph = graph;
        this.rows = rows;
        this.measure = measure;
    }

    Optional<GraphPath> find(int from, int to) {
        double[] best = new double[graph.size()];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        int[] parent = new int[graph.size()];
        parent[from] = -1;
        best[from] = measure == PathCost.EXPECTED_COST ? nodeCost(from) : 0;
        PriorityQueue<Entry> open = new PriorityQueue<>((a, b) -> {
            int order = Double.compare(a.cost(), b.cost());
            return order != 0 ? order : Integer.compare(a.node(), b.node());
        });
        open.add(new Entry(best[from], from));
        while (!open.isEmpty()) {
            Entry entry = open.remove();
            if (entry.node() == to) {
                return Optional.of(new GraphPath(nodes(parent, to), entry.cost()));
            }
            if (entry.cost() == best[entry.node()]) {
                relax(entry, best, parent, open);
            }
        }
        return Optional.empty();
    }

    private void relax(Entry entry, double[] best, int[] parent, PriorityQueue<Entry> open) {
        Adjacency forward = rows.forward();
        int node = entry.node();
        for (int i = forward.offsets[node]; i < forward.offsets[node + 1]; i++) {
            int next = forward.targets[i];
            double cost = entry.cost() + step(forward.edges[i], next);
            if (cost < best[next]) {
                best[next] = cost;
                parent[next] = node;
                open.add(new Entry(cost, next));
            }
        }
    }

    private double step(int edge, int next) {
        return switch (measure) {
            case HOPS -> 1;
            case WEIGHT -> rows.weights()[edge];
            case EXPECTED_COST -> nodeCost(next);
        };
    }

    private double nodeCost(int node) {
        return graph.node(node).cost() / graph.node(node).reliability();
    }

    private List<NodeId> nodes(int[] parent, int to) {
        Deque<NodeId> nodes = new ArrayDeque<>();
        for (int node = to; node >= 0; node = parent[node]) {
            nodes.addFirst(graph.id(node));
        }
        return List.copyOf(nodes);
    }
}
