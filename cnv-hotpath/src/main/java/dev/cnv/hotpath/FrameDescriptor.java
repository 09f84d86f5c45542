package dev.cnv.hotpath;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The layout of a frame: one call of a verb in one cache line, written by one producer and read by
 * one consumer. Larger arguments take a frame of two or four lines, whose further lines are all
 * arguments.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |                           sequence                            |   0
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                            grant                              |   8
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                             verb                              |  16
 *  +-------------------------------+---------------+---------------+
 *  |            flags              |     lines     |   reserved    |  20
 *  +-------------------------------+---------------+---------------+
 *  |                         correlation                           |  24
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                          arguments                            |  32
 *  |                             ...                               |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * All fields are little-endian. {@code sequence} is the ready word: 0 is a free slot, and a consumer
 * reads it with acquire before it looks at any other field, which pairs with the producer's release
 * after it has written them all. {@code grant} is the handle of a row of the grant table; {@code
 * verb} is the index of the verb; {@code lines} is 1, 2 or 4; reserved bytes are 0.
 *
 * <p>Version 0: the layout may change until rings and the grant table use it.
 */
public final class FrameDescriptor {

    /** The version of the layout. */
    public static final int VERSION = 0;

    /** The size of a frame's first and of each further line, in bytes: a cache line. */
    public static final int LINE_BYTES = 64;

    /** The offset of the ready word, in bytes. */
    public static final long SEQUENCE_OFFSET = 0;

    /** The offset of the grant handle, in bytes. */
    public static final long GRANT_OFFSET = 8;

    /** The offset of the verb index, in bytes. */
    public static final long VERB_OFFSET = 16;

    /** The offset of the flags, in bytes. */
    public static final long FLAGS_OFFSET = 20;

    /** The offset of the number of lines, in bytes. */
    public static final long LINES_OFFSET = 22;

    /** The offset of the correlation, in bytes. */
    public static final long CORRELATION_OFFSET = 24;

    /** The offset of the arguments, in bytes. */
    public static final long ARGUMENTS_OFFSET = 32;

    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);

    /** The layout of a frame of one line, aligned to a line. */
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    LONG.withName("sequence"),
                    LONG.withName("grant"),
                    INT.withName("verb"),
                    SHORT.withName("flags"),
                    ValueLayout.JAVA_BYTE.withName("lines"),
                    MemoryLayout.paddingLayout(1),
                    LONG.withName("correlation"),
                    MemoryLayout.sequenceLayout(
                                    LINE_BYTES - ARGUMENTS_OFFSET, ValueLayout.JAVA_BYTE)
                            .withName("arguments"))
            .withByteAlignment(LINE_BYTES);

    /** Access to the ready word, coordinates (segment, offset of the frame in bytes). */
    public static final VarHandle SEQUENCE = handle("sequence");

    /** Access to the grant handle, coordinates as {@link #SEQUENCE}. */
    public static final VarHandle GRANT = handle("grant");

    /** Access to the verb index, coordinates as {@link #SEQUENCE}. */
    public static final VarHandle VERB = handle("verb");

    /** Access to the flags, coordinates as {@link #SEQUENCE}. */
    public static final VarHandle FLAGS = handle("flags");

    /** Access to the number of lines, coordinates as {@link #SEQUENCE}. */
    public static final VarHandle LINES = handle("lines");

    /** Access to the correlation, coordinates as {@link #SEQUENCE}. */
    public static final VarHandle CORRELATION = handle("correlation");

    private FrameDescriptor() {}

    /**
     * How many lines a frame needs.
     *
     * @param argumentBytes the size of the arguments, in bytes
     * @return 1, 2 or 4
     * @throws IllegalArgumentException when the size is negative or does not fit four lines
     */
    public static int linesFor(int argumentBytes) {
        for (int lines = 1; lines <= 4; lines *= 2) {
            if (argumentBytes >= 0
                    && argumentBytes <= (long) lines * LINE_BYTES - ARGUMENTS_OFFSET) {
                return lines;
            }
        }
        throw new IllegalArgumentException("argumentBytes=" + argumentBytes + " is not 0 to "
                + (4L * LINE_BYTES - ARGUMENTS_OFFSET));
    }

    private static VarHandle handle(String field) {
        return LAYOUT.varHandle(MemoryLayout.PathElement.groupElement(field));
    }
}
