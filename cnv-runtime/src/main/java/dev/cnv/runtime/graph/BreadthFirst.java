package dev.cnv.runtime.graph;

import java.util.Arrays;

/** Breadth-first searches over rows; they allocate nothing. */
final class BreadthFirst {

    private BreadthFirst() {}

    /*
     * Implementation notes: whether a node is seen is a coin's throw for the processor, so nothing branches
     * on it; the queue takes every node, and its end moves for the new ones. Once a good part of the graph is
     * seen, asking the rest whether anything that leads to it is seen costs less than following the edges
     * of what is seen, most of which lead back (Beamer, Asanovic, Patterson 2012). The order of levels is
     * not needed here, so what is found counts at once. Where that is slow, such as on a long chain against
     * the order of the nodes, it is given up: the work stays linear.
     */

    /** From so many nodes on, one in {@code SEEN_PART}, the rest is asked instead. */
    private static final int SEEN_PART = 6;

    /**
     * Marks what can be reached, the begin included, and counts it.
     *
     * @param forward the edges
     * @param backward the same edges turned round
     * @param from the begin
     * @param seen a 0 for each node; 1 for those that can be reached, afterwards
     * @param queue room for one node more than there are
     */
    static int reach(Adjacency forward, Adjacency backward, int from, byte[] seen, int[] queue) {
        int limit = seen.length / SEEN_PART;
        int found = follow(forward, from, seen, queue, limit);
        if (found >= 0) {
            return found;
        }
        int asked = ask(backward, seen, queue);
        if (asked >= 0) {
            return asked;
        }
        Arrays.fill(seen, (byte) 0);
        return follow(forward, from, seen, queue, Integer.MAX_VALUE);
    }

    /** Follows edges; -1 when there is more and the limit is reached. */
    private static int follow(Adjacency rows, int from, byte[] seen, int[] queue, int limit) {
        int[] offsets = rows.offsets;
        int[] targets = rows.targets;
        queue[0] = from;
        seen[from] = 1;
        int tail = 1;
        int head = 0;
        for (; head < tail && tail < limit; head++) {
            int node = queue[head];
            int end = offsets[node + 1];
            for (int i = offsets[node]; i < end; i++) {
                int next = targets[i];
                queue[tail] = next;
                tail += 1 - seen[next];
                seen[next] = 1;
            }
        }
        return head == tail ? tail : -1;
    }

    /** Asks what is not seen until nothing changes; -1 when that takes too long. */
    private static int ask(Adjacency rows, byte[] seen, int[] open) {
        int[] offsets = rows.offsets;
        int[] sources = rows.targets;
        int left = 0;
        int begin = 0;
        for (int node = 0; node < seen.length; node++) {
            int end = offsets[node + 1];
            int hit = seen[node];
            for (int i = begin; i < end; i++) {
                hit |= seen[sources[i]];
            }
            seen[node] = (byte) hit;
            open[left] = node;
            left += 1 - hit;
            begin = end;
        }
        int budget = sources.length + seen.length;
        int before = seen.length;
        while (left < before && budget > 0) {
            before = left;
            int kept = 0;
            for (int k = 0; k < before; k++) {
                int node = open[k];
                int end = offsets[node + 1];
                int hit = 0;
                for (int i = offsets[node]; i < end; i++) {
                    hit |= seen[sources[i]];
                }
                budget -= 1 + end - offsets[node];
                seen[node] = (byte) hit;
                open[kept] = node;
                kept += 1 - hit;
            }
            left = kept;
        }
        return left == before ? seen.length - left : -1;
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
