package dev.cnv.runtime.protocol;

import org.jspecify.annotations.Nullable;

/** What a message is. The number is the first byte of its header. */
public enum MessageType {
    /** What the sender offers to call: {@link CapabilitiesPayload}. */
    CAPABILITIES(0),
    /** The initiator's part of the handshake: {@link HandshakePayload}, then {@link ConfirmPayload}. */
    NEGOTIATION_REQUEST(1),
    /** The acceptor's part of the handshake: {@link HandshakePayload}, then {@link ConfirmPayload}. */
    NEGOTIATION_RESPONSE(2),
    /** A call: {@link InvocationPayload}. */
    INVOCATION(3),
    /** What became of a call: {@link ResponsePayload}. */
    RESPONSE(4),
    /** A sign of life, without payload. */
    HEARTBEAT(5),
    /** Why the sender cannot go on with a message or the connection: {@link ErrorPayload}. */
    ERROR(6),
    /** The sender takes no more calls and closes when all are answered; without payload. */
    SHUTDOWN(7),
    /** An event of a stream: {@link StreamPayload}. Version 2 and later. */
    STREAM_DATA(8),
    /** Control of a stream's producer: {@link StreamControlPayload}. Version 2 and later. */
    STREAM_CONTROL(9);

    private static final MessageType[] TYPES = values();

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    /** {@return the number on the wire} */
    public int code() {
        return code;
    }

    /**
     * The type of a number on the wire.
     *
     * @param code the number
     * @return the type, or null when there is none
     */
    public static @Nullable MessageType ofCode(int code) {
        return code >= 0 && code < TYPES.length ? TYPES[code] : null;
    }

    /** {@return the first version that has the type} */
    public ProtocolVersion since() {
        return isStream() ? ProtocolVersion.V2_0 : ProtocolVersion.V1_0;
    }

    /** {@return whether the message is of the handshake} */
    public boolean isNegotiation() {
        return this == NEGOTIATION_REQUEST || this == NEGOTIATION_RESPONSE;
    }

    /** {@return whether the message is of a stream} */
    public boolean isStream() {
        return this == STREAM_DATA || this == STREAM_CONTROL;
    }

    /** {@return whether the message has no payload} */
    public boolean isBare() {
        return this == HEARTBEAT || this == SHUTDOWN;
    }
}
