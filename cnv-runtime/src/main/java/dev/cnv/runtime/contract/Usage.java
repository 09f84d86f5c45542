package dev.cnv.runtime.contract;

import java.util.OptionalLong;

/**
 * What a thread has used.
 *
 * @param allocatedBytes heap bytes allocated; -1 where the JVM cannot tell
 * @param cpuNanos processor time in nanoseconds; -1 where the JVM cannot tell
 */
record Usage(long allocatedBytes, long cpuNanos) {

    /** Nothing, measured. */
    static final Usage ZERO = new Usage(0, 0);

    /** Not measured. */
    static final Usage UNKNOWN = new Usage(-1, -1);

    /** What both have used; unknown where either is. */
    Usage plus(Usage other) {
        return new Usage(sum(allocatedBytes, other.allocatedBytes), sum(cpuNanos, other.cpuNanos));
    }

    /** What was used since an earlier measurement of the same thread. */
    Usage since(Usage earlier) {
        return new Usage(
                difference(allocatedBytes, earlier.allocatedBytes),
                difference(cpuNanos, earlier.cpuNanos));
    }

    OptionalLong allocated() {
        return allocatedBytes < 0 ? OptionalLong.empty() : OptionalLong.of(allocatedBytes);
    }

    OptionalLong cpu() {
        return cpuNanos < 0 ? OptionalLong.empty() : OptionalLong.of(cpuNanos);
    }

    private static long sum(long a, long b) {
        return a < 0 || b < 0 ? -1 : a + b;
    }

    private static long difference(long a, long b) {
        return a < 0 || b < 0 ? -1 : Math.max(0, a - b);
    }
}
