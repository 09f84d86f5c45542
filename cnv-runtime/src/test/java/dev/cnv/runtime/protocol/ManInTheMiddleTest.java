package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Somebody between the ends who changes what they send. */
class ManInTheMiddleTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Offer ONE = new Offer(
            ProtocolVersion.newestFirst(),
            FeatureSet.ALL,
            List.of(Compression.ZSTD, Compression.LZ4, Compression.NONE),
            WireLimits.DEFAULT,
            Offers.nonce(1));
    private static final Offer OTHER = ONE.withNonce(Offers.nonce(2));

    /** Each leaves the ends with something in common, but with something else. */
    private static final Map<String, UnaryOperator<Offer>> EDITS = new TreeMap<>(Map.of(
            "versions",
                    offer -> new Offer(
                            List.of(ProtocolVersion.V1_0),
                            offer.features(),
                            offer.compressions(),
                            offer.limits(),
                            offer.nonce()),
            "features",
                    offer -> new Offer(
                            offer.versions(),
                            FeatureSet.of(Feature.STREAMING),
                            offer.compressions(),
                            offer.limits(),
                            offer.nonce()),
            "compressions",
                    offer -> new Offer(
                            offer.versions(),
                            offer.features(),
                            List.of(Compression.NONE),
                            offer.limits(),
                            offer.nonce()),
            "limits",
                    offer -> new Offer(
                            offer.versions(),
                            offer.features(),
                            offer.compressions(),
                            WireLimits.LEGACY,
                            offer.nonce()),
            "nonce", offer -> offer.withNonce(Offers.nonce(3)),
            "order",
                    offer -> new Offer(
                            offer.versions().reversed(),
                            offer.features(),
                            offer.compressions(),
                            offer.limits(),
                            offer.nonce())));

    /** Carries messages and may change them. */
    private interface Middle {
        /** The message that arrives instead, or null. */
        HandshakeMessage carry(HandshakeMessage message, int number);
    }

    @Test
    void edit_ofEachPartOfEitherOffer_establishesNobody() {
        for (Map.Entry<String, UnaryOperator<Offer>> edit : EDITS.entrySet()) {
            for (int which = 0; which < 2; which++) {
                int edited = which;
                Handshake one = Handshake.initiator(ONE, TranscriptProof.ofTheChannel());
                Handshake other = Handshake.acceptor(OTHER, TranscriptProof.ofTheChannel());
                carry(
                        one,
                        other,
                        (message, number) ->
                                number == edited ? edited(message, edit.getValue()) : message);
                String shown = edit.getKey() + " of message " + which;
                assertEquals(Optional.empty(), one.agreement(), shown);
                assertEquals(Optional.empty(), other.agreement(), shown);
                assertEquals(HandshakeState.REFUSED, other.state(), shown);
                assertEquals(
                        ProtocolFault.Kind.TRANSCRIPT_MISMATCH,
                        assertInstanceOf(ProtocolFault.class, other.refusal().orElseThrow())
                                .kind(),
                        shown);
                assertEquals(
                        ErrorCode.TRANSCRIPT_MISMATCH,
                        assertInstanceOf(ErrorPayload.class, one.refusal().orElseThrow())
                                .code(),
                        shown);
            }
        }
    }

    @Test
    void edit_ofUnknownPartsOnly_establishesNobody() {
        Handshake one = Handshake.initiator(ONE, TranscriptProof.ofTheChannel());
        Handshake other = Handshake.acceptor(OTHER, TranscriptProof.ofTheChannel());
        // Features that nobody here knows: both ends would choose the same without them.
        carry(one, other, (message, number) -> number == 0 ? withBit(message) : message);
        assertEquals(HandshakeState.REFUSED, other.state());
        assertEquals(HandshakeState.REFUSED, one.state());
    }

    @Test
    void everyBitOfTheOffers_flipped_establishesNobody() {
        int length = new HandshakePayload(ONE).encode().length;
        for (int bit = 0; bit < 2 * 8 * length; bit++) {
            int which = bit / (8 * length);
            int at = bit % (8 * length);
            Handshake one = Handshake.initiator(ONE, TranscriptProof.ofTheChannel());
            Handshake other = Handshake.acceptor(OTHER, TranscriptProof.ofTheChannel());
            carry(
                    one,
                    other,
                    (message, number) -> number == which ? flipped(message, at) : message);
            assertTrue(one.agreement().isEmpty(), "bit " + bit);
            assertTrue(other.agreement().isEmpty(), "bit " + bit);
        }
    }

    /** What a hash alone cannot do, and why TranscriptProof says which channels it is for. */
    @Test
    void rewriting_confirmationsToo_passesHashesButNotSignatures() {
        Handshake one = Handshake.initiator(ONE, TranscriptProof.ofTheChannel());
        Handshake other = Handshake.acceptor(OTHER, TranscriptProof.ofTheChannel());
        carry(one, other, new Rewriter());
        assertEquals(HandshakeState.ESTABLISHED, one.state());
        assertEquals(HandshakeState.ESTABLISHED, other.state());
        assertNotEquals(one.agreement(), other.agreement());

        SigningKey first = SigningKey.generate(RANDOM);
        SigningKey second = SigningKey.generate(RANDOM);
        Handshake signing =
                Handshake.initiator(ONE, TranscriptProof.signed(first, trust(second.publicKey())));
        Handshake answering =
                Handshake.acceptor(OTHER, TranscriptProof.signed(second, trust(first.publicKey())));
        carry(signing, answering, new Rewriter());
        assertTrue(signing.agreement().isEmpty());
        assertTrue(answering.agreement().isEmpty());
        assertEquals(HandshakeState.REFUSED, answering.state());
    }

    @Test
    void signed_betweenTrustedKeys_isEstablished() {
        SigningKey first = SigningKey.generate(RANDOM);
        SigningKey second = SigningKey.generate(RANDOM);
        Handshake one =
                Handshake.initiator(ONE, TranscriptProof.signed(first, trust(second.publicKey())));
        Handshake other =
                Handshake.acceptor(OTHER, TranscriptProof.signed(second, trust(first.publicKey())));
        Offers.run(one, other);
        assertEquals(HandshakeState.ESTABLISHED, one.state());
        assertEquals(one.agreement(), other.agreement());
    }

    @Test
    void signed_byAStranger_isRefused() {
        SigningKey first = SigningKey.generate(RANDOM);
        SigningKey stranger = SigningKey.generate(RANDOM);
        SigningKey second = SigningKey.generate(RANDOM);
        Handshake one =
                Handshake.initiator(ONE, TranscriptProof.signed(first, trust(second.publicKey())));
        Handshake other = Handshake.acceptor(
                OTHER, TranscriptProof.signed(stranger, trust(first.publicKey())));
        Offers.run(one, other);
        assertEquals(HandshakeState.REFUSED, one.state());
        // The acceptor's peer did prove itself; it hears of nothing more than a close.
        assertEquals(HandshakeState.ESTABLISHED, other.state());
    }

    @Test
    void signature_reflectedOrForAnotherRole_doesNotHold() {
        SigningKey key = SigningKey.generate(RANDOM);
        TranscriptProof proof = TranscriptProof.signed(key, trust(key.publicKey()));
        byte[] transcript = new byte[Agreement.TRANSCRIPT_BYTES];
        byte[] said = proof.prove(TranscriptProof.Role.INITIATOR, transcript);
        assertTrue(proof.holds(TranscriptProof.Role.INITIATOR, transcript, said));
        assertTrue(!proof.holds(TranscriptProof.Role.ACCEPTOR, transcript, said));
        assertTrue(!proof.holds(TranscriptProof.Role.INITIATOR, new byte[] {1}, said));
        assertTrue(!proof.holds(TranscriptProof.Role.INITIATOR, transcript, new byte[0]));
        assertTrue(!proof.holds(TranscriptProof.Role.INITIATOR, transcript, new byte[99]));
    }

    @Test
    void request_reflected_isRefusedAsAnEcho() {
        Handshake one = Handshake.initiator(ONE, TranscriptProof.ofTheChannel());
        HandshakeMessage sent = one.start();
        one.receive(MessageType.NEGOTIATION_RESPONSE, ByteBuffer.wrap(sent.payload()));
        assertEquals(
                NegotiationRefusal.Kind.SAME_NONCE,
                assertInstanceOf(NegotiationRefusal.class, one.refusal().orElseThrow())
                        .kind());
    }

    @Test
    void confirmation_replayedFromAnotherHandshake_isRefused() {
        List<HandshakeMessage> heard = new ArrayList<>();
        carry(
                Handshake.initiator(ONE, TranscriptProof.ofTheChannel()),
                Handshake.acceptor(OTHER, TranscriptProof.ofTheChannel()),
                (message, number) -> {
                    heard.add(message);
                    return message;
                });
        Handshake fresh = Handshake.acceptor(
                OTHER.withNonce(Offers.nonce(9)), TranscriptProof.ofTheChannel());
        fresh.receive(heard.get(0).type(), ByteBuffer.wrap(heard.get(0).payload()));
        assertEquals(HandshakeState.ANSWERED, fresh.state());
        fresh.receive(heard.get(2).type(), ByteBuffer.wrap(heard.get(2).payload()));
        assertEquals(HandshakeState.REFUSED, fresh.state());
    }

    @Test
    void everyOrderOfFourMessages_otherThanTheirOwn_establishesNobody() {
        List<HandshakeMessage> heard = new ArrayList<>();
        carry(
                Handshake.initiator(ONE, TranscriptProof.ofTheChannel()),
                Handshake.acceptor(OTHER, TranscriptProof.ofTheChannel()),
                (message, number) -> {
                    heard.add(message);
                    return message;
                });
        int established = 0;
        for (int first = 0; first < 4; first++) {
            for (int second = 0; second < 4; second++) {
                Handshake acceptor = Handshake.acceptor(OTHER, TranscriptProof.ofTheChannel());
                for (int which : new int[] {first, second}) {
                    if (!acceptor.state().isFinal()) {
                        acceptor.receive(
                                heard.get(which).type(),
                                ByteBuffer.wrap(heard.get(which).payload()));
                    }
                }
                if (acceptor.state() == HandshakeState.ESTABLISHED) {
                    established++;
                    assertEquals("0 2", first + " " + second);
                }
            }
        }
        assertEquals(1, established);
    }

    /** Knows no key, but everything else: what each end has heard, and how to confirm it. */
    private static final class Rewriter implements Middle {
        private byte[] request = {};
        private byte[] response = {};

        @Override
        public HandshakeMessage carry(HandshakeMessage message, int number) {
            return switch (number) {
                case 0 -> {
                    request = message.payload();
                    yield edited(message, EDITS.get("versions"));
                }
                case 1 -> {
                    response = message.payload();
                    yield message;
                }
                case 2 ->
                    confirming(
                            message,
                            edited(
                                            new HandshakeMessage(message.type(), request),
                                            EDITS.get("versions"))
                                    .payload());
                default -> confirming(message, request);
            };
        }

        private HandshakeMessage confirming(HandshakeMessage message, byte[] seenRequest) {
            if (message.type() == MessageType.ERROR) {
                return message;
            }
            Offer asked = HandshakePayload.decode(ByteBuffer.wrap(seenRequest)).offer();
            Offer answered = HandshakePayload.decode(ByteBuffer.wrap(response)).offer();
            byte[] transcript = ((Agreement)
                            Negotiation.accept(asked, seenRequest, answered, response))
                    .transcript();
            byte[] proof =
                    ConfirmPayload.decode(ByteBuffer.wrap(message.payload())).proof();
            return new HandshakeMessage(
                    message.type(), new ConfirmPayload(transcript, proof).encode());
        }
    }

    private static Function<Digest, Optional<PublicKey>> trust(PublicKey key) {
        return id -> id.equals(key.id()) ? Optional.of(key) : Optional.empty();
    }

    private static HandshakeMessage edited(HandshakeMessage message, UnaryOperator<Offer> edit) {
        Offer offer =
                HandshakePayload.decode(ByteBuffer.wrap(message.payload())).offer();
        return new HandshakeMessage(
                message.type(), new HandshakePayload(edit.apply(offer)).encode());
    }

    private static HandshakeMessage withBit(HandshakeMessage message) {
        byte[] bytes = message.payload().clone();
        int at = indexOf(bytes, new byte[] {2, 0x48}) + 2;
        bytes[at] |= (byte) 0x80;
        assertTrue(HandshakePayload.decode(ByteBuffer.wrap(bytes)).offer().equals(ONE));
        return new HandshakeMessage(message.type(), bytes);
    }

    private static HandshakeMessage flipped(HandshakeMessage message, int bit) {
        byte[] bytes = message.payload().clone();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return new HandshakeMessage(message.type(), bytes);
    }

    private static int indexOf(byte[] bytes, byte[] sought) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == sought[0] && bytes[i + 1] == sought[1]) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    private static void carry(Handshake one, Handshake other, Middle middle) {
        Handshake to = other;
        HandshakeMessage message = one.start();
        for (int number = 0; message != null && !to.state().isFinal(); number++) {
            HandshakeMessage arrives = middle.carry(message, number);
            message = to.receive(arrives.type(), ByteBuffer.wrap(arrives.payload()))
                    .orElse(null);
            to = to == other ? one : other;
        }
    }
}
