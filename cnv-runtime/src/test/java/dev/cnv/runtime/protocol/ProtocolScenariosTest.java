package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.protocol.MessageDecoder.Status;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The seven scenarios of the protocol, each through headers and decoders as on a connection. */
class ProtocolScenariosTest {

    /** Both ends, and the bytes between them. */
    private static final class Wire {
        private final Handshake initiator;
        private final Handshake acceptor;
        private final MessageDecoder initiatorIn = new MessageDecoder();
        private final MessageDecoder acceptorIn = new MessageDecoder();

        Wire(Offer one, Offer other) {
            initiator = Handshake.initiator(one, TranscriptProof.ofTheChannel());
            acceptor = Handshake.acceptor(other, TranscriptProof.ofTheChannel());
        }

        /** Lets the ends talk; the first message is changed on its way. */
        Wire run(UnaryOperator<byte[]> middle) {
            byte[] bytes = middle.apply(initiator.start().bytes());
            boolean toAcceptor = true;
            while (bytes.length > 0) {
                bytes = toAcceptor
                        ? deliver(bytes, acceptor, acceptorIn)
                        : deliver(bytes, initiator, initiatorIn);
                toAcceptor = !toAcceptor;
            }
            initiator.agreement().ifPresent(initiatorIn::agreed);
            acceptor.agreement().ifPresent(acceptorIn::agreed);
            return this;
        }

        private static byte[] deliver(byte[] bytes, Handshake to, MessageDecoder decoder) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (!to.state().isFinal() && decoder.next(buffer) == Status.MESSAGE) {
                to.receive(decoder.message()).ifPresent(next -> answer.writeBytes(next.bytes()));
            }
            return answer.toByteArray();
        }

        Agreement agreed() {
            Agreement one = initiator.agreement().orElseThrow();
            assertEquals(one, acceptor.agreement().orElseThrow());
            return one;
        }
    }

    @Test
    void scenario1_sameVersion_agreesOnAll() {
        Agreement agreed = run(Offer.current(Offers.nonce(1)), Offer.current(Offers.nonce(2)))
                .agreed();
        assertEquals(ProtocolVersion.V4_0, agreed.version());
        assertEquals(FeatureSet.ALL, agreed.features());
        assertEquals(WireLimits.DEFAULT, agreed.limits());
    }

    @Test
    void scenario2_olderPeer_agreesOnItsVersionAndLimits() {
        Wire wire = run(Offer.current(Offers.nonce(1)), Offer.legacy(Offers.nonce(2)));
        assertEquals(ProtocolVersion.V1_0, wire.agreed().version());
        assertEquals(WireLimits.LEGACY, wire.agreed().limits());
        ByteBuffer stream = MessageDecoderTest.header(8, 0, 1, 0, 1);
        assertEquals(Status.FAULT, wire.acceptorIn.next(stream));
        ByteBuffer large = MessageDecoderTest.header(3, 0, 0, (1 << 20) + 1, 1);
        assertEquals(Status.FAULT, wire.initiatorIn.next(large));
    }

    @Test
    void scenario3_newerPeer_isUnderstoodAsFarAsKnown() {
        // Version 9.0, features with unknown bits, a compression and a key of later: the same bytes
        // are read by the acceptor and hashed by both.
        byte[] later = HandshakePayloadTest.later(64, 1 << 20);
        Handshake acceptor = Handshake.acceptor(
                Offers.of(
                        ProtocolVersion.newestFirst(),
                        List.of(Compression.LZ4, Compression.NONE),
                        2),
                TranscriptProof.ofTheChannel());
        MessageDecoder decoder = new MessageDecoder();
        ByteBuffer received = ByteBuffer.wrap(
                new HandshakeMessage(MessageType.NEGOTIATION_REQUEST, later).bytes());
        assertEquals(Status.MESSAGE, decoder.next(received));
        HandshakeMessage answer = acceptor.receive(decoder.message()).orElseThrow();
        assertEquals(HandshakeState.ANSWERED, acceptor.state());
        Agreement seen = (Agreement) Negotiation.accept(
                HandshakePayload.decode(ByteBuffer.wrap(later)).offer(),
                later,
                HandshakePayload.decode(ByteBuffer.wrap(answer.payload())).offer(),
                answer.payload());
        acceptor.receive(
                MessageType.NEGOTIATION_REQUEST,
                ByteBuffer.wrap(new ConfirmPayload(seen.transcript(), Samples.NOTHING).encode()));
        assertEquals(seen, acceptor.agreement().orElseThrow());
        assertEquals(ProtocolVersion.V3_0, seen.version());
        assertEquals(FeatureSet.of(Feature.STREAMING), seen.features());
    }

    @Test
    void scenario4_noCommonVersion_isRefusedWithBothOffers() {
        Wire wire = run(
                Offers.of(List.of(ProtocolVersion.V4_0), List.of(Compression.NONE), 1),
                Offer.legacy(Offers.nonce(2)));
        for (Handshake end : List.of(wire.initiator, wire.acceptor)) {
            NegotiationRefusal refusal =
                    assertInstanceOf(NegotiationRefusal.class, end.refusal().orElseThrow());
            assertEquals(NegotiationRefusal.Kind.NO_COMMON_VERSION, refusal.kind());
            assertTrue(refusal.text().contains("versions=[4.0]"), refusal.text());
            assertTrue(refusal.text().contains("versions=[1.0]"), refusal.text());
        }
    }

    @Test
    void scenario5_features_areCutByPeerAndByVersion() {
        Offer three = new Offer(
                List.of(ProtocolVersion.V3_0, ProtocolVersion.V1_0),
                FeatureSet.of(Feature.STREAMING, Feature.TRACING, Feature.SIMD),
                List.of(Compression.NONE),
                WireLimits.DEFAULT,
                Offers.nonce(1));
        Agreement agreed = run(three, Offer.current(Offers.nonce(2))).agreed();
        assertEquals(ProtocolVersion.V3_0, agreed.version());
        assertEquals(FeatureSet.of(Feature.STREAMING, Feature.TRACING), agreed.features());
        assertFalse(agreed.features().has(Feature.SIMD));
    }

    @Test
    void scenario6_compression_isTheAcceptorsFirstCommonOne() {
        List<ProtocolVersion> four = List.of(ProtocolVersion.V4_0);
        Wire wire = run(
                Offers.of(four, List.of(Compression.ZSTD, Compression.LZ4, Compression.NONE), 1),
                Offers.of(four, List.of(Compression.BROTLI, Compression.LZ4, Compression.ZSTD), 2));
        assertEquals(Compression.LZ4, wire.agreed().compression());
        Wire none = run(
                Offers.of(four, List.of(Compression.NONE), 1),
                Offers.of(four, List.of(Compression.ZSTD), 2));
        assertEquals(
                NegotiationRefusal.Kind.NO_COMMON_COMPRESSION,
                assertInstanceOf(
                                NegotiationRefusal.class,
                                none.initiator.refusal().orElseThrow())
                        .kind());
    }

    @Test
    void scenario7_downgrade_isDetected() {
        Wire wire = new Wire(Offer.current(Offers.nonce(1)), Offer.current(Offers.nonce(2)))
                .run(bytes -> new HandshakeMessage(
                                MessageType.NEGOTIATION_REQUEST,
                                new HandshakePayload(Offer.legacy(Offers.nonce(1))).encode())
                        .bytes());
        assertTrue(wire.initiator.agreement().isEmpty());
        assertTrue(wire.acceptor.agreement().isEmpty());
        assertEquals(
                ProtocolFault.Kind.TRANSCRIPT_MISMATCH,
                assertInstanceOf(ProtocolFault.class, wire.acceptor.refusal().orElseThrow())
                        .kind());
    }

    private static Wire run(Offer one, Offer other) {
        return new Wire(one, other).run(UnaryOperator.identity());
    }
}
