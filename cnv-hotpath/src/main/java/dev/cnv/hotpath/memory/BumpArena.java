package dev.cnv.hotpath.memory;

import java.lang.foreign.Arena;

/**
 * Memory for one thread that is allocated by moving a mark and freed all at once, by a reset that takes
 * the same time whatever was allocated.
 *
 * <p>An allocation is a reference: {@link #at} gives its offset. A reference from before a reset is
 * found out when the arena is checked. The memory belongs to the arena that it was taken from.
 *
 * <p><b>Threading.</b> Confined to one thread at a time.
 */
public final class BumpArena extends Bump {

    private long top;

    private BumpArena(Arena arena, ArenaSettings settings) {
        super(arena, settings);
    }

    /**
     * Makes an arena.
     *
     * @param arena where the memory comes from; it must outlive the use of this one
     * @param settings how it is made
     * @return the arena, empty
     */
    public static BumpArena create(Arena arena, ArenaSettings settings) {
        return new BumpArena(arena, settings);
    }

    /**
     * Allocates memory aligned to 8 bytes.
     *
     * @param bytes the size, in bytes; rounded up to a multiple of 8
     * @return a reference, or {@link MemoryStatus#EXHAUSTED}
     * @throws IllegalArgumentException when the size is not positive
     */
    public long allocate(long bytes) {
        return allocate(bytes, GRAIN);
    }

    /**
     * Allocates memory.
     *
     * @param bytes the size, in bytes; rounded up to a multiple of 8
     * @param alignment what the address is to be a multiple of: a power of two of at most {@link
     *     ArenaSettings#ALIGNMENT}
     * @return a reference, or {@link MemoryStatus#EXHAUSTED}
     * @throws IllegalArgumentException when a number is not one of those
     */
    public long allocate(long bytes, int alignment) {
        checkRequest(bytes, alignment);
        // Epoch and offset at once: offsets are far too small to be rounded into the epoch.
        long reference = roundUp(top, alignment);
        long offset = reference & OFFSET_MASK;
        if (bytes > capacity - offset) {
            return MemoryStatus.EXHAUSTED;
        }
        long size = roundUp(bytes, GRAIN);
        top = reference + size;
        prepare(offset, size);
        return reference;
    }

    /** Frees everything: what was allocated may be allocated again from now on. */
    public void reset() {
        top = nextEpoch(top);
        poison();
    }

    @Override
    long top() {
        return top;
    }
}
