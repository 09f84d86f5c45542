package dev.cnv.testing;

import java.util.SplittableRandom;

/** Choices of a seeded generator of random numbers; the same seed gives the same choices. */
public final class SeededDraws implements Draws {

    private final SplittableRandom random;

    /** Begins at a seed. */
    public SeededDraws(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public long upTo(long max) {
        if (max < 0) {
            throw new IllegalArgumentException("max=" + max + " is negative");
        }
        return max == Long.MAX_VALUE ? random.nextLong() >>> 1 : random.nextLong(max + 1);
    }
}
