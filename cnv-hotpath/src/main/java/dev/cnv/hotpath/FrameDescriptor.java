package dev.cnv.hotpath;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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
 *  |            flags              |     lines     |    status     |  20
 *  +-------------------------------+---------------+---------------+
 *  |                         correlation                           |  24
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                          arguments                            |  32
 *  |                             ...                               |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * All fields are little-endian. {@code sequence} is the ready word: a ring says with it whose turn it
 * is to use the frame, and a consumer reads it with acquire before it looks at any other field, which
 * pairs with the producer's release after it has written them all. A frame that nobody has written
 * has 0 there. {@code grant} is the handle of a row of the grant table; {@code verb} is the index of
 * the verb; {@code lines} is 1, 2 or 4;
 * {@code status} is 0 when the producer commits, and what became of the frame when a worker is done with it.
 *
 * <p>A frame is named by its segment and by the offset of its first byte in it, so that no object is
 * made for a frame. The methods here are plain reads and writes.
 *
 * <p><b>Threading.</b> Between claim and commit a frame is its producer's, between poll and release
 * its consumer's; nobody else may touch it.
 */
public final class FrameDescriptor {

    /** The version of the layout. */
    public static final int VERSION = 1;

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

    /** The most lines that a frame has. */
    public static final int MAX_LINES = 4;

    /** The layout of fields of 8 bytes, also among arguments that lie at a multiple of 8. */
    public static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The layout of fields of 4 bytes, also among arguments that lie at a multiple of 4. */
    public static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The layout of fields of 2 bytes, also among arguments that lie at a multiple of 2. */
    public static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The layout of a frame of one line, aligned to a line. */
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    LONG.withName("sequence"),
                    LONG.withName("grant"),
                    INT.withName("verb"),
                    SHORT.withName("flags"),
                    ValueLayout.JAVA_BYTE.withName("lines"),
                    ValueLayout.JAVA_BYTE.withName("status"),
                    LONG.withName("correlation"),
                    MemoryLayout.sequenceLayout(
                                    LINE_BYTES - ARGUMENTS_OFFSET, ValueLayout.JAVA_BYTE)
                            .withName("arguments"))
            .withByteAlignment(LINE_BYTES);

    /**
     * Access to the ready word with the order of memory that a ring needs; coordinates (segment,
     * offset of the frame in bytes).
     */
    public static final VarHandle SEQUENCE = LONG.varHandle();

    private static final int LINES_SHIFT = (int) (LINES_OFFSET - VERB_OFFSET) * Byte.SIZE;

    private FrameDescriptor() {}

    /**
     * The grant's handle.
     *
     * @param segment what the frame lies in
     * @param frame the frame's offset, in bytes
     * @return the handle
     */
    public static long grant(MemorySegment segment, long frame) {
        return segment.get(LONG, frame + GRANT_OFFSET);
    }

    /**
     * The verb's index.
     *
     * @param segment what the frame lies in
     * @param frame the frame's offset, in bytes
     * @return the index
     */
    public static int verb(MemorySegment segment, long frame) {
        return segment.get(INT, frame + VERB_OFFSET);
    }

    /**
     * The flags.
     *
     * @param segment what the frame lies in
     * @param frame the frame's offset, in bytes
     * @return the flags, as bits
     */
    public static short flags(MemorySegment segment, long frame) {
        return segment.get(SHORT, frame + FLAGS_OFFSET);
    }

    /**
     * The number of lines.
     *
     * @param segment what the frame lies in
     * @param frame the frame's offset, in bytes
     * @return the number that was written
     */
    public static int lines(MemorySegment segment, long frame) {
        return segment.get(ValueLayout.JAVA_BYTE, frame + LINES_OFFSET);
    }

    /**
     * The correlation.
     *
     * @param segment what the frame lies in
     * @param frame the frame's offset, in bytes
     * @return the correlation
     */
    public static long correlation(MemorySegment segment, long frame) {
        return segment.get(LONG, frame + CORRELATION_OFFSET);
    }

    /**
     * Writes every field of the head but the ready word, so that nothing is left of the frame that
     * was there before.
     *
     * @param segment what the frame lies in
     * @param frame the frame's offset, in bytes
     * @param grant the grant's handle
     * @param verb the verb's index
     * @param flags the flags, as bits
     * @param lines the number of lines: 1, 2 or 4
     * @param correlation the correlation
     */
    public static void writeHead(
            MemorySegment segment,
            long frame,
            long grant,
            int verb,
            short flags,
            int lines,
            long correlation) {
        segment.set(LONG, frame + GRANT_OFFSET, grant);
        long call = Integer.toUnsignedLong(verb)
                | (long) Short.toUnsignedInt(flags) << Integer.SIZE
                | (long) lines << LINES_SHIFT;
        segment.set(LONG, frame + VERB_OFFSET, call);
        segment.set(LONG, frame + CORRELATION_OFFSET, correlation);
    }

    /**
     * Writes the flags.
     *
     * @param segment what the frame lies in
     * @param frame the frame's offset, in bytes
     * @param flags the flags, as bits
     */
    public static void flags(MemorySegment segment, long frame, short flags) {
        segment.set(SHORT, frame + FLAGS_OFFSET, flags);
    }

    /**
     * How many lines a frame needs.
     *
     * @param argumentBytes the size of the arguments, in bytes
     * @return 1, 2 or 4
     * @throws IllegalArgumentException when the size is negative or does not fit four lines
     */
    public static int linesFor(int argumentBytes) {
        for (int lines = 1; lines <= MAX_LINES; lines *= 2) {
            if (argumentBytes >= 0
                    && argumentBytes <= (long) lines * LINE_BYTES - ARGUMENTS_OFFSET) {
                return lines;
            }
        }
        throw new IllegalArgumentException("argumentBytes=" + argumentBytes + " is not 0 to "
                + ((long) MAX_LINES * LINE_BYTES - ARGUMENTS_OFFSET));
    }
}
