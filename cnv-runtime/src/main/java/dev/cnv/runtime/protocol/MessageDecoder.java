package dev.cnv.runtime.protocol;

import java.nio.ByteBuffer;
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
        long word = HeaderDescriptor.word(received, at);
        MessageType type = MessageType.ofCode(HeaderDescriptor.typeCode(word));
        if (type == null || !isPlain(type, word)) {
            fault = check(type, word, HeaderDescriptor.correlation(received, at));
            if (fault != null || type == null) {
                return Status.FAULT;
            }
        }
        int bytes = HeaderDescriptor.HEADER_BYTES + (int) HeaderDescriptor.payloadBytes(word);
        if (received.remaining() < bytes) {
            needed = bytes;
            return Status.MORE;
        }
        message.wrap(received, at, type, word);
        received.position(at + bytes);
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

    /** What most messages are, and what no rule but the limit is about. */
    private boolean isPlain(MessageType type, long word) {
        return agreement != null
                && (type == MessageType.INVOCATION || type == MessageType.RESPONSE)
                && word << Byte.SIZE >>> Byte.SIZE <= maxPayloadBytes;
    }

    private @Nullable ProtocolFault check(@Nullable MessageType type, long word, long correlation) {
        if (type == null) {
            return fault(ProtocolFault.Kind.UNKNOWN_TYPE, word, "0 to 9");
        }
        if ((HeaderDescriptor.flags(word) & ~HeaderDescriptor.FLAGS_KNOWN) != 0) {
            return fault(ProtocolFault.Kind.BAD_FLAGS, word, "flags 0 to 3");
        }
        int max = type.isBare() ? 0 : maxPayloadBytes;
        if (HeaderDescriptor.payloadBytes(word) > max) {
            return fault(ProtocolFault.Kind.OVERSIZE, word, "at most " + max + " bytes");
        }
        return agreement == null
                ? checkBefore(type, word, correlation)
                : checkAfter(agreement, type, word);
    }

    private static @Nullable ProtocolFault checkBefore(
            MessageType type, long word, long correlation) {
        if (!type.isNegotiation() && type != MessageType.ERROR) {
            return fault(ProtocolFault.Kind.WRONG_ORDER, word, "the handshake first");
        }
        if (HeaderDescriptor.flags(word) != 0) {
            return fault(ProtocolFault.Kind.BAD_FLAGS, word, "no flags in a handshake");
        }
        if (HeaderDescriptor.stream(word) != 0) {
            return fault(ProtocolFault.Kind.BAD_STREAM, word, "no stream in a handshake");
        }
        return correlation == 0
                ? null
                : fault(ProtocolFault.Kind.BAD_CORRELATION, word, "0 in a handshake");
    }

    private static @Nullable ProtocolFault checkAfter(
            Agreement agreed, MessageType type, long word) {
        if (type.isNegotiation()) {
            return fault(ProtocolFault.Kind.WRONG_ORDER, word, "no second handshake");
        }
        return agreed.features().has(Feature.STREAMING)
                ? checkFlags(agreed, type, word)
                : checkWithoutStreams(agreed, type, word);
    }

    private static @Nullable ProtocolFault checkWithoutStreams(
            Agreement agreed, MessageType type, long word) {
        if (type.isStream()) {
            return fault(ProtocolFault.Kind.NOT_AGREED, word, "STREAMING, which is not agreed");
        }
        return HeaderDescriptor.stream(word) == 0
                ? checkFlags(agreed, type, word)
                : fault(ProtocolFault.Kind.BAD_STREAM, word, "STREAMING, which is not agreed");
    }

    private static @Nullable ProtocolFault checkFlags(
            Agreement agreed, MessageType type, long word) {
        int flags = HeaderDescriptor.flags(word);
        int stream = HeaderDescriptor.stream(word);
        if (type.isStream() && stream == 0) {
            return fault(ProtocolFault.Kind.BAD_STREAM, word, "a stream");
        }
        if ((flags & HeaderDescriptor.FLAG_COMPRESSED) != 0
                && (agreed.compression() == Compression.NONE || type.isBare())) {
            return fault(ProtocolFault.Kind.BAD_FLAGS, word, "no compression here");
        }
        return (flags & HeaderDescriptor.FLAG_LAST) != 0 && stream == 0
                ? fault(ProtocolFault.Kind.BAD_FLAGS, word, "no end outside of a stream")
                : null;
    }

    private static ProtocolFault fault(ProtocolFault.Kind kind, long word, String asked) {
        return new ProtocolFault(
                kind,
                "type=" + HeaderDescriptor.typeCode(word) + ", flags="
                        + HeaderDescriptor.flags(word) + ", stream="
                        + HeaderDescriptor.stream(word) + ", payloadBytes="
                        + HeaderDescriptor.payloadBytes(word) + ": asked for " + asked);
    }
}
