package dev.cnv.runtime.graph;

import java.util.List;

/**
 * A way through a graph.
 *
 * @param nodes the nodes in order, the first and the last included
 * @param cost its cost by the measure that was asked for; the number of edges for hops
 */
public record GraphPath(List<NodeId> nodes, double cost) {

    /** Copies the list. */
    public GraphPath {
        nodes = List.copyOf(nodes);
    }

    /**
     * How many edges it has.
     *
     * @return one less than nodes
     */
    public int hops() {
        return nodes.size() - 1;
    }
}
