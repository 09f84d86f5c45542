package dev.cnv.runtime.swarm;

/**
 * A sample far from the usual of its own swarm and series.
 *
 * @param row the swarm's place in its table
 * @param kind what was measured
 * @param phase the phase that lasted so long; for {@link Kind#FREQUENCY} the one that was entered last
 * @param value the sample: nanoseconds, or moves in a period
 * @param usual the usual value, from the samples before
 * @param z the distance in units of the usual scatter; negative below the usual
 * @param severity what the distance amounts to
 * @param atNanos when it was seen, by the table's time
 */
public record Anomaly(
        int row,
        Kind kind,
        Phase phase,
        double value,
        double usual,
        double z,
        Severity severity,
        long atNanos) {

    /** What is measured of a swarm. */
    public enum Kind {
        /** How long a phase lasted, in nanoseconds: each phase is a series of its own. */
        DURATION,
        /** How many moves happened in a period: one series for each swarm. */
        FREQUENCY
    }
}
