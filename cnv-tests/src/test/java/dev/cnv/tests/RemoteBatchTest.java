package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.BatchCall;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.EndpointFault;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.RemoteAnswer;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.protocol.WireLimits;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Calls that are sent together: each is admitted, recorded, refused and answered by itself. */
@Timeout(60)
class RemoteBatchTest {

    private static final BatchCall BALANCE = call("bank.balance", "{\"account\":\"alice\"}");

    /** More than the least that two ends can agree on for a message. */
    private static final BatchCall TOO_LARGE =
            call("bank.balance", "{\"account\":\"" + "a".repeat(20 * 1024) + "\"}");

    @TempDir
    private Path folder;

    private static BatchCall call(String verb, String arguments) {
        return new BatchCall(new CapabilityId(verb), StrictJson.parse(arguments));
    }

    private static BatchCall transfer(int amount) {
        return call(
                "bank.transfer", "{\"from\":\"alice\",\"to\":\"bob\",\"amount\":" + amount + "}");
    }

    private Server serve(Fixture f) throws Exception {
        return Server.of(f.cnv).start(EndpointAddress.unix(folder.resolve("s")));
    }

    private static Credential.Held everything(Fixture f) {
        return f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
    }

    private static Outcome<JsonNode> outcome(RemoteAnswer answer) throws EndpointException {
        return answer.orThrow().outcome();
    }

    private static EndpointFault fault(RemoteAnswer answer) {
        return assertInstanceOf(RemoteAnswer.Unanswered.class, answer).why().fault();
    }

    @Test
    void callAll_ofSeveralVerbs_answersInTheirOrderAsLocally() throws Exception {
        try (Fixture f = new Fixture();
                Server server = serve(f);
                Client client = Client.to(server.address()).connect()) {
            List<BatchCall> calls = List.of(BALANCE, transfer(5), BALANCE);
            List<RemoteAnswer> answers = client.open(everything(f)).callAll(calls);
            assertEquals(3, answers.size());
            Set<UUID> invocations = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                Outcome<JsonNode> outcome = outcome(answers.get(i));
                outcome.orThrow();
                assertEquals(calls.get(i).verb().path(), outcome.receipt().capability());
                assertTrue(outcome.receipt().decision().isPresent());
                invocations.add(outcome.receipt().invocation());
            }
            assertEquals(3, invocations.size());
            assertEquals(
                    CanonicalJson.text(
                            f.alice().call(BALANCE.verb(), BALANCE.arguments()).orThrow()),
                    CanonicalJson.text(outcome(client.open(everything(f))
                                    .callAll(List.of(BALANCE))
                                    .getFirst())
                            .orThrow()),
                    "answered as locally; the calls before ran side by side");
        }
    }

    @Test
    void callAll_ofOneCaller_checksTheChainOnce() throws Exception {
        try (Fixture f = new Fixture();
                Server server = serve(f);
                Client client = Client.to(server.address()).audience("").connect()) {
            RemoteSession alice = client.open(everything(f));
            for (int i = 0; i < 2; i++) {
                for (RemoteAnswer each : alice.callAll(Collections.nCopies(50, BALANCE))) {
                    outcome(each).orThrow();
                }
            }
            assertEquals(1, f.chainChecks());
            assertEquals(100, f.ledger.decisions().size());
        }
    }

    @Test
    void callAll_withOneDenied_runsTheOthers() throws Exception {
        try (Fixture f = new Fixture();
                Server server = serve(f);
                Client client = Client.to(server.address()).connect()) {
            Credential.Held narrow =
                    f.credential(draft -> draft.grant("bank.balance", EffectLevel.READ_ONLY));
            List<RemoteAnswer> answers = client.open(narrow)
                    .callAll(List.of(BALANCE, transfer(5), call("no.such", "{}"), BALANCE));
            outcome(answers.get(0)).orThrow();
            outcome(answers.get(3)).orThrow();
            assertEquals(
                    Fixture.reason(f.cnv.open(narrow)
                            .call(transfer(5).verb(), transfer(5).arguments())),
                    Fixture.reason(outcome(answers.get(1))));
            assertInstanceOf(Outcome.Denied.class, outcome(answers.get(1)));
            assertInstanceOf(Outcome.Denied.class, outcome(answers.get(2)));
            assertFalse(f.bank.reached.contains("transfer"), f.bank.reached.toString());
        }
    }

    @Test
    void callAll_afterTheTokenWasRevoked_deniesEach() throws Exception {
        try (Fixture f = new Fixture();
                Server server = serve(f);
                Client client = Client.to(server.address()).connect()) {
            Credential.Held credential = everything(f);
            RemoteSession alice = client.open(credential);
            outcome(alice.callAll(List.of(BALANCE)).getFirst()).orThrow();
            f.cnv.trust(
                    trust -> trust.withRevoked(credential.chain().tokenDigests().getLast()));
            for (RemoteAnswer each : alice.callAll(List.of(BALANCE, BALANCE))) {
                assertEquals(Reason.CREDENTIAL_REVOKED, Fixture.reason(outcome(each)));
            }
        }
    }

    @Test
    void callAll_withoutASession_deniesOrProvesEachCall() throws Exception {
        try (Fixture f = new Fixture();
                Server server = serve(f);
                Client client = Client.to(server.address()).connect()) {
            for (Credential nobody : List.of(
                    Credential.anonymous(),
                    new Credential.Presented(everything(f).chain()))) {
                for (RemoteAnswer each : client.open(nobody).callAll(List.of(BALANCE, BALANCE))) {
                    assertInstanceOf(Outcome.Denied.class, outcome(each));
                }
            }
            assertEquals(0, f.bank.reached.size());
        }
    }

    @Test
    void callAll_ofMoreCallersThanSessions_answersAll() throws Exception {
        try (Fixture f = new Fixture();
                Server server = serve(f);
                Client client = Client.to(server.address()).time(f.time).connect()) {
            for (int i = 0; i < 66; i++) {
                Instant begins = Fixture.NOON.minusSeconds(60 + i);
                Credential.Held another =
                        f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED)
                                .between(begins, Fixture.NOON.plusSeconds(3600)));
                for (RemoteAnswer each : client.open(another).callAll(List.of(BALANCE, BALANCE))) {
                    outcome(each).orThrow();
                }
            }
        }
    }

    @Test
    void callAll_withTooMany_isRefusedAndSendsNothing() throws Exception {
        try (Fixture f = new Fixture();
                Server server = serve(f);
                Client client = Client.to(server.address()).connect()) {
            RemoteSession alice = client.open(everything(f));
            List<BatchCall> calls = Collections.nCopies(BatchCall.MAX_COUNT + 1, BALANCE);
            assertThrows(IllegalArgumentException.class, () -> alice.callAll(calls));
            assertEquals(0, f.bank.reached.size());
            assertEquals(List.of(), alice.callAll(List.of()));
            List<RemoteAnswer> all = alice.callAll(calls.subList(0, BatchCall.MAX_COUNT));
            assertEquals(BatchCall.MAX_COUNT, all.size());
        }
    }

    @Test
    void callAll_withSomeTooLarge_sendsTheOthersAndOpensTheSession() throws Exception {
        EndpointSettings small = EndpointSettings.DEFAULT.withLimits(
                new WireLimits(WireLimits.MIN_MESSAGE_BYTES, 100));
        try (Fixture f = new Fixture();
                Server server = serve(f);
                Client client = Client.to(server.address()).settings(small).connect()) {
            RemoteSession alice = client.open(everything(f));
            List<RemoteAnswer> none = alice.callAll(List.of(TOO_LARGE, TOO_LARGE));
            none.forEach(each -> assertEquals(EndpointFault.MESSAGE_TOO_LARGE, fault(each)));
            assertEquals(0, f.bank.reached.size());
            List<RemoteAnswer> some =
                    alice.callAll(List.of(TOO_LARGE, BALANCE, TOO_LARGE, BALANCE));
            assertEquals(EndpointFault.MESSAGE_TOO_LARGE, fault(some.get(0)));
            assertEquals(EndpointFault.MESSAGE_TOO_LARGE, fault(some.get(2)));
            assertFalse(assertInstanceOf(RemoteAnswer.Unanswered.class, some.getFirst())
                    .why()
                    .mayHaveRun());
            outcome(some.get(1)).orThrow();
            outcome(some.get(3)).orThrow();
        }
    }

    @Test
    void callAll_ofMoreThanWasAgreedAtOnce_waitsAndAnswersAll() throws Exception {
        EndpointSettings few = EndpointSettings.DEFAULT
                .withLimits(new WireLimits(1 << 20, 3))
                .withBounds(10, 2_000, 1 << 20);
        try (Fixture f = new Fixture();
                Server server = serve(f);
                Client client = Client.to(server.address()).settings(few).connect()) {
            RemoteSession alice = client.open(everything(f));
            for (RemoteAnswer each : alice.callAll(Collections.nCopies(100, BALANCE))) {
                outcome(each).orThrow();
            }
            outcome(alice.callAll(List.of(BALANCE)).getFirst()).orThrow();
        }
    }

    @Test
    void callAll_toAServerThatHasGone_saysSoForEach() throws Exception {
        try (Fixture f = new Fixture()) {
            Server server = serve(f);
            try (Client client = Client.to(server.address()).connect()) {
                RemoteSession alice = client.open(everything(f));
                outcome(alice.callAll(List.of(BALANCE)).getFirst()).orThrow();
                server.close();
                List<RemoteAnswer> gone = alice.callAll(List.of(BALANCE, BALANCE));
                assertEquals(2, gone.size());
                gone.forEach(each -> assertInstanceOf(RemoteAnswer.Unanswered.class, each));
                assertThrows(EndpointException.class, () -> gone.getFirst().orThrow());
            }
        }
    }

    @Test
    void callAll_withSignedReceipts_bringsOneForEach() throws Exception {
        SigningKey signer = SigningKey.generate(new SecureRandom());
        try (Fixture f = new Fixture(builder -> builder.name("bank").signer(signer));
                Server server = serve(f);
                Client client = Client.to(server.address()).connect()) {
            List<UUID> named = new ArrayList<>();
            for (RemoteAnswer each : client.open(everything(f))
                    .signedReceipts(true)
                    .callAll(List.of(BALANCE, transfer(1)))) {
                assertTrue(each.orThrow().signedReceipt().isPresent());
                named.add(outcome(each).receipt().invocation());
            }
            assertEquals(2, Set.copyOf(named).size());
        }
    }
}
