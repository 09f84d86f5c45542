package dev.cnv.hotpath.memory;

/**
 * How a bump arena is made.
 *
 * @param bytes the size, in bytes: a multiple of {@link #ALIGNMENT} of at most {@link #MAX_BYTES}
 * @param zeroing whether memory is cleared when it is allocated; otherwise it holds what was there
 *     before, and who allocates writes every field
 * @param checked whether references are checked, and memory is overwritten when it is reset: for
 *     tests, because a reset is then as slow as the arena is big
 */
public record ArenaSettings(long bytes, boolean zeroing, boolean checked) {

    /** The greatest alignment that an allocation can ask for, in bytes: a page. */
    public static final int ALIGNMENT = 4096;

    /** The greatest size, in bytes. */
    public static final long MAX_BYTES = 1L << 33;

    /** Checks the size. */
    public ArenaSettings {
        if (bytes < ALIGNMENT || bytes > MAX_BYTES || bytes % ALIGNMENT != 0) {
            throw new IllegalArgumentException("bytes=" + bytes + " is not a multiple of "
                    + ALIGNMENT + " of at most " + MAX_BYTES);
        }
    }

    /**
     * Settings of an arena that neither clears nor checks.
     *
     * @param bytes the size, in bytes
     * @return the settings
     */
    public static ArenaSettings of(long bytes) {
        return new ArenaSettings(bytes, false, false);
    }

    /**
     * The same with memory cleared when it is allocated.
     *
     * @return the settings
     */
    public ArenaSettings cleared() {
        return new ArenaSettings(bytes, true, checked);
    }

    /**
     * The same with references checked: against the epoch in them, which has 19 bits and begins again
     * after 524,288 resets, and against the end of what is allocated. A reference that is so many resets
     * old, or a multiple of it, is taken for a new one.
     *
     * @return the settings
     */
    public ArenaSettings withChecks() {
        return new ArenaSettings(bytes, zeroing, true);
    }
}
