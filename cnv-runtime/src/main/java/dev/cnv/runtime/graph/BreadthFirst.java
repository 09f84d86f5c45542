package dev.cnv.runtime.graph;

import java.util.Arrays;

/** Breadth-first searches over rows; they allocate nothing. */
final class BreadthFirst {

    private BreadthFirst() {}

    /** Marks what can be reached, the begin included, and counts it. */
    static int reach(Adjacency rows, int from, long[] seen, int[] queue) {
        int[] offsets = rows.offsets;
        int[] targets = rows.targets;
        queue[0] = from;
        seen[from >>> 6] |= 1L << from;
        int tail = 1;
        for (int head = 0; head < tail; head++) {
            int node = queue[head];
            int end = offsets[node + 1];
            for (int i = offsets[node]; i < end; i++) {
                int next = targets[i];
                long bit = 1L << next;
                long word = seen[next >>> 6];
                if ((word & bit) == 0) {
                    seen[next >>> 6] = word | bit;
                    queue[tail++] = next;
                }
            }
        }
        return tail;
    }

    /**
     * A path with the fewest edges, searched from both ends, the smaller frontier first. As long as the
     * two balls do not touch, any path is longer than both radii together, so the first node that is
     * in both is on a shortest one.
     *
     * @return the number of edges, or -1 when there is no path; the path is in the workspace
     */
    static int path(EdgeRows rows, int from, int to, Workspace work) {
        work.clear();
        if (from == to) {
            work.path[0] = from;
            work.pathLength = 1;
            return 0;
        }
        NodeSet.set(work.seen, from);
        NodeSet.set(work.seenBack, to);
        work.queue[0] = from;
        work.queueBack[0] = to;
        work.parent[from] = -1;
        work.parentBack[to] = -1;
        int head = 0;
        int tail = 1;
        int headBack = 0;
        int tailBack = 1;
        while (head < tail && headBack < tailBack) {
            if (tail - head <= tailBack - headBack) {
                int end = level(
                        rows.forward(),
                        work.queue,
                        head,
                        tail,
                        work.seen,
                        work.parent,
                        work.seenBack);
                if (end < 0) {
                    return join(work, -end - 1);
                }
                head = tail;
                tail = end;
            } else {
                int end = level(
                        rows.backward(),
                        work.queueBack,
                        headBack,
                        tailBack,
                        work.seenBack,
                        work.parentBack,
                        work.seen);
                if (end < 0) {
                    return join(work, -end - 1);
                }
                headBack = tailBack;
                tailBack = end;
            }
        }
        return -1;
    }

    /** The new end of the queue, or -1 and minus the node where both searches meet. */
    private static int level(
            Adjacency rows,
            int[] queue,
            int head,
            int tail,
            long[] seen,
            int[] parent,
            long[] other) {
        int[] targets = rows.targets;
        int end = tail;
        for (int at = head; at < tail; at++) {
            int node = queue[at];
            int last = rows.offsets[node + 1];
            for (int i = rows.offsets[node]; i < last; i++) {
                int next = targets[i];
                long bit = 1L << next;
                if ((seen[next >>> 6] & bit) == 0) {
                    seen[next >>> 6] |= bit;
                    parent[next] = node;
                    if ((other[next >>> 6] & bit) != 0) {
                        return -next - 1;
                    }
                    queue[end++] = next;
                }
            }
        }
        return end;
    }

    private static int join(Workspace work, int meeting) {
        int length = 0;
        for (int node = meeting; node >= 0; node = work.parent[node]) {
            length++;
        }
        int at = length;
        for (int node = meeting; node >= 0; node = work.parent[node]) {
            work.path[--at] = node;
        }
        for (int node = work.parentBack[meeting]; node >= 0; node = work.parentBack[node]) {
            work.path[length++] = node;
        }
        work.pathLength = length;
        return length - 1;
    }

    /** The distance of every node, -1 for those that cannot be reached. */
    static int[] distances(Adjacency rows, int from) {
        int[] distance = new int[rows.nodeCount()];
        Arrays.fill(distance, -1);
        int[] queue = new int[rows.nodeCount()];
        queue[0] = from;
        distance[from] = 0;
        int tail = 1;
        for (int head = 0; head < tail; head++) {
            int node = queue[head];
            for (int i = rows.offsets[node]; i < rows.offsets[node + 1]; i++) {
                int next = rows.targets[i];
                if (distance[next] < 0) {
                    distance[next] = distance[node] + 1;
                    queue[tail++] = next;
                }
            }
        }
        return distance;
    }
}
