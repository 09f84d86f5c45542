package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.CallEvent.CertificateExported;
import dev.cnv.runtime.governance.CallEvent.VouchedBy;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Events and ledgers for the tests of this package. */
final class Events {

    static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678Z");

    private Events() {}

    /** An origin of one agent, tenant and request. */
    static EventOrigin origin(Instant time, String agent, String tenant, String correlation) {
        return new EventOrigin(
                new UUID(9, 10), time, agent, tenant, correlation, Optional.empty(), Map.of());
    }

    static EventOrigin origin() {
        return origin(BEGIN, "", "", "");
    }

    /** What a policy could look at when the full decision was made. */
    static DecisionFacts facts() {
        return new DecisionFacts(
                "2.0",
                Map.of("model", "m-1"),
                QualityOfService.NORMAL,
                BEGIN.minusMillis(1),
                List.of("file.copy"),
                List.of("bob"),
                new DelegationFacts(
                        new AgentId("alice"),
                        true,
                        new AgentId("bot:7"),
                        2,
                        Optional.of(Digest.of("chain"))),
                BEGIN,
                3,
                4,
                OperatingMode.NORMAL,
                Optional.empty());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A completion that is found again by its message. */
    static InvocationCompleted completed(String message) {
        return new InvocationCompleted(
                origin(),
                new UUID(1, 2),
                OptionalLong.empty(),
                "completed",
                Optional.empty(),
                message,
                1,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    static InvocationCompleted fullCompleted() {
        return new InvocationCompleted(
                origin(BEGIN.plusMillis(12), "bot:7", "acme", "corr-1")
                        .causedBy(new UUID(11, 12))
                        .with("host", "h1"),
                new UUID(7, 8),
                OptionalLong.of(41),
                "failed",
                Optional.of(Reason.HANDLER_FAILED),
                "disk=full",
                3,
                1_000,
                2_000_000,
                Optional.of(Digest.of("r")),
                Optional.of("{\"a\":1}"),
                List.of("soft deadline missed"));
    }

    static PolicyDecision fullDecided() {
        return fullDecided(Optional.empty());
    }

    /** The same call, made with a certificate of another runtime. */
    static PolicyDecision vouchedDecided() {
        return fullDecided(Optional.of(new VouchedBy(new UUID(5, 6), "gateway", Digest.of("key"))));
    }

    private static PolicyDecision fullDecided(Optional<VouchedBy> vouched) {
        ObjectNode arguments = object();
        arguments.put("path", "a/b.txt").put("count", 3).putNull("nothing");
        arguments.putObject("secret").put("commitment", Digest.of("c").hex()).put("salt", "AAEC");
        return new PolicyDecision(
                origin(BEGIN, "bot:7", "acme", "corr-1"),
                new UUID(1, 2),
                Optional.of(new UUID(3, 4)),
                "file.write",
                "1.2.0",
                "llm",
                "DELEGATED",
                "alice",
                Optional.of(Digest.of("chain")),
                List.of("MUTATE_STATE", "STORAGE_WRITE"),
                Optional.of(Digest.of("args")),
                arguments,
                Optional.empty(),
                Optional.of(Digest.of("policy")),
                List.of("r1", "r2"),
                Optional.of("r2"),
                false,
                Optional.of(Reason.POLICY_FORBIDDEN),
                "policy",
                "r2 forbids \"it\"",
                Optional.of("key-1"),
                true,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Spending.NONE,
                vouched);
    }

    static PolicyDecision decidedOnFacts() {
        PolicyDecision d = fullDecided();
        return new PolicyDecision(
                d.origin(),
                d.invocation(),
                d.parent(),
                d.capability(),
                d.version(),
                d.agentType(),
                d.principal(),
                d.root(),
                d.chain(),
                d.effects(),
                d.argumentsDigest(),
                d.arguments(),
                d.argumentsPayload(),
                d.policy(),
                d.rulesConsidered(),
                d.ruleMatched(),
                d.permitted(),
                d.reason(),
                d.stage(),
                d.message(),
                d.idempotencyKey(),
                d.dryRun(),
                List.of("r1"),
                Optional.of(Digest.of("facts")),
                Optional.of(facts()),
                d.spending(),
                Optional.empty());
    }

    static RuntimeEvent.PolicyChanged policyChanged() {
        ObjectNode delta = object();
        delta.putArray("disable").add("r1");
        return new RuntimeEvent.PolicyChanged(
                origin(BEGIN, "alice", "", ""),
                "disabled",
                "disable",
                List.of("r1"),
                Digest.of("before"),
                Digest.of("after"),
                3,
                List.of("bob"),
                delta,
                Optional.of(Digest.of("body")));
    }

    static PolicyDecision decided(ObjectNode arguments) {
        return new PolicyDecision(
                origin(BEGIN, "a", "default", "c"),
                new UUID(1, 2),
                Optional.empty(),
                "file.read",
                "1.0.0",
                "person",
                "DIRECT",
                "a",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                arguments,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                true,
                Optional.empty(),
                "decided",
                "",
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Spending.NONE,
                Optional.empty());
    }

    static CertificateExported exported() {
        return new CertificateExported(
                origin(BEGIN, "bot:7", "acme", "corr-1"),
                new UUID(1, 2),
                new UUID(5, 6),
                "file.write",
                "worker",
                Digest.of("key"),
                Digest.of("bytes"));
    }

    static FrameEvent.GrantLifted lifted() {
        return new FrameEvent.GrantLifted(
                origin(BEGIN, "bot:7", "acme", "corr-1").causedBy(new UUID(11, 12)),
                new UUID(1, 2),
                new UUID(13, 14),
                new UUID(5, 6),
                "account.transfer",
                "1.2.0",
                List.of("MUTATE_STATE"),
                Optional.of(Digest.of("chain")),
                Optional.of(Digest.of("policy")),
                new UUID(15, 16),
                0x1_0000_0007L,
                BEGIN.plusSeconds(60),
                OptionalLong.of(1_000));
    }

    static FrameEvent.BatchExecuted executed() {
        return new FrameEvent.BatchExecuted(
                origin(),
                new UUID(15, 16),
                "worker-1",
                3,
                2,
                511,
                1,
                Digest.of("frames"),
                List.of(
                        new FrameEvent.FrameCount("account.transfer", "DONE", 510),
                        new FrameEvent.FrameCount("account.transfer", "FAILED", 1),
                        new FrameEvent.FrameCount("", "HANDLE_STALE", 1)));
    }

    static PolicyDecision spending(Spending spending) {
        PolicyDecision full = fullDecided();
        return new PolicyDecision(
                full.origin(),
                full.invocation(),
                full.parent(),
                full.capability(),
                full.version(),
                full.agentType(),
                full.principal(),
                full.root(),
                full.chain(),
                full.effects(),
                full.argumentsDigest(),
                object(),
                Optional.empty(),
                full.policy(),
                full.rulesConsidered(),
                full.ruleMatched(),
                true,
                Optional.empty(),
                "decided",
                "",
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                spending,
                Optional.empty());
    }

    static PolicyDecision fullSpending() {
        return spending(new Spending(
                List.of(
                        new Spending.Use(Digest.of("t1"), BEGIN.plusSeconds(60)),
                        new Spending.Use(Digest.of("t2"), BEGIN.plusSeconds(30))),
                Optional.of(new Spending.Nonce(Digest.of("n"), BEGIN.plusSeconds(30)))));
    }

    static DelegationEvent.DelegationCreated created() {
        return new DelegationEvent.DelegationCreated(
                origin(BEGIN, "alice/reader", "", ""),
                Digest.of("token"),
                Optional.of(Digest.of("parent")),
                Digest.of("issuer"),
                Digest.of("holder"),
                "alice",
                2,
                BEGIN.minusSeconds(60),
                BEGIN.plusSeconds(60),
                OptionalLong.of(3),
                "AAEC");
    }

    static DelegationEvent.DelegationExpired expired() {
        return new DelegationEvent.DelegationExpired(
                origin(), List.of(Digest.of("token"), Digest.of("other")));
    }

    static DelegationEvent.DelegationRevoked revoked() {
        return new DelegationEvent.DelegationRevoked(
                origin(),
                Optional.of(Digest.of("issuer")),
                7,
                List.of(Digest.of("token")),
                "the key was lost",
                Optional.of("AAEC"));
    }

    static DelegationEvent.DelegationRevoked revokedByOperator() {
        return new DelegationEvent.DelegationRevoked(
                origin(), Optional.empty(), 0, List.of(Digest.of("token")), "", Optional.empty());
    }

    static PolicyDecision personal() {
        PolicyDecision d = decidedOnFacts();
        return new PolicyDecision(
                d.origin().causedBy(new UUID(13, 14)),
                d.invocation(),
                d.parent(),
                d.capability(),
                d.version(),
                d.agentType(),
                d.principal(),
                d.root(),
                d.chain(),
                d.effects(),
                Optional.of(Digest.of("payload")),
                object(),
                Optional.of(Digest.of("payload")),
                d.policy(),
                d.rulesConsidered(),
                d.ruleMatched(),
                d.permitted(),
                d.reason(),
                d.stage(),
                d.message(),
                d.idempotencyKey(),
                d.dryRun(),
                d.ruleErrors(),
                d.facts(),
                d.request(),
                d.spending(),
                d.vouched());
    }

    static CallEvent.SecurityViolation violation() {
        return new CallEvent.SecurityViolation(
                origin(BEGIN, "bot:7", "acme", "corr-1").causedBy(new UUID(11, 12)),
                new UUID(1, 2),
                CallEvent.Severity.HIGH,
                "file.write",
                Reason.SIGNATURE_INVALID,
                "a signature does not hold");
    }

    static List<RuntimeEvent> ofTheRuntime() {
        RuntimeEvent.Key key =
                new RuntimeEvent.Key(RuntimeEvent.KeyPurpose.ROOT, Digest.of("key"), "AAEC", "");
        return List.of(
                policyChanged(),
                new RuntimeEvent.CapabilityGranted(
                        origin(),
                        "file.write",
                        "1.2.0",
                        List.of("MUTATE_STATE"),
                        "HIGH",
                        List.of("PII"),
                        true,
                        "SHARED",
                        List.of(),
                        Digest.of("in"),
                        Digest.of("out"),
                        ""),
                new RuntimeEvent.CapabilityGranted(
                        origin(),
                        "file.mend",
                        "1.0.0",
                        List.of("READ_ONLY"),
                        "LOW",
                        List.of(),
                        false,
                        "SHARED",
                        List.of("DEGRADED", "RECOVERY"),
                        Digest.of("in"),
                        Digest.of("out"),
                        ""),
                new RuntimeEvent.CapabilityRevoked(
                        origin(BEGIN, "alice", "", ""), "file.write", "it lost files"),
                new RuntimeEvent.ModeChanged(
                        origin(BEGIN, "alice", "", ""),
                        OperatingMode.EMERGENCY,
                        OperatingMode.NORMAL,
                        List.of("bob"),
                        "over"),
                new RuntimeEvent.SessionChanged(
                        origin(BEGIN, "alice", "", ""),
                        new UUID(7, 8),
                        List.of("file", "note"),
                        "ACTIVE",
                        "PAUSED",
                        "lunch"),
                new RuntimeEvent.KeyChanged(origin(), List.of(key), List.of(), ""),
                new RuntimeEvent.KeyChanged(origin(), List.of(), List.of(key), "lost"),
                new RuntimeEvent.PhaseChanged(
                        origin(), "swarm-1", "OPERATIONAL", "EMERGENCY", true, "alarm"));
    }

    static List<AuditEvent> ofTheLedger() {
        return List.of(
                new AuditEvent.AuditCheckpoint(origin(), "daily", 100, 40, Digest.of("root")),
                new AuditEvent.ReplayCompleted(
                        origin(),
                        0,
                        100,
                        Digest.of("root"),
                        List.of(Digest.of("policy").hex()),
                        50,
                        48,
                        1,
                        1,
                        Digest.of("result"),
                        Optional.of(Digest.of("signature"))),
                new AuditEvent.PayloadErased(
                        origin(), Digest.of("payload"), "asked by the person"));
    }

    /** One or more events of each type. */
    static List<LedgerEvent> all() {
        List<LedgerEvent> all = new ArrayList<>(List.of(
                fullDecided(),
                vouchedDecided(),
                exported(),
                new CallEvent.MilestoneReached(
                        origin(BEGIN, "bot:7", "acme", "corr-1").causedBy(new UUID(11, 12)),
                        new UUID(1, 2),
                        41,
                        2,
                        "half of it",
                        Digest.of("value"),
                        Digest.of("link")),
                lifted(),
                new FrameEvent.GrantEnded(
                        origin(),
                        new UUID(13, 14),
                        "account.transfer",
                        Optional.of(Reason.CREDENTIAL_REVOKED),
                        "token=1 was revoked"),
                executed(),
                decidedOnFacts(),
                personal(),
                fullCompleted(),
                completed(""),
                decided(object()),
                fullSpending(),
                spending(new Spending(List.of(), fullSpending().spending().nonce())),
                created(),
                expired(),
                revoked(),
                revokedByOperator(),
                violation()));
        all.addAll(ofTheRuntime());
        all.addAll(ofTheLedger());
        return all;
    }

    static FileLedger on(DiskDirectory directory) {
        return on(directory, LedgerDescriptor.SEGMENT_BYTES);
    }

    static FileLedger on(DiskDirectory directory, long segmentBytes) {
        return on(directory, segmentBytes, Thread.ofPlatform().daemon().factory());
    }

    static FileLedger on(DiskDirectory directory, long segmentBytes, ThreadFactory writers) {
        try {
            VirtualTime time = new VirtualTime(BEGIN);
            return FileLedger.on(directory, null, () -> {}, "disk", time, segmentBytes, writers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LedgerVerification verify(DiskDirectory directory) throws IOException {
        return LedgerFile.verify(directory, Optional.empty());
    }

    /** {@return the file of a ledger's first segment} */
    static Path firstSegment(Path ledger) {
        return ledger.resolve(LedgerDescriptor.SEGMENTS).resolve(LedgerDescriptor.segmentName(0));
    }

    /** {@return the header of a new ledger} */
    static byte[] header() {
        return LedgerLine.header(BEGIN, 0, LedgerDescriptor.NO_RECORD);
    }

    static List<String> messages(Ledger ledger) {
        List<String> messages = new ArrayList<>();
        ledger.read(record -> {
            if (record.index() != messages.size()) {
                throw new AssertionError(
                        "index=" + record.index() + " expected=" + messages.size());
            }
            messages.add(((InvocationCompleted) record.event()).message());
        });
        return messages;
    }
}
