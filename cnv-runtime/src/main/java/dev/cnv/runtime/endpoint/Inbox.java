package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.MessageDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What was received of one connection and is not handled yet. Its buffer is small until it is full,
 * and then twice as large: it holds at most twice what has really arrived, whatever a header announces.
 *
 * <p><b>Threading:</b> for the one thread that reads.
 */
final class Inbox {

    private static final int FIRST_BYTES = 2 * 1024;

    /** A buffer larger than this is given up when it is empty. */
    private static final int KEPT_BYTES = 64 * 1024;

    private final MessageDecoder decoder = new MessageDecoder();
    private final HeldBytes held;
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BYTES).flip();
    private int sinceCompleted;
    private int lastCount;
    private boolean filled;

    /**
     * An empty inbox.
     *
     * @param held what the memory of large messages is taken out of
     */
    Inbox(HeldBytes held) {
        this.held = held;
    }

    MessageDecoder decoder() {
        return decoder;
    }

    /** {@return the bytes that are not handled, between position and limit} */
    ByteBuffer received() {
        return buffer;
    }

    /** A message is complete. */
    void completed() {
        sinceCompleted = 0;
    }

    /** {@return whether so many bytes of a message that is not complete have come} */
    boolean progressed(int enoughBytes) {
        if (sinceCompleted < enoughBytes) {
            return false;
        }
        sinceCompleted = 0;
        return true;
    }

    /**
     * Reads more.
     *
     * @return how many bytes came; -1 when none will
     * @throws EndpointException when there is no memory for them
     */
    int fill(Transport transport) throws IOException {
        makeRoom();
        int at = buffer.position();
        int room = buffer.limit() - at;
        int count = transport.read(buffer.array(), at, room);
        filled = count == room;
        lastCount = count;
        sinceCompleted += Math.max(count, 0);
        buffer.position(at + Math.max(count, 0)).flip();
        return count;
    }

    private void makeRoom() throws EndpointException {
        int capacity = buffer.capacity();
        if (!buffer.hasRemaining() && isTooLarge(capacity)) {
            release();
            buffer = ByteBuffer.allocate(FIRST_BYTES);
        } else if (buffer.remaining() == capacity) {
            // Never beyond the message that is being received, whose length was checked.
            grow(Math.max(Math.min(2 * capacity, decoder.needed()), capacity + FIRST_BYTES));
        } else if (filled && 2 * capacity <= KEPT_BYTES) {
            grow(2 * capacity);
        } else {
            buffer.compact();
        }
    }

    /** Whether a connection that says nothing but that it lives, or nothing large, needs no such buffer. */
    private boolean isTooLarge(int capacity) {
        return capacity > KEPT_BYTES
                || capacity > FIRST_BYTES && lastCount <= HeaderDescriptor.HEADER_BYTES;
    }

    private void grow(int more) throws EndpointException {
        if (more > KEPT_BYTES && !held.tryTake(more)) {
            throw new EndpointException(
                    EndpointFault.MESSAGE_TOO_LARGE,
                    "messageBytes=" + decoder.needed()
                            + " cannot be held now: other requests take all memory for them");
        }
        ByteBuffer larger = ByteBuffer.allocate(more).put(buffer);
        release();
        buffer = larger;
    }

    /** Gives back the memory that counts; the inbox is of no use then. */
    void release() {
        if (buffer.capacity() > KEPT_BYTES) {
            held.give(buffer.capacity());
        }
        buffer = ByteBuffer.allocate(0);
    }
}
