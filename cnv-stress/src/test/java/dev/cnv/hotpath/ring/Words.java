package dev.cnv.hotpath.ring;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The memory of a ring as an array: each access of a ready word in a segment becomes one of an element
 * here, with the same order of memory. {@link WordsClasses} puts these calls into the rings' code.
 */
public final class Words {

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Of the ring that is checked now; a new one for each run of a scenario. */
    private static volatile long[] words = new long[0];

    private Words() {}

    /** Begins with memory of 0. */
    static void clear(int frames) {
        words = new long[frames * 8];
    }

    private static int index(long offset) {
        return (int) (offset >>> 3);
    }

    /** Reads an argument, without order. */
    static long argument(long frame) {
        return words[index(frame) + 4];
    }

    /** Writes an argument, without order. */
    static void argument(long frame, long value) {
        words[index(frame) + 4] = value;
    }

    public static long get(VarHandle handle, MemorySegment segment, long offset) {
        return (long) LONGS.get(words, index(offset));
    }

    public static long getAcquire(VarHandle handle, MemorySegment segment, long offset) {
        return (long) LONGS.getAcquire(words, index(offset));
    }

    public static void setRelease(
            VarHandle handle, MemorySegment segment, long offset, long value) {
        LONGS.setRelease(words, index(offset), value);
    }

    public static boolean compareAndSet(
            VarHandle handle, MemorySegment segment, long offset, long expected, long value) {
        return LONGS.compareAndSet(words, index(offset), expected, value);
    }
}
