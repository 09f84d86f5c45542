package dev.cnv.runtime.graph;

import java.util.List;
import java.util.Map;

/** The edges of one type, or of several, in rows both ways. */
record EdgeRows(
        EdgeType[] types,
        int[] from,
        int[] to,
        double[] weights,
        List<Map<String, String>> metadata,
        Adjacency forward,
        Adjacency backward) {

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
