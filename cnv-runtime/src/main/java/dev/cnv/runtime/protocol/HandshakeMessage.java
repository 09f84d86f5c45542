package dev.cnv.runtime.protocol;

import java.nio.ByteBuffer;

/**
 * A message that a handshake sends.
 *
 * @param type what it is
 * @param payload its payload
 */
@SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
public record HandshakeMessage(MessageType type, byte[] payload) {

    /** {@return header and payload; stream, flags and correlation are 0} */
    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES + payload.length);
        HeaderDescriptor.encode(buffer, 0, type, 0, 0, payload.length, 0);
        buffer.put(HeaderDescriptor.HEADER_BYTES, payload);
        return buffer.array();
    }
}
