package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.BatchCall;
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
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.ConfirmPayload;
import dev.cnv.runtime.protocol.ErrorCode;
import dev.cnv.runtime.protocol.Feature;
import dev.cnv.runtime.protocol.FeatureSet;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.OutcomeCode;
import dev.cnv.runtime.protocol.ProtocolVersion;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.protocol.TranscriptProof;
import dev.cnv.runtime.protocol.WireLimits;
import dev.cnv.runtime.stream.StreamOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Peers of different versions. */
@Timeout(60)
class EndpointVersionsTest {

    private static final String ALICE = "{\"account\":\"alice\"}";

    private static final List<String> LIGHT =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    @TempDir
    private Path folder;

    private static void assertServes(Fixture f, Client client) throws Exception {
        Outcome<JsonNode> outcome = client.open(nowHeld(f))
                .call(new CapabilityId("bank.balance"), StrictJson.parse(ALICE))
                .outcome();
        assertEquals(1_000, outcome.orThrow().intValue());
    }

    /** What a process that goes by the system's time takes. */
    private static Credential.Held nowHeld(Fixture f) {
        Instant now = Instant.now();
        return f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED)
                .between(now.minusSeconds(60), now.plusSeconds(3600)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1.0; 4.0,3.0,2.0,1.0; V1_0",
                "3.0,2.0,1.0; 4.0,3.0,2.0,1.0; V3_0",
                "4.0,3.0,2.0,1.0; 1.0; V1_0",
                "1.0,4.0,2.0; 3.0,2.0,1.0; V2_0"
            })
    void twoProcesses_ofDifferentVersions_talkByTheHighestOfBoth(
            String servers, String clients, ProtocolVersion agreed) throws Exception {
        try (Fixture f = new Fixture()) {
            Process process = EndpointMain.start(
                    LIGHT, f.root.publicKey().text(), servers, "unix:" + folder.resolve("s"));
            try {
                String address = process.inputReader().readLine();
                try (Client client = Client.to(EndpointAddress.parse(address))
                        .settings(EndpointSettings.DEFAULT.withVersions(
                                EndpointMain.versions(clients)))
                        .connect()) {
                    assertEquals(agreed, client.agreement().version());
                    assertEquals(
                            agreed.isAtLeast(ProtocolVersion.V3_0),
                            client.agreement().features().has(Feature.TRACING));
                    assertServes(f, client);
                }
            } finally {
                process.destroy();
            }
        }
    }

    @Test
    void peers_withNoVersionInCommon_refuseWithBothOffers() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv)
                        .settings(EndpointSettings.DEFAULT.withVersions(
                                List.of(ProtocolVersion.V4_0)))
                        .start(EndpointAddress.unix(folder.resolve("s")))) {
            EndpointException refused = assertThrows(
                    EndpointException.class,
                    () -> Client.to(server.address())
                            .settings(EndpointSettings.DEFAULT.withVersions(
                                    List.of(ProtocolVersion.V1_0, ProtocolVersion.V2_0)))
                            .connect());
            assertEquals(EndpointFault.NEGOTIATION_REFUSED, refused.fault());
            String text = String.valueOf(refused.getMessage());
            assertTrue(text.contains("4.0") && text.contains("1.0"), text);
        }
    }

    @Test
    void client_withoutDelegation_cannotPresentAChain() throws Exception {
        FeatureSet none = FeatureSet.of(Feature.STREAMING);
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv)
                        .settings(EndpointSettings.DEFAULT.withFeatures(none))
                        .start(EndpointAddress.unix(folder.resolve("s")));
                Client client = Client.to(server.address()).connect()) {
            EndpointException refused =
                    assertThrows(EndpointException.class, () -> assertServes(f, client));
            assertEquals(EndpointFault.NEGOTIATION_REFUSED, refused.fault());
            assertFalse(refused.mayHaveRun());
        }
    }

    @Test
    void client_withoutCertificates_cannotAskForReceipts() throws Exception {
        FeatureSet none = FeatureSet.of(Feature.STREAMING, Feature.DELEGATION);
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv)
                        .settings(EndpointSettings.DEFAULT.withFeatures(none))
                        .start(EndpointAddress.unix(folder.resolve("s")));
                Client client = Client.to(server.address()).connect()) {
            CapabilityId balance = new CapabilityId("bank.balance");
            JsonNode alice = StrictJson.parse(ALICE);
            RemoteSession asking = client.open(held(f)).signedReceipts(true);
            for (Executable each : List.<Executable>of(
                    () -> asking.call(balance, alice),
                    () -> asking.open(balance, alice, StreamOptions.DEFAULT),
                    () -> asking.callAll(List.of(new BatchCall(balance, alice)))
                            .getFirst()
                            .orThrow())) {
                EndpointException refused = assertThrows(EndpointException.class, each);
                assertEquals(EndpointFault.NEGOTIATION_REFUSED, refused.fault());
                assertFalse(refused.mayHaveRun());
            }
            assertEquals(0, f.ledger.decisions().size());
            client.open(held(f)).call(balance, alice).outcome().orThrow();
        }
    }

    /** What a client of ours refuses to send, from a peer that sends it all the same. */
    @Test
    void server_thatDidNotAgree_refusesChainsAndWantedReceipts() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv)
                        .settings(EndpointSettings.DEFAULT.withFeatures(
                                FeatureSet.of(Feature.STREAMING)))
                        .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
                RawPeer peer = new RawPeer(server.address()).shake()) {
            peer.send(RawPeer.provenCall(1, "bank.balance", ALICE, held(f), Fixture.NOON));
            assertMalformed(peer, 1, "DELEGATION");
            peer.send(RawPeer.message(
                    MessageType.INVOCATION,
                    2,
                    new InvocationPayload(
                                    "bank.balance",
                                    ALICE.getBytes(StandardCharsets.UTF_8),
                                    new byte[0],
                                    List.of(),
                                    null,
                                    0,
                                    null,
                                    true,
                                    null)
                            .encode()));
            assertMalformed(peer, 2, "CERTIFICATES");
            assertEquals(0, f.ledger.decisions().size());
        }
    }

    private static void assertMalformed(RawPeer peer, long correlation, String feature)
            throws IOException {
        RawPeer.Received refused = peer.next().orElseThrow();
        assertEquals(MessageType.ERROR, refused.type());
        assertEquals(correlation, refused.correlation());
        assertEquals(ErrorCode.MALFORMED, refused.error().code());
        assertTrue(refused.error().text().contains(feature), refused.error().text());
    }

    private static Credential.Held held(Fixture f) {
        return f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
    }

    /** A peer of a time to come: version 5.0, all 64 features, a compression that nobody knows. */
    @Test
    void laterPeer_withUnknownVersionsFeaturesAndKeys_isServedByAnotherProcess() throws Exception {
        try (Fixture f = new Fixture()) {
            Process process = EndpointMain.start(
                    LIGHT,
                    f.root.publicKey().text(),
                    "4.0,3.0,2.0,1.0",
                    "unencrypted-loopback://127.0.0.1:0");
            EndpointAddress address =
                    EndpointAddress.parse(process.inputReader().readLine());
            try (RawPeer peer = new RawPeer(address)) {
                shakeAsALaterPeer(peer);
                peer.send(RawPeer.provenCall(1, "bank.balance", ALICE, nowHeld(f), Instant.now()));
                ResponsePayload response = peer.next().orElseThrow().response();
                String json = new String(response.json(), StandardCharsets.UTF_8);
                assertEquals(OutcomeCode.COMPLETED, response.outcome(), json);
                assertEquals("1000", json);
            } finally {
                process.destroy();
            }
        }
    }

    private static void shakeAsALaterPeer(RawPeer peer) throws Exception {
        byte[] request = laterOffer();
        peer.send(RawPeer.message(MessageType.NEGOTIATION_REQUEST, 0, request));
        byte[] response = peer.next().orElseThrow().payload();
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        hash.update("cnv-handshake-v1".getBytes(StandardCharsets.US_ASCII));
        hash.update(request);
        hash.update(response);
        byte[] transcript = hash.digest(chosen());
        peer.send(RawPeer.message(
                MessageType.NEGOTIATION_REQUEST,
                0,
                ConfirmPayload.of(TranscriptProof.Role.INITIATOR, transcript, new byte[0])
                        .encode()));
        assertEquals(MessageType.NEGOTIATION_RESPONSE, peer.next().orElseThrow().type());
        peer.agreed(new Agreement(
                ProtocolVersion.V4_0,
                FeatureSet.ALL,
                Compression.NONE,
                WireLimits.DEFAULT,
                transcript));
    }

    private static byte[] laterOffer() {
        return new CborWriter()
                .map(7)
                .key(0)
                .integer(0)
                .key(1)
                .array(2)
                .integer(0x500)
                .integer(0x400)
                .key(2)
                .bytes(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1})
                .key(3)
                .array(2)
                .integer(77)
                .integer(0)
                .key(4)
                .array(2)
                .integer(1L << 40)
                .integer(1L << 40)
                .key(5)
                .bytes(RawPeer.nonce())
                .key(64)
                .text("of later versions")
                .toBytes();
    }

    private static byte[] chosen() {
        return new CborWriter()
                .array(5)
                .integer(ProtocolVersion.V4_0.code())
                .integer(FeatureSet.ALL.bits())
                .integer(Compression.NONE.code())
                .integer(WireLimits.DEFAULT.messageBytes())
                .integer(WireLimits.DEFAULT.concurrent())
                .toBytes();
    }

    /** Somebody in the middle who hides the newest version from the server. */
    @Test
    void downgrade_bySomebodyInTheMiddle_isFoundByBothEnds() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv)
                        .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
                ServerSocket middle = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> forward(middle, server.address()));
            EndpointException found = assertThrows(
                    EndpointException.class,
                    () -> Client.to(EndpointAddress.unencryptedOnLoopback(
                                    "127.0.0.1", middle.getLocalPort()))
                            .connect());
            assertEquals(EndpointFault.TRANSCRIPT_MISMATCH, found.fault());
            Waiting.until(() -> server.refusedCount() == 1);
        }
    }

    private static void forward(ServerSocket middle, EndpointAddress server) {
        var place = (EndpointAddress.UnencryptedLoopback) server;
        try (Socket client = middle.accept();
                Socket onward = new Socket(place.host(), place.port())) {
            byte[] offer = new byte[4096];
            int count = client.getInputStream().read(offer);
            for (int i = 0; i + 2 < count; i++) {
                // Integer 0x400, version 4.0, becomes 0x100, version 1.0.
                if (offer[i] == 0x19 && offer[i + 1] == 4 && offer[i + 2] == 0) {
                    offer[i + 1] = 1;
                    break;
                }
            }
            onward.getOutputStream().write(offer, 0, count);
            Thread back = Thread.ofVirtual().start(() -> copy(onward, client));
            copy(client, onward);
            back.join();
        } catch (IOException | InterruptedException _) {
            // One end has gone.
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException _) {
            // One end has gone.
        }
    }
}
