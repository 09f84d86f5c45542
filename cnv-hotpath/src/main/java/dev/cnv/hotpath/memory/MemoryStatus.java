package dev.cnv.hotpath.memory;

/**
 * What memory answers instead of a reference, a handle or an offset. Those are never negative and
 * these always are; no exception is thrown for what is expected.
 */
public final class MemoryStatus {

    /** There is no room: the configured greatest size is in use. Nothing was taken. */
    public static final long EXHAUSTED = -1;

    /** The handle is of something that was released, or was never given out. */
    public static final long STALE = -2;

    private MemoryStatus() {}
}
