package dev.cnv.stress;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory for the millions of small rings that the tests make. It is used again after 65,536 of them,
 * which is more than the harness has at work at a time.
 */
final class Slots {

    /** Enough for a ring of eight frames. */
    static final int BYTES = 512;

    private static final int COUNT = 1 << 16;
    private static final MemorySegment MEMORY = Arena.global().allocate((long) BYTES * COUNT, 64);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Slots() {}

    static MemorySegment next(int bytes) {
        long slot = NEXT.getAndIncrement() & COUNT - 1;
        return MEMORY.asSlice(slot * BYTES, bytes);
    }
}
