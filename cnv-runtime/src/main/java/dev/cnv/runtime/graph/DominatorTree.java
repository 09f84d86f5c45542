package dev.cnv.runtime.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What stands before every path from one node: Cooper, Harvey and Kennedy, "A Simple, Fast Dominance
 * Algorithm" (2001).
 *
 * <p><b>Threading:</b> immutable.
 */
public final class DominatorTree {

    private final CapabilityGraph graph;
    private final int root;

    /** By node; -1 for those that cannot be reached, the root itself for the root. */
    private final int[] parent;

    private DominatorTree(CapabilityGraph graph, int root, int[] parent) {
        this.graph = graph;
        this.root = root;
        this.parent = parent;
    }

    static DominatorTree of(CapabilityGraph graph, EdgeRows rows, int root) {
        int[] order = postorder(rows.forward(), root);
        int[] number = new int[graph.size()];
        Arrays.fill(number, -1);
        for (int i = 0; i < order.length; i++) {
            number[order[i]] = i;
        }
        int[] parent = new int[graph.size()];
        Arrays.fill(parent, -1);
        parent[root] = root;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = order.length - 2; i >= 0; i--) {
                int found = meeting(rows.backward(), order[i], number, parent);
                changed |= parent[order[i]] != found;
                parent[order[i]] = found;
            }
        }
        return new DominatorTree(graph, root, parent);
    }

    private static int meeting(Adjacency backward, int node, int[] number, int[] parent) {
        int found = -1;
        for (int i = backward.offsets[node]; i < backward.offsets[node + 1]; i++) {
            int before = backward.targets[i];
            if (parent[before] >= 0) {
                found = found < 0 ? before : intersect(before, found, number, parent);
            }
        }
        return found;
    }

    private static int intersect(int one, int other, int[] number, int[] parent) {
        int a = one;
        int b = other;
        while (a != b) {
            while (number[a] < number[b]) {
                a = parent[a];
            }
            while (number[b] < number[a]) {
                b = parent[b];
            }
        }
        return a;
    }

    private static int[] postorder(Adjacency rows, int root) {
        int size = rows.nodeCount();
        int[] order = new int[size];
        int[] calls = new int[size];
        int[] next = new int[size];
        long[] seen = NodeSet.words(size);
        int done = 0;
        int depth = 0;
        calls[0] = root;
        next[root] = rows.offsets[root];
        NodeSet.set(seen, root);
        while (depth >= 0) {
            int node = calls[depth];
            if (next[node] == rows.offsets[node + 1]) {
                order[done++] = node;
                depth--;
            } else {
                int target = rows.targets[next[node]++];
                if (!NodeSet.get(seen, target)) {
                    NodeSet.set(seen, target);
                    next[target] = rows.offsets[target];
                    calls[++depth] = target;
                }
            }
        }
        return Arrays.copyOf(order, done);
    }

    /**
     * The last node that every path from the root to a node passes.
     *
     * @param node a node
     * @return that node; empty for the root and for what cannot be reached
     * @throws IllegalArgumentException when it is of another graph
     */
    public Optional<NodeId> immediate(NodeId node) {
        int at = node.in(graph);
        return at == root || parent[at] < 0 ? Optional.empty() : Optional.of(graph.id(parent[at]));
    }

    /**
     * The nodes that every path from the root to a node passes.
     *
     * @param node a node
     * @return in the order of the paths, without the root and the node; empty when there is none or the
     *     node cannot be reached
     * @throws IllegalArgumentException when it is of another graph
     */
    public List<NodeId> before(NodeId node) {
        List<NodeId> before = new ArrayList<>();
        int at = node.in(graph);
        if (parent[at] >= 0 && at != root) {
            for (at = parent[at]; at != root; at = parent[at]) {
                before.add(graph.id(at));
            }
        }
        return before.reversed();
    }

    /**
     * Whether every path from the root to a node passes another; each node passes itself and the root.
     *
     * @param first the node that should be passed
     * @param node where the paths end
     * @return true when it does; false when the node cannot be reached
     * @throws IllegalArgumentException when one of them is of another graph
     */
    public boolean passes(NodeId first, NodeId node) {
        int wanted = first.in(graph);
        int at = node.in(graph);
        if (parent[at] < 0) {
            return false;
        }
        while (at != wanted && at != root) {
            at = parent[at];
        }
        return at == wanted;
    }

    /**
     * The critical nodes: without one of them, something else is out of reach.
     *
     * @return sorted by capability, without the root
     */
    public List<NodeId> critical() {
        long[] words = NodeSet.words(graph.size());
        for (int node = 0; node < parent.length; node++) {
            if (node != root && parent[node] >= 0 && parent[node] != root) {
                NodeSet.set(words, parent[node]);
            }
        }
        return new NodeSet(graph, words).ids();
    }
}
