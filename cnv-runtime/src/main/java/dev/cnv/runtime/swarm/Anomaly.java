package dev.cnv.runtime.swarm;

/**
 * A sample far from the usual of its own swarm and series.
 *
 * @param row the swarm's place in its table
 * @param kind what was measured
 * @param phase the phase that lasted so long, or was entered so often
 * @param value the sample: nanoseconds, or entries in a period
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
        /** How often a phase was entered in a period: each phase is a series of its own. */
        FREQUENCY
    }
}
