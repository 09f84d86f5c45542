package dev.cnv.hotpath.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Handles of 64 bits for what comes and goes in great numbers. A handle that was released is stale for
 * ever, also when its index is used again, because the generation is another.
 *
 * <pre>
 *   63   62 ... 32               31 ... 0
 *  +----+-----------------------+--------------------------------+
 *  | 0  |  generation           |  index                         |   a handle; 0 is none
 *  +----+-----------------------+--------------------------------+
 * </pre>
 *
 * The pool grows by pages of 65,536 handles up to its configured greatest size, and says so when that
 * is reached. An index whose generations are used up, after a thousand million uses, is retired.
 *
 * <p><b>Threading.</b> Any thread may call any method. {@link #acquire} and {@link #release} are
 * lock-free, but for the making of a page.
 */
public final class HandlePool {

    /*
     * Implementation notes. A word of an index holds its generation, odd while the handle is out, and
     * the next free index plus one. Free indices are a stack (R. K. Treiber, 1986): its head holds the
     * first free index plus one and a tag that goes up with each change, so that a head that was
     * changed and changed back is not taken for the same. Release changes the word by compare-and-set,
     * so that of two releases of one handle only one comes through; the push publishes it.
     */

    /** The size that a handle takes off the heap, in bytes. */
    public static final int BYTES_PER_HANDLE = Long.BYTES;

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle HEAD = handle("head", long.class);
    private static final VarHandle FRESH = handle("fresh", int.class);
    private static final VarHandle RETIRED = handle("retired", long.class);

    /** The generation from which on an index is not used again. */
    private static final int LAST_GENERATION = Integer.MAX_VALUE - 1;

    private static final long LOW = 0xFFFF_FFFFL;

    private final Pages pages;
    private final int max;
    private final int lastGeneration;

    private volatile long head;
    private volatile int fresh;
    private volatile long retired;

    HandlePool(Arena arena, int max, int lastGeneration) {
        if (max < 1) {
            throw new IllegalArgumentException("max=" + max + " is not positive");
        }
        this.pages = new Pages(arena, BYTES_PER_HANDLE, max);
        this.max = max;
        this.lastGeneration = lastGeneration;
    }

    /**
     * Makes a pool.
     *
     * @param arena where the memory comes from, one that several threads may use; it must outlive the
     *     use of the pool
     * @param max how many handles are out at most
     * @return the pool, with no memory yet
     * @throws IllegalArgumentException when the number is not positive
     */
    public static HandlePool create(Arena arena, int max) {
        return new HandlePool(arena, max, LAST_GENERATION);
    }

    /**
     * Gives out a handle.
     *
     * @return the handle, or {@link MemoryStatus#EXHAUSTED}
     */
    public long acquire() {
        long handle = reserve();
        if (handle >= 0) {
            publish(handle);
        }
        return handle;
    }

    /**
     * The first half of {@link #acquire}: a handle that is nobody else's and not live yet, so that what
     * it stands for can be made ready.
     */
    long reserve() {
        int index = takeIndex();
        if (index < 0) {
            return MemoryStatus.EXHAUSTED;
        }
        MemorySegment page = pages.made(index);
        long offset = pages.offset(index);
        return word(generation((long) WORD.getAcquire(page, offset)) + 1, index);
    }

    /** The second half: releases what was made ready to whoever asks whether the handle is live. */
    void publish(long handle) {
        int index = index(handle);
        WORD.setRelease(pages.made(index), pages.offset(index), word(generation(handle), 0));
    }

    /**
     * Takes a handle back.
     *
     * @param handle the handle
     * @return false when it is stale: nothing was done
     */
    public boolean release(long handle) {
        int index = index(handle);
        MemorySegment page = pages.of(index);
        if (page == null || !isOut(handle)) {
            return false;
        }
        int generation = generation(handle) + 1;
        long released = word(generation, 0);
        long offset = pages.offset(index);
        if (!WORD.compareAndSet(page, offset, word(generation(handle), 0), released)) {
            return false;
        }
        if (generation < lastGeneration) {
            pushFree(page, index, generation);
        } else {
            RETIRED.getAndAdd(this, 1L);
        }
        return true;
    }

    /**
     * Whether a handle is out.
     *
     * @param handle any number
     * @return false when it was released, or never given out
     */
    public boolean isLive(long handle) {
        MemorySegment page = pages.of(index(handle));
        return page != null
                && isOut(handle)
                && (long) WORD.getAcquire(page, pages.offset(index(handle)))
                        == word(generation(handle), 0);
    }

    /**
     * The index of a handle, by which rows of tables are found. Below the greatest size for every
     * handle that is out.
     *
     * @param handle the handle
     * @return its index, from 0
     */
    public static int index(long handle) {
        return (int) handle;
    }

    /**
     * How many handles are out at most.
     *
     * @return the configured greatest size, less the indices that are retired
     */
    public long capacity() {
        return max - retired;
    }

    /**
     * How much memory the pool has off the heap.
     *
     * @return the size in bytes
     */
    public long memoryBytes() {
        return pages.bytes();
    }

    /** Takes a free index or else a fresh one; -1 is only said of one moment without either. */
    private int takeIndex() {
        while (true) {
            long seen = head;
            int index = (int) seen - 1;
            if (index >= 0) {
                if (pop(seen, index)) {
                    return index;
                }
                continue;
            }
            index = takeFresh();
            if (index >= 0 || head == seen) {
                return index;
            }
        }
    }

    /** What is read as the next may be of a handle that is out by now: then the tag has changed. */
    private boolean pop(long seen, int index) {
        long next = (long) WORD.getAcquire(pages.made(index), pages.offset(index)) & LOW;
        return HEAD.compareAndSet(this, seen, nextTag(seen) | next);
    }

    private void pushFree(MemorySegment page, int index, int generation) {
        while (true) {
            long seen = head;
            WORD.setRelease(page, pages.offset(index), word(generation, (int) seen));
            if (HEAD.compareAndSet(this, seen, nextTag(seen) | index + 1)) {
                return;
            }
        }
    }

    private int takeFresh() {
        while (true) {
            int index = fresh;
            if (index == max) {
                return -1;
            }
            if (FRESH.compareAndSet(this, index, index + 1)) {
                return index;
            }
        }
    }

    private static long nextTag(long head) {
        return (head & ~LOW) + LOW + 1;
    }

    private static boolean isOut(long handle) {
        return handle > 0 && (generation(handle) & 1) == 1;
    }

    private static int generation(long word) {
        return (int) (word >>> Integer.SIZE);
    }

    private static long word(int generation, int low) {
        return (long) generation << Integer.SIZE | (low & LOW);
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(HandlePool.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
