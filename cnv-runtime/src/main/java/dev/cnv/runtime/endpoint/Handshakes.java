package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compressors;
import dev.cnv.runtime.protocol.ErrorPayload;
import dev.cnv.runtime.protocol.Handshake;
import dev.cnv.runtime.protocol.HandshakeMessage;
import dev.cnv.runtime.protocol.HandshakeRefusal;
import dev.cnv.runtime.protocol.MessageDecoder;
import dev.cnv.runtime.protocol.NegotiationRefusal;
import dev.cnv.runtime.protocol.Offer;
import dev.cnv.runtime.protocol.ProtocolFault;
import dev.cnv.runtime.protocol.TranscriptProof;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Shakes hands over a transport. Whoever calls sees to it that the time for it is bounded. */
final class Handshakes {

    private Handshakes() {}

    static Offer offer(EndpointSettings settings, Compressors compressors, RandomGenerator random) {
        byte[] nonce = new byte[Offer.NONCE_BYTES];
        random.nextBytes(nonce);
        return new Offer(
                settings.versions(),
                settings.features(),
                compressors.available(),
                settings.limits(),
                nonce);
    }

    /**
     * Shakes hands as the side that connected.
     *
     * @throws EndpointException when the two do not come to an agreement
     */
    static Agreement initiate(Offer offer, Transport transport, Inbox inbox) throws IOException {
        Handshake handshake = Handshake.initiator(offer, proof(transport));
        write(transport, handshake.start());
        return shake(handshake, transport, inbox);
    }

    /**
     * Shakes hands as the side that was connected to.
     *
     * @throws EndpointException when the two do not come to an agreement
     */
    static Agreement accept(Offer offer, Transport transport, Inbox inbox) throws IOException {
        return shake(Handshake.acceptor(offer, proof(transport)), transport, inbox);
    }

    private static TranscriptProof proof(Transport transport) {
        byte[] binding = transport.binding();
        return binding.length == 0 ? TranscriptProof.ofTheChannel() : new BoundTranscript(binding);
    }

    private static Agreement shake(Handshake handshake, Transport transport, Inbox inbox)
            throws IOException {
        MessageDecoder decoder = inbox.decoder();
        while (!handshake.state().isFinal()) {
            Optional<HandshakeMessage> answer = switch (decoder.next(inbox.received())) {
                case MESSAGE -> handshake.receive(decoder.message());
                case FAULT -> handshake.receive(fault(decoder));
                case MORE -> {
                    if (inbox.fill(transport) < 0) {
                        throw new EndpointException(
                                EndpointFault.CONNECTION_LOST,
                                "the other side closed the connection in the handshake");
                    }
                    yield Optional.empty();
                }
            };
            if (answer.isPresent()) {
                say(answer.get(), handshake, transport);
            }
        }
        Agreement agreement = handshake.agreement().orElseThrow(() -> refused(handshake.refusal()));
        decoder.agreed(agreement);
        return agreement;
    }

    /** Sends a message. The other side may be gone when this one refuses: the refusal is what matters. */
    private static void say(HandshakeMessage message, Handshake handshake, Transport transport)
            throws IOException {
        try {
            write(transport, message);
        } catch (IOException e) {
            if (handshake.refusal().isEmpty()) {
                throw e;
            }
        }
    }

    private static ProtocolFault fault(MessageDecoder decoder) {
        ProtocolFault fault = decoder.fault();
        return fault == null
                ? new ProtocolFault(ProtocolFault.Kind.BAD_PAYLOAD, "no fault was named")
                : fault;
    }

    private static EndpointException refused(Optional<HandshakeRefusal> refusal) {
        return switch (refusal.orElseThrow()) {
            case NegotiationRefusal none ->
                new EndpointException(EndpointFault.NEGOTIATION_REFUSED, none.text());
            case ProtocolFault fault ->
                fault.kind() == ProtocolFault.Kind.TRANSCRIPT_MISMATCH
                        ? new EndpointException(EndpointFault.TRANSCRIPT_MISMATCH, fault.text())
                        : Connection.violation(fault);
            case ErrorPayload said ->
                new EndpointException(
                        ErrorCodes.fault(said.code()),
                        "the other side says " + said.code() + ": " + said.text());
        };
    }

    private static void write(Transport transport, HandshakeMessage message) throws IOException {
        byte[] bytes = message.bytes();
        transport.write(bytes, 0, bytes.length);
    }
}
