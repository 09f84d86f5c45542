package dev.cnv.runtime.graph;

import dev.cnv.runtime.capability.CapabilityId;

/**
 * A node of one graph. Every other graph refuses it, also one that was built from the same verbs. There
 * is one object a node: identity is equality.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class NodeId {

    private final CapabilityGraph graph;
    private final int index;
    private final CapabilityId capability;

    NodeId(CapabilityGraph graph, int index, CapabilityId capability) {
        this.graph = graph;
        this.index = index;
        this.capability = capability;
    }

    /**
     * The node's capability.
     *
     * @return its id
     */
    public CapabilityId capability() {
        return capability;
    }

    /**
     * The node's place among the nodes of its graph, which are sorted by capability.
     *
     * @return from 0
     */
    public int index() {
        return index;
    }

    /** The index, after making sure that the node is this graph's. */
    int in(CapabilityGraph expected) {
        if (graph != expected) {
            throw new IllegalArgumentException("node=" + capability + " is of another graph");
        }
        return index;
    }

    @Override
    public String toString() {
        return capability.path();
    }
}
