package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborWriter;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Offers of later peers are read as far as they are known; others are refused. */
class HandshakePayloadTest {

    @Test
    void decode_ofALaterPeersOffer_keepsWhatIsKnown() {
        Offer offer =
                HandshakePayload.decode(ByteBuffer.wrap(later(64, 1L << 40))).offer();
        assertEquals(List.of(ProtocolVersion.V3_0), offer.versions());
        assertEquals(FeatureSet.of(Feature.STREAMING), offer.features());
        assertEquals(List.of(Compression.LZ4), offer.compressions());
        assertEquals(new WireLimits(1 << 30, Integer.MAX_VALUE), offer.limits());
    }

    @Test
    void handshake_withALaterPeer_isEstablishedByWhatIsKnown() {
        byte[] request = later(64, 1 << 20);
        Handshake acceptor = Handshake.acceptor(
                Offers.of(
                        List.of(ProtocolVersion.V3_0, ProtocolVersion.V4_0),
                        List.of(Compression.LZ4, Compression.NONE),
                        2),
                TranscriptProof.ofTheChannel());
        HandshakeMessage response = acceptor.receive(
                        MessageType.NEGOTIATION_REQUEST, ByteBuffer.wrap(request))
                .orElseThrow();
        Agreement seen = (Agreement) Negotiation.accept(
                HandshakePayload.decode(ByteBuffer.wrap(request)).offer(),
                request,
                HandshakePayload.decode(ByteBuffer.wrap(response.payload())).offer(),
                response.payload());
        acceptor.receive(
                MessageType.NEGOTIATION_REQUEST,
                ByteBuffer.wrap(new ConfirmPayload(seen.transcript(), Samples.NOTHING).encode()));
        assertEquals(ProtocolVersion.V3_0, acceptor.agreement().orElseThrow().version());
    }

    @Test
    void decode_withAnUnknownKeyBelowTheExtensions_isRefused() {
        ProtocolFaultException refused = assertThrows(
                ProtocolFaultException.class,
                () -> HandshakePayload.decode(ByteBuffer.wrap(later(6, 1 << 20))));
        assertEquals(ProtocolFault.Kind.BAD_PAYLOAD, refused.fault().kind());
        assertTrue(
                refused.fault().text().contains("unknown key=6"),
                refused.fault().text());
    }

    @Test
    void decode_ofTooSmallLimits_isRefused() {
        assertThrows(
                ProtocolFaultException.class,
                () -> HandshakePayload.decode(ByteBuffer.wrap(later(64, 16 * 1024 - 1))));
    }

    @Test
    void decode_ofTooManyVersions_isRefused() {
        CborWriter out = new CborWriter().map(2).key(0).integer(0).key(1).array(33);
        for (int i = 0; i < 33; i++) {
            out.integer(i);
        }
        assertThrows(
                ProtocolFaultException.class,
                () -> HandshakePayload.decode(ByteBuffer.wrap(out.toBytes())));
    }

    @Test
    void decode_aboveTheHandshakesLimit_isRefused() {
        for (ByteBuffer large : List.of(
                ByteBuffer.allocate(16 * 1024 + 1), ByteBuffer.allocateDirect(16 * 1024 + 1))) {
            ProtocolFaultException refused = assertThrows(
                    ProtocolFaultException.class, () -> HandshakePayload.decode(large));
            assertTrue(refused.fault().text().contains("16385"), refused.fault().text());
        }
    }

    @Test
    void error_ofALongText_isCutBetweenCharacters() {
        ErrorPayload error = new ErrorPayload(ErrorCode.OTHER, "\u6c34".repeat(1000));
        assertEquals(341, error.text().length());
        ErrorPayload again = ErrorPayload.decode(ByteBuffer.wrap(error.encode()));
        assertEquals(error, again);
    }

    @Test
    void error_ofALaterCode_isOther() {
        byte[] later =
                new CborWriter().map(2).key(1).integer(9_999).key(2).text("x").toBytes();
        assertEquals(
                ErrorCode.OTHER, ErrorPayload.decode(ByteBuffer.wrap(later)).code());
    }

    private static byte[] later(int extensionKey, long messageBytes) {
        return new CborWriter()
                .map(7)
                .key(0)
                .integer(0)
                .key(1)
                .array(3)
                .integer(0x900)
                .integer(0x300)
                .integer(0x501)
                .key(2)
                .bytes(new byte[] {(byte) 0xF0, 0, 0, 0, 0, 1, (byte) 0xF8, 1})
                .key(3)
                .array(2)
                .integer(200)
                .integer(2)
                .key(4)
                .array(2)
                .integer(messageBytes)
                .integer(1L << 40)
                .key(5)
                .bytes(Offers.nonce(1))
                .key(extensionKey)
                .array(1)
                .text("later")
                .toBytes();
    }
}
