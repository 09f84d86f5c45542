package dev.cnv.benchmarks.graph;

import java.util.Arrays;
import java.util.Random;

/** Edges of a drawn graph, the same in every run: no loops, no two between the same nodes. */
record DrawnEdges(int nodes, int[] from, int[] to) {

    static DrawnEdges of(int nodes, int edges) {
        Random random = new Random(7);
        long[] pairs = new long[0];
        while (pairs.length < edges) {
            long[] more = random.longs(edges - pairs.length, 0, (long) nodes * nodes)
                    .filter(pair -> pair / nodes != pair % nodes)
                    .toArray();
            long[] all = Arrays.copyOf(pairs, pairs.length + more.length);
            System.arraycopy(more, 0, all, pairs.length, more.length);
            pairs = Arrays.stream(all).distinct().toArray();
        }
        int[] from = Arrays.stream(pairs).mapToInt(pair -> (int) (pair / nodes)).toArray();
        int[] to = Arrays.stream(pairs).mapToInt(pair -> (int) (pair % nodes)).toArray();
        return new DrawnEdges(nodes, from, to);
    }
}
