package dev.cnv.runtime.graph;

/**
 * Which node reaches which, precomputed as a matrix of bits: an answer is one look at memory. It takes
 * {@code components * nodes / 8} bytes.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Closure {

    /** The most nodes: at worst 128 MiB. */
    public static final int MAX_NODES = 32_768;

    private final CapabilityGraph graph;
    private final int[] components;
    private final long[] bits;
    private final int width;

    private Closure(CapabilityGraph graph, int[] components, long[] bits, int width) {
        this.graph = graph;
        this.components = components;
        this.bits = bits;
        this.width = width;
    }

    static Closure of(CapabilityGraph graph, Adjacency rows) {
        if (graph.size() > MAX_NODES) {
            throw new IllegalArgumentException(
                    "nodes=" + graph.size() + " are more than " + MAX_NODES);
        }
        Components components = Components.of(graph, rows);
        int width = (graph.size() + 63) >>> 6;
        long[] bits = new long[components.count() * width];
        int[][] members = components.members();
        // Edges lead to lower numbers: what they lead to is complete.
        for (int number = 0; number < members.length; number++) {
            for (int node : members[number]) {
                bits[number * width + (node >>> 6)] |= 1L << node;
                for (int i = rows.offsets[node]; i < rows.offsets[node + 1]; i++) {
                    int next = components.numbers[rows.targets[i]];
                    if (next != number) {
                        join(bits, number * width, next * width, width);
                    }
                }
            }
        }
        return new Closure(graph, components.numbers, bits, width);
    }

    private static void join(long[] bits, int into, int from, int width) {
        for (int i = 0; i < width; i++) {
            bits[into + i] |= bits[from + i];
        }
    }

    /**
     * Whether there is a path; there is one from each node to itself.
     *
     * @param from where it begins
     * @param to where it ends
     * @return true when there is
     * @throws IllegalArgumentException when one of them is of another graph
     */
    public boolean reaches(NodeId from, NodeId to) {
        int end = to.in(graph);
        int row = components[from.in(graph)] * width;
        return (bits[row + (end >>> 6)] >>> end & 1) != 0;
    }

    /**
     * What can be reached.
     *
     * @param from where the paths begin
     * @return the nodes, the begin included
     * @throws IllegalArgumentException when it is of another graph
     */
    public NodeSet reachable(NodeId from) {
        int row = components[from.in(graph)] * width;
        return new NodeSet(graph, java.util.Arrays.copyOfRange(bits, row, row + width));
    }
}
