package dev.cnv.runtime.telemetry;

import java.util.UUID;

/**
 * Which calls are in the sample of traces and exemplars. Counters and histograms count every call and
 * have no part in it. The choice is a function of the call's id alone, so that all who look at a call
 * choose alike, and keep no count that threads would meet at.
 *
 * @param oneIn one call in so many is in the sample, on average; 1 for all
 */
public record Sampling(int oneIn) {

    /** One in 10,000. */
    public static final Sampling DEFAULT = new Sampling(10_000);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Sampling {
        if (oneIn < 1) {
            throw new IllegalArgumentException("oneIn=" + oneIn + " must be 1 or more");
        }
    }

    /**
     * Whether a call is in the sample.
     *
     * @param invocation the call's id
     * @return true for about one in {@link #oneIn} ids
     */
    public boolean chosen(UUID invocation) {
        long bits = invocation.getMostSignificantBits() ^ invocation.getLeastSignificantBits();
        return Long.remainderUnsigned(mixed(bits), oneIn) == 0;
    }

    /**
     * How many calls there were, from how many of them are in the sample.
     *
     * @param sampledCount calls in the sample
     * @return an estimate; its relative standard error is about one over the root of the count
     */
    public long estimate(long sampledCount) {
        return Math.multiplyExact(sampledCount, (long) oneIn);
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): ids may be anything but random. */
    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
