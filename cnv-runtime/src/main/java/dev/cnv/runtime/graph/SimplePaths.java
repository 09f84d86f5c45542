package dev.cnv.runtime.graph;

import java.util.List;

/**
 * Paths that visit no node twice.
 *
 * @param paths the paths found, in the order of their edges
 * @param complete whether these are all within the bounds; false when there are more of them than asked
 *     for, or the search was given up after {@link #MAX_STEPS} steps
 */
public record SimplePaths(List<GraphPath> paths, boolean complete) {

    /** Edges followed at most in one search. */
    public static final int MAX_STEPS = 1_000_000;

    /** Copies the list. */
    public SimplePaths {
        paths = List.copyOf(paths);
    }
}
