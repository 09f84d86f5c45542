package dev.cnv.hotpath.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the bump arenas of one and of several threads have in common.
 *
 * <pre>
 *   63   62 ... 44               43 ... 0
 *  +----+-----------------------+--------------------------------+
 *  | 0  |  epoch                |  offset in bytes               |   a reference
 *  +----+-----------------------+--------------------------------+
 * </pre>
 */
abstract class Bump {

    static final int OFFSET_BITS = 44;
    static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
    static final long EPOCH_STEP = 1L << OFFSET_BITS;

    /** The size that allocations are rounded up to, so that each is aligned to it. */
    static final int GRAIN = 8;

    /** What a reset leaves in memory that is checked: no plausible number, length or address. */
    private static final byte POISON = (byte) 0xA5;

    final MemorySegment segment;
    final long capacity;
    private final boolean zeroing;
    private final boolean checked;

    Bump(Arena arena, ArenaSettings settings) {
        this.segment = arena.allocate(settings.bytes(), ArenaSettings.ALIGNMENT);
        this.capacity = settings.bytes();
        this.zeroing = settings.zeroing();
        this.checked = settings.checked();
    }

    /** The epoch and the end of what is allocated, packed as in a reference. */
    abstract long top();

    /**
     * Where the memory lies.
     *
     * @return the segment that offsets refer to
     */
    public final MemorySegment segment() {
        return segment;
    }

    /**
     * The size of the arena.
     *
     * @return the size in bytes
     */
    public final long capacityBytes() {
        return capacity;
    }

    /**
     * How much is allocated.
     *
     * @return the size in bytes, with what alignment costs
     */
    public final long usedBytes() {
        return Math.min(top() & OFFSET_MASK, capacity);
    }

    /**
     * Which round of use this is; it goes up by one with each reset, and begins again at 0 after
     * half a million of them.
     *
     * @return the epoch
     */
    public final long epoch() {
        return top() >>> OFFSET_BITS;
    }

    /**
     * Where an allocation lies.
     *
     * @param reference what the allocation returned
     * @return its offset in the segment, in bytes
     * @throws IllegalStateException when the arena is checked and was reset since then
     */
    public final long at(long reference) {
        if (checked) {
            checkFresh(reference);
        }
        return reference & OFFSET_MASK;
    }

    private void checkFresh(long reference) {
        long now = top();
        long offset = reference & OFFSET_MASK;
        if (reference < 0 || reference >>> OFFSET_BITS != now >>> OFFSET_BITS) {
            throw new IllegalStateException("reference of epoch=" + (reference >>> OFFSET_BITS)
                    + " is used in epoch=" + (now >>> OFFSET_BITS));
        }
        if (offset >= (now & OFFSET_MASK)) {
            throw new IllegalStateException(
                    "offset=" + offset + " is not below used=" + (now & OFFSET_MASK));
        }
    }

    static void checkRequest(long bytes, int alignment) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes=" + bytes + " is not positive");
        }
        if (alignment < 1
                || alignment > ArenaSettings.ALIGNMENT
                || Integer.bitCount(alignment) != 1) {
            throw new IllegalArgumentException("alignment=" + alignment
                    + " is not a power of two of at most " + ArenaSettings.ALIGNMENT);
        }
    }

    static long roundUp(long value, long alignment) {
        return value + alignment - 1 & -alignment;
    }

    final void prepare(long offset, long bytes) {
        if (zeroing) {
            zero(offset, bytes);
        }
    }

    /** By index of long, which the compiler turns into vector code; a fill is slower from a page on. */
    private void zero(long offset, long bytes) {
        long first = offset / GRAIN;
        int count = (int) (bytes / GRAIN);
        for (int i = 0; i < count; i++) {
            segment.setAtIndex(ValueLayout.JAVA_LONG, first + i, 0);
        }
    }

    final void poison() {
        if (checked) {
            segment.fill(POISON);
        }
    }

    static long nextEpoch(long top) {
        return (top & ~OFFSET_MASK) + EPOCH_STEP & Long.MAX_VALUE;
    }
}
