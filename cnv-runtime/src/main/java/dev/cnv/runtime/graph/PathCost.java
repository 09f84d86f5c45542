package dev.cnv.runtime.graph;

/** What makes one path cheaper than another. */
public enum PathCost {
    /** The number of edges. */
    HOPS,
    /** The sum of the edges' weights. */
    WEIGHT,
    /**
     * The sum of cost divided by reliability over the nodes, the first included: what the calls cost
     * when each is tried until it succeeds.
     */
    EXPECTED_COST
}
