package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.audit.replay.ReplayRecord;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.governance.AuditEvent;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerLines;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.text.PolicyText;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code cnv ledger replay} over the ledger that the tool itself wrote. */
class LedgerReplaysTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        assertEquals(0, ToolRun.of(folder.resolve("one"), "verbs", "list").exit());
        assertEquals(0, ToolRun.of(folder.resolve("one"), "verbs", "list").exit());
        String ledger = folder.resolve("one").toString();
        assertEquals(
                0,
                ToolRun.of(folder.resolve("one"), "ledger", "show", "--dir", ledger)
                        .exit());
    }

    private ToolRun replay(String... more) {
        String[] words = new String[5 + more.length];
        System.arraycopy(
                new String[] {
                    "ledger", "replay", "--dir", folder.resolve("one").toString(), "--output=json"
                },
                0,
                words,
                0,
                5);
        System.arraycopy(more, 0, words, 5, more.length);
        return ToolRun.of(folder.resolve("two"), words);
    }

    @Test
    void replay_ownPolicies_isTheSame() {
        ToolRun run = replay();
        assertEquals(0, run.exit(), run.err());
        assertEquals(3, run.json().get("same").intValue());
        assertEquals(0, run.json().get("different").intValue());
        assertEquals(0, run.json().get("undetermined").intValue());
    }

    @Test
    void replay_otherPolicy_showsWhatItForbids() throws IOException {
        PolicySet other = PolicySet.of(
                PolicyRule.allow("all").always(),
                PolicyRule.deny("no-ledger", "closed", "")
                        .when(Condition.capability("cnv.ledger.*")));
        Path file = Files.writeString(folder.resolve("other.policy"), PolicyText.write(other));
        JsonNode json = replay("--policy", file.toString()).json();
        assertEquals(1, json.get("different").intValue());
        assertEquals(3, json.get("permittedBefore").intValue());
        assertEquals(2, json.get("permittedAfter").intValue());
        assertEquals("cnv.ledger.show", json.at("/differences/0/capability").stringValue());
        assertEquals(
                "refuse (policy-forbidden) by rule no-ledger",
                json.at("/differences/0/after").stringValue());
    }

    private JsonNode whatIf(String... more) {
        ToolRun run = replay(more);
        assertEquals(0, run.exit(), run.err());
        return run.json();
    }

    /** The decisions of the tool's own ledger, by index. */
    private List<PolicyDecision> decisions() {
        List<PolicyDecision> decisions = new ArrayList<>();
        FileLedger.read(folder.resolve("one"), record -> {
            if (record.event() instanceof PolicyDecision decision) {
                decisions.add(decision);
            }
        });
        return decisions;
    }

    private void mark(String name, long size) {
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                FileLedger ledger = FileLedger.open(folder.resolve("one"), time)) {
            ledger.append(
                    new AuditEvent.AuditCheckpoint(
                            new EventOrigins(time, new RandomIds(new SecureRandom())).by("me"),
                            name,
                            size,
                            size,
                            Digest.of("root")),
                    Ledger.Durability.ON_DISK);
        }
    }

    @Test
    void replay_slices_areByIndexTimeAndMark() {
        List<Long> indices = new ArrayList<>();
        FileLedger.read(folder.resolve("one"), record -> {
            if (record.event() instanceof PolicyDecision) {
                indices.add(record.index());
            }
        });
        String second = Long.toString(indices.get(1));
        assertEquals(2, whatIf("--from", second).get("same").intValue());
        assertEquals(1, whatIf("--to", second).get("same").intValue());
        String time = decisions().get(1).time().toString();
        assertEquals(2, whatIf("--from", time).get("same").intValue());
        assertEquals(1, whatIf("--to", time).get("same").intValue());
        mark("daily", indices.get(2));
        assertEquals(1, whatIf("--from", "daily").get("same").intValue());
        assertEquals(2, whatIf("--to", "mark:daily").get("same").intValue());
        ToolRun unknown = replay("--from", "nightly");
        assertEquals(2, unknown.exit(), unknown.out());
        assertTrue(unknown.err().contains("nightly"), unknown.err());
        assertEquals(2, replay("--from", "5", "--to", "2").exit());
    }

    @Test
    void replay_tokenVerbAndRate_areAlteredTogether() {
        PolicyDecision decision = decisions().getFirst();
        Chain chain = Chain.ofBytes(
                FileLedger.payload(folder.resolve("one"), decision.chain().orElseThrow())
                        .orElseThrow());
        JsonNode json = whatIf(
                "--revoked",
                chain.tokenDigests().getFirst().hex() + "@2020-01-01",
                "--removed",
                "cnv.ledger.*",
                "--rate",
                "cnv.verbs.list=1");
        assertEquals(3, json.get("permittedBefore").intValue());
        assertEquals(
                "refuse (credential-revoked)", json.at("/differences/0/after").stringValue());
        assertEquals(
                "refuse (capability-withdrawn)", json.at("/differences/1/after").stringValue());
        for (List<String> wrong : List.of(
                List.of("--rate", "cnv.verbs.list"),
                List.of("--concurrency", "cnv.verbs.list=0"),
                List.of("--revoked", "abc"))) {
            assertEquals(2, replay(wrong.toArray(String[]::new)).exit(), wrong.toString());
        }
    }

    @Test
    void replay_firstCounterExample_isShownForEachRule() throws IOException {
        Path file = Files.writeString(folder.resolve("o.policy"), PolicyText.write(closed()));
        JsonNode json = whatIf("--policy", file.toString());
        assertEquals("no-ledger", json.at("/rules/0/rule").stringValue());
        assertEquals("cnv.ledger.show", json.at("/rules/0/capability").stringValue());
    }

    @Test
    void replay_export_hasEachDifference() throws IOException {
        Path file = Files.writeString(folder.resolve("o.policy"), PolicyText.write(closed()));
        Path csv = folder.resolve("d.csv");
        Path json = folder.resolve("d.jsonl");
        whatIf("--policy", file.toString(), "--export", csv.toString());
        whatIf("--policy", file.toString(), "--export", json.toString());
        List<String> rows = Files.readAllLines(csv);
        assertEquals(2, rows.size());
        assertTrue(rows.getFirst().startsWith("index,time,agent,"), rows.getFirst());
        assertTrue(
                rows.get(1).endsWith(",permit,,all,refuse,policy-forbidden,no-ledger")
                        || rows.get(1).contains(",refuse,policy-forbidden,no-ledger"),
                rows.get(1));
        JsonNode difference = StrictJson.parse(Files.readString(json).strip());
        assertEquals("no-ledger", difference.get("afterRule").stringValue());
        assertEquals(
                2,
                replay("--policy", file.toString(), "--export", csv.toString()).exit(),
                "it is there");
    }

    private static PolicySet closed() {
        return PolicySet.of(
                PolicyRule.allow("all").always(),
                PolicyRule.deny("no-ledger", "closed", "")
                        .when(Condition.capability("cnv.ledger.*")));
    }

    @Test
    void replay_recorded_isASignedEventThatTheKeyVerifies() throws IOException {
        SigningKey key = SigningKey.generate(new SecureRandom());
        Path secret = folder.resolve("secret.key");
        KeyFile.write(secret, key);
        Path file = Files.writeString(folder.resolve("o.policy"), PolicyText.write(closed()));
        JsonNode json = whatIf(
                "--policy", file.toString(), "--to", "6", "--record", "--key", secret.toString());
        Path one = folder.resolve("one");
        List<AuditEvent.ReplayCompleted> events = new ArrayList<>();
        FileLedger.read(one, record -> {
            if (record.event() instanceof AuditEvent.ReplayCompleted completed) {
                events.add(completed);
            }
        });
        AuditEvent.ReplayCompleted event = events.getFirst();
        assertEquals(json.get("recorded").stringValue(), event.origin().id().toString());
        assertEquals(0, event.from());
        assertEquals(6, event.to());
        try (LedgerLines lines = LedgerLines.open(one)) {
            assertEquals(lines.treeHead(6).root(), event.root());
        }
        assertEquals(List.of(closed().hash().hex()), event.policies());
        assertEquals(json.get("same").longValue(), event.sameCount());
        byte[] result = ReplayRecord.verified(one, event, key.publicKey()).orElseThrow();
        JsonNode signed = StrictJson.parse(new String(result, StandardCharsets.UTF_8));
        assertEquals("cnv-replay/1", signed.get("format").stringValue());
        assertEquals(event.root().hex(), signed.get("root").stringValue());
        assertEquals(json.get("different").longValue(), signed.get("different").longValue());
        PublicKey other = SigningKey.generate(new SecureRandom()).publicKey();
        assertEquals(Optional.empty(), ReplayRecord.verified(one, event, other));
    }

    @Test
    void replay_resultErasedOrExchanged_isNotVerified() throws IOException {
        SigningKey key = SigningKey.generate(new SecureRandom());
        Path secret = folder.resolve("secret.key");
        KeyFile.write(secret, key);
        whatIf("--record", "--key", secret.toString());
        whatIf("--to", "5", "--record", "--key", secret.toString());
        Path one = folder.resolve("one");
        List<AuditEvent.ReplayCompleted> events = new ArrayList<>();
        FileLedger.read(one, record -> {
            if (record.event() instanceof AuditEvent.ReplayCompleted completed) {
                events.add(completed);
            }
        });
        AuditEvent.ReplayCompleted a = events.get(0);
        AuditEvent.ReplayCompleted b = events.get(1);
        AuditEvent.ReplayCompleted mixed = new AuditEvent.ReplayCompleted(
                a.origin(),
                a.from(),
                a.to(),
                a.root(),
                a.policies(),
                a.decisionCount(),
                a.sameCount(),
                a.differentCount(),
                a.undeterminedCount(),
                b.result(),
                a.signature());
        assertEquals(Optional.empty(), ReplayRecord.verified(one, mixed, key.publicKey()));
        assertTrue(ReplayRecord.verified(one, b, key.publicKey()).isPresent());
        assertEquals(2, replay("--record").exit(), "without a key");
    }

    @Test
    void replay_noLedger_isAnError() {
        assertEquals(
                2,
                ToolRun.of(
                                folder.resolve("two"),
                                "ledger",
                                "replay",
                                "--dir",
                                folder.resolve("none").toString())
                        .exit());
    }
}
