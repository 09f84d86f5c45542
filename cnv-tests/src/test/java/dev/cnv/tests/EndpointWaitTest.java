package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.BatchCall;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.EndpointFault;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.RemoteAnswer;
import dev.cnv.runtime.endpoint.RemoteOutcome;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.protocol.ErrorCode;
import dev.cnv.runtime.protocol.ErrorPayload;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.WireLimits;
import dev.cnv.runtime.stream.StreamOptions;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Whatever the other side does or leaves undone, nobody waits longer than was said. */
@Timeout(60)
class EndpointWaitTest {

    private static final CapabilityId BALANCE = new CapabilityId("bank.balance");
    private static final JsonNode ALICE = StrictJson.parse("{\"account\":\"alice\"}");
    private static final CallOptions SHORT = CallOptions.NONE.timeAllowed(Duration.ofMillis(100));
    private static final EndpointSettings TWO = EndpointSettings.DEFAULT
            .withLimits(new WireLimits(1 << 20, 2))
            .withDrain(Duration.ofMillis(50));

    private static final byte[] GO_AWAY =
            new ErrorPayload(ErrorCode.TOO_MANY_CALLS, "go away").encode();

    private Fixture fixture;
    private ServerSocket place;

    @BeforeEach
    void listen() throws IOException {
        fixture = new Fixture();
        place = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        place.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        place.close();
        fixture.close();
    }

    private Client client() {
        return builder().unconnected();
    }

    private Client.Builder builder() {
        return Client.to(EndpointAddress.unencryptedOnLoopback("127.0.0.1", place.getLocalPort()))
                .settings(TWO)
                .audience("bank");
    }

    private static RemoteSession anybody(Client client) {
        return client.open(Credential.anonymous());
    }

    private RemoteSession held(Client client) {
        return client.open(fixture.credential(d -> d.grant("**", EffectLevel.PRIVILEGED)));
    }

    private static <T> FutureTask<T> elsewhere(Callable<T> task) {
        FutureTask<T> waiting = new FutureTask<>(task);
        Thread.ofVirtual().start(waiting);
        return waiting;
    }

    private RawPeer accept() throws IOException {
        return new RawPeer(place.accept()).accept();
    }

    private static EndpointException failure(Future<?> call) {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
        return assertInstanceOf(EndpointException.class, failed.getCause());
    }

    private static void assertNotSent(EndpointException why) {
        assertEquals(EndpointFault.WAIT_ENDED, why.fault(), why.getMessage());
        assertFalse(why.mayHaveRun());
    }

    @Test
    void call_answeredWithWhatIsNoAnswer_fails() throws Exception {
        try (Client client = client()) {
            FutureTask<?> call = elsewhere(() -> anybody(client).call(BALANCE, ALICE));
            try (RawPeer peer = accept()) {
                long asked = peer.next().orElseThrow().correlation();
                peer.send(RawPeer.message(MessageType.RESPONSE, asked, new byte[] {(byte) 0xFF}));
                EndpointException why = failure(call);
                assertEquals(EndpointFault.PROTOCOL_VIOLATION, why.fault());
                assertTrue(why.mayHaveRun());
            }
        }
    }

    @Test
    void question_answeredWithWhatIsNoAnswer_fails() throws Exception {
        try (Client client = client()) {
            FutureTask<?> question = elsewhere(client::capabilities);
            try (RawPeer peer = accept()) {
                long asked = peer.next().orElseThrow().correlation();
                peer.send(
                        RawPeer.message(MessageType.CAPABILITIES, asked, new byte[] {(byte) 0xFF}));
                assertEquals(EndpointFault.PROTOCOL_VIOLATION, failure(question).fault());
            }
        }
    }

    /** What a client does that has all calls on their way that were agreed, and no answer to any. */
    private interface Full {

        void with(Client client) throws Exception;
    }

    private void whenFull(Full next) throws Exception {
        try (Client client = client()) {
            FutureTask<?> one = elsewhere(() -> anybody(client).call(BALANCE, ALICE));
            try (RawPeer peer = accept()) {
                FutureTask<?> other = elsewhere(() -> anybody(client).call(BALANCE, ALICE));
                peer.next().orElseThrow();
                peer.next().orElseThrow();
                next.with(client);
                assertFalse(one.isDone());
                assertFalse(other.isDone());
            }
        }
    }

    @Test
    void call_thatFindsNoRoom_endsWithItsTime() throws Exception {
        whenFull(client -> {
            assertNotSent(
                    failure(elsewhere(() -> anybody(client).with(SHORT).call(BALANCE, ALICE))));
            assertNotSent(failure(anybody(client).with(SHORT).start(BALANCE, ALICE)));
            assertNotSent(failure(elsewhere(() ->
                    anybody(client).with(SHORT).open(BALANCE, ALICE, StreamOptions.DEFAULT))));
        });
    }

    @Test
    void batch_thatFindsNoRoom_endsWithItsTime() throws Exception {
        whenFull(client -> {
            List<RemoteAnswer> answers = elsewhere(() -> held(client)
                            .with(SHORT)
                            .callAll(List.of(
                                    new BatchCall(BALANCE, ALICE), new BatchCall(BALANCE, ALICE))))
                    .get(30, TimeUnit.SECONDS);
            assertEquals(2, answers.size());
            for (RemoteAnswer each : answers) {
                assertNotSent(
                        assertInstanceOf(RemoteAnswer.Unanswered.class, each).why());
            }
        });
    }

    /** Its time begins when its first call has come. */
    @Test
    void batch_ofWhichOneFindsRoom_endsWithItsTimeForTheOther() throws Exception {
        VirtualTime time = new VirtualTime(Fixture.NOON);
        try (Client client = builder().time(time).unconnected()) {
            List<BatchCall> three = List.of(
                    new BatchCall(BALANCE, ALICE),
                    new BatchCall(BALANCE, ALICE),
                    new BatchCall(BALANCE, ALICE));
            FutureTask<List<RemoteAnswer>> batch =
                    elsewhere(() -> held(client).with(SHORT).callAll(three));
            try (RawPeer peer = accept()) {
                peer.next().orElseThrow();
                time.advance(Duration.ofSeconds(2));
                Waiting.until(() -> {
                    // What is asked for only now is for a moment that has passed.
                    time.advance(Duration.ZERO);
                    return batch.isDone();
                });
                List<RemoteAnswer> answers = batch.get();
                assertTrue(assertInstanceOf(RemoteAnswer.Unanswered.class, answers.get(0))
                        .why()
                        .mayHaveRun());
                assertNotSent(assertInstanceOf(RemoteAnswer.Unanswered.class, answers.get(2))
                        .why());
            }
        }
    }

    @Test
    void session_whoseFirstCallWaitsForRoom_holdsUpNoOther() throws Exception {
        whenFull(client -> {
            FutureTask<?> first = elsewhere(() -> held(client).call(BALANCE, ALICE));
            assertThrows(TimeoutException.class, () -> first.get(100, TimeUnit.MILLISECONDS));
            assertNotSent(failure(elsewhere(() -> held(client).with(SHORT).call(BALANCE, ALICE))));
        });
    }

    @Test
    void call_thatWaitsForRoom_canBeInterrupted() throws Exception {
        whenFull(client -> {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    anybody(client).call(BALANCE, ALICE);
                } catch (EndpointException | InterruptedException e) {
                    ended.complete(e);
                }
            });
            Thread.sleep(50);
            caller.interrupt();
            assertInstanceOf(InterruptedException.class, ended.get(30, TimeUnit.SECONDS));

            CompletableFuture<CompletableFuture<RemoteOutcome>> started = new CompletableFuture<>();
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            Thread starter = Thread.ofVirtual().start(() -> {
                started.complete(anybody(client).start(BALANCE, ALICE));
                flag.complete(Thread.currentThread().isInterrupted());
            });
            Thread.sleep(50);
            starter.interrupt();
            assertNotSent(failure(started.get(30, TimeUnit.SECONDS)));
            assertTrue(flag.get());
        });
    }

    @Test
    void roomThatComesBack_isTheNextWaitersOwn() throws Exception {
        try (Client client = client()) {
            FutureTask<?> one = elsewhere(() -> anybody(client).call(BALANCE, ALICE));
            try (RawPeer peer = accept()) {
                FutureTask<?> other = elsewhere(() -> anybody(client).call(BALANCE, ALICE));
                long first = peer.next().orElseThrow().correlation();
                peer.next().orElseThrow();
                assertNotSent(
                        failure(elsewhere(() -> anybody(client).with(SHORT).call(BALANCE, ALICE))));
                FutureTask<?> third = elsewhere(() -> anybody(client).call(BALANCE, ALICE));
                peer.send(RawPeer.message(MessageType.ERROR, first, GO_AWAY));
                assertEquals(3, peer.next().orElseThrow().correlation());
                assertFalse(third.isDone());
                Waiting.until(() -> one.isDone() || other.isDone());
                assertTrue(one.isDone() != other.isDone());
            }
        }
    }

    @Test
    void server_thatCloses_endsHandshakesThatHang() throws Exception {
        Server server =
                Server.of(fixture.cnv).start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
        try (RawPeer silent = new RawPeer(server.address())) {
            Waiting.until(() -> server.connectionCount() == 1);
            server.close();
            assertEquals(-1, silent.socket.getInputStream().read());
            Waiting.until(() -> server.connectionCount() == 0);
        }
    }

    @Test
    void client_thatCloses_endsCallsOfAnOlderConnectionToo() throws Exception {
        Client client = client();
        FutureTask<?> older = elsewhere(() -> anybody(client).call(BALANCE, ALICE));
        try (RawPeer first = accept()) {
            first.next().orElseThrow();
            FutureTask<?> marker = elsewhere(() -> anybody(client).call(BALANCE, ALICE));
            long asked = first.next().orElseThrow().correlation();
            first.send(RawPeer.message(MessageType.SHUTDOWN, 0, new byte[0]));
            first.send(RawPeer.message(MessageType.ERROR, asked, GO_AWAY));
            // What came before its answer was heard too.
            failure(marker);
            FutureTask<?> newer = elsewhere(() -> anybody(client).call(BALANCE, ALICE));
            try (RawPeer second = accept()) {
                second.next().orElseThrow();
                client.close();
                assertTrue(failure(newer).mayHaveRun());
                assertTrue(failure(older).mayHaveRun());
            }
        }
    }

    @Test
    void call_thatAnErrorEnds_isAnsweredAndGivesItsPlaceBack() throws Exception {
        try (Server server = Server.of(fixture.cnv)
                        .settings(TWO)
                        .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
                Client client = Client.to(server.address()).settings(TWO).connect()) {
            fixture.ledger.failOn(_ -> {
                throw new AssertionError("the ledger has a fault");
            });
            for (int i = 0; i < 3; i++) {
                EndpointException why = failure(held(client).start(BALANCE, ALICE));
                assertEquals(EndpointFault.REMOTE_FAULT, why.fault(), why.getMessage());
                assertTrue(why.mayHaveRun());
            }
            fixture.ledger.failOn(_ -> false);
            held(client).call(BALANCE, ALICE).outcome().orThrow();
        }
    }
}
