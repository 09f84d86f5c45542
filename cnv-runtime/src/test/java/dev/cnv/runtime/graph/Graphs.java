package dev.cnv.runtime.graph;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.graph.Schema.Member;
import dev.cnv.testing.Draws;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Graphs for tests. */
final class Graphs {

    static final EdgeType LINK = EdgeType.custom("link");

    /** A drawn graph as a matrix, for brute force. */
    record Drawn(CapabilityGraph graph, GraphView view, boolean[][] edge, double[][] weight) {
        @Override
        public String toString() {
            return graph.edges(LINK).toString();
        }
    }

    private Graphs() {}

    static CapabilityNode node(String id, Schema input, Schema output) {
        return node(id, input, output, Effect.READ_ONLY);
    }

    static CapabilityNode node(String id, Schema input, Schema output, Effect effect) {
        return CapabilityNode.of(
                id,
                new VerbSchemas(SchemaDocument.of(input), SchemaDocument.of(output)),
                EffectSet.of(effect));
    }

    static CapabilityNode plain(String id) {
        return node(id, Schema.closed(Map.of()), Schema.NULL);
    }

    /** An object with required members; names and schemas in turn. */
    static Schema object(Object... namesAndSchemas) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSchemas.length; i += 2) {
            members.put(
                    (String) namesAndSchemas[i], Schema.required((Schema) namesAndSchemas[i + 1]));
        }
        return Schema.closed(members);
    }

    static CapabilityId id(String path) {
        return new CapabilityId(path);
    }

    static CapabilityId id(int number) {
        return new CapabilityId("n.v" + (char) ('a' + number / 26) + (char) ('a' + number % 26));
    }

    static Drawn draw(Draws draws, int maxNodes) {
        int size = draws.between(1, maxNodes);
        GraphBuilder builder = GraphBuilder.empty();
        for (int i = 0; i < size; i++) {
            builder.add(
                    plain(id(i).path()).weighted(draws.between(0, 5), draws.oneOf(1.0, 0.5, 0.25)));
        }
        boolean[][] edge = new boolean[size][size];
        double[][] weight = new double[size][size];
        int count = draws.between(0, size * 3);
        for (int i = 0; i < count; i++) {
            int from = draws.between(0, size - 1);
            int to = draws.between(0, size - 1);
            edge[from][to] = true;
            weight[from][to] = draws.between(0, 9);
            builder.edge(id(from), LINK, id(to), weight[from][to], Map.of());
        }
        CapabilityGraph graph = builder.build();
        return new Drawn(graph, graph.follow(LINK), edge, weight);
    }

    /** Floyd and Warshall: the least cost between all pairs, infinite without path. */
    static double[][] leastCosts(double[][] step) {
        int n = step.length;
        double[][] cost = new double[n][];
        for (int i = 0; i < n; i++) {
            cost[i] = step[i].clone();
            cost[i][i] = 0;
        }
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    cost[i][j] = Math.min(cost[i][j], cost[i][k] + cost[k][j]);
                }
            }
        }
        return cost;
    }

    static double[][] steps(
            Drawn drawn, java.util.function.ToDoubleBiFunction<Integer, Integer> of) {
        int n = drawn.edge().length;
        double[][] step = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                step[i][j] = drawn.edge()[i][j] ? of.applyAsDouble(i, j) : Double.POSITIVE_INFINITY;
            }
        }
        return step;
    }

    /** All simple paths, by recursion. */
    static List<List<Integer>> simplePaths(boolean[][] edge, int from, int to, int maxHops) {
        List<List<Integer>> found = new ArrayList<>();
        extend(edge, new ArrayList<>(List.of(from)), to, maxHops, found);
        return found;
    }

    private static void extend(
            boolean[][] edge, List<Integer> path, int to, int hops, List<List<Integer>> found) {
        int last = path.getLast();
        if (last == to) {
            found.add(List.copyOf(path));
            return;
        }
        for (int next = 0; next < edge.length && hops > 0; next++) {
            if (edge[last][next] && !path.contains(next)) {
                path.add(next);
                extend(edge, path, to, hops - 1, found);
                path.removeLast();
            }
        }
    }
}
