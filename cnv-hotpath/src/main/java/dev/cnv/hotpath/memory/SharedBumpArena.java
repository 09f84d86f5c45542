package dev.cnv.hotpath.memory;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Memory for several threads that is allocated by one atomic addition and freed all at once.
 *
 * <p>As {@link BumpArena}, but all allocations have the alignment that the arena was made with, and a
 * size that is a multiple of it. When several threads find the end together, what is left of it may
 * stay unused until the reset.
 *
 * <p><b>Threading.</b> Any thread may call any method. Who resets sees to it that nobody still uses
 * what was allocated; an allocation that runs at the same time is of the epoch before or after, and
 * its reference says which.
 */
public final class SharedBumpArena extends Bump {

    /*
     * Implementation notes. The mark and the epoch are one word, so that one addition gives both. An
     * addition that goes past the end stays there: it must not reach the bits of the epoch. The look
     * before lets each thread do that once at a time, and larger requests go by compare-and-set, so
     * 2^44 - 2^33 bytes beyond the end are enough for 2^23 threads.
     */

    /** Requests of more bytes do not add, but compare and set. */
    private static final long LARGE = 1 << 20;

    private static final VarHandle TOP = handle();

    private final int alignment;

    private volatile long top;

    private SharedBumpArena(Arena arena, ArenaSettings settings, int alignment) {
        super(arena, settings);
        this.alignment = alignment;
    }

    /**
     * Makes an arena.
     *
     * @param arena where the memory comes from, one that several threads may use; it must outlive the
     *     use of this one
     * @param settings how it is made
     * @param alignment what the addresses are multiples of: a power of two of 8 to {@link
     *     ArenaSettings#ALIGNMENT}
     * @return the arena, empty
     * @throws IllegalArgumentException when the alignment is not one of those
     */
    public static SharedBumpArena create(Arena arena, ArenaSettings settings, int alignment) {
        checkRequest(1, alignment);
        if (alignment < GRAIN) {
            throw new IllegalArgumentException("alignment=" + alignment + " is less than " + GRAIN);
        }
        return new SharedBumpArena(arena, settings, alignment);
    }

    /**
     * Allocates memory.
     *
     * @param bytes the size, in bytes; rounded up to a multiple of the alignment
     * @return a reference, or {@link MemoryStatus#EXHAUSTED}
     * @throws IllegalArgumentException when the size is not positive
     */
    public long allocate(long bytes) {
        checkRequest(bytes, alignment);
        if (bytes > capacity - (top & OFFSET_MASK)) {
            return MemoryStatus.EXHAUSTED;
        }
        long size = roundUp(bytes, alignment);
        if (size > LARGE) {
            return allocateLarge(size);
        }
        long reference = (long) TOP.getAndAdd(this, size);
        long offset = reference & OFFSET_MASK;
        if (size > capacity - offset) {
            return MemoryStatus.EXHAUSTED;
        }
        prepare(offset, size);
        return reference;
    }

    private long allocateLarge(long size) {
        while (true) {
            long reference = top;
            long offset = reference & OFFSET_MASK;
            if (size > capacity - offset) {
                return MemoryStatus.EXHAUSTED;
            }
            if (TOP.compareAndSet(this, reference, reference + size)) {
                prepare(offset, size);
                return reference;
            }
        }
    }

    /** Frees everything: what was allocated may be allocated again from now on. */
    public void reset() {
        long now = top;
        while (!TOP.compareAndSet(this, now, nextEpoch(now))) {
            now = top;
        }
        poison();
    }

    @Override
    long top() {
        return top;
    }

    private static VarHandle handle() {
        try {
            return MethodHandles.lookup().findVarHandle(SharedBumpArena.class, "top", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
