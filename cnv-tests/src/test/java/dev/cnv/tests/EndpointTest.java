package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.EndpointFault;
import dev.cnv.runtime.endpoint.RemoteOutcome;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.endpoint.TlsIdentity;
import dev.cnv.runtime.endpoint.TlsPeers;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Verbs called over real sockets: the same path as from within the process. */
@Timeout(60)
class EndpointTest {

    private static final CapabilityId BALANCE = new CapabilityId("bank.balance");
    private static final JsonNode ALICE = StrictJson.parse("{\"account\":\"alice\"}");

    @TempDir
    private Path folder;

    private EndpointAddress unix() {
        return EndpointAddress.unix(folder.resolve("s"));
    }

    private static Credential.Held everything(Fixture f) {
        return f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
    }

    private static RemoteOutcome call(RemoteSession session, String verb, String arguments)
            throws Exception {
        return session.call(new CapabilityId(verb), StrictJson.parse(arguments));
    }

    @Test
    void call_overAUnixSocket_answersAsALocalCall() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(unix());
                Client client = Client.to(server.address()).connect()) {
            Outcome<JsonNode> local = f.alice().call(BALANCE, ALICE);
            RemoteSession alice = client.open(everything(f));
            Outcome<JsonNode> remote = alice.call(BALANCE, ALICE).outcome();
            assertEquals(CanonicalJson.text(local.orThrow()), CanonicalJson.text(remote.orThrow()));
            assertEquals("alice", remote.receipt().agent());
            assertEquals(local.receipt().policy(), remote.receipt().policy());
            assertTrue(remote.receipt().decision().isPresent());
        }
    }

    @Test
    void call_overTls_answersAndNamesThePeer() throws Exception {
        try (Fixture f = new Fixture()) {
            SigningKey serverKey = SigningKey.generate(f.random);
            SigningKey clientKey = SigningKey.generate(f.random);
            try (Server server = Server.of(f.cnv)
                            .tls(
                                    TlsIdentity.ofPinnedKey(serverKey, Fixture.NOON),
                                    TlsPeers.pinned(clientKey.publicKey()))
                            .start(EndpointAddress.tls("localhost", 0));
                    Client client = Client.to(server.address())
                            .tls(
                                    TlsIdentity.ofPinnedKey(clientKey, Fixture.NOON),
                                    TlsPeers.pinned(serverKey.publicKey()))
                            .connect()) {
                client.open(everything(f)).call(BALANCE, ALICE).outcome().orThrow();
                assertEquals(serverKey.publicKey(), client.server().key().orElseThrow());
            }
        }
    }

    @Test
    void connect_byAKeyThatTheServerDoesNotKnow_isRefused() throws Exception {
        try (Fixture f = new Fixture()) {
            SigningKey serverKey = SigningKey.generate(f.random);
            SigningKey clientKey = SigningKey.generate(f.random);
            try (Server server = Server.of(f.cnv)
                    .tls(
                            TlsIdentity.ofPinnedKey(serverKey, Fixture.NOON),
                            TlsPeers.pinned(serverKey.publicKey()))
                    .start(EndpointAddress.tls("localhost", 0))) {
                assertThrows(
                        EndpointException.class,
                        () -> Client.to(server.address())
                                .tls(
                                        TlsIdentity.ofPinnedKey(clientKey, Fixture.NOON),
                                        TlsPeers.pinned(serverKey.publicKey()))
                                .connect());
            }
        }
    }

    @Test
    void call_withoutACredential_isDeniedAsALocalOne() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(unix());
                Client client = Client.to(server.address()).connect()) {
            Outcome<JsonNode> local = f.cnv.open(Credential.anonymous()).call(BALANCE, ALICE);
            Outcome<JsonNode> remote =
                    client.open(Credential.anonymous()).call(BALANCE, ALICE).outcome();
            assertEquals(Fixture.reason(local), Fixture.reason(remote));
            assertEquals(
                    assertInstanceOf(Outcome.Denied.class, local).denial(),
                    assertInstanceOf(Outcome.Denied.class, remote).denial());
            assertEquals(0, f.bank.reached.size());
        }
    }

    @Test
    void call_beyondTheGrant_isDeniedAsALocalOne() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(unix());
                Client client = Client.to(server.address()).connect()) {
            Credential.Held narrow =
                    f.credential(draft -> draft.grant("bank.balance", EffectLevel.READ_ONLY));
            String transfer = "{\"from\":\"alice\",\"to\":\"bob\",\"amount\":5}";
            Outcome<JsonNode> local = Fixture.json(f.cnv.open(narrow), "bank.transfer", transfer);
            Outcome<JsonNode> remote =
                    call(client.open(narrow), "bank.transfer", transfer).outcome();
            assertEquals(
                    assertInstanceOf(Outcome.Denied.class, local).denial(),
                    assertInstanceOf(Outcome.Denied.class, remote).denial());
        }
    }

    @Test
    void call_ofAChainOfAnotherRoot_isDeniedAsALocalOne() throws Exception {
        try (Fixture f = new Fixture();
                Fixture stranger = new Fixture();
                Server server = Server.of(f.cnv).start(unix());
                Client client = Client.to(server.address()).connect()) {
            Credential.Held foreign = everything(stranger);
            Reason local = Fixture.reason(f.cnv.open(foreign).call(BALANCE, ALICE));
            assertEquals(
                    local,
                    Fixture.reason(client.open(foreign).call(BALANCE, ALICE).outcome()));
        }
    }

    @Test
    void call_afterTheTokenWasRevoked_isDenied() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(unix());
                Client client = Client.to(server.address()).connect()) {
            Credential.Held credential = everything(f);
            RemoteSession alice = client.open(credential);
            alice.call(BALANCE, ALICE).outcome().orThrow();
            f.cnv.trust(
                    trust -> trust.withRevoked(credential.chain().tokenDigests().getLast()));
            assertEquals(
                    Reason.CREDENTIAL_REVOKED,
                    Fixture.reason(alice.call(BALANCE, ALICE).outcome()));
        }
    }

    @Test
    void receipt_ofARemoteCall_holdsWithThePublicKeyAlone() throws Exception {
        SigningKey signer = SigningKey.generate(new java.security.SecureRandom());
        try (Fixture f = new Fixture(builder -> builder.name("bank").signer(signer));
                Server server = Server.of(f.cnv).start(unix());
                Client client = Client.to(server.address()).connect()) {
            RemoteOutcome answer =
                    client.open(everything(f)).signedReceipts(true).call(BALANCE, ALICE);
            SignedReceipt receipt = answer.signedReceipt().orElseThrow();
            var held = assertInstanceOf(
                    SignedReceipt.Checked.Held.class, receipt.check(List.of(signer.publicKey())));
            assertEquals(answer.outcome().receipt().invocation(), held.claims().invocation());
            byte[] forged = receipt.bytes();
            forged[forged.length - 1] ^= 1;
            assertInstanceOf(
                    SignedReceipt.Checked.Refused.class,
                    SignedReceipt.of(forged).check(List.of(signer.publicKey())));
        }
    }

    @Test
    void options_passThrough() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(unix());
                Client client = Client.to(server.address()).connect()) {
            RemoteSession alice = client.open(everything(f))
                    .with(CallOptions.NONE.idempotencyKey("k1").correlation("request-7"));
            String transfer = "{\"from\":\"alice\",\"to\":\"bob\",\"amount\":5}";
            Outcome<JsonNode> first = call(alice, "bank.transfer", transfer).outcome();
            first.orThrow();
            assertEquals("request-7", first.receipt().correlation());
            Outcome<JsonNode> second = call(alice, "bank.transfer", transfer).outcome();
            assertTrue(assertInstanceOf(Outcome.Completed.class, second).repeated());
            Outcome<JsonNode> other = call(
                            alice,
                            "bank.transfer",
                            "{\"from\":\"alice\",\"to\":\"bob\",\"amount\":6}")
                    .outcome();
            assertEquals(Reason.IDEMPOTENCY_CONFLICT, Fixture.reason(other));
        }
    }

    @Test
    void capabilities_withoutACredential_nameNoVerb() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(unix());
                Client client = Client.to(server.address()).connect()) {
            assertEquals(List.of(), client.capabilities().verbs());
            assertEquals(
                    List.of(),
                    client.open(Credential.anonymous()).capabilities().verbs());
            Credential.Held alice = everything(f);
            // A chain that was seen somewhere is no key.
            assertEquals(
                    List.of(),
                    client.open(new Credential.Presented(alice.chain()))
                            .capabilities()
                            .verbs());
            Credential.Held thief = new Credential.Held(
                    Chain.issue(
                            f.aliceKey,
                            TokenDraft.to(f.aliceKey.publicKey(), "alice", "person")
                                    .between(Fixture.NOON, Fixture.NOON.plusSeconds(60))
                                    .grant("**", EffectLevel.PRIVILEGED)),
                    f.aliceKey);
            assertEquals(List.of(), client.open(thief).capabilities().verbs());
        }
    }

    @Test
    void capabilities_ofASession_nameWhatItsChainCouldReach() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(unix());
                Client client = Client.to(server.address()).connect()) {
            RemoteSession all = client.open(everything(f));
            assertTrue(all.capabilities().verbs().contains("bank.transfer"));
            all.call(BALANCE, ALICE).outcome().orThrow();
            assertTrue(all.capabilities().verbs().contains("bank.transfer"));
            Credential.Held narrow =
                    f.credential(draft -> draft.grant("bank.balance", EffectLevel.READ_ONLY));
            assertEquals(
                    List.of("bank.balance"), client.open(narrow).capabilities().verbs());
            assertEquals(List.of(), client.capabilities().verbs(), "that of others is theirs");
        }
    }

    @Test
    void capabilities_ofAServerThatListsToAnybody_nameItsVerbs() throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).listVerbsToAnybody().start(unix());
                Client client = Client.to(server.address()).connect()) {
            assertTrue(client.capabilities().verbs().contains("bank.balance"));
        }
    }

    @Test
    void server_thatCloses_refusesTypedAndIsThereAgainLater() throws Exception {
        try (Fixture f = new Fixture()) {
            Server first = Server.of(f.cnv).start(unix());
            try (Client client = Client.to(first.address()).connect()) {
                RemoteSession alice = client.open(everything(f));
                alice.call(BALANCE, ALICE).outcome().orThrow();
                first.close();
                EndpointException gone =
                        assertThrows(EndpointException.class, () -> alice.call(BALANCE, ALICE));
                assertTrue(
                        Set.of(
                                        EndpointFault.UNREACHABLE,
                                        EndpointFault.SHUTTING_DOWN,
                                        EndpointFault.CONNECTION_LOST)
                                .contains(gone.fault()),
                        gone.toString());
                try (Server _ = Server.of(f.cnv).start(unix())) {
                    alice.call(BALANCE, ALICE).outcome().orThrow();
                }
            }
        }
    }
}
