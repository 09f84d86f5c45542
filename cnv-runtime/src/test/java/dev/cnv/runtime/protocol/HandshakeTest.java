package dev.cnv.runtime.protocol;

import static dev.cnv.runtime.protocol.ProtocolVersion.V1_0;
import static dev.cnv.runtime.protocol.ProtocolVersion.V2_0;
import static dev.cnv.runtime.protocol.ProtocolVersion.V3_0;
import static dev.cnv.runtime.protocol.ProtocolVersion.V4_0;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two ends without a channel: what they agree, and what makes them refuse. */
class HandshakeTest {

    private static final List<Compression> NONE = List.of(Compression.NONE);

    @Test
    void handshake_ofEqualPeers_agreesOnEverything() {
        Agreement agreed =
                established(Offer.current(Offers.nonce(1)), Offer.current(Offers.nonce(2)));
        assertEquals(V4_0, agreed.version());
        assertEquals(FeatureSet.ALL, agreed.features());
        assertEquals(Compression.NONE, agreed.compression());
        assertEquals(WireLimits.DEFAULT, agreed.limits());
    }

    @Test
    void handshake_withLegacyPeer_agreesOnTheFirstVersion() {
        for (boolean swap : new boolean[] {false, true}) {
            Offer one = Offer.current(Offers.nonce(1));
            Offer other = Offer.legacy(Offers.nonce(2));
            Agreement agreed = swap ? established(other, one) : established(one, other);
            assertEquals(V1_0, agreed.version());
            assertEquals(
                    FeatureSet.of(Feature.CERTIFICATES, Feature.DELEGATION), agreed.features());
            assertEquals(WireLimits.LEGACY, agreed.limits());
        }
    }

    @Test
    void handshake_ofMixedVersionLists_takesTheHighestCommonOne() {
        Agreement agreed = established(
                Offers.of(List.of(V1_0, V3_0, V2_0), NONE, 1),
                Offers.of(List.of(V2_0, V4_0, V1_0), NONE, 2));
        assertEquals(V2_0, agreed.version());
    }

    @Test
    void handshake_withoutCommonVersion_namesBothOffersAtBothEnds() {
        Offer one = Offers.of(List.of(V4_0, V3_0), NONE, 1);
        Offer other = Offers.of(List.of(V1_0, V2_0), NONE, 2);
        Handshake initiator = Handshake.initiator(one, TranscriptProof.ofTheChannel());
        Handshake acceptor = Handshake.acceptor(other, TranscriptProof.ofTheChannel());
        Offers.run(initiator, acceptor);
        NegotiationRefusal said =
                assertInstanceOf(NegotiationRefusal.class, initiator.refusal().orElseThrow());
        assertEquals(NegotiationRefusal.Kind.NO_COMMON_VERSION, said.kind());
        assertEquals(one, said.ours());
        assertEquals(other, said.theirs());
        assertEquals(
                new NegotiationRefusal(said.kind(), one, other),
                acceptor.refusal().orElseThrow());
        assertTrue(said.text().contains("[4.0, 3.0]") && said.text().contains("[1.0, 2.0]"));
        assertTrue(initiator.agreement().isEmpty() && acceptor.agreement().isEmpty());
    }

    @Test
    void receive_afterTheEnd_isMisuse() {
        Handshake initiator =
                Handshake.initiator(Offer.current(Offers.nonce(1)), TranscriptProof.ofTheChannel());
        Handshake acceptor =
                Handshake.acceptor(Offer.current(Offers.nonce(2)), TranscriptProof.ofTheChannel());
        Offers.run(initiator, acceptor);
        assertEquals(HandshakeState.ESTABLISHED, initiator.state());
        assertThrows(
                IllegalStateException.class,
                () -> initiator.receive(MessageType.ERROR, ByteBuffer.allocate(0)));
        assertTrue(initiator.refusal().isEmpty());
    }

    private static Agreement established(Offer one, Offer other) {
        Handshake initiator = Handshake.initiator(one, TranscriptProof.ofTheChannel());
        Handshake acceptor = Handshake.acceptor(other, TranscriptProof.ofTheChannel());
        Offers.run(initiator, acceptor);
        assertEquals(initiator.agreement(), acceptor.agreement());
        return acceptor.agreement().orElseThrow();
    }
}
