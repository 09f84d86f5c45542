package dev.cnv.runtime.capability;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Sensitivity;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a verb may do to the world.
 *
 * @param effects at least one effect; {@link Effect#READ_ONLY} beside no mutating one
 * @param sensitivity how much harm a wrong call can do
 * @param data the special kinds of data that the verb handles
 * @param dryRun whether the verb can say what it would do without doing it
 */
public record EffectSet(
        Set<Effect> effects, Sensitivity sensitivity, Set<DataTag> data, boolean dryRun) {

    /**
     * Copies the sets and checks them.
     *
     * @throws IllegalArgumentException when there is no effect, or READ_ONLY beside a mutating one
     */
    public EffectSet {
        if (effects.isEmpty()) {
            throw new IllegalArgumentException("effects=[] needs at least one, READ_ONLY for none");
        }
        effects = Collections.unmodifiableSet(EnumSet.copyOf(effects));
        data = data.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(data));
        if (effects.contains(Effect.READ_ONLY) && effects.stream().anyMatch(Effect::mutating)) {
            throw new IllegalArgumentException(
                    "effects=" + effects + " has READ_ONLY beside a mutating effect");
        }
    }

    /**
     * Low-sensitivity effects on no special data.
     *
     * @param first one effect
     * @param more further effects
     * @return the set
     */
    public static EffectSet of(Effect first, Effect... more) {
        return new EffectSet(EnumSet.of(first, more), Sensitivity.LOW, Set.of(), false);
    }

    /**
     * This set with another sensitivity.
     *
     * @param other the sensitivity
     * @return a new set
     */
    public EffectSet sensitivity(Sensitivity other) {
        return new EffectSet(effects, other, data, dryRun);
    }

    /**
     * This set with data tags.
     *
     * @param first one tag
     * @param more further tags
     * @return a new set
     */
    public EffectSet handling(DataTag first, DataTag... more) {
        return new EffectSet(effects, sensitivity, EnumSet.of(first, more), dryRun);
    }

    /**
     * This set for a verb that can be run dry.
     *
     * @return a new set
     */
    public EffectSet withDryRun() {
        return new EffectSet(effects, sensitivity, data, true);
    }

    /**
     * Whether the verb changes anything.
     *
     * @return true when an effect is mutating
     */
    public boolean mutating() {
        for (Effect effect : effects) {
            if (effect.mutating()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a wrong call cannot be put right.
     *
     * @return true for sensitivity CRITICAL and for privileged or security-changing effects
     */
    public boolean critical() {
        return sensitivity == Sensitivity.CRITICAL
                || effects.contains(Effect.PRIVILEGED)
                || effects.contains(Effect.MUTATE_SECURITY);
    }

    /**
     * Whether the verb writes to durable storage.
     *
     * @return true with STORAGE_WRITE
     */
    public boolean writesStorage() {
        return effects.contains(Effect.STORAGE_WRITE);
    }

    /**
     * Whether the verb talks to another machine.
     *
     * @return true with NETWORK_ACCESS
     */
    public boolean needsNetwork() {
        return effects.contains(Effect.NETWORK_ACCESS);
    }

    /**
     * Whether the verb handles a special kind of data.
     *
     * @return true with any data tag
     */
    public boolean sensitiveData() {
        return !data.isEmpty();
    }

    /**
     * How far the effects reach.
     *
     * @return the level of the furthest effect
     */
    public EffectLevel level() {
        if (effects.contains(Effect.PRIVILEGED)) {
            return EffectLevel.PRIVILEGED;
        }
        if (needsNetwork()) {
            return EffectLevel.NETWORK;
        }
        return mutating() ? EffectLevel.MUTATE : EffectLevel.READ_ONLY;
    }
}
