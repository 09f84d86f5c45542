package dev.cnv.tests;

import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.PossessionProof;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.ErrorPayload;
import dev.cnv.runtime.protocol.Handshake;
import dev.cnv.runtime.protocol.HandshakeMessage;
import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.protocol.MessageDecoder;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.Offer;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.protocol.TranscriptProof;
import dev.cnv.runtime.protocol.WireLimits;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A peer that sends what it likes. */
final class RawPeer implements AutoCloseable {

    /** A message that came. */
    record Received(MessageType type, long correlation, byte[] payload) {

        ResponsePayload response() {
            return ResponsePayload.decode(ByteBuffer.wrap(payload), WireLimits.DEFAULT);
        }

        ErrorPayload error() {
            return ErrorPayload.decode(ByteBuffer.wrap(payload));
        }
    }

    final Socket socket;
    final MessageDecoder decoder = new MessageDecoder();

    /** What this end sent of the handshake, in its order. */
    final List<byte[]> shaken = new ArrayList<>();

    private byte[] transcript = {};
    private ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).flip();

    RawPeer(EndpointAddress address) throws IOException {
        var place = (EndpointAddress.UnencryptedLoopback) address;
        socket = new Socket(place.host(), place.port());
        socket.setSoTimeout(30_000);
    }

    /** The server's end of an accepted connection. */
    RawPeer(Socket accepted) throws IOException {
        socket = accepted;
        socket.setSoTimeout(30_000);
    }

    /** Shakes hands as a server does. */
    RawPeer accept() throws IOException {
        return accept(Offer.current(nonce()));
    }

    RawPeer accept(Offer offer) throws IOException {
        return shake(Handshake.acceptor(offer, TranscriptProof.ofTheChannel()));
    }

    static byte[] nonce() {
        byte[] nonce = new byte[Offer.NONCE_BYTES];
        ThreadLocalRandom.current().nextBytes(nonce);
        return nonce;
    }

    RawPeer shake() throws IOException {
        return shake(Offer.current(nonce()));
    }

    RawPeer shake(Offer offer) throws IOException {
        Handshake handshake = Handshake.initiator(offer, TranscriptProof.ofTheChannel());
        sendShaking(handshake.start());
        return shake(handshake);
    }

    private RawPeer shake(Handshake handshake) throws IOException {
        while (!handshake.state().isFinal()) {
            Received received = next().orElseThrow();
            Optional<HandshakeMessage> answer =
                    handshake.receive(received.type(), ByteBuffer.wrap(received.payload()));
            if (answer.isPresent()) {
                sendShaking(answer.get());
            }
        }
        return agreed(handshake.agreement().orElseThrow());
    }

    private void sendShaking(HandshakeMessage message) throws IOException {
        shaken.add(message.bytes());
        send(message.bytes());
    }

    /** What follows goes by this. */
    RawPeer agreed(Agreement agreement) {
        transcript = agreement.transcript();
        decoder.agreed(agreement);
        return this;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    static byte[] message(MessageType type, long correlation, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES + payload.length);
        HeaderDescriptor.encode(bytes, 0, type, 0, 0, payload.length, correlation);
        return bytes.put(HeaderDescriptor.HEADER_BYTES, payload).array();
    }

    static byte[] flagged(MessageType type, int flags, long correlation, byte[] payload) {
        byte[] bytes = message(type, correlation, payload);
        HeaderDescriptor.encode(
                ByteBuffer.wrap(bytes), 0, type, flags, 0, payload.length, correlation);
        return bytes;
    }

    static byte[] ofStream(
            MessageType type, int stream, boolean last, long correlation, byte[] payload) {
        byte[] bytes = message(type, correlation, payload);
        int flags = last ? HeaderDescriptor.FLAG_LAST : 0;
        HeaderDescriptor.encode(
                ByteBuffer.wrap(bytes), 0, type, flags, stream, payload.length, correlation);
        return bytes;
    }

    /** A call as one of a stream. */
    static byte[] opening(int stream, byte[] call) {
        ByteBuffer.wrap(call).putShort(HeaderDescriptor.STREAM_OFFSET, (short) stream);
        return call;
    }

    static byte[] anonymousCall(long correlation) {
        return call(correlation, "bank.balance", "{\"account\":\"alice\"}", new byte[0]);
    }

    /** A call with a proof of its own. */
    static byte[] provenCall(
            long correlation, String verb, String arguments, Credential.Held caller, Instant now) {
        PossessionProof proof = caller.prove(
                new CapabilityId(verb), Digest.of(arguments), "", now, new SecureRandom());
        byte[] credential = new CborWriter()
                .map(3)
                .key(1)
                .integer(3)
                .key(3)
                .bytes(caller.chain().bytes())
                .key(5)
                .bytes(proof.bytes())
                .toBytes();
        return call(correlation, verb, arguments, credential);
    }

    /** A call that opens session 0 of this connection, over a channel that binds nothing. */
    byte[] openingCall(long correlation, String verb, String arguments, Credential.Held caller) {
        byte[] label = "cnv-session-challenge-v1".getBytes(StandardCharsets.US_ASCII);
        byte[] signed = Arrays.copyOf(label, label.length + transcript.length);
        System.arraycopy(transcript, 0, signed, label.length, transcript.length);
        byte[] credential = new CborWriter()
                .map(4)
                .key(1)
                .integer(1)
                .key(2)
                .integer(0)
                .key(3)
                .bytes(caller.chain().bytes())
                .key(4)
                .bytes(caller.prove(Digest.of(signed).bytes(), ""))
                .toBytes();
        return call(correlation, verb, arguments, credential);
    }

    static byte[] call(long correlation, String verb, String arguments, byte[] credential) {
        return message(
                MessageType.INVOCATION,
                correlation,
                new InvocationPayload(
                                verb,
                                arguments.getBytes(StandardCharsets.UTF_8),
                                credential,
                                List.of(),
                                null,
                                0,
                                null,
                                false)
                        .encode());
    }

    /** The next message that is no heartbeat; empty when the connection ended. */
    Optional<Received> next() throws IOException {
        while (true) {
            switch (decoder.next(buffer)) {
                case MESSAGE -> {
                    byte[] payload = new byte[decoder.message().payloadBytes()];
                    decoder.message().payload().get(payload);
                    if (decoder.message().type() != MessageType.HEARTBEAT) {
                        return Optional.of(new Received(
                                decoder.message().type(),
                                decoder.message().correlation(),
                                payload));
                    }
                }
                case FAULT -> throw new IOException(String.valueOf(decoder.fault()));
                case MORE -> {
                    buffer.compact();
                    int count = socket.getInputStream()
                            .read(buffer.array(), buffer.position(), buffer.remaining());
                    if (count < 0) {
                        return Optional.empty();
                    }
                    buffer.position(buffer.position() + count).flip();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
