package dev.cnv.tests.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.governance.CallEvent;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.registry.RegistryResult;
import dev.cnv.runtime.time.SystemTime;
import dev.cnv.runtime.time.VirtualTime;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The guide's application does what the guide says. */
class GuideTest {

    @Test
    void notesApp_assistantAdds_isRefusedAndRecorded(@TempDir Path folder) {
        Outcome<JsonNode> outcome = NotesApp.run(folder);
        var denied = assertInstanceOf(Outcome.Denied.class, outcome);
        assertEquals(Reason.EFFECT_NOT_GRANTED, denied.denial().reason());
        var verification = FileLedger.verify(folder);
        assertTrue(verification.intact());
        List<LedgerEvent> calls = new ArrayList<>();
        FileLedger.read(folder, record -> {
            if (record.event() instanceof CallEvent) {
                calls.add(record.event());
            }
        });
        assertEquals(5, calls.size(), "two calls with decision and outcome, and one refusal");
    }

    @Test
    void notesCli_eachCaller_hasItsOwnRights(@TempDir Path folder) {
        assertEquals(0, command(folder, "note", "add", "--text", "buy milk"));
        assertEquals(3, command(folder, "--as", "assistant", "note", "add", "--text", "no"));
        assertEquals(2, command(folder, "note", "add", "--text", "x".repeat(201)));
        assertEquals(2, command(folder, "note", "ad", "--text", "x"));
    }

    @Test
    void notesMain_eachCaller_hasItsOwnRights(@TempDir Path folder) {
        assertEquals(0, main(folder, "note", "add", "--text=buy milk"));
        assertEquals(3, main(folder, "note", "add", "--text=no", "--as=assistant"));
        assertEquals(0, main(folder, "note", "list", "--as=assistant"));
        assertTrue(FileLedger.verify(folder).intact());
    }

    private static int main(Path folder, String... words) {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var time = new SystemTime(Clock.systemUTC());
        try (time;
                FileLedger ledger = FileLedger.open(folder, time)) {
            return NotesMain.commandLine(Cnv.builder().time(time).ledger(ledger))
                    .streams(InputStream.nullInputStream(), nowhere, nowhere)
                    .build()
                    .run(words);
        }
    }

    @Test
    void notesServed_callFromElsewhere_isAnsweredWithAReceipt(@TempDir Path folder)
            throws Exception {
        SecureRandom random = new SecureRandom();
        SigningKey root = SigningKey.generate(random);
        SigningKey aliceKey = SigningKey.generate(random);
        SigningKey signer = SigningKey.generate(random);
        var time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
        Chain chain = Chain.issue(
                root,
                TokenDraft.to(aliceKey.publicKey(), "alice", "person")
                        .between(time.now(), time.now().plusSeconds(60))
                        .grant("note.*", EffectLevel.MUTATE));
        try (FileLedger ledger = FileLedger.open(folder.resolve("ledger"), time);
                Cnv cnv = Cnv.builder()
                        .name("notes")
                        .verbs(new NotesVerbs(new Notes()))
                        .policy(PolicySet.of(PolicyRule.allow("all").always()))
                        .trust(Trust.of(root.publicKey()))
                        .ledger(ledger)
                        .time(time)
                        .signer(signer)
                        .build();
                Server server = NotesServed.serve(cnv, folder.resolve("s"))) {
            JsonNode answer = NotesServed.call(
                    server.address(),
                    new Credential.Held(chain, aliceKey),
                    new CapabilityId("note.list"),
                    StrictJson.parse("{}"),
                    signer.publicKey());
            assertEquals("[]", answer.toString());
        }
    }

    @Test
    void notesServed_overTls_isServedToTheKnownKeyAlone(@TempDir Path folder) throws Exception {
        SecureRandom random = new SecureRandom();
        SigningKey root = SigningKey.generate(random);
        SigningKey aliceKey = SigningKey.generate(random);
        SigningKey own = SigningKey.generate(random);
        SigningKey gateway = SigningKey.generate(random);
        var time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
        Chain chain = Chain.issue(
                root,
                TokenDraft.to(aliceKey.publicKey(), "alice", "person")
                        .between(time.now(), time.now().plusSeconds(60))
                        .grant("note.*", EffectLevel.MUTATE));
        try (FileLedger ledger = FileLedger.open(folder, time);
                Cnv cnv = builder(root, time).ledger(ledger).build();
                Server server =
                        NotesServed.serveOverTls(cnv, "localhost", own, gateway.publicKey())) {
            try (Client client =
                    NotesServed.connectOverTls(server.address(), gateway, own.publicKey())) {
                JsonNode answer = client.open(new Credential.Held(chain, aliceKey))
                        .call(new CapabilityId("note.list"), StrictJson.parse("{}"))
                        .outcome()
                        .orThrow();
                assertEquals("[]", answer.toString());
            }
            assertThrows(
                    EndpointException.class,
                    () -> NotesServed.connectOverTls(server.address(), aliceKey, own.publicKey())
                            .capabilities());
        }
    }

    @Test
    void notesRevoked_assistantsToken_isRevokedHereAndInARuntimeBeside(
            @TempDir Path one, @TempDir Path two) {
        SecureRandom random = new SecureRandom();
        SigningKey root = SigningKey.generate(random);
        SigningKey aliceKey = SigningKey.generate(random);
        SigningKey assistantKey = SigningKey.generate(random);
        var time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
        Chain assistant = Chain.issue(
                        root,
                        TokenDraft.to(aliceKey.publicKey(), "alice", "person")
                                .between(time.now(), time.now().plusSeconds(60))
                                .grant("note.*", EffectLevel.MUTATE)
                                .mayHandOn(1))
                .delegate(
                        aliceKey,
                        TokenDraft.to(assistantKey.publicKey(), "alice/assistant", "llm")
                                .grant("note.*", EffectLevel.READ_ONLY));
        try (Cnv cnv = builder(root, time).ledger(FileLedger.open(one, time)).build()) {
            assertInstanceOf(
                    RegistryResult.Changed.class,
                    NotesRevoked.takeBack(cnv, aliceKey, assistant, time.now()));
            try (Cnv beside = NotesRevoked.beside(
                    one, time, builder(root, time).ledger(FileLedger.open(two, time)))) {
                for (Cnv each : List.of(cnv, beside)) {
                    assertEquals(
                            Reason.CREDENTIAL_REVOKED,
                            each.open(new Credential.Held(assistant, assistantKey))
                                    .refusal()
                                    .orElseThrow()
                                    .reason());
                }
            }
        }
    }

    private static CnvBuilder builder(SigningKey root, VirtualTime time) {
        return Cnv.builder()
                .verbs(new NotesVerbs(new Notes()))
                .trust(Trust.of(root.publicKey()))
                .policy(PolicySet.of(PolicyRule.allow("notes").always()))
                .time(time);
    }

    private static int command(Path folder, String... words) {
        SecureRandom random = new SecureRandom();
        SigningKey root = SigningKey.generate(random);
        Instant now = Instant.now();
        var time = new VirtualTime(now);
        var rules = PolicySet.of(PolicyRule.allow("notes").always());
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        // The verb comes first, then the options of every verb.
        List<String> ordered = new ArrayList<>(List.of(words));
        if (ordered.getFirst().equals("--as")) {
            ordered.addAll(List.of(ordered.removeFirst(), ordered.removeFirst()));
        }
        return NotesCli.notes(
                        () -> Cnv.builder()
                                .verbs(new NotesVerbs(new Notes()))
                                .trust(Trust.of(root.publicKey()))
                                .policy(rules)
                                .time(time)
                                .ledger(FileLedger.open(folder, time))
                                .build(),
                        credential(root, now, "alice", EffectLevel.MUTATE),
                        credential(root, now, "assistant", EffectLevel.READ_ONLY))
                .streams(InputStream.nullInputStream(), nowhere, nowhere)
                .build()
                .run(ordered.toArray(String[]::new));
    }

    private static Credential credential(
            SigningKey root, Instant now, String agent, EffectLevel level) {
        SigningKey key = SigningKey.generate(new SecureRandom());
        return new Credential.Held(
                Chain.issue(
                        root,
                        TokenDraft.to(key.publicKey(), agent, "person")
                                .between(now.minusSeconds(1), now.plusSeconds(600))
                                .grant("note.*", level)),
                key);
    }
}
