package dev.cnv.runtime.protocol;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages in received bytes. It owns no buffer and takes no memory: whoever receives keeps the
 * bytes of a message that is not complete, and makes room for {@link #needed} of them, a number that was
 * compared with the limits when the header was there.
 *
 * <pre>{@code
 * channel.read(buffer);
 * buffer.flip();
 * while (decoder.next(buffer) == MessageDecoder.Status.MESSAGE) {
 *     handle(decoder.message());
 * }
 * if (decoder.fault() == null) {
 *     buffer = roomFor(decoder.needed(), buffer.compact());
 * }
 * }</pre>
 *
 * <p>Before {@link #agreed} it takes what a handshake consists of, in {@link #HANDSHAKE_BYTES} for each
 * message; afterwards everything else that the agreement has. After a fault it stays at that fault.
 *
 * <p><b>Threading:</b> for one thread.
 */
public final class MessageDecoder {

    /** The largest payload before anything is agreed, in bytes. */
    public static final int HANDSHAKE_BYTES = 16 * 1024;

    /** What bytes came to. */
    public enum Status {
        /** A message, which {@link #message} shows. */
        MESSAGE,
        /** No complete message: {@link #needed} says how many bytes one has. */
        MORE,
        /** A fault, which {@link #fault} names. */
        FAULT
    }

    private final MessageView message = new MessageView();
    private @Nullable Agreement agreement;
    private @Nullable ProtocolFault fault;
    private int maxPayloadBytes = HANDSHAKE_BYTES;
    private int needed = HeaderDescriptor.HEADER_BYTES;

    /** A decoder at the beginning of a connection. */
    public MessageDecoder() {}

    /**
     * Goes on by what was agreed.
     *
     * @param made the agreement
     * @throws IllegalStateException when there is one already
     */
    public void agreed(Agreement made) {
        if (agreement != null) {
            throw new IllegalStateException("agreement=" + agreement + " is made already");
        }
        agreement = made;
        maxPayloadBytes = made.limits().messageBytes();
    }

    /**
     * Takes the next message out of received bytes.
     *
     * @param received the bytes between position and limit; the position goes behind the message, or
     *     stays when there is none
     * @return what they came to
     */
    public Status next(ByteBuffer received) {
        if (fault != null) {
            return Status.FAULT;
        }
        int at = received.position();
        if (received.remaining() < HeaderDescriptor.HEADER_BYTES) {
            needed = HeaderDescriptor.HEADER_BYTES;
            return Status.MORE;
        }
        MessageType type = MessageType.ofCode(HeaderDescriptor.typeCode(received, at));
        fault = check(type, received, at);
        if (fault != null || type == null) {
            return Status.FAULT;
        }
        int payloadBytes = (int) HeaderDescriptor.payloadBytes(received, at);
        needed = HeaderDescriptor.HEADER_BYTES + payloadBytes;
        if (received.remaining() < needed) {
            return Status.MORE;
        }
        message.wrap(received, at, type, payloadBytes);
        received.position(at + needed);
        needed = HeaderDescriptor.HEADER_BYTES;
        return Status.MESSAGE;
    }

    /**
     * Says that no bytes follow.
     *
     * @param remaining how many bytes of a message are left
     * @return the fault, when the bytes end within a message
     */
    public @Nullable ProtocolFault ended(int remaining) {
        if (fault == null && remaining > 0) {
            fault = new ProtocolFault(
                    ProtocolFault.Kind.TRUNCATED,
                    "the connection ended after bytes=" + remaining + " of a message of " + needed);
        }
        return fault;
    }

    /** {@return the message that was found last, until the next call} */
    public MessageView message() {
        return message;
    }

    /** {@return how many bytes the next message has, as far as is known: within the limits} */
    public int needed() {
        return needed;
    }

    /** {@return the fault, or null while there is none} */
    public @Nullable ProtocolFault fault() {
        return fault;
    }

    private @Nullable ProtocolFault check(@Nullable MessageType type, ByteBuffer in, int at) {
        int flags = HeaderDescriptor.flags(in, at);
        int stream = HeaderDescriptor.stream(in, at);
        long length = HeaderDescriptor.payloadBytes(in, at);
        if (type == null) {
            return fault(ProtocolFault.Kind.UNKNOWN_TYPE, in, at, "0 to 9");
        }
        if ((flags & ~HeaderDescriptor.FLAGS_KNOWN) != 0) {
            return fault(ProtocolFault.Kind.BAD_FLAGS, in, at, "flags 0 to 3");
        }
        if (length > (type.isBare() ? 0 : maxPayloadBytes)) {
            return fault(
                    ProtocolFault.Kind.OVERSIZE,
                    in,
                    at,
                    "at most " + (type.isBare() ? 0 : maxPayloadBytes) + " bytes");
        }
        return agreement == null
                ? checkBefore(type, flags, stream, in, at)
                : checkAfter(Objects.requireNonNull(agreement), type, flags, stream, in, at);
    }

    private static @Nullable ProtocolFault checkBefore(
            MessageType type, int flags, int stream, ByteBuffer in, int at) {
        if (!type.isNegotiation() && type != MessageType.ERROR) {
            return fault(ProtocolFault.Kind.WRONG_ORDER, in, at, "the handshake first");
        }
        if (flags != 0) {
            return fault(ProtocolFault.Kind.BAD_FLAGS, in, at, "no flags in a handshake");
        }
        if (stream != 0) {
            return fault(ProtocolFault.Kind.BAD_STREAM, in, at, "no stream in a handshake");
        }
        return HeaderDescriptor.correlation(in, at) == 0
                ? null
                : fault(ProtocolFault.Kind.BAD_CORRELATION, in, at, "0 in a handshake");
    }

    private static @Nullable ProtocolFault checkAfter(
            Agreement agreed, MessageType type, int flags, int stream, ByteBuffer in, int at) {
        if (type.isNegotiation()) {
            return fault(ProtocolFault.Kind.WRONG_ORDER, in, at, "no second handshake");
        }
        boolean streams = agreed.features().has(Feature.STREAMING);
        if (type.isStream() && !streams) {
            return fault(ProtocolFault.Kind.NOT_AGREED, in, at, "STREAMING, which is not agreed");
        }
        if (type.isStream() && stream == 0) {
            return fault(ProtocolFault.Kind.BAD_STREAM, in, at, "a stream");
        }
        if ((flags & HeaderDescriptor.FLAG_COMPRESSED) != 0
                && (agreed.compression() == Compression.NONE || type.isBare())) {
            return fault(ProtocolFault.Kind.BAD_FLAGS, in, at, "no compression here");
        }
        if ((flags & HeaderDescriptor.FLAG_LAST) != 0 && stream == 0) {
            return fault(ProtocolFault.Kind.BAD_FLAGS, in, at, "no end outside of a stream");
        }
        return stream == 0 || streams
                ? null
                : fault(ProtocolFault.Kind.BAD_STREAM, in, at, "STREAMING, which is not agreed");
    }

    private static ProtocolFault fault(
            ProtocolFault.Kind kind, ByteBuffer in, int at, String asked) {
        return new ProtocolFault(
                kind,
                "type=" + HeaderDescriptor.typeCode(in, at) + ", flags="
                        + HeaderDescriptor.flags(in, at) + ", stream="
                        + HeaderDescriptor.stream(in, at) + ", payloadBytes="
                        + HeaderDescriptor.payloadBytes(in, at) + ": asked for " + asked);
    }
}
