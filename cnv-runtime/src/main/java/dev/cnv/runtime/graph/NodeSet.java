package dev.cnv.runtime.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some nodes of a graph, a bit a node.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class NodeSet {

    private final CapabilityGraph graph;
    private final long[] words;

    NodeSet(CapabilityGraph graph, long[] words) {
        this.graph = graph;
        this.words = words;
    }

    static long[] words(int nodeCount) {
        return new long[(nodeCount + 63) >>> 6];
    }

    static boolean get(long[] words, int index) {
        return (words[index >>> 6] >>> index & 1) != 0;
    }

    static void set(long[] words, int index) {
        words[index >>> 6] |= 1L << index;
    }

    /**
     * Whether a node is among them.
     *
     * @param node a node of the same graph
     * @return true when it is
     * @throws IllegalArgumentException when it is of another graph
     */
    public boolean contains(NodeId node) {
        return get(words, node.in(graph));
    }

    /**
     * How many there are.
     *
     * @return at least 0
     */
    public int size() {
        int size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }

    /**
     * The nodes.
     *
     * @return sorted by capability
     */
    public List<NodeId> ids() {
        List<NodeId> ids = new ArrayList<>();
        for (int i = 0; i < graph.size(); i++) {
            if (get(words, i)) {
                ids.add(graph.id(i));
            }
        }
        return ids;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeSet set
                && set.graph == graph
                && Arrays.equals(set.words, words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return ids().toString();
    }
}
