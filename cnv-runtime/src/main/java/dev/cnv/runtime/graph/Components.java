package dev.cnv.runtime.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The strongly connected components of a view: nodes are in one when each reaches the other. Found with
 * Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972), without recursion.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Components {

    private final CapabilityGraph graph;
    private final Adjacency rows;

    /** By node. Edges between components lead from higher to lower numbers. */
    final int[] numbers;

    private final int count;

    private Components(CapabilityGraph graph, Adjacency rows, int[] numbers, int count) {
        this.graph = graph;
        this.rows = rows;
        this.numbers = numbers;
        this.count = count;
    }

    static Components of(CapabilityGraph graph, Adjacency rows) {
        Tarjan tarjan = new Tarjan(rows);
        for (int node = 0; node < rows.nodeCount(); node++) {
            tarjan.visit(node);
        }
        return new Components(graph, rows, tarjan.component, tarjan.components);
    }

    /**
     * How many components there are.
     *
     * @return from 0 to the number of nodes
     */
    public int count() {
        return count;
    }

    /**
     * The component of a node.
     *
     * @param node a node of the graph
     * @return from 0; an edge never leads to a component with a higher number
     * @throws IllegalArgumentException when it is of another graph
     */
    public int of(NodeId node) {
        return numbers[node.in(graph)];
    }

    /**
     * All components.
     *
     * @return by number, the nodes of each sorted by capability
     */
    public List<List<NodeId>> all() {
        List<List<NodeId>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new ArrayList<>());
        }
        for (int node = 0; node < numbers.length; node++) {
            all.get(numbers[node]).add(graph.id(node));
        }
        all.replaceAll(Collections::unmodifiableList);
        return Collections.unmodifiableList(all);
    }

    /**
     * The components that have a cycle.
     *
     * @return those of several nodes, and those of one node with an edge to itself
     */
    public List<List<NodeId>> knots() {
        List<List<NodeId>> knots = new ArrayList<>();
        for (List<NodeId> component : all()) {
            if (component.size() > 1 || loop(component.getFirst().index())) {
                knots.add(component);
            }
        }
        return knots;
    }

    private boolean loop(int node) {
        for (int i = rows.offsets[node]; i < rows.offsets[node + 1]; i++) {
            if (rows.targets[i] == node) {
                return true;
            }
        }
        return false;
    }

    /**
     * How deep each node is: the most edges between components on a way to it. Takes time in the number
     * of nodes and edges.
     *
     * @return by index of the node
     */
    int[] depths() {
        int[][] members = members();
        int[] depth = new int[count];
        for (int component = count - 1; component >= 0; component--) {
            for (int node : members[component]) {
                for (int i = rows.offsets[node]; i < rows.offsets[node + 1]; i++) {
                    int next = numbers[rows.targets[i]];
                    if (next != component) {
                        depth[next] = Math.max(depth[next], depth[component] + 1);
                    }
                }
            }
        }
        return Arrays.stream(numbers).map(number -> depth[number]).toArray();
    }

    int[][] members() {
        int[] sizes = new int[count];
        for (int number : numbers) {
            sizes[number]++;
        }
        int[][] members = new int[count][];
        for (int i = 0; i < count; i++) {
            members[i] = new int[sizes[i]];
        }
        for (int node = numbers.length - 1; node >= 0; node--) {
            members[numbers[node]][--sizes[numbers[node]]] = node;
        }
        return members;
    }

    /** The algorithm's state; the call stack is two arrays. */
    private static final class Tarjan {
        private final Adjacency rows;
        private final int[] index;
        private final int[] low;
        private final int[] component;
        private final int[] stack;
        private final int[] calls;
        private final int[] next;
        private int stackSize;
        private int visited;
        private int components;

        Tarjan(Adjacency rows) {
            this.rows = rows;
            int size = rows.nodeCount();
            index = new int[size];
            low = new int[size];
            component = new int[size];
            Arrays.fill(component, -1);
            stack = new int[size];
            calls = new int[size];
            next = new int[size];
        }

        void visit(int root) {
            if (index[root] != 0) {
                return;
            }
            int depth = 0;
            calls[0] = root;
            enter(root);
            while (depth >= 0) {
                int node = calls[depth];
                if (next[node] < rows.offsets[node + 1]) {
                    int target = rows.targets[next[node]++];
                    if (index[target] == 0) {
                        calls[++depth] = target;
                        enter(target);
                    } else if (component[target] < 0) {
                        low[node] = Math.min(low[node], index[target]);
                    }
                } else {
                    leave(node);
                    if (--depth >= 0) {
                        low[calls[depth]] = Math.min(low[calls[depth]], low[node]);
                    }
                }
            }
        }

        private void enter(int node) {
            index[node] = ++visited;
            low[node] = visited;
            next[node] = rows.offsets[node];
            stack[stackSize++] = node;
        }

        private void leave(int node) {
            if (low[node] == index[node]) {
                int member;
                do {
                    member = stack[--stackSize];
                    component[member] = components;
                } while (member != node);
                components++;
            }
        }
    }
}
