package dev.cnv.processor.effect;

/**
 * A set of the places that an object may come from, as bits.
 *
 * <pre>
 *  bit 0          something shared: a static field, or what nobody knows
 *  bit 1 + 2 i    the object that slot i holds (slot 0 is this, then the parameters)
 *  bit 2 + 2 i    an object that can be reached from it
 * </pre>
 *
 * <p>The empty set is an object that this call made, or a value that nobody can change.
 */
final class Mask {

    /** Something shared. */
    static final long SHARED = 1;

    /** Slots with bits of their own; what is in later ones counts as shared. */
    static final int SLOTS = 30;

    /** After them the slot of a function for all that it is given by whoever calls it. */
    static final int GIVEN = SLOTS;

    private static final long OF_CALLER = SHARED | own(GIVEN) | deep(GIVEN);

    private Mask() {}

    /** What a function changes of what it holds, as seen by one who has only the function. */
    static long fold(long mask) {
        return (mask & OF_CALLER) | ((mask & ~OF_CALLER) == 0 ? 0 : own(0) | deep(0));
    }

    /** The object in a slot. */
    static long own(int slot) {
        return slot <= GIVEN ? 1L << (1 + 2 * slot) : SHARED;
    }

    /** What can be reached from a slot. */
    static long deep(int slot) {
        return slot <= GIVEN ? 1L << (2 + 2 * slot) : SHARED;
    }
}
