package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.protocol.MessageDecoder.Status;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What a peer may send: messages in any slices come out as they went in; everything else is a typed
 * fault, whose bytes are never believed.
 */
class ProtocolFuzzTest {

    private static final List<Samples.Sample> ESTABLISHED = Samples.all().values().stream()
            .filter(one -> !one.type().isNegotiation())
            .toList();
    private static final List<Samples.Sample> SAMPLES =
            List.copyOf(Samples.all().values());

    private record Sliced(List<Samples.Sample> messages, List<Integer> cuts) {}

    private record Changed(MessageType type, byte[] bytes) {
        @Override
        public String toString() {
            return type + " " + HexFormat.of().formatHex(bytes);
        }
    }

    @Test
    void messages_inAnySlices_areTheSameMessages() {
        Property.named("protocol-slices")
                .oneIn(4)
                .check(
                        draws -> new Sliced(
                                draws.list(9, inner -> inner.pick(ESTABLISHED)),
                                draws.list(60, inner -> inner.between(1, 70))),
                        sliced -> {
                            List<String> sent = sliced.messages().stream()
                                    .map(one -> HexFormat.of().formatHex(one.bytes()))
                                    .toList();
                            assertEquals(sent, received(joined(sliced.messages()), sliced.cuts()));
                        });
    }

    @Test
    void decoder_ofAnyBytes_findsMessagesOrAFault() {
        Property.named("protocol-bytes").check(draws -> Fuzz.bytes(draws, 80), bytes -> {
            requireWithinLimits(new MessageDecoder(), bytes);
            requireWithinLimits(agreed(), bytes);
        });
    }

    @Test
    void decoder_ofChangedMessages_findsMessagesOrAFault() {
        Property.named("protocol-changed")
                .check(
                        draws -> Fuzz.changed(
                                draws, joined(draws.list(4, inner -> inner.pick(ESTABLISHED)))),
                        bytes -> requireWithinLimits(agreed(), bytes));
    }

    @Test
    void payload_ofAnyBytes_isRefusedOrWrittenAsTheSameBytes() {
        Property.named("protocol-payload-bytes")
                .check(
                        draws -> new Changed(
                                draws.pick(List.of(MessageType.values())), Fuzz.bytes(draws, 60)),
                        ProtocolFuzzTest::holds);
    }

    @Test
    void payload_changed_isRefusedOrWrittenAsTheSameBytes() {
        AtomicInteger read = new AtomicInteger();
        Property.named("protocol-payload-changed").check(ProtocolFuzzTest::changed, one -> {
            if (holds(one)) {
                read.incrementAndGet();
            }
        });
        assertTrue(read.get() > 100, "read=" + read + " changed payloads, so this says little");
    }

    @Test
    void payload_cutAtEachByte_isRefused() {
        for (Samples.Sample sample : SAMPLES) {
            for (int count = 0; count < sample.payload().length; count++) {
                assertTrue(!holds(new Changed(
                        sample.type(), java.util.Arrays.copyOf(sample.payload(), count))));
            }
        }
    }

    @Test
    void handshake_ofAnyMessages_neverEstablishesWithoutTheTranscript() {
        Property.named("handshake-garbage")
                .oneIn(2)
                .check(draws -> draws.list(4, ProtocolFuzzTest::changed), messages -> {
                    Handshake acceptor = Handshake.acceptor(
                            Offer.current(Offers.nonce(8)), TranscriptProof.ofTheChannel());
                    Handshake initiator = Handshake.initiator(
                            Offer.current(Offers.nonce(9)), TranscriptProof.ofTheChannel());
                    initiator.start();
                    for (Changed one : messages) {
                        feed(acceptor, one);
                        feed(initiator, one);
                    }
                    assertTrue(acceptor.agreement().isEmpty());
                    assertTrue(initiator.agreement().isEmpty());
                });
    }

    private static void feed(Handshake handshake, Changed message) {
        if (!handshake.state().isFinal()) {
            handshake.receive(message.type(), ByteBuffer.wrap(message.bytes()));
            assertEquals(
                    handshake.state() == HandshakeState.REFUSED,
                    handshake.refusal().isPresent());
        }
    }

    private static Changed changed(Draws draws) {
        Samples.Sample sample = draws.pick(SAMPLES);
        return new Changed(sample.type(), Fuzz.changed(draws, sample.payload()));
    }

    /** A payload that is read is written as the same bytes, unless it has parts of later versions. */
    private static boolean holds(Changed one) {
        byte[] before = one.bytes().clone();
        byte[] again;
        try {
            again = Samples.again(one.type(), ByteBuffer.wrap(one.bytes()));
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(before.length).put(before).flip();
            assertArrayEquals(again, Samples.again(one.type(), direct));
        } catch (ProtocolFaultException e) {
            assertEquals(ProtocolFault.Kind.BAD_PAYLOAD, e.fault().kind());
            assertTrue(e.fault().text().length() < 400, e.fault().text());
            return false;
        }
        assertArrayEquals(before, one.bytes());
        assertTrue(again.length <= before.length + 16);
        if (!one.type().isNegotiation() && one.type() != MessageType.ERROR && !hasExtension(one)) {
            assertArrayEquals(before, again);
        }
        return true;
    }

    private static boolean hasExtension(Changed one) {
        return Samples.again(one.type(), ByteBuffer.wrap(one.bytes())).length < one.bytes().length;
    }

    private static void requireWithinLimits(MessageDecoder decoder, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Status status = decoder.next(buffer);
        while (status == Status.MESSAGE) {
            MessageView view = decoder.message();
            assertTrue(view.payloadOffset() + view.payloadBytes() <= buffer.position());
            assertEquals(view.payloadBytes(), view.payload().remaining());
            status = decoder.next(buffer);
        }
        assertEquals(status == Status.FAULT, decoder.fault() != null);
        assertTrue(decoder.needed() <= WireLimits.DEFAULT.messageBytes() + 16);
    }

    /** Feeds the bytes in slices through a buffer that grows as the decoder asks for it. */
    private static List<String> received(byte[] bytes, List<Integer> cuts) {
        List<String> received = new ArrayList<>();
        MessageDecoder decoder = agreed();
        ByteBuffer buffer = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES);
        int at = 0;
        int cut = 0;
        while (at < bytes.length) {
            int slice = cut < cuts.size() ? cuts.get(cut++) : bytes.length;
            int count = Math.min(Math.min(slice, bytes.length - at), buffer.remaining());
            buffer.put(bytes, at, count).flip();
            at += count;
            while (decoder.next(buffer) == Status.MESSAGE) {
                received.add(shown(decoder.message()));
            }
            if (decoder.fault() != null) {
                throw new AssertionError(decoder.fault());
            }
            ByteBuffer larger =
                    ByteBuffer.allocate(Math.max(decoder.needed(), buffer.remaining() + 1));
            buffer = larger.put(buffer);
        }
        assertEquals(0, buffer.position());
        return received;
    }

    private static String shown(MessageView view) {
        byte[] all = new byte[HeaderDescriptor.HEADER_BYTES + view.payloadBytes()];
        view.buffer().get(view.payloadOffset() - HeaderDescriptor.HEADER_BYTES, all);
        return HexFormat.of().formatHex(all);
    }

    private static MessageDecoder agreed() {
        MessageDecoder decoder = new MessageDecoder();
        decoder.agreed(MessageDecoderTest.AGREED);
        return decoder;
    }

    private static byte[] joined(List<Samples.Sample> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        messages.forEach(one -> out.writeBytes(one.bytes()));
        return out.toByteArray();
    }
}
