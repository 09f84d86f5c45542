package dev.cnv.runtime.worker;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.Feature;
import dev.cnv.runtime.protocol.FeatureSet;
import dev.cnv.runtime.protocol.Handshake;
import dev.cnv.runtime.protocol.HandshakeMessage;
import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.MessageDecoder;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.Offer;
import dev.cnv.runtime.protocol.ProtocolVersion;
import dev.cnv.runtime.protocol.TranscriptProof;
import dev.cnv.runtime.protocol.WireLimits;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One end of the connection between a runtime and a worker: whole messages of the protocol, one at a
 * time. An interruption of the thread that reads or writes closes the connection.
 *
 * <p><b>Threading:</b> for one thread at a time; {@link #close} for any.
 */
final class WorkerLink implements AutoCloseable {

    /** One call at a time. */
    private static final int CONCURRENT = 1;

    /** The one stream: what the verb of the one call says while it runs. */
    private static final int STREAM = 1;

    private static final int FIRST_BYTES = 4 * 1024;

    private final SocketChannel channel;
    private final MessageDecoder decoder = new MessageDecoder();
    private ByteBuffer received = ByteBuffer.allocate(FIRST_BYTES).limit(0);
    private WireLimits limits = new WireLimits(WireLimits.MIN_MESSAGE_BYTES, CONCURRENT);

    private WorkerLink(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * The runtime's end.
     *
     * @throws IOException when the other end is not the worker that has the secret
     */
    static WorkerLink accept(
            SocketChannel channel, WorkerSecret secret, int messageBytes, RandomGenerator random)
            throws IOException {
        WorkerLink link = new WorkerLink(channel);
        link.shake(Handshake.acceptor(offer(messageBytes, random), secret.handshake()));
        return link;
    }

    /**
     * The worker's end.
     *
     * @throws IOException when the other end is not the runtime that has the secret
     */
    static WorkerLink initiate(
            SocketChannel channel, WorkerSecret secret, int messageBytes, RandomGenerator random)
            throws IOException {
        WorkerLink link = new WorkerLink(channel);
        TranscriptProof proof = secret.handshake();
        Handshake handshake = Handshake.initiator(offer(messageBytes, random), proof);
        link.write(handshake.start());
        link.shake(handshake);
        return link;
    }

    private static Offer offer(int messageBytes, RandomGenerator random) {
        byte[] nonce = new byte[Offer.NONCE_BYTES];
        random.nextBytes(nonce);
        return new Offer(
                List.of(ProtocolVersion.CURRENT),
                FeatureSet.of(Feature.STREAMING),
                List.of(Compression.NONE),
                new WireLimits(messageBytes, CONCURRENT),
                nonce);
    }

    private void shake(Handshake handshake) throws IOException {
        while (!handshake.state().isFinal()) {
            Optional<HandshakeMessage> answer = handshake.receive(next());
            if (answer.isPresent()) {
                write(answer.get());
            }
        }
        Agreement agreement = handshake
                .agreement()
                .orElseThrow(() ->
                        new IOException("no agreement: " + handshake.refusal().orElseThrow()));
        decoder.agreed(agreement);
        limits = agreement.limits();
    }

    /** {@return what was agreed about sizes} */
    WireLimits limits() {
        return limits;
    }

    /**
     * Waits for the next message, whose bytes are gone with the next call.
     *
     * @throws EOFException when the other end closed
     * @throws IOException when the connection is broken, or the bytes are no message
     */
    MessageView next() throws IOException {
        while (true) {
            switch (decoder.next(received)) {
                case MESSAGE -> {
                    return decoder.message();
                }
                case FAULT -> throw new IOException("no message: " + decoder.fault());
                case MORE -> fill(decoder.needed());
            }
        }
    }

    private void fill(int neededBytes) throws IOException {
        received.compact();
        if (received.capacity() < neededBytes) {
            received = ByteBuffer.allocate(neededBytes).put(received.flip());
        }
        int count = channel.read(received);
        received.flip();
        if (count < 0) {
            throw new EOFException("the other end closed the connection");
        }
    }

    /**
     * Sends a message.
     *
     * @throws IllegalArgumentException when it is larger than agreed
     * @throws IOException when the connection is broken
     */
    void send(MessageType type, long correlation, byte[] payload) throws IOException {
        if (payload.length > limits.messageBytes()) {
            throw new IllegalArgumentException("payloadBytes=" + payload.length
                    + " is above the agreed " + limits.messageBytes());
        }
        ByteBuffer message = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES + payload.length);
        int stream = type.isStream() ? STREAM : 0;
        HeaderDescriptor.encode(message, 0, type, 0, stream, payload.length, correlation);
        message.put(HeaderDescriptor.HEADER_BYTES, payload);
        write(message);
    }

    private void write(HandshakeMessage message) throws IOException {
        write(ByteBuffer.wrap(message.bytes()));
    }

    private void write(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // It is of no more use either way.
        }
    }
}
