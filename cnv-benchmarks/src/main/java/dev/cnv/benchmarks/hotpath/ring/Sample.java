package dev.cnv.benchmarks.hotpath.ring;

/**
 * What one JVM measured of a subject.
 *
 * @param nanos a message, or a round trip
 * @param bytes that the senders and the receiver allocated during the second half of the messages; not
 *     a number where it was not counted
 * @param messages of that half
 * @param leastShare of the sender that sent the fewest messages, of all
 */
record Sample(double nanos, double bytes, double messages, double leastShare) {

    /** Of a round trip, whose bytes are not counted. */
    static Sample trip(double nanos) {
        return new Sample(nanos, Double.NaN, Double.NaN, 1);
    }
}
