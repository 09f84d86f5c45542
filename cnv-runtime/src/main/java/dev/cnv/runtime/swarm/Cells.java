package dev.cnv.runtime.swarm;

/**
 * Shared memory of longs, as far as swarms need it. The explorer of interleavings stands behind this
 * interface in tests; {@link ArrayCells} is what runs.
 */
interface Cells {

    /** Reads with acquire: sees what was written before a compare-and-set that wrote the value. */
    long getAcquire(int index);

    /** Reads without order. */
    long getOpaque(int index);

    /** Writes without order. */
    void setOpaque(int index, long value);

    /** Replaces a value with volatile order; it publishes what the thread wrote before. */
    boolean compareAndSet(int index, long expected, long value);
}
