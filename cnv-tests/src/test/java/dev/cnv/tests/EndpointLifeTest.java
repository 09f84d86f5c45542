package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.EndpointFault;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.RemoteOutcome;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.endpoint.TlsIdentity;
import dev.cnv.runtime.endpoint.TlsPeers;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.protocol.ErrorCode;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.WireLimits;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Connections that end while calls run, that many share, and of which there are many. */
@Timeout(120)
class EndpointLifeTest {

    private static final CapabilityId WAIT = new CapabilityId("bank.wait");
    private static final CapabilityId BALANCE = new CapabilityId("bank.balance");
    private static final JsonNode NOTHING = StrictJson.parse("{}");
    private static final JsonNode ALICE = StrictJson.parse("{\"account\":\"alice\"}");

    @TempDir
    private Path folder;

    private EndpointAddress unix() {
        return EndpointAddress.unix(folder.resolve("s"));
    }

    private static RemoteSession alice(Fixture f, Client client) {
        return client.open(f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED)));
    }

    private static EndpointException failure(CompletableFuture<RemoteOutcome> call) {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
        return assertInstanceOf(EndpointException.class, failed.getCause());
    }

    @Test
    void client_thatGoesWithinACall_leavesItsOutcomeInTheLedgerAndThePermitComesBack()
            throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv)
                        .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0))) {
            for (int round = 0; round < 3; round++) {
                f.bank.entered = new CountDownLatch(4);
                f.bank.leave = new CountDownLatch(1);
                int before = f.ledger.completions().size();
                Client client = Client.to(server.address())
                        .settings(EndpointSettings.DEFAULT.withDrain(Duration.ofMillis(50)))
                        .connect();
                List<CompletableFuture<RemoteOutcome>> calls = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    // All four permits of the verb.
                    calls.add(alice(f, client).start(WAIT, NOTHING));
                }
                assertTrue(f.bank.entered.await(30, TimeUnit.SECONDS));
                client.close();
                for (CompletableFuture<RemoteOutcome> call : calls) {
                    assertTrue(failure(call).mayHaveRun());
                }
                f.bank.leave.countDown();
                Waiting.until(() -> f.ledger.completions().size() == before + 4);
            }
            Waiting.until(() -> server.connectionCount() == 0);
            f.bank.entered = new CountDownLatch(4);
            try (Client next = Client.to(server.address()).connect()) {
                for (int i = 0; i < 4; i++) {
                    alice(f, next).call(WAIT, NOTHING).outcome().orThrow();
                }
            }
        }
    }

    @Test
    void server_thatCloses_answersWhatRuns() throws Exception {
        try (Fixture f = new Fixture()) {
            f.bank.entered = new CountDownLatch(1);
            f.bank.leave = new CountDownLatch(1);
            Server server = Server.of(f.cnv).start(unix());
            try (Client client = Client.to(server.address()).connect()) {
                CompletableFuture<RemoteOutcome> running = alice(f, client).start(WAIT, NOTHING);
                assertTrue(f.bank.entered.await(30, TimeUnit.SECONDS));
                Thread closing = Thread.ofVirtual().start(server::close);
                Waiting.until(() -> {
                    try {
                        client.open(Credential.anonymous()).call(BALANCE, ALICE);
                        return false;
                    } catch (EndpointException e) {
                        return !e.mayHaveRun();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                f.bank.leave.countDown();
                running.get(30, TimeUnit.SECONDS).outcome().orThrow();
                Waiting.join(closing);
            }
        }
    }

    @Test
    void client_withAsManyCallsAsWereAgreed_waitsForItsTurn() throws Exception {
        EndpointSettings two = EndpointSettings.DEFAULT.withLimits(new WireLimits(1 << 20, 2));
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).settings(two).start(unix());
                Client client = Client.to(server.address()).connect()) {
            f.bank.leave = new CountDownLatch(1);
            f.bank.entered = new CountDownLatch(2);
            RemoteSession alice = alice(f, client);
            CompletableFuture<RemoteOutcome> one = alice.start(WAIT, NOTHING);
            CompletableFuture<RemoteOutcome> other = alice.start(WAIT, NOTHING);
            assertTrue(f.bank.entered.await(30, TimeUnit.SECONDS));
            CompletableFuture<CompletableFuture<RemoteOutcome>> third =
                    CompletableFuture.supplyAsync(
                            () -> alice.start(BALANCE, ALICE),
                            task -> Thread.ofVirtual().start(task));
            assertThrows(TimeoutException.class, () -> third.get(200, TimeUnit.MILLISECONDS));
            f.bank.leave.countDown();
            third.get(30, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS).outcome().orThrow();
            one.get(30, TimeUnit.SECONDS).outcome().orThrow();
            other.get(30, TimeUnit.SECONDS).outcome().orThrow();
        }
    }

    @Test
    void peer_thatCallsBeyondWhatWasAgreed_isRefusedThatCall() throws Exception {
        EndpointSettings two = EndpointSettings.DEFAULT.withLimits(new WireLimits(1 << 20, 2));
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv)
                        .settings(two)
                        .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
                RawPeer peer = new RawPeer(server.address()).shake()) {
            f.bank.leave = new CountDownLatch(1);
            f.bank.entered = new CountDownLatch(2);
            Credential.Held alice =
                    f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
            peer.send(RawPeer.provenCall(1, "bank.wait", "{}", alice, f.time.now()));
            peer.send(RawPeer.provenCall(2, "bank.wait", "{}", alice, f.time.now()));
            assertTrue(f.bank.entered.await(30, TimeUnit.SECONDS));
            peer.send(RawPeer.provenCall(3, "bank.wait", "{}", alice, f.time.now()));
            RawPeer.Received refused = peer.next().orElseThrow();
            assertEquals(MessageType.ERROR, refused.type());
            assertEquals(3, refused.correlation());
            assertEquals(ErrorCode.TOO_MANY_CALLS, refused.error().code());
            f.bank.leave.countDown();
            assertEquals(MessageType.RESPONSE, peer.next().orElseThrow().type());
            assertEquals(MessageType.RESPONSE, peer.next().orElseThrow().type());
            assertEquals(2, f.bank.reached.size());
        }
    }

    @Test
    void deadline_ofACall_passesToTheServer() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(unix());
                Client client = Client.to(server.address()).connect()) {
            f.bank.leave = new CountDownLatch(1);
            f.bank.entered = new CountDownLatch(1);
            // Less than the verb's own time, so that only the caller's can have passed.
            CompletableFuture<RemoteOutcome> late = alice(f, client)
                    .with(CallOptions.NONE.timeAllowed(Duration.ofSeconds(20)))
                    .start(WAIT, NOTHING);
            assertTrue(f.bank.entered.await(30, TimeUnit.SECONDS));
            f.time.advance(Duration.ofSeconds(21));
            assertEquals(
                    Reason.DEADLINE_PASSED,
                    Fixture.reason(late.get(30, TimeUnit.SECONDS).outcome()));
        }
    }

    /** A peer that sends and reads nothing: the server stops reading it, and holds little. */
    @Test
    void peer_thatReadsNothing_isSlowedDown() throws Exception {
        EndpointSettings small = EndpointSettings.DEFAULT.withBounds(10, 16 * 1024, 1 << 20);
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv)
                        .settings(small)
                        .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
                RawPeer peer = new RawPeer(server.address()).shake()) {
            AtomicLong sent = new AtomicLong();
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        peer.send(RawPeer.anonymousCall(sent.incrementAndGet()));
                    }
                } catch (IOException _) {
                    // The test is over.
                }
            });
            long before = -1;
            while (before != sent.get()) {
                before = sent.get();
                Thread.sleep(1_000);
            }
            assertTrue(sender.isAlive());
            // What it was answered it can still read, in full.
            for (int i = 0; i < 1_000; i++) {
                assertTrue(peer.next().isPresent());
            }
            Waiting.until(() -> sent.get() > 1_000);
        }
    }

    @Test
    void manyCallers_onOneConnection_eachGetTheirOwnAnswers() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(unix());
                Client client = Client.to(server.address()).connect()) {
            List<CompletableFuture<RemoteOutcome>> calls = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                String account = i % 2 == 0 ? "alice" : "bob";
                calls.add(alice(f, client)
                        .start(BALANCE, StrictJson.parse("{\"account\":\"" + account + "\"}")));
            }
            for (int i = 0; i < calls.size(); i++) {
                long cents = calls.get(i)
                        .get(30, TimeUnit.SECONDS)
                        .outcome()
                        .orThrow()
                        .asLong();
                assertEquals(i % 2 == 0 ? 1_000 : 0, cents);
            }
        }
    }

    @Test
    void connections_aboveTheMost_areRefusedAndOthersServed() throws Exception {
        EndpointSettings few = EndpointSettings.DEFAULT.withBounds(3, 1 << 20, 1 << 20);
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).settings(few).start(unix());
                Client first = Client.to(server.address()).connect();
                Client second = Client.to(server.address()).connect();
                Client third = Client.to(server.address()).connect()) {
            EndpointException refused = assertThrows(
                    EndpointException.class, () -> Client.to(server.address()).connect());
            assertTrue(
                    refused.fault() == EndpointFault.CONNECTION_LOST
                            || refused.fault() == EndpointFault.UNREACHABLE,
                    refused.toString());
            for (Client each : List.of(first, second, third)) {
                alice(f, each).call(BALANCE, ALICE).outcome().orThrow();
            }
        }
    }

    /** A thousand peers that say nothing do not keep one from being served. */
    @Test
    void server_with1000IdleConnections_servesAnother() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(unix())) {
            List<Client> idle = new ArrayList<>();
            SystemTime time = new SystemTime(Clock.systemUTC());
            try {
                for (int i = 0; i < 1_000; i++) {
                    idle.add(Client.to(server.address()).time(time).connect());
                }
                assertEquals(1_000, server.connectionCount());
                alice(f, idle.getLast()).call(BALANCE, ALICE).outcome().orThrow();
            } finally {
                idle.parallelStream().forEach(Client::close);
                time.close();
            }
            Waiting.until(() -> server.connectionCount() == 0);
        }
    }

    /** The goal of the protocol: 10,000 idle connections, with certificates, in 1 GiB. */
    @Test
    @Tag("nightly")
    @Timeout(600)
    void server_of1GiB_holds10000IdleTlsConnections() throws Exception {
        try (Fixture f = new Fixture()) {
            SigningKey key = SigningKey.generate(f.random);
            Process process = EndpointMain.start(
                    List.of("-Xmx768m", "-XX:MaxDirectMemorySize=64m", "-XX:+UseSerialGC"),
                    f.root.publicKey().text(),
                    "4.0",
                    "tls://localhost:0",
                    key.publicKey().text());
            List<Client> idle = new ArrayList<>();
            SystemTime time = new SystemTime(Clock.systemUTC());
            try {
                var out = process.inputReader();
                EndpointAddress address = EndpointAddress.parse(out.readLine());
                var serverKey = PublicKey.parse(out.readLine());
                TlsIdentity identity = TlsIdentity.ofPinnedKey(key, Instant.now());
                TlsPeers peers = TlsPeers.pinned(serverKey);
                for (int i = 0; i < 10_000; i++) {
                    idle.add(Client.to(address).tls(identity, peers).time(time).connect());
                }
                process.outputWriter().write("?");
                process.outputWriter().flush();
                String[] said = out.readLine().split(" ");
                String resident =
                        Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                                .filter(line -> line.startsWith("VmRSS"))
                                .findFirst()
                                .orElse("");
                System.out.println(
                        "10,000 idle TLS connections: " + said[1] + " bytes of heap, " + resident);
                assertEquals("10000", said[0]);
                long kilobytes = Long.parseLong(resident.replaceAll("\\D", ""));
                assertTrue(kilobytes <= 1024 * 1024, resident);
                idle.getFirst().capabilities();
            } finally {
                process.destroy();
                idle.parallelStream().forEach(Client::close);
                time.close();
            }
        }
    }
}
