package dev.cnv.runtime.graph;

import java.util.ArrayList;
import java.util.List;

/** All simple paths, depth first; a branch from which the end is too far is not entered. */
final class PathSearch {

    private final CapabilityGraph graph;
    private final Adjacency rows;
    private final int[] left;
    private final int to;
    private final int maxHops;
    private final int maxPaths;
    private final List<GraphPath> found = new ArrayList<>();
    private final long[] onPath;
    private final int[] path;
    private boolean complete = true;
    private int steps;

    PathSearch(CapabilityGraph graph, EdgeRows rows, int to, int maxHops, int maxPaths) {
        this.graph = graph;
        this.rows = rows.forward();
        this.to = to;
        this.maxHops = Math.min(maxHops, graph.size() - 1);
        this.maxPaths = maxPaths;
        left = BreadthFirst.distances(rows.backward(), to);
        onPath = NodeSet.words(graph.size());
        path = new int[this.maxHops + 1];
    }

    SimplePaths from(int begin) {
        int[] next = new int[maxHops + 1];
        int depth = enter(begin, 0, next);
        while (depth >= 0 && complete) {
            int node = path[depth];
            if (next[depth] == rows.offsets[node + 1]) {
                onPath[node >>> 6] &= ~(1L << node);
                depth--;
            } else {
                int target = rows.targets[next[depth]++];
                depth = step(target, depth, next);
            }
        }
        return new SimplePaths(found, complete);
    }

    private int step(int target, int depth, int[] next) {
        if (++steps > SimplePaths.MAX_STEPS) {
            complete = false;
        }
        boolean skip = NodeSet.get(onPath, target) || repeated(next[depth] - 1, path[depth]);
        return skip ? depth : enter(target, depth + 1, next);
    }

    /** Two edges of different types between the same nodes are one step. */
    private boolean repeated(int at, int node) {
        for (int i = rows.offsets[node]; i < at; i++) {
            if (rows.targets[i] == rows.targets[at]) {
                return true;
            }
        }
        return false;
    }

    private int enter(int node, int depth, int[] next) {
        if (left[node] < 0 || depth + left[node] > maxHops) {
            return depth - 1;
        }
        path[depth] = node;
        if (node == to) {
            add(depth);
            return depth - 1;
        }
        NodeSet.set(onPath, node);
        next[depth] = rows.offsets[node];
        return depth;
    }

    private void add(int depth) {
        if (found.size() == maxPaths) {
            complete = false;
            return;
        }
        List<NodeId> nodes = new ArrayList<>(depth + 1);
        for (int i = 0; i <= depth; i++) {
            nodes.add(graph.id(path[i]));
        }
        found.add(new GraphPath(nodes, depth));
    }
}
