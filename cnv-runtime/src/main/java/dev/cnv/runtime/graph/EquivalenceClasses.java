package dev.cnv.runtime.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Nodes put together wherever an edge joins them, in whatever direction: union by size with path
 * halving.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class EquivalenceClasses {

    private final CapabilityGraph graph;
    private final int[] leaders;

    private EquivalenceClasses(CapabilityGraph graph, int[] leaders) {
        this.graph = graph;
        this.leaders = leaders;
    }

    static EquivalenceClasses of(CapabilityGraph graph, EdgeRows rows) {
        int size = graph.size();
        int[] parent = new int[size];
        int[] sizes = new int[size];
        for (int i = 0; i < size; i++) {
            parent[i] = i;
            sizes[i] = 1;
        }
        for (int i = 0; i < rows.count(); i++) {
            join(parent, sizes, rows.from()[i], rows.to()[i]);
        }
        int[] leaders = new int[size];
        int[] first = new int[size];
        java.util.Arrays.fill(first, -1);
        for (int i = 0; i < size; i++) {
            int root = root(parent, i);
            first[root] = first[root] < 0 ? i : first[root];
            leaders[i] = first[root];
        }
        return new EquivalenceClasses(graph, leaders);
    }

    private static void join(int[] parent, int[] sizes, int one, int other) {
        int a = root(parent, one);
        int b = root(parent, other);
        if (a != b) {
            int large = sizes[a] >= sizes[b] ? a : b;
            int small = large == a ? b : a;
            parent[small] = large;
            sizes[large] += sizes[small];
        }
    }

    private static int root(int[] parent, int node) {
        int at = node;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /**
     * Whether two nodes are in one class.
     *
     * @param one a node
     * @param other another
     * @return true when edges join them
     * @throws IllegalArgumentException when one of them is of another graph
     */
    public boolean same(NodeId one, NodeId other) {
        return leaders[one.in(graph)] == leaders[other.in(graph)];
    }

    /**
     * The nodes in one class with a node.
     *
     * @param node a node
     * @return sorted by capability, the node included
     * @throws IllegalArgumentException when it is of another graph
     */
    public List<NodeId> of(NodeId node) {
        int leader = leaders[node.in(graph)];
        List<NodeId> members = new ArrayList<>();
        for (int i = leader; i < leaders.length; i++) {
            if (leaders[i] == leader) {
                members.add(graph.id(i));
            }
        }
        return members;
    }

    /**
     * All classes.
     *
     * @return each sorted by capability, and they by their first; classes of one node are there too
     */
    public List<List<NodeId>> all() {
        Map<Integer, List<NodeId>> all = new TreeMap<>();
        for (int i = 0; i < leaders.length; i++) {
            all.computeIfAbsent(leaders[i], _ -> new ArrayList<>()).add(graph.id(i));
        }
        return all.values().stream().map(Collections::unmodifiableList).toList();
    }
}
