package dev.cnv.benchmarks.hotpath.gate;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;

/** Counters, and two verbs that do next to nothing with them. */
public final class Counter {

    final long[] counts = new long[64];

    /**
     * Adds to a counter.
     *
     * @param counter which one
     * @param amount how much
     */
    @Capability(id = "counter.add")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.FAST_PATH)
    public void add(int counter, long amount) {
        change(counter, amount);
    }

    /**
     * Takes from a counter.
     *
     * @param counter which one
     * @param amount how much
     */
    @Capability(id = "counter.take")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.FAST_PATH)
    public void take(int counter, long amount) {
        change(counter, -amount);
    }

    void change(int counter, long amount) {
        counts[counter & 63] += amount;
    }

    long sum() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
