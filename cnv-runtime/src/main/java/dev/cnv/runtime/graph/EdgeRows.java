package dev.cnv.runtime.graph;

import java.util.List;
import java.util.Map;

/** The edges of one type, or of several, in rows both ways. */
final class EdgeRows {
    private final EdgeType[] types;
    private final int[] from;
    private final int[] to;
    private final double[] weights;
    private final List<Map<String, String>> metadata;
    private final Adjacency forward;
    private final Adjacency backward;

    private EdgeRows(
            EdgeType[] types,
            int[] from,
            int[] to,
            double[] weights,
            List<Map<String, String>> metadata,
            Adjacency forward,
            Adjacency backward) {
        this.types = types;
        this.from = from;
        this.to = to;
        this.weights = weights;
        this.metadata = metadata;
        this.forward = forward;
        this.backward = backward;
    }

    EdgeType[] types() {
        return types;
    }

    int[] from() {
        return from;
    }

    int[] to() {
        return to;
    }

    double[] weights() {
        return weights;
    }

    List<Map<String, String>> metadata() {
        return metadata;
    }

    Adjacency forward() {
        return forward;
    }

    Adjacency backward() {
        return backward;
    }

    static EdgeRows of(
            int nodeCount,
            EdgeType[] types,
            int[] from,
            int[] to,
            double[] weights,
            List<Map<String, String>> metadata) {
        return new EdgeRows(
                types,
                from,
                to,
                weights,
                metadata,
                Adjacency.of(nodeCount, from, to),
                Adjacency.of(nodeCount, to, from));
    }

    int count() {
        return from.length;
    }
}
