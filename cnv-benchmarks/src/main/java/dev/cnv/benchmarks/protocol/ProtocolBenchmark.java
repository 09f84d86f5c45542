package dev.cnv.benchmarks.protocol;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Handshake;
import dev.cnv.runtime.protocol.HandshakeMessage;
import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.protocol.MessageDecoder;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.Negotiation;
import dev.cnv.runtime.protocol.Offer;
import dev.cnv.runtime.protocol.TranscriptProof;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A header written and found by the decoder, a call's payload written and read, and whole handshakes of
 * two ends in memory: four messages, without signatures.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProtocolBenchmark {

    private static final int STREAM_MASK = 0xFFF;

    /** The ends' offers and a buffer with room for a message. */
    @State(Scope.Thread)
    public static class Ends {
        final Offer one = Offer.current(nonce(1));
        final Offer other = Offer.current(nonce(2));
        final Agreement agreed = (Agreement) Negotiation.accept(one, other);
        final ByteBuffer buffer = ByteBuffer.allocate(256);
        final MessageDecoder decoder = new MessageDecoder();
        final InvocationPayload call = new InvocationPayload(
                "account.transfer",
                "{\"amount\":12,\"from\":\"one\",\"to\":\"two\"}".getBytes(StandardCharsets.UTF_8),
                new byte[0],
                List.of(),
                null,
                1_500,
                null,
                false);
        long count;

        /** Ends that have agreed. */
        public Ends() {
            decoder.agreed(agreed);
        }

        private static byte[] nonce(int value) {
            byte[] nonce = new byte[Offer.NONCE_BYTES];
            nonce[0] = (byte) value;
            return nonce;
        }
    }

    /** Writes a header of 8 bytes of payload, finds the message and reads each field. */
    @Benchmark
    public long header(Ends ends) {
        long number = ends.count++;
        HeaderDescriptor.encode(
                ends.buffer,
                0,
                MessageType.RESPONSE,
                0,
                (int) number & STREAM_MASK,
                Long.BYTES,
                number);
        ends.buffer.position(0);
        if (ends.decoder.next(ends.buffer) != MessageDecoder.Status.MESSAGE) {
            throw new IllegalStateException("fault=" + ends.decoder.fault());
        }
        MessageView view = ends.decoder.message();
        return view.correlation() + view.stream() + view.payloadBytes() + view.flags();
    }

    /** Writes and reads a call's payload. */
    @Benchmark
    public InvocationPayload invocation(Ends ends) {
        return InvocationPayload.decode(ByteBuffer.wrap(ends.call.encode()), ends.agreed.limits());
    }

    /** What two offers come to, with their bytes and the hash. */
    @Benchmark
    public Object negotiation(Ends ends) {
        return Negotiation.accept(ends.one, ends.other);
    }

    /** Four messages between two ends. */
    @Benchmark
    public Object handshake(Ends ends) {
        Handshake initiator = Handshake.initiator(ends.one, TranscriptProof.ofTheChannel());
        Handshake acceptor = Handshake.acceptor(ends.other, TranscriptProof.ofTheChannel());
        HandshakeMessage offer = initiator.start();
        HandshakeMessage answer = give(acceptor, offer);
        HandshakeMessage confirm = give(initiator, answer);
        HandshakeMessage last = give(acceptor, confirm);
        initiator.receive(last.type(), ByteBuffer.wrap(last.payload()));
        return initiator.agreement().orElseThrow();
    }

    private static HandshakeMessage give(Handshake end, HandshakeMessage message) {
        return end.receive(message.type(), ByteBuffer.wrap(message.payload())).orElseThrow();
    }
}
