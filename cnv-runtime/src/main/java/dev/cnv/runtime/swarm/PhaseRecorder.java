package dev.cnv.runtime.swarm;

import dev.cnv.runtime.governance.LedgerException;

/** Writes down each move before it holds. */
@FunctionalInterface
public interface PhaseRecorder {

    /**
     * Writes a move. It returns when the move is durable.
     *
     * @param row the swarm's place in its table
     * @param move the move
     * @param by who moves it
     * @param why in words; may be empty
     * @throws LedgerException when it cannot be written; the move then does not hold
     */
    void record(int row, PhaseMove move, String by, String why);
}
