package dev.cnv.runtime.swarm;

/**
 * A legal step from one phase to another. Only {@link PhaseTable} makes them meaningful: a move that is
 * not in the table is refused wherever it comes from.
 *
 * @param from the phase before
 * @param to the phase after
 */
public record PhaseMove(Phase from, Phase to) {

    /**
     * Whether the swarm ends without having been healed.
     *
     * @return true for EMERGENCY to SHUTDOWN
     */
    public boolean forced() {
        return from == Phase.EMERGENCY && to == Phase.SHUTDOWN;
    }

    @Override
    public String toString() {
        return from + "->" + to;
    }
}
