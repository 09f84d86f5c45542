package dev.cnv.runtime.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Edges of one type while they are collected. */
final class EdgeList {

    private int[] from = new int[16];
    private int[] to = new int[16];
    private double[] weights = new double[16];
    private final List<Map<String, String>> metadata = new ArrayList<>();
    private int count;

    void add(int begin, int end, double weight, Map<String, String> more) {
        if (count == from.length) {
            from = Arrays.copyOf(from, count * 2);
            to = Arrays.copyOf(to, count * 2);
            weights = Arrays.copyOf(weights, count * 2);
        }
        from[count] = begin;
        to[count] = end;
        weights[count++] = weight;
        metadata.add(more);
    }

    int count() {
        return count;
    }

    /** The pairs that are there, each as one number. */
    Set<Long> pairs() {
        Set<Long> pairs = new HashSet<>();
        for (int i = 0; i < count; i++) {
            pairs.add(pair(from[i], to[i]));
        }
        return pairs;
    }

    static long pair(int begin, int end) {
        return (long) begin << 32 | end;
    }

    /** The rows of the edges, sorted by begin and end. */
    EdgeRows rows(EdgeType type, int nodeCount) {
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = pair(from[i], to[i]);
        }
        Integer[] places = new Integer[count];
        Arrays.setAll(places, i -> i);
        Arrays.sort(places, (a, b) -> Long.compare(order[a], order[b]));
        int[] begins = new int[count];
        int[] ends = new int[count];
        double[] costs = new double[count];
        List<Map<String, String>> more = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = places[i];
            begins[i] = from[at];
            ends[i] = to[at];
            costs[i] = weights[at];
            more.add(metadata.get(at));
        }
        EdgeType[] types = new EdgeType[count];
        Arrays.fill(types, type);
        return EdgeRows.of(
                nodeCount, types, begins, ends, costs, Collections.unmodifiableList(more));
    }
}
