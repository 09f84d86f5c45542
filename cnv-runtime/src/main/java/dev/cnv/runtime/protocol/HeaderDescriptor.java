package dev.cnv.runtime.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of a message's header: 16 bytes, which the payload follows.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |     type      |     flags     |            stream             |   0
 *  +---------------+---------------+-------------------------------+
 *  |                        payload length                         |   4
 *  +---------------------------------------------------------------+
 *  |                          correlation                          |   8
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * All fields are big-endian. {@code type} is {@link MessageType#code}. Of {@code flags}, bit 0 (the
 * lowest) says that the payload is compressed ({@link CompressedPayload}), bit 1 that the message is the
 * last one of its stream; the others are 0. {@code stream} is 0 outside of streams. {@code payload
 * length} is in bytes, without the header. An answer carries the {@code correlation} of what it answers.
 *
 * <p>Nothing here allocates, and a buffer's position, limit and byte order are neither used nor changed.
 *
 * <p><b>Threading:</b> plain reads and writes.
 */
public final class HeaderDescriptor {

    /** The length of a header, in bytes. */
    public static final int HEADER_BYTES = 16;

    /** The offset of the type, in bytes. */
    public static final int TYPE_OFFSET = 0;

    /** The offset of the flags, in bytes. */
    public static final int FLAGS_OFFSET = 1;

    /** The offset of the stream, in bytes. */
    public static final int STREAM_OFFSET = 2;

    /** The offset of the payload's length, in bytes. */
    public static final int LENGTH_OFFSET = 4;

    /** The offset of the correlation, in bytes. */
    public static final int CORRELATION_OFFSET = 8;

    /** The flag of a payload that is compressed. */
    public static final int FLAG_COMPRESSED = 1;

    /** The flag of a stream's last message. */
    public static final int FLAG_LAST = 1 << 1;

    /** All flags that there are. */
    public static final int FLAGS_KNOWN = FLAG_COMPRESSED | FLAG_LAST;

    /** The largest number of a stream. */
    public static final int MAX_STREAM = 0xFFFF;

    private static final VarHandle LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int TYPE_SHIFT = 56;
    private static final int FLAGS_SHIFT = 48;
    private static final int STREAM_SHIFT = 32;
    private static final int BYTE_MASK = 0xFF;

    private HeaderDescriptor() {}

    /**
     * Writes a header.
     *
     * @param buffer the buffer
     * @param at where the header begins
     * @param type what the message is
     * @param flags its flags
     * @param stream its stream, 0 to {@link #MAX_STREAM}
     * @param payloadBytes the payload's length, in bytes
     * @param correlation which exchange it belongs to
     * @throws IllegalArgumentException when flags, stream or length are out of range
     * @throws IndexOutOfBoundsException when the buffer ends before the header
     */
    public static void encode(
            ByteBuffer buffer,
            int at,
            MessageType type,
            int flags,
            int stream,
            int payloadBytes,
            long correlation) {
        if ((flags & ~FLAGS_KNOWN) != 0 || stream >>> Short.SIZE != 0 || payloadBytes < 0) {
            throw outOfRange(flags, stream, payloadBytes);
        }
        LONGS.set(
                buffer,
                at,
                (long) type.code() << TYPE_SHIFT
                        | (long) flags << FLAGS_SHIFT
                        | (long) stream << STREAM_SHIFT
                        | payloadBytes);
        LONGS.set(buffer, at + CORRELATION_OFFSET, correlation);
    }

    /**
     * The number of a message's type.
     *
     * @param buffer the buffer
     * @param at where the header begins
     * @return the number, for {@link MessageType#ofCode}
     */
    public static int typeCode(ByteBuffer buffer, int at) {
        return buffer.get(at + TYPE_OFFSET) & BYTE_MASK;
    }

    /**
     * A message's flags.
     *
     * @param buffer the buffer
     * @param at where the header begins
     * @return the flags, with unknown ones
     */
    public static int flags(ByteBuffer buffer, int at) {
        return buffer.get(at + FLAGS_OFFSET) & BYTE_MASK;
    }

    /**
     * A message's stream.
     *
     * @param buffer the buffer
     * @param at where the header begins
     * @return the stream, 0 to {@link #MAX_STREAM}
     */
    public static int stream(ByteBuffer buffer, int at) {
        return (int) (word(buffer, at) >>> STREAM_SHIFT) & MAX_STREAM;
    }

    /**
     * The length of a message's payload, in bytes, as the header says.
     *
     * @param buffer the buffer
     * @param at where the header begins
     * @return 0 to 2^32 - 1
     */
    public static long payloadBytes(ByteBuffer buffer, int at) {
        return word(buffer, at) & 0xFFFF_FFFFL;
    }

    /**
     * Which exchange a message belongs to.
     *
     * @param buffer the buffer
     * @param at where the header begins
     * @return the correlation
     */
    public static long correlation(ByteBuffer buffer, int at) {
        return (long) LONGS.get(buffer, at + CORRELATION_OFFSET);
    }

    private static long word(ByteBuffer buffer, int at) {
        return (long) LONGS.get(buffer, at);
    }

    private static IllegalArgumentException outOfRange(int flags, int stream, int payloadBytes) {
        return new IllegalArgumentException("flags=" + flags + ", stream=" + stream
                + ", payloadBytes=" + payloadBytes + " do not fit in a header");
    }
}
