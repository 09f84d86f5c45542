package dev.cnv.tests;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Phase;
import dev.cnv.annotations.Phases;
import java.util.concurrent.atomic.AtomicInteger;

/** Verbs that run in some phases of their swarm. */
public class Hive {

    /** How often a verb that names phases ran. */
    final AtomicInteger ran = new AtomicInteger();

    /** Runs when a gather begins, before anything is counted. */
    volatile Runnable begun = () -> {};

    /** Works. */
    @Capability(id = "hive.gather")
    @Effects(Effect.MUTATE_STATE)
    @Phases({Phase.OPERATIONAL, Phase.DEGRADED})
    public int gather() {
        begin();
        return ran.incrementAndGet();
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "what tests look at is no state of the hive")
    private void begin() {
        begun.run();
    }

    /** Heals. */
    @Capability(id = "hive.mend")
    @Effects(Effect.MUTATE_STATE)
    @Phases(Phase.RECOVERY)
    public int mend() {
        return ran.incrementAndGet();
    }

    /** Works fast. */
    @Capability(id = "hive.buzz")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    @Phases(Phase.OPERATIONAL)
    public int buzz() {
        return 1;
    }

    /** Says how often something ran, whatever the phase. */
    @Capability(id = "hive.count")
    @Effects(Effect.READ_ONLY)
    public int count() {
        return ran.get();
    }
}
