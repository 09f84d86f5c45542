package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.EndpointFault;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.RemoteStream;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.protocol.ErrorCode;
import dev.cnv.runtime.protocol.ErrorPayload;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.StreamControlPayload;
import dev.cnv.runtime.protocol.StreamControlPayload.Code;
import dev.cnv.runtime.protocol.StreamEventKind;
import dev.cnv.runtime.protocol.StreamPayload;
import dev.cnv.runtime.protocol.StreamStatusPayload;
import dev.cnv.runtime.protocol.WireLimits;
import dev.cnv.runtime.stream.StreamControl;
import dev.cnv.runtime.stream.StreamOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that break the rules of streams, on either side: each is told which, and nothing is left of it. */
@Timeout(60)
class HostileStreamTest {

    private static final int CONCURRENT = 50;

    /** Less than what thousands of refused opens would hold if they were kept. */
    private static final long HELD_BYTES = 64 * 1024;

    private static final EndpointSettings SETTINGS = EndpointSettings.DEFAULT
            .withLimits(new WireLimits(WireLimits.DEFAULT.messageBytes(), CONCURRENT))
            .withBounds(100, 1 << 20, HELD_BYTES);

    private Feed feed;
    private Fixture fixture;
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        feed = new Feed();
        fixture = new Fixture(builder -> builder.verbs(new FeedVerbs(feed)));
        server = Server.of(fixture.cnv)
                .settings(SETTINGS)
                .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
    }

    @AfterEach
    void othersAreServedAndNothingIsLeft() throws Exception {
        try (Client client = Client.to(server.address()).connect()) {
            assertEquals(
                    5,
                    Hearing.all(client.open(credential())
                                    .open(
                                            new CapabilityId("feed.kinds"),
                                            StrictJson.parse("{}"),
                                            StreamOptions.DEFAULT))
                            .untilTheEnd()
                            .size());
        }
        Waiting.until(() -> server.connectionCount() == 0);
        server.close();
        Waiting.close(fixture);
    }

    private Credential.Held credential() {
        return fixture.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
    }

    private byte[] open(int stream, long correlation, String verb, String arguments) {
        return RawPeer.opening(
                stream,
                RawPeer.provenCall(correlation, verb, arguments, credential(), Fixture.NOON));
    }

    private static byte[] control(int stream, long correlation, Code code, long value) {
        return RawPeer.ofStream(
                MessageType.STREAM_CONTROL,
                stream,
                false,
                correlation,
                new StreamControlPayload(code, value).encode());
    }

    private static void assertClosed(RawPeer peer) {
        try {
            while (peer.next().isPresent()) {
                // Says why it closes.
            }
        } catch (SocketException _) {
            // Closed with bytes on their way.
        } catch (IOException e) {
            throw new AssertionError("not closed: " + e, e);
        }
    }

    /** What of a stream came before it is passed over. */
    private static void assertRefused(RawPeer peer, ErrorCode code) throws IOException {
        RawPeer.Received said = peer.next().orElseThrow();
        while (said.type() != MessageType.ERROR) {
            said = peer.next().orElseThrow();
        }
        assertEquals(code, said.error().code(), said.error().text());
        assertEquals(0, said.correlation());
        assertClosed(peer);
    }

    private RawPeer peer() throws IOException {
        return new RawPeer(server.address()).shake();
    }

    private void awaitCancelled() {
        Waiting.until(() -> !fixture.ledger.completions().isEmpty());
        assertEquals(
                Reason.CANCELLED,
                fixture.ledger.completions().getLast().reason().orElseThrow());
    }

    @Test
    void control_ofAStreamThatNeverWas_isRefused() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(control(7, 1, Code.CANCEL, 0));
            assertRefused(peer, ErrorCode.UNKNOWN_STREAM);
        }
    }

    @Test
    void control_withAnothersCorrelation_isRefusedAndTheVerbCancelled() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(open(1, 1, "feed.wait", "{}"));
            peer.send(RawPeer.anonymousCall(2));
            feed.waiting.await();
            peer.send(control(1, 2, Code.PAUSE, 0));
            assertRefused(peer, ErrorCode.UNKNOWN_STREAM);
        }
        Waiting.until(() -> feed.stopped.get());
    }

    @Test
    void control_thatCrossedTheEnd_isPassedOver() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(open(1, 1, "feed.kinds", "{}"));
            peer.send(control(1, 1, Code.CREDIT, 100));
            int events = 0;
            while (events < 5) {
                events += peer.next().orElseThrow().type() == MessageType.STREAM_DATA ? 1 : 0;
            }
            for (Code code : Code.values()) {
                peer.send(control(1, 1, code, code == Code.CREDIT ? 9 : 0));
            }
            peer.send(RawPeer.anonymousCall(2));
            assertEquals(MessageType.RESPONSE, peer.next().orElseThrow().type());
        }
    }

    @Test
    void credit_aboveTheLimitInSum_isRefusedAndTheVerbCancelled() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(open(1, 1, "feed.wait", "{}"));
            feed.waiting.await();
            peer.send(control(1, 1, Code.CREDIT, StreamControlPayload.MAX_CREDIT));
            peer.send(control(1, 1, Code.CREDIT, StreamControlPayload.MAX_CREDIT));
            assertRefused(peer, ErrorCode.MALFORMED);
        }
        awaitCancelled();
    }

    @Test
    void credit_thatIsNone_isRefused() throws Exception {
        for (long value : new long[] {0, -1, StreamControlPayload.MAX_CREDIT + 1, Long.MAX_VALUE}) {
            try (RawPeer peer = peer()) {
                peer.send(open(1, 1, "feed.wait", "{}"));
                byte[] credit = new CborWriter(16)
                        .map(2)
                        .key(1)
                        .integer(Code.CREDIT.code())
                        .key(2)
                        .integer(Math.max(0, value))
                        .toBytes();
                if (value < 0) {
                    credit[credit.length - 1] = 0x20; // CBOR's -1.
                }
                peer.send(RawPeer.ofStream(MessageType.STREAM_CONTROL, 1, false, 1, credit));
                assertRefused(peer, ErrorCode.MALFORMED);
            }
        }
    }

    @Test
    void control_ofRubbish_isRefused() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(open(1, 1, "feed.wait", "{}"));
            peer.send(RawPeer.ofStream(
                    MessageType.STREAM_CONTROL, 1, false, 1, new byte[] {1, 2, 3}));
            assertRefused(peer, ErrorCode.MALFORMED);
        }
    }

    @Test
    void events_fromACaller_areRefused() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(open(1, 1, "feed.wait", "{}"));
            peer.send(event(1, 1, 0, StreamEventKind.LOG, false));
            assertRefused(peer, ErrorCode.MALFORMED);
        }
    }

    @Test
    void status_fromACaller_isRefused() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(open(1, 1, "feed.wait", "{}"));
            peer.send(status(1, 1, Code.PAUSE));
            assertRefused(peer, ErrorCode.MALFORMED);
        }
    }

    @Test
    void open_ofANumberThatIsTaken_isRefused() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(open(1, 1, "feed.wait", "{}"));
            feed.waiting.await();
            peer.send(open(1, 2, "feed.kinds", "{}"));
            assertRefused(peer, ErrorCode.MALFORMED);
        }
        awaitCancelled();
    }

    @Test
    void opens_byTheThousand_areHeldWithinTheLimit() throws Exception {
        try (RawPeer peer = peer()) {
            int opens = 3_000;
            Thread sending = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 1; i <= opens; i++) {
                        peer.send(RawPeer.opening(i, RawPeer.anonymousCall(i)));
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            int refused = 0;
            int answered = 0;
            // Nobody asks for the one event of those that are taken, so that they stay.
            while (refused + answered < opens) {
                RawPeer.Received said = peer.next().orElseThrow();
                if (said.type() == MessageType.ERROR) {
                    assertEquals(ErrorCode.TOO_MANY_CALLS, said.error().code());
                    refused++;
                } else {
                    assertEquals(MessageType.RESPONSE, said.type());
                    answered++;
                }
            }
            Waiting.join(sending);
            assertEquals(CONCURRENT, answered);
            assertEquals(CONCURRENT, fixture.ledger.decisions().size(), "the rest ran nothing");
        }
    }

    @Test
    void opens_withLargeArguments_holdNoMemoryWhenTheyAreDenied() throws Exception {
        try (RawPeer peer = peer()) {
            // Together more than the server holds; nobody asks for their one event.
            String arguments = "{\"text\":\"" + "x".repeat(40_000) + "\"}";
            for (int i = 1; i <= 4; i++) {
                peer.send(
                        RawPeer.opening(i, RawPeer.call(i, "feed.kinds", arguments, new byte[0])));
                assertEquals(MessageType.RESPONSE, peer.next().orElseThrow().type());
            }
            peer.send(RawPeer.anonymousCall(5));
            assertEquals(MessageType.RESPONSE, peer.next().orElseThrow().type());
        }
    }

    @Test
    void end_byACaller_isRefused() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(open(1, 1, "feed.wait", "{}"));
            feed.waiting.await();
            peer.send(RawPeer.ofStream(
                    MessageType.STREAM_CONTROL,
                    1,
                    true,
                    1,
                    new StreamControlPayload(Code.CANCEL, 0).encode()));
            assertRefused(peer, ErrorCode.MALFORMED);
        }
        awaitCancelled();
    }

    @Test
    void peer_thatAsksForMuchAndReadsNothing_holdsUpTheVerb() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(open(1, 1, "feed.count", "{\"below\":100000000}"));
            peer.send(control(1, 1, Code.CREDIT, StreamControlPayload.MAX_CREDIT));
            long before = -1;
            // What is asked for fills the socket, the outbox and the buffer; then the verb stands.
            while (before != feed.said.get()) {
                before = feed.said.get();
                Thread.sleep(300);
            }
            assertTrue(before <= StreamControlPayload.MAX_CREDIT + 17, "said=" + before);
        }
        awaitCancelled();
    }

    private static byte[] event(
            int stream, long correlation, long sequence, StreamEventKind kind, boolean last) {
        byte[] json = "{\"at\":\"2026-01-01T12:00:00Z\",\"message\":\"m\"}"
                .getBytes(StandardCharsets.UTF_8);
        return RawPeer.ofStream(
                MessageType.STREAM_DATA,
                stream,
                last,
                correlation,
                new StreamPayload(sequence, kind, json).encode());
    }

    private static byte[] status(int stream, long correlation, Code code) {
        return RawPeer.ofStream(
                MessageType.STREAM_CONTROL,
                stream,
                false,
                correlation,
                new StreamStatusPayload(
                                code, true, StreamStatusPayload.State.RUNNING, 0, 0, 0, false)
                        .encode());
    }

    private interface Rogue {
        void serve(RawPeer peer, int stream, long correlation) throws IOException;
    }

    /** A server that answers an open with what it likes; how the client takes it. */
    private static EndpointException toldBy(Rogue server, int credit) throws Exception {
        return toldBy(server, credit, () -> true);
    }

    private static EndpointException toldBy(Rogue server, int credit, BooleanSupplier over)
            throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (RawPeer peer = new RawPeer(listening.accept()).accept()) {
                    RawPeer.Received open = peer.next().orElseThrow();
                    assertEquals(MessageType.INVOCATION, open.type());
                    if (credit > 0) {
                        RawPeer.Received asked = peer.next().orElseThrow();
                        assertEquals(
                                credit,
                                StreamControlPayload.decode(
                                                ByteBuffer.wrap(asked.payload()),
                                                WireLimits.DEFAULT)
                                        .value());
                    }
                    server.serve(peer, 1, open.correlation());
                    assertClosed(peer);
                } catch (IOException _) {
                    // The client has gone.
                }
            });
            try (Client client = Client.to(EndpointAddress.unencryptedOnLoopback(
                            "127.0.0.1", listening.getLocalPort()))
                    .settings(EndpointSettings.DEFAULT.withDrain(Duration.ofMillis(100)))
                    .connect()) {
                RemoteStream stream = client.open(Credential.anonymous())
                        .open(
                                new CapabilityId("feed.kinds"),
                                StrictJson.parse("{}"),
                                new StreamOptions(8));
                Hearing hearing = Hearing.of(stream, credit);
                ExecutionException failed = assertThrows(
                        ExecutionException.class,
                        () -> stream.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS));
                hearing.untilTheEnd();
                EndpointException why =
                        assertInstanceOf(EndpointException.class, failed.getCause());
                assertEquals(
                        why.fault(),
                        assertInstanceOf(EndpointException.class, hearing.error).fault());
                assertTrue(why.mayHaveRun());
                Waiting.until(over);
                return why;
            }
        }
    }

    private static void assertViolation(EndpointFault fault, Rogue server) throws Exception {
        assertEquals(fault, toldBy(server, 4).fault());
    }

    @Test
    void events_withAGap_endTheStream() throws Exception {
        assertViolation(EndpointFault.PROTOCOL_VIOLATION, (peer, stream, correlation) -> {
            peer.send(event(stream, correlation, 0, StreamEventKind.LOG, false));
            peer.send(event(stream, correlation, 2, StreamEventKind.LOG, false));
        });
    }

    @Test
    void events_repeated_endTheStream() throws Exception {
        assertViolation(EndpointFault.PROTOCOL_VIOLATION, (peer, stream, correlation) -> {
            peer.send(event(stream, correlation, 0, StreamEventKind.LOG, false));
            peer.send(event(stream, correlation, 0, StreamEventKind.LOG, false));
        });
    }

    @Test
    void events_thatNobodyAskedFor_endTheStream() throws Exception {
        assertViolation(EndpointFault.PROTOCOL_VIOLATION, (peer, stream, correlation) -> {
            for (int i = 0; i < 5; i++) {
                peer.send(event(stream, correlation, i, StreamEventKind.LOG, false));
            }
        });
    }

    @Test
    void event_ofAnotherStream_endsTheConnection() throws Exception {
        assertViolation(
                EndpointFault.UNKNOWN_STREAM,
                (peer, stream, correlation) ->
                        peer.send(event(stream + 1, correlation, 0, StreamEventKind.LOG, false)));
        assertViolation(
                EndpointFault.UNKNOWN_STREAM,
                (peer, stream, correlation) ->
                        peer.send(event(stream, correlation + 1, 0, StreamEventKind.LOG, false)));
    }

    @Test
    void end_thatIsNotMarkedSoOrComesWithoutAnOutcome_endsTheStream() throws Exception {
        assertViolation(
                EndpointFault.PROTOCOL_VIOLATION,
                (peer, stream, correlation) ->
                        peer.send(event(stream, correlation, 0, StreamEventKind.COMPLETED, false)));
        assertViolation(
                EndpointFault.PROTOCOL_VIOLATION,
                (peer, stream, correlation) ->
                        peer.send(event(stream, correlation, 0, StreamEventKind.LOG, true)));
        assertViolation(
                EndpointFault.PROTOCOL_VIOLATION,
                (peer, stream, correlation) ->
                        peer.send(event(stream, correlation, 0, StreamEventKind.COMPLETED, true)));
    }

    @Test
    void event_behindTheEnd_endsTheConnection() throws Exception {
        AtomicReference<ErrorCode> said = new AtomicReference<>();
        EndpointException end = toldBy(
                (peer, stream, correlation) -> {
                    byte[] why = new ErrorPayload(ErrorCode.INTERNAL, "broken").encode();
                    peer.send(RawPeer.ofStream(MessageType.ERROR, stream, true, correlation, why));
                    peer.send(event(stream, correlation, 0, StreamEventKind.LOG, false));
                    RawPeer.Received answer = peer.next().orElseThrow();
                    assertEquals(MessageType.ERROR, answer.type());
                    said.set(answer.error().code());
                },
                4,
                () -> said.get() != null);
        assertEquals(EndpointFault.REMOTE_FAULT, end.fault());
        assertEquals(ErrorCode.UNKNOWN_STREAM, said.get());
    }

    @Test
    void status_thatNobodyAskedFor_endsTheStream() throws Exception {
        assertViolation(
                EndpointFault.PROTOCOL_VIOLATION,
                (peer, stream, correlation) -> peer.send(status(stream, correlation, Code.STATUS)));
    }

    @Test
    void event_ofRubbish_endsTheStream() throws Exception {
        assertViolation(
                EndpointFault.PROTOCOL_VIOLATION,
                (peer, stream, correlation) -> peer.send(RawPeer.ofStream(
                        MessageType.STREAM_DATA,
                        stream,
                        false,
                        correlation,
                        new StreamPayload(0, StreamEventKind.LOG, new byte[] {1, 2}).encode())));
    }

    @Test
    void server_thatVanishes_endsTheStream() throws Exception {
        assertEquals(
                EndpointFault.CONNECTION_LOST,
                toldBy((peer, stream, correlation) -> peer.socket.close(), 4).fault());
    }

    @Test
    void control_afterTheServerVanished_isRefusedAtOnce() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (RawPeer peer = new RawPeer(listening.accept()).accept()) {
                    // Reads the open and one control, and answers neither.
                    peer.next();
                    peer.next();
                } catch (IOException _) {
                    // The client has gone.
                }
            });
            try (Client client = Client.to(EndpointAddress.unencryptedOnLoopback(
                            "127.0.0.1", listening.getLocalPort()))
                    .connect()) {
                RemoteStream stream = client.open(Credential.anonymous())
                        .open(
                                new CapabilityId("feed.kinds"),
                                StrictJson.parse("{}"),
                                StreamOptions.DEFAULT);
                assertInstanceOf(
                        dev.cnv.runtime.stream.StreamAnswer.Refused.class,
                        stream.control(StreamControl.PAUSE));
            }
        }
    }
}
