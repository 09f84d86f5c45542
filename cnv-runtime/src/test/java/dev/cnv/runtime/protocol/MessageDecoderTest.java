package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.cnv.runtime.protocol.MessageDecoder.Status;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Messages in a buffer, and headers that are refused before memory is taken. */
class MessageDecoderTest {

    private static final Agreement AGREED =
            Offers.agreed(Offer.current(Offers.nonce(1)), Offer.current(Offers.nonce(2)));

    @Test
    void next_ofACompleteMessage_borrowsItsPayload() {
        ByteBuffer buffer = message(MessageType.INVOCATION, 0, 7, new byte[] {1, 2, 3}, 42);
        MessageDecoder decoder = decoder();
        assertEquals(Status.MESSAGE, decoder.next(buffer));
        MessageView view = decoder.message();
        assertEquals(MessageType.INVOCATION, view.type());
        assertEquals(7, view.stream());
        assertEquals(42, view.correlation());
        assertSame(buffer.array(), view.payload().array());
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), view.payload());
        buffer.put(HeaderDescriptor.HEADER_BYTES, (byte) 9);
        assertEquals(9, view.payload().get(0));
        assertEquals(0, buffer.remaining());
        assertEquals(Status.MORE, decoder.next(buffer));
    }

    @Test
    void next_ofAHeaderAlone_saysHowMuchIsNeeded() {
        ByteBuffer buffer = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES);
        HeaderDescriptor.encode(buffer, 0, MessageType.RESPONSE, 0, 0, 1000, 1);
        MessageDecoder decoder = decoder();
        assertEquals(Status.MORE, decoder.next(buffer));
        assertEquals(1016, decoder.needed());
        assertEquals(0, buffer.position());
    }

    @Test
    void next_ofTooLargeAPayload_isAFaultAndStaysOne() {
        ByteBuffer buffer = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES);
        HeaderDescriptor.encode(
                buffer, 0, MessageType.RESPONSE, 0, 0, WireLimits.DEFAULT.messageBytes() + 1, 1);
        MessageDecoder decoder = decoder();
        assertEquals(Status.FAULT, decoder.next(buffer));
        ProtocolFault fault = assertNotNull2(decoder.fault());
        assertEquals(ProtocolFault.Kind.OVERSIZE, fault.kind());
        assertEquals(
                "type=4, flags=0, stream=0, payloadBytes=16777217: asked for at most 16777216 bytes",
                fault.text());
        assertEquals(
                Status.FAULT, decoder.next(message(MessageType.RESPONSE, 0, 0, new byte[0], 1)));
    }

    private static ProtocolFault assertNotNull2(ProtocolFault fault) {
        assertNotNull(fault);
        return fault;
    }

    private static MessageDecoder decoder() {
        MessageDecoder decoder = new MessageDecoder();
        decoder.agreed(AGREED);
        return decoder;
    }

    static ByteBuffer message(
            MessageType type, int flags, int stream, byte[] payload, long correlation) {
        ByteBuffer buffer = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES + payload.length);
        HeaderDescriptor.encode(buffer, 0, type, flags, stream, payload.length, correlation);
        return buffer.put(HeaderDescriptor.HEADER_BYTES, payload);
    }
}
