package dev.cnv.runtime.swarm;

/**
 * Hears of every move after it holds. It is called by the thread that moved, so it must be short; moves
 * of one swarm by several threads may be heard of out of order, which the epoch tells.
 */
@FunctionalInterface
public interface PhaseListener {

    /**
     * A swarm moved.
     *
     * @param row the swarm's place in its table
     * @param from the phase before
     * @param to the phase after
     * @param epoch the epoch of the phase after
     * @param atNanos when, by the table's time
     * @param lastedNanos how long the phase before lasted
     */
    void moved(int row, Phase from, Phase to, int epoch, long atNanos, long lastedNanos);

    /** {@return a listener that does nothing} */
    static PhaseListener none() {
        return (_, _, _, _, _, _) -> {};
    }
}
