package dev.cnv.runtime.graph;

import java.util.Arrays;
import java.util.Objects;

/**
 * The edges of a directed graph in compressed sparse rows: the targets of node {@code n} stand at
 * {@code offsets[n]} to {@code offsets[n + 1]} of one array.
 *
 * <p><b>Threading:</b> immutable; the arrays never leave the package.
 */
public final class Adjacency {

    final int[] offsets;
    final int[] targets;

    /** For each entry of {@link #targets} the number of its edge. */
    final int[] edges;

    private Adjacency(int[] offsets, int[] targets, int[] edges) {
        this.offsets = offsets;
        this.targets = targets;
        this.edges = edges;
    }

    /**
     * The rows of a list of edges, each node's in the order of the list.
     *
     * @param nodeCount the number of nodes
     * @param from where the edges begin, each from 0 to {@code nodeCount - 1}
     * @param to where they end
     * @return the rows
     * @throws IllegalArgumentException when the arrays differ in length
     * @throws IndexOutOfBoundsException when there is no such node
     */
    public static Adjacency of(int nodeCount, int[] from, int[] to) {
        if (from.length != to.length) {
            throw new IllegalArgumentException(
                    "from.length=" + from.length + " to.length=" + to.length + " differ");
        }
        int[] offsets = new int[nodeCount + 1];
        for (int i = 0; i < from.length; i++) {
            Objects.checkIndex(to[i], nodeCount);
            offsets[from[i] + 1]++;
        }
        for (int i = 0; i < nodeCount; i++) {
            offsets[i + 1] += offsets[i];
        }
        int[] targets = new int[from.length];
        int[] edges = new int[from.length];
        int[] next = Arrays.copyOfRange(offsets, 0, nodeCount);
        for (int i = 0; i < from.length; i++) {
            int at = next[from[i]]++;
            targets[at] = to[i];
            edges[at] = i;
        }
        return new Adjacency(offsets, targets, edges);
    }

    /**
     * How many nodes there are.
     *
     * @return at least 0
     */
    public int nodeCount() {
        return offsets.length - 1;
    }

    /**
     * How many edges there are.
     *
     * @return at least 0
     */
    public int edgeCount() {
        return targets.length;
    }
}
