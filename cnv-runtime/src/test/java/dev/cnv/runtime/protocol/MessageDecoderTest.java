package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.cnv.runtime.protocol.MessageDecoder.Status;
import dev.cnv.runtime.protocol.ProtocolFault.Kind;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Messages in a buffer, and headers that are refused before memory is taken. */
class MessageDecoderTest {

    static final Agreement AGREED =
            Offers.agreed(Offer.current(Offers.nonce(1)), Offer.current(Offers.nonce(2)));

    private static final Agreement LEGACY =
            Offers.agreed(Offer.current(Offers.nonce(1)), Offer.legacy(Offers.nonce(2)));

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void next_ofACompleteMessage_borrowsItsPayload() {
        ByteBuffer buffer = message(MessageType.INVOCATION, 0, 7, new byte[] {1, 2, 3}, 42);
        MessageDecoder decoder = decoder(AGREED);
        assertEquals(Status.MESSAGE, decoder.next(buffer));
        MessageView view = decoder.message();
        assertEquals(MessageType.INVOCATION, view.type());
        assertEquals(7, view.stream());
        assertEquals(42, view.correlation());
        assertSame(buffer, view.buffer());
        assertSame(buffer.array(), view.payload().array());
        assertEquals(HeaderDescriptor.HEADER_BYTES, view.payload().arrayOffset());
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), view.payload());
        buffer.put(HeaderDescriptor.HEADER_BYTES, (byte) 9);
        assertEquals(9, view.payload().get(0));
        assertEquals(0, buffer.remaining());
        assertEquals(Status.MORE, decoder.next(buffer));
    }

    @Test
    void next_ofADirectBuffer_borrowsToo() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64).position(5);
        HeaderDescriptor.encode(buffer, 5, MessageType.RESPONSE, 0, 0, 2, 1);
        MessageDecoder decoder = decoder(AGREED);
        assertEquals(Status.MESSAGE, decoder.next(buffer));
        buffer.put(5 + HeaderDescriptor.HEADER_BYTES, (byte) 77);
        assertEquals(77, decoder.message().payload().get(0));
        assertTrue(decoder.message().payload().isDirect());
        assertEquals(23, buffer.position());
    }

    @Test
    void next_ofTwoMessages_showsThemOneByOneInOneView() {
        byte[] one = message(MessageType.HEARTBEAT, 0, 0, new byte[0], 1).array();
        byte[] two = message(MessageType.RESPONSE, 0, 0, new byte[] {5}, 2).array();
        ByteBuffer both =
                ByteBuffer.allocate(one.length + two.length).put(one).put(two).flip();
        MessageDecoder decoder = decoder(AGREED);
        assertEquals(Status.MESSAGE, decoder.next(both));
        MessageView view = decoder.message();
        assertEquals(1, view.correlation());
        assertEquals(Status.MESSAGE, decoder.next(both));
        assertSame(view, decoder.message());
        assertEquals(2, view.correlation());
        assertNotSame(view.payload(), view.payload());
    }

    @Test
    void next_ofAHeaderAlone_saysHowMuchIsNeeded() {
        ByteBuffer buffer = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES);
        HeaderDescriptor.encode(buffer, 0, MessageType.RESPONSE, 0, 0, 1000, 1);
        MessageDecoder decoder = decoder(AGREED);
        assertEquals(16, decoder.needed());
        assertEquals(Status.MORE, decoder.next(buffer));
        assertEquals(1016, decoder.needed());
        assertEquals(0, buffer.position());
    }

    @Test
    void next_ofEachPrefix_needsMoreAndTakesNothing() {
        byte[] all = message(MessageType.RESPONSE, 0, 0, new byte[100], 2).array();
        for (int count = 0; count < all.length; count++) {
            MessageDecoder decoder = decoder(AGREED);
            ByteBuffer part = ByteBuffer.wrap(all, 0, count);
            assertEquals(Status.MORE, decoder.next(part));
            assertEquals(0, part.position());
            assertEquals(count < 16 ? 16 : all.length, decoder.needed());
            ProtocolFault end = decoder.ended(count);
            assertEquals(count == 0 ? null : Kind.TRUNCATED, end == null ? null : end.kind());
        }
    }

    @Test
    void next_ofTooLargeAPayload_isAFaultAndStaysOne() {
        ByteBuffer buffer = header(4, 0, 0, WireLimits.DEFAULT.messageBytes() + 1L, 1);
        MessageDecoder decoder = decoder(AGREED);
        assertEquals(Status.FAULT, decoder.next(buffer));
        ProtocolFault fault = Objects.requireNonNull(decoder.fault());
        assertEquals(Kind.OVERSIZE, fault.kind());
        assertEquals(
                "type=4, flags=0, stream=0, payloadBytes=16777217: asked for at most 16777216 bytes",
                fault.text());
        assertEquals(
                Status.FAULT, decoder.next(message(MessageType.RESPONSE, 0, 0, new byte[0], 1)));
        assertEquals(16, decoder.needed());
    }

    @Test
    void next_ofTheLargestLength_takesNoMemory() {
        ByteBuffer buffer = header(4, 0, 0, 0xFFFF_FFFFL, 1);
        assertEquals(Kind.OVERSIZE, fault(AGREED, buffer));
        assertEquals(Kind.OVERSIZE, fault(null, header(1, 0, 0, 16 * 1024 + 1, 0)));
        assertEquals(Kind.OVERSIZE, fault(LEGACY, header(3, 0, 0, (1 << 20) + 1, 0)));
        assertNull(fault(LEGACY, header(3, 0, 0, 1 << 20, 0)));
    }

    @Test
    void next_ofEachBrokenHeader_namesItsRule() {
        assertEquals(Kind.UNKNOWN_TYPE, fault(AGREED, header(10, 0, 0, 0, 1)));
        assertEquals(Kind.UNKNOWN_TYPE, fault(AGREED, header(255, 0, 0, 0, 1)));
        assertEquals(Kind.UNKNOWN_TYPE, fault(null, header(10, 0, 0, 0, 0)));
        assertEquals(Kind.BAD_FLAGS, fault(AGREED, header(3, 4, 0, 0, 1)));
        assertEquals(Kind.BAD_FLAGS, fault(AGREED, header(3, 0x80, 0, 0, 1)));
        assertEquals(Kind.BAD_FLAGS, fault(AGREED, header(3, 1, 0, 9, 1)));
        assertEquals(Kind.BAD_FLAGS, fault(AGREED, header(4, 2, 0, 9, 1)));
        assertEquals(Kind.OVERSIZE, fault(AGREED, header(5, 0, 0, 1, 1)));
        assertEquals(Kind.OVERSIZE, fault(AGREED, header(7, 0, 0, 1, 1)));
        assertEquals(Kind.WRONG_ORDER, fault(AGREED, header(1, 0, 0, 1, 0)));
        assertEquals(Kind.WRONG_ORDER, fault(AGREED, header(2, 0, 0, 1, 0)));
        assertEquals(Kind.NOT_AGREED, fault(LEGACY, header(8, 0, 1, 1, 1)));
        assertEquals(Kind.NOT_AGREED, fault(LEGACY, header(9, 0, 1, 1, 1)));
        assertEquals(Kind.BAD_STREAM, fault(LEGACY, header(3, 0, 1, 1, 1)));
        assertEquals(Kind.BAD_STREAM, fault(AGREED, header(8, 0, 0, 1, 1)));
    }

    @Test
    void next_beforeTheHandshake_takesOnlyItsMessages() {
        for (int type : new int[] {0, 3, 4, 5, 7, 8, 9}) {
            assertEquals(Kind.WRONG_ORDER, fault(null, header(type, 0, 0, 0, 0)));
        }
        assertNull(fault(null, header(1, 0, 0, 10, 0)));
        assertNull(fault(null, header(6, 0, 0, 10, 0)));
        assertEquals(Kind.BAD_FLAGS, fault(null, header(1, 1, 0, 10, 0)));
        assertEquals(Kind.BAD_STREAM, fault(null, header(1, 0, 1, 10, 0)));
        assertEquals(Kind.BAD_CORRELATION, fault(null, header(1, 0, 0, 10, 5)));
    }

    @Test
    void agreed_twice_isMisuse() {
        MessageDecoder decoder = decoder(AGREED);
        assertThrows(IllegalStateException.class, () -> decoder.agreed(AGREED));
    }

    @Test
    void encode_outOfRange_isMisuse() {
        ByteBuffer buffer = ByteBuffer.allocate(16);
        for (int[] bad : new int[][] {{4, 0, 0}, {0, 65_536, 0}, {0, -1, 0}, {0, 0, -1}}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> HeaderDescriptor.encode(
                            buffer, 0, MessageType.ERROR, bad[0], bad[1], bad[2], 0));
        }
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> HeaderDescriptor.encode(buffer, 1, MessageType.ERROR, 0, 0, 0, 0));
    }

    /** 0 bytes for each header, written, found by the decoder and read. */
    @Test
    void headers_writtenAndRead_takeNoMemory() {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        MessageDecoder decoder = decoder(AGREED);
        long sum = headers(buffer, decoder, 20_000);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        sum += headers(buffer, decoder, 100_000);
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(sum != 0);
        assertTrue(taken < 1_000, "bytes=" + taken + " for 100000 headers");
    }

    private static long headers(ByteBuffer buffer, MessageDecoder decoder, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            HeaderDescriptor.encode(buffer, 0, MessageType.RESPONSE, 0, i & 0xFFF, 8, i);
            buffer.position(0);
            if (decoder.next(buffer) != Status.MESSAGE) {
                throw new AssertionError(decoder.fault());
            }
            MessageView view = decoder.message();
            sum += view.correlation() + view.stream() + view.payloadBytes() + view.flags();
        }
        return sum;
    }

    private static Kind fault(Agreement agreement, ByteBuffer header) {
        MessageDecoder decoder = decoder(agreement);
        Status status = decoder.next(header);
        ProtocolFault fault = decoder.fault();
        assertEquals(status == Status.FAULT, fault != null);
        return fault == null ? null : fault.kind();
    }

    private static MessageDecoder decoder(Agreement agreement) {
        MessageDecoder decoder = new MessageDecoder();
        if (agreement != null) {
            decoder.agreed(agreement);
        }
        return decoder;
    }

    /** A header of any numbers. */
    static ByteBuffer header(int type, int flags, int stream, long length, long correlation) {
        return ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES)
                .put((byte) type)
                .put((byte) flags)
                .putShort((short) stream)
                .putInt((int) length)
                .putLong(correlation)
                .flip();
    }

    static ByteBuffer message(
            MessageType type, int flags, int stream, byte[] payload, long correlation) {
        ByteBuffer buffer = ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES + payload.length);
        HeaderDescriptor.encode(buffer, 0, type, flags, stream, payload.length, correlation);
        return buffer.put(HeaderDescriptor.HEADER_BYTES, payload);
    }
}
