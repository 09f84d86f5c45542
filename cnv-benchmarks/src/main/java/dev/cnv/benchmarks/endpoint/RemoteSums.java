package dev.cnv.benchmarks.endpoint;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;

/** Sums of numbers, with time for a hundred calls to wait for each other on a cold machine. */
public final class RemoteSums {

    /**
     * Adds two numbers.
     *
     * @param left one number
     * @param right the other
     * @return their sum
     */
    @Capability(id = "remote.add")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH, idempotent = true)
    public long add(long left, long right) {
        return left + right;
    }
}
