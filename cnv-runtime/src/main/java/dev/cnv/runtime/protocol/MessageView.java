package dev.cnv.runtime.protocol;

import java.nio.ByteBuffer;

/**
 * A message in the buffer that it was received in. A flyweight: its decoder points it at the next message,
 * and whoever fills the buffer again takes its bytes away. Copy what must live longer.
 *
 * <p><b>Threading:</b> that of the decoder.
 */
public final class MessageView {

    private ByteBuffer buffer = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES);
    private MessageType type = MessageType.HEARTBEAT;
    private int at;
    private int payloadBytes;

    MessageView() {}

    void wrap(ByteBuffer received, int start, MessageType found, int length) {
        buffer = received;
        at = start;
        type = found;
        payloadBytes = length;
    }

    /** {@return what the message is} */
    public MessageType type() {
        return type;
    }

    /** {@return its flags, all of them known} */
    public int flags() {
        return HeaderDescriptor.flags(buffer, at);
    }

    /** {@return whether its payload is compressed} */
    public boolean isCompressed() {
        return (flags() & HeaderDescriptor.FLAG_COMPRESSED) != 0;
    }

    /** {@return whether it is the last message of its stream} */
    public boolean isLast() {
        return (flags() & HeaderDescriptor.FLAG_LAST) != 0;
    }

    /** {@return its stream, 0 outside of streams} */
    public int stream() {
        return HeaderDescriptor.stream(buffer, at);
    }

    /** {@return which exchange it belongs to} */
    public long correlation() {
        return HeaderDescriptor.correlation(buffer, at);
    }

    /** {@return the buffer that it was received in} */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** {@return where in the buffer the payload begins} */
    public int payloadOffset() {
        return at + HeaderDescriptor.HEADER_BYTES;
    }

    /** {@return the length of the payload, in bytes} */
    public int payloadBytes() {
        return payloadBytes;
    }

    /** {@return the payload: a slice of the buffer that it was received in, which copies no byte} */
    public ByteBuffer payload() {
        return buffer.slice(payloadOffset(), payloadBytes);
    }

    @Override
    public String toString() {
        return type + "[flags=" + flags() + ", stream=" + stream() + ", payloadBytes="
                + payloadBytes + ", correlation=" + correlation() + "]";
    }
}
