package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.protocol.Compressors;
import dev.cnv.runtime.protocol.Handshake;
import dev.cnv.runtime.protocol.MessageDecoder;
import dev.cnv.runtime.protocol.Offer;
import dev.cnv.runtime.protocol.ProtocolVersion;
import dev.cnv.runtime.protocol.TranscriptProof;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a side makes of a peer that shakes hands and is gone. */
final class HandshakesTest {

    private static Offer offer(ProtocolVersion... versions) {
        return Handshakes.offer(
                EndpointSettings.DEFAULT.withVersions(List.of(versions)),
                Compressors.of(List.of()),
                new Random(1));
    }

    private static EndpointException initiate(Transport transport) {
        return assertThrows(
                EndpointException.class,
                () -> Handshakes.initiate(
                        offer(ProtocolVersion.V1_0),
                        transport,
                        new Inbox(new HeldBytes(1024 * 1024))));
    }

    @Test
    void refusal_thePeerDoesNotWaitFor_isStillToldByItsReason() {
        EndpointException refused = initiate(new OneAnswer(offer(ProtocolVersion.V4_0)));
        assertEquals(EndpointFault.NEGOTIATION_REFUSED, refused.fault(), refused.getMessage());
    }

    @Test
    void agreement_thatCannotBeConfirmed_isALostConnection() {
        assertThrows(
                IOException.class,
                () -> Handshakes.initiate(
                        offer(ProtocolVersion.V1_0),
                        new OneAnswer(offer(ProtocolVersion.V1_0)),
                        new Inbox(new HeldBytes(1024 * 1024))));
    }

    /** A peer that answers the first message and is gone: nothing more can be written to it. */
    private static final class OneAnswer implements Transport {

        private final Handshake acceptor;
        private ByteBuffer answer = ByteBuffer.allocate(0);
        private boolean gone;

        OneAnswer(Offer offer) {
            acceptor = Handshake.acceptor(offer, TranscriptProof.ofTheChannel());
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            int some = Math.min(count, answer.remaining());
            answer.get(into, offset, some);
            return some == 0 ? -1 : some;
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            if (gone) {
                throw new IOException("Broken pipe");
            }
            gone = true;
            MessageDecoder decoder = new MessageDecoder();
            assertEquals(
                    MessageDecoder.Status.MESSAGE,
                    decoder.next(ByteBuffer.wrap(from, offset, count)));
            answer = ByteBuffer.wrap(
                    acceptor.receive(decoder.message()).orElseThrow().bytes());
        }

        @Override
        public void finishOutput() {}

        @Override
        public void abort() {}

        @Override
        public PeerIdentity peer() {
            return PeerIdentity.UNKNOWN;
        }

        @Override
        public byte[] binding() {
            return new byte[0];
        }
    }
}
