package dev.cnv.runtime.graph;

import java.util.Arrays;

/**
 * Memory for searches in one graph, so that they allocate nothing. A search overwrites the answer of the
 * one before.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
public final class Workspace {

    final CapabilityGraph graph;
    final byte[] reached;
    final long[] seen;
    final long[] seenBack;
    final int[] queue;
    final int[] queueBack;
    final int[] parent;
    final int[] parentBack;
    final int[] path;
    int pathLength;

    Workspace(CapabilityGraph graph) {
        this.graph = graph;
        int size = graph.size();
        reached = new byte[size];
        seen = NodeSet.words(size);
        seenBack = NodeSet.words(size);
        queue = new int[size + 1];
        queueBack = new int[size];
        parent = new int[size];
        parentBack = new int[size];
        path = new int[size];
    }

    void clear() {
        Arrays.fill(seen, 0);
        Arrays.fill(seenBack, 0);
        pathLength = 0;
    }

    /**
     * Whether the last {@link GraphView#reachable(NodeId, Workspace)} reached a node.
     *
     * @param node a node of the graph
     * @return true when it did
     * @throws IllegalArgumentException when it is of another graph
     */
    public boolean reached(NodeId node) {
        return reached[node.in(graph)] != 0;
    }

    /**
     * A node of the path that the last {@link GraphView#hops} found.
     *
     * @param index from 0, the first node, to the number of hops, the last
     * @return the node
     * @throws IndexOutOfBoundsException when the path is shorter
     */
    public NodeId pathNode(int index) {
        return graph.id(path[java.util.Objects.checkIndex(index, pathLength)]);
    }
}
