package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.CompressedPayload;
import dev.cnv.runtime.protocol.Compressor;
import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes the messages of one connection: within what was agreed, and compressed where that makes them
 * smaller.
 *
 * <p><b>Threading:</b> for any thread.
 */
final class Messages {

    /** A payload smaller than this would hardly get smaller. */
    private static final int COMPRESSED_FROM_BYTES = 1024;

    private static final byte[] NO_PAYLOAD = new byte[0];

    private final Agreement agreement;
    private final Optional<Compressor> compressor;

    Messages(Agreement agreement, Optional<Compressor> compressor) {
        this.agreement = agreement;
        this.compressor = compressor;
    }

    /**
     * Refuses a payload before it is sent.
     *
     * @throws EndpointException when it is larger than agreed
     */
    void requireFits(byte[] payload) throws EndpointException {
        if (payload.length > agreement.limits().messageBytes()) {
            throw new EndpointException(
                    EndpointFault.MESSAGE_TOO_LARGE,
                    "payloadBytes=" + payload.length + " is above the agreed "
                            + agreement.limits().messageBytes());
        }
    }

    /** {@return a message that is about no call and says nothing but its type} */
    static Plain bare(MessageType type) {
        return about(type, NO_PAYLOAD);
    }

    /** {@return a message about the connection itself} */
    static Plain about(MessageType type, byte[] payload) {
        return new Plain(type, 0, 0, 0, payload);
    }

    /**
     * A message, whose payload fits.
     *
     * @param flags without that for a compressed payload
     */
    @SuppressWarnings("ReferenceEquality") // What cannot be made smaller is given back itself.
    Plain of(MessageType type, int flags, int stream, long correlation, byte[] payload) {
        byte[] smaller = compressor.isPresent() && payload.length >= COMPRESSED_FROM_BYTES
                ? CompressedPayload.compress(compressor.get(), payload)
                : payload;
        int all = smaller == payload ? flags : flags | HeaderDescriptor.FLAG_COMPRESSED;
        return new Plain(type, all, stream, correlation, smaller);
    }

    /** {@return a received message's payload, which lives as long as the message} */
    ByteBuffer payload(MessageView message) {
        ByteBuffer payload = message.payload();
        return message.isCompressed()
                ? ByteBuffer.wrap(CompressedPayload.expand(
                        compressor.orElseThrow(), payload, agreement.limits()))
                : payload;
    }

    /** A message of a header and a payload. */
    @SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
    record Plain(MessageType type, int flags, int stream, long correlation, byte[] payload)
            implements Outbox.Message {

        @Override
        public int bytes() {
            return HeaderDescriptor.HEADER_BYTES + payload.length;
        }

        @Override
        public void write(ByteBuffer into, int at) {
            writeAs(correlation, into, at);
        }

        void writeAs(long number, ByteBuffer into, int at) {
            HeaderDescriptor.encode(into, at, type, flags, stream, payload.length, number);
            into.put(at + HeaderDescriptor.HEADER_BYTES, payload);
        }
    }

    /** A message whose correlation is known only when its turn comes, so that they ascend. */
    static final class Numbered implements Outbox.Message {

        private final Plain made;
        private final LongSupplier next;
        private boolean sent;

        /**
         * Such a message.
         *
         * @param made the message without its correlation
         * @param next gives the correlation; called once, unless it throws, with no other message between
         */
        Numbered(Plain made, LongSupplier next) {
            this.made = made;
            this.next = next;
        }

        @Override
        public int bytes() {
            return made.bytes();
        }

        @Override
        public void write(ByteBuffer into, int at) {
            made.writeAs(next.getAsLong(), into, at);
            sent = true;
        }

        /** {@return whether it is among what is written; for the thread that sent it} */
        boolean isSent() {
            return sent;
        }
    }
}
