package dev.cnv.hotpath.grant;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.Set;

/**
 * Effects as bits of a number. The bits are stable: they stand in frames and in a grant table's rows.
 *
 * <p>Sets of effects with {@link #merge} are a semilattice: it is commutative, associative and
 * idempotent, and {@link #NONE} changes nothing. {@link #hasAll} is its order.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class EffectBits {

    /** No effect at all. */
    public static final int NONE = 0;

    /** {@link Effect#READ_ONLY}. */
    public static final int READ_ONLY = 1;

    /** {@link Effect#MUTATE_STATE}. */
    public static final int MUTATE_STATE = 1 << 1;

    /** {@link Effect#MUTATE_CONFIG}. */
    public static final int MUTATE_CONFIG = 1 << 2;

    /** {@link Effect#MUTATE_ONTOLOGY}. */
    public static final int MUTATE_ONTOLOGY = 1 << 3;

    /** {@link Effect#MUTATE_SECURITY}. */
    public static final int MUTATE_SECURITY = 1 << 4;

    /** {@link Effect#NETWORK_ACCESS}. */
    public static final int NETWORK_ACCESS = 1 << 5;

    /** {@link Effect#STORAGE_WRITE}. */
    public static final int STORAGE_WRITE = 1 << 6;

    /** {@link Effect#PRIVILEGED}. */
    public static final int PRIVILEGED = 1 << 7;

    /** A second run with the same arguments changes nothing more. */
    public static final int IDEMPOTENT = 1 << 8;

    /** The verb's result may arrive after the verb returned. */
    public static final int ASYNC_CAPABLE = 1 << 9;

    /** Every bit that means something. */
    public static final int ALL = (1 << 10) - 1;

    private EffectBits() {}

    /**
     * The bit of an effect.
     *
     * @param effect the effect
     * @return a number with one bit
     */
    public static int of(Effect effect) {
        return switch (effect) {
            case READ_ONLY -> READ_ONLY;
            case MUTATE_STATE -> MUTATE_STATE;
            case MUTATE_CONFIG -> MUTATE_CONFIG;
            case MUTATE_ONTOLOGY -> MUTATE_ONTOLOGY;
            case MUTATE_SECURITY -> MUTATE_SECURITY;
            case NETWORK_ACCESS -> NETWORK_ACCESS;
            case STORAGE_WRITE -> STORAGE_WRITE;
            case PRIVILEGED -> PRIVILEGED;
        };
    }

    /**
     * The bits of several effects.
     *
     * @param effects the effects
     * @return their bits
     */
    public static int of(Set<Effect> effects) {
        int bits = NONE;
        for (Effect effect : effects) {
            bits |= of(effect);
        }
        return bits;
    }

    /**
     * The bits of a verb: its effects, whether it is idempotent, and whether its result may be late.
     *
     * @param verb the verb
     * @return the bits
     */
    public static int of(VerbDescriptor verb) {
        int bits = of(verb.effects().effects());
        if (verb.contract().idempotent()) {
            bits |= IDEMPOTENT;
        }
        return verb.resultShape() == VerbDescriptor.ResultShape.VALUE ? bits : bits | ASYNC_CAPABLE;
    }

    /**
     * Whether every one of some effects is there.
     *
     * @param bits what is there
     * @param needed what is asked for
     * @return true when nothing is missing
     */
    public static boolean hasAll(int bits, int needed) {
        return (needed & ~bits) == 0;
    }

    /**
     * Whether at least one of some effects is there.
     *
     * @param bits what is there
     * @param any what is asked for
     * @return false when none is, also when none is asked for
     */
    public static boolean hasAny(int bits, int any) {
        return (bits & any) != 0;
    }

    /**
     * The effects of both.
     *
     * @param one some effects
     * @param other other effects
     * @return the smallest set that has all of one and all of the other
     */
    public static int merge(int one, int other) {
        return one | other;
    }
}
