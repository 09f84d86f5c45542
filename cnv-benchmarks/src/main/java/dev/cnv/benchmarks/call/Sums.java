package dev.cnv.benchmarks.call;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;

/** Sums of numbers: a verb that costs nothing, so that all that is measured is the way to it. */
public final class Sums {

    /**
     * Adds two numbers.
     *
     * @param left one number
     * @param right the other
     * @return their sum
     */
    @Capability(id = "sums.add")
    @Effects(Effect.READ_ONLY)
    public long add(long left, long right) {
        return left + right;
    }
}
