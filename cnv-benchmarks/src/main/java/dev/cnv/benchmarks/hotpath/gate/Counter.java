package dev.cnv.benchmarks.hotpath.gate;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;

/**
 * Counters, and two verbs that do next to nothing with them: they read all of their 32 bytes of arguments,
 * as much as a frame of one line has.
 */
public final class Counter {

    final long[] counts = new long[64];

    /**
     * Adds to a counter.
     *
     * @param counter which one
     * @param kind what is counted
     * @param amount how much
     * @param order what it is counted for
     * @param when when it was
     */
    @Capability(id = "counter.add")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.FAST_PATH)
    public void add(int counter, int kind, long amount, long order, long when) {
        change(counter, kind, amount, order, when);
    }

    /**
     * Takes from a counter.
     *
     * @param counter which one
     * @param kind what is counted
     * @param amount how much
     * @param order what it is counted for
     * @param when when it was
     */
    @Capability(id = "counter.take")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.FAST_PATH)
    public void take(int counter, int kind, long amount, long order, long when) {
        change(counter, kind, -amount, order, when);
    }

    /** Takes a part of each argument into the counter, so that the sum shows that all arrived. */
    void change(int counter, int kind, long amount, long order, long when) {
        counts[counter & 63] += amount + (kind ^ order ^ when);
    }

    long sum() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
