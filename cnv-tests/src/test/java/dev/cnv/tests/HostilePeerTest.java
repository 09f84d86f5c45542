package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.EndpointFault;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.protocol.ErrorCode;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.OutcomeCode;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.time.Time;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that stall, vanish or send rubbish end alone: the server goes on to serve others. */
@Timeout(60)
class HostilePeerTest {

    private static final String PAYS_FIVE = "{\"amount\":5,\"from\":\"alice\",\"to\":\"bob\"}";

    private static final EndpointSettings HASTY = EndpointSettings.DEFAULT.withTimes(
            Duration.ofMillis(500),
            Duration.ofMillis(200),
            Duration.ofMillis(700),
            Duration.ofSeconds(30));

    /** That of the connections, which stands unless a test moves it on. */
    private final WireTime time = new WireTime();

    private Fixture fixture;
    private Server server;

    /** Virtual time that counts how often readers of connections look at it: once for each message. */
    private static final class WireTime implements Time {

        final VirtualTime virtual = new VirtualTime(Fixture.NOON);
        final AtomicInteger heardCount = new AtomicInteger();

        @Override
        public Instant now() {
            return virtual.now();
        }

        @Override
        public long nanos() {
            long now = virtual.nanos();
            if (Thread.currentThread().getName().equals("cnv-read")) {
                heardCount.incrementAndGet();
            }
            return now;
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return virtual.after(delay, task);
        }
    }

    @BeforeEach
    void serve() throws IOException {
        fixture = new Fixture();
        server = Server.of(fixture.cnv)
                .settings(HASTY)
                .time(time)
                .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
    }

    @AfterEach
    void othersAreServedAndNothingIsLeft() throws Exception {
        try (Client client = Client.to(server.address()).connect()) {
            client.open(alice())
                    .call(
                            new CapabilityId("bank.balance"),
                            StrictJson.parse("{\"account\":\"alice\"}"))
                    .outcome()
                    .orThrow();
        }
        Waiting.until(() -> server.connectionCount() == 0);
        server.close();
        fixture.close();
    }

    /** Waits until the server has closed the connection, whatever it says before. */
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

    private static void assertRefused(RawPeer peer, ErrorCode code) throws IOException {
        RawPeer.Received said = peer.next().orElseThrow();
        assertEquals(MessageType.ERROR, said.type());
        assertEquals(code, said.error().code(), said.error().text());
        assertClosed(peer);
    }

    @Test
    void peer_thatSaysNothing_isGivenUp() throws Exception {
        try (RawPeer peer = new RawPeer(server.address())) {
            awaitTimer();
            time.virtual.advance(Duration.ofMillis(500));
            assertClosed(peer);
        }
        Waiting.until(() -> server.refusedCount() == 1);
    }

    @Test
    void peer_thatTricklesItsHandshake_isGivenUp() throws Exception {
        try (RawPeer peer = new RawPeer(server.address())) {
            awaitTimer();
            assertTrickleEnds(
                    peer, RawPeer.message(MessageType.NEGOTIATION_REQUEST, 0, new byte[400]));
        }
    }

    @Test
    void peer_thatTricklesACall_isGivenUp() throws Exception {
        try (RawPeer peer = new RawPeer(server.address()).shake()) {
            assertAnswered(peer);
            awaitTimer();
            assertTrickleEnds(peer, RawPeer.anonymousCall(2));
        }
    }

    /** Waits until the server has set the only timer: for a handshake, or to look at its connections. */
    private void awaitTimer() {
        Waiting.until(() -> time.virtual.pendingCount() == 1);
    }

    private static void assertAnswered(RawPeer peer) throws IOException {
        peer.send(RawPeer.anonymousCall(1));
        assertEquals(MessageType.RESPONSE, peer.next().orElseThrow().type());
    }

    /** Sends a byte every 50 ms, for a second. */
    private void assertTrickleEnds(RawPeer peer, byte[] bytes) {
        assertTrue(bytes.length > 20);
        try {
            for (int i = 0; i < 20; i++) {
                peer.send(new byte[] {bytes[i]});
                time.virtual.advance(Duration.ofMillis(50));
            }
        } catch (IOException _) {
            // Closed before the second was over.
        }
        assertClosed(peer);
    }

    @Test
    void peer_thatVanishesWithoutAWord_isFoundDead() throws Exception {
        try (RawPeer peer = new RawPeer(server.address()).shake()) {
            assertAnswered(peer);
            awaitTimer();
            time.virtual.advance(Duration.ofSeconds(1));
            // No heartbeat came: to the server, the other machine is gone.
            assertClosed(peer);
        }
    }

    @Test
    void peer_thatLivesByHeartbeats_isKept() throws Exception {
        try (RawPeer peer = new RawPeer(server.address()).shake()) {
            awaitTimer();
            for (int i = 1; i <= 20; i++) {
                int heard = i;
                peer.send(RawPeer.message(MessageType.HEARTBEAT, 0, new byte[0]));
                Waiting.until(() -> time.heardCount.get() >= heard);
                time.virtual.advance(Duration.ofMillis(100));
            }
            assertAnswered(peer);
        }
    }

    @Test
    void header_ofAMessageAboveTheLimit_isRefusedUnread() throws Exception {
        try (RawPeer peer = new RawPeer(server.address()).shake()) {
            byte[] header = RawPeer.message(MessageType.INVOCATION, 1, new byte[0]);
            header[4] = 0x7f;
            peer.send(header);
            assertRefused(peer, ErrorCode.OVERSIZE);
        }
    }

    @Test
    void garbage_insteadOfAHandshake_isRefused() throws Exception {
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[1 + new Random(i).nextInt(4000)];
            new Random(i).nextBytes(garbage);
            try (RawPeer peer = new RawPeer(server.address())) {
                peer.send(garbage);
                peer.socket.shutdownOutput();
                assertClosed(peer);
            }
        }
    }

    @Test
    void garbage_afterAHandshake_isRefused() throws Exception {
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[16 + new Random(i).nextInt(4000)];
            new Random(i).nextBytes(garbage);
            garbage[0] |= 0x40;
            try (RawPeer peer = new RawPeer(server.address()).shake()) {
                peer.send(garbage);
                assertRefused(peer, ErrorCode.MALFORMED);
            }
        }
    }

    @Test
    void callWithAPayloadOfRubbish_isRefused() throws Exception {
        try (RawPeer peer = new RawPeer(server.address()).shake()) {
            peer.send(RawPeer.message(MessageType.INVOCATION, 1, new byte[] {1, 2, 3}));
            assertRefused(peer, ErrorCode.MALFORMED);
        }
    }

    @Test
    void call_cutOff_runsNothing() throws Exception {
        try (RawPeer peer = new RawPeer(server.address()).shake()) {
            byte[] call = RawPeer.anonymousCall(1);
            peer.send(Arrays.copyOf(call, call.length - 1));
            peer.socket.shutdownOutput();
            assertClosed(peer);
        }
        assertEquals(0, fixture.ledger.decisions().size());
    }

    @Test
    void call_replayed_isRefusedTheSecondTime() throws Exception {
        try (RawPeer peer = new RawPeer(server.address()).shake()) {
            peer.send(RawPeer.anonymousCall(1));
            assertEquals(MessageType.RESPONSE, peer.next().orElseThrow().type());
            peer.send(RawPeer.anonymousCall(1));
            assertRefused(peer, ErrorCode.MALFORMED);
        }
    }

    @Test
    void calls_inTheWrongOrder_areRefused() throws Exception {
        try (RawPeer peer = new RawPeer(server.address()).shake()) {
            peer.send(RawPeer.anonymousCall(2));
            assertEquals(MessageType.RESPONSE, peer.next().orElseThrow().type());
            peer.send(RawPeer.anonymousCall(1));
            assertRefused(peer, ErrorCode.MALFORMED);
        }
    }

    @Test
    void handshake_replayedFromAnotherConnection_isRefused() throws Exception {
        try (RawPeer first = new RawPeer(server.address()).shake();
                RawPeer peer = new RawPeer(server.address())) {
            peer.send(first.shaken.get(0));
            assertEquals(
                    MessageType.NEGOTIATION_RESPONSE, peer.next().orElseThrow().type());
            // The confirmation that held there: its transcript has random bytes of the server.
            peer.send(first.shaken.get(1));
            assertRefused(peer, ErrorCode.TRANSCRIPT_MISMATCH);
        }
        assertEquals(0, fixture.ledger.decisions().size());
    }

    @Test
    void provenCall_replayedOnAnotherConnection_isDeniedAndRecorded() throws Exception {
        byte[] call = RawPeer.provenCall(1, "bank.transfer", PAYS_FIVE, alice(), Fixture.NOON);
        assertReplayDenied(_ -> call, Reason.POSSESSION_REPLAYED);
    }

    @Test
    void openingOfASession_replayedOnAnotherConnection_isDeniedAndRecorded() throws Exception {
        assertReplayDenied(
                first -> first.openingCall(1, "bank.transfer", PAYS_FIVE, alice()),
                Reason.POSSESSION_UNPROVEN);
    }

    /** What ran on one connection is sent again, byte for byte, on another one. */
    private void assertReplayDenied(Function<RawPeer, byte[]> making, Reason reason)
            throws IOException {
        try (RawPeer first = new RawPeer(server.address()).shake();
                RawPeer other = new RawPeer(server.address()).shake()) {
            byte[] call = making.apply(first);
            first.send(call);
            ResponsePayload ran = first.next().orElseThrow().response();
            assertEquals(OutcomeCode.COMPLETED, ran.outcome(), text(ran));
            other.send(call);
            ResponsePayload denied = other.next().orElseThrow().response();
            assertEquals(OutcomeCode.DENIED, denied.outcome(), text(denied));
            assertEquals(
                    reason.code(), StrictJson.parse(text(denied)).path("reason").asString());
        }
        assertEquals(995, fixture.bank.cents.get("alice"), "paid once");
        List<PolicyDecision> decisions = fixture.ledger.decisions();
        assertEquals(2, decisions.size());
        assertTrue(decisions.get(0).permitted());
        assertFalse(decisions.get(1).permitted());
        assertEquals(reason, decisions.get(1).reason().orElseThrow());
        assertEquals(1, fixture.ledger.completions().size());
    }

    private static String text(ResponsePayload response) {
        return new String(response.json(), StandardCharsets.UTF_8);
    }

    private Credential.Held alice() {
        return fixture.credential(d -> d.grant("**", EffectLevel.PRIVILEGED));
    }

    @Test
    void call_beforeTheHandshake_isRefused() throws Exception {
        try (RawPeer peer = new RawPeer(server.address())) {
            peer.send(RawPeer.anonymousCall(1));
            assertRefused(peer, ErrorCode.UNEXPECTED);
        }
    }

    @Test
    void session_thatWasNotOpened_isRefusedAndTheConnectionGoesOn() throws Exception {
        try (RawPeer peer = new RawPeer(server.address()).shake()) {
            byte[] opened = {(byte) 0xa2, 1, 2, 2, 7};
            peer.send(RawPeer.call(1, "bank.balance", "{}", opened));
            RawPeer.Received refused = peer.next().orElseThrow();
            assertEquals(MessageType.ERROR, refused.type());
            assertEquals(1, refused.correlation());
            peer.send(RawPeer.anonymousCall(2));
            assertEquals(MessageType.RESPONSE, peer.next().orElseThrow().type());
        }
    }

    @Test
    void client_ofAServerThatSaysNothing_givesUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EndpointException gone = assertThrows(
                    EndpointException.class,
                    () -> Client.to(EndpointAddress.unencryptedOnLoopback(
                                    "127.0.0.1", silent.getLocalPort()))
                            .settings(HASTY)
                            .connect());
            assertEquals(EndpointFault.HANDSHAKE_TIMEOUT, gone.fault());
        }
    }

    @Test
    void client_ofAServerThatSendsRubbish_refusesIt() throws Exception {
        try (ServerSocket rubbish = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket accepted = rubbish.accept()) {
                    byte[] bytes = new byte[100];
                    ThreadLocalRandom.current().nextBytes(bytes);
                    bytes[0] = 0x55;
                    accepted.getOutputStream().write(bytes);
                    accepted.getInputStream().readAllBytes();
                } catch (IOException _) {
                    // The client has gone.
                }
            });
            EndpointException refused = assertThrows(
                    EndpointException.class,
                    () -> Client.to(EndpointAddress.unencryptedOnLoopback(
                                    "127.0.0.1", rubbish.getLocalPort()))
                            .connect());
            assertEquals(EndpointFault.PROTOCOL_VIOLATION, refused.fault());
        }
    }
}
