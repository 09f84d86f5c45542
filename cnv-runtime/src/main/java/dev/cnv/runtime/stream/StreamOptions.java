package dev.cnv.runtime.stream;

/**
 * How a stream is held.
 *
 * @param bufferCapacity events that may wait for the subscriber, besides the last
 */
public record StreamOptions(int bufferCapacity) {

    /** The most events that may wait. */
    public static final int MAX_BUFFER_CAPACITY = 65_536;

    /** 256 events may wait. */
    public static final StreamOptions DEFAULT = new StreamOptions(256);

    /**
     * Checks the capacity.
     *
     * @throws IllegalArgumentException when it is not 1 to {@link #MAX_BUFFER_CAPACITY}
     */
    public StreamOptions {
        if (bufferCapacity < 1 || bufferCapacity > MAX_BUFFER_CAPACITY) {
            throw new IllegalArgumentException("bufferCapacity=" + bufferCapacity
                    + " is not 1 to " + MAX_BUFFER_CAPACITY);
        }
    }
}
