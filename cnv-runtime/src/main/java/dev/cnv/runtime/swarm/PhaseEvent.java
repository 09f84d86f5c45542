package dev.cnv.runtime.swarm;

/**
 * A move that happened.
 *
 * @param row the swarm's place in its table
 * @param from the phase before
 * @param to the phase after
 * @param epoch the epoch of the phase after
 * @param atNanos when, by the table's time
 * @param lastedNanos how long the phase before lasted
 */
public record PhaseEvent(
        int row, Phase from, Phase to, int epoch, long atNanos, long lastedNanos) {}
