package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.LedgerEvent.CallCompleted;
import dev.cnv.runtime.governance.LedgerEvent.CallDecided;
import dev.cnv.runtime.governance.LedgerEvent.CertificateExported;
import dev.cnv.runtime.governance.LedgerEvent.VouchedBy;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Events and ledgers for the tests of this package. */
final class Events {

    static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678Z");

    private Events() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A completion that is found again by its message. */
    static CallCompleted completed(String message) {
        return new CallCompleted(
                BEGIN,
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

    static CallCompleted fullCompleted() {
        return new CallCompleted(
                BEGIN.plusMillis(12),
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

    static CallDecided fullDecided() {
        return fullDecided(Optional.empty());
    }

    /** The same call, made with a certificate of another runtime. */
    static CallDecided vouchedDecided() {
        return fullDecided(Optional.of(new VouchedBy(new UUID(5, 6), "gateway", Digest.of("key"))));
    }

    private static CallDecided fullDecided(Optional<VouchedBy> vouched) {
        ObjectNode arguments = object();
        arguments.put("path", "a/b.txt").put("count", 3).putNull("nothing");
        arguments.putObject("secret").put("commitment", Digest.of("c").hex()).put("salt", "AAEC");
        return new CallDecided(
                BEGIN,
                new UUID(1, 2),
                "corr-1",
                Optional.of(new UUID(3, 4)),
                "file.write",
                "1.2.0",
                "bot:7",
                "llm",
                "acme",
                "DELEGATED",
                "alice",
                Optional.of(Digest.of("chain")),
                List.of("MUTATE_STATE", "STORAGE_WRITE"),
                Optional.of(Digest.of("args")),
                arguments,
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
                Spending.NONE,
                vouched);
    }

    static CallDecided decidedOnFacts() {
        CallDecided d = fullDecided();
        return new CallDecided(
                d.time(),
                d.invocation(),
                d.correlation(),
                d.parent(),
                d.capability(),
                d.version(),
                d.agent(),
                d.agentType(),
                d.tenant(),
                d.principal(),
                d.root(),
                d.chain(),
                d.effects(),
                d.argumentsDigest(),
                d.arguments(),
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
                d.spending(),
                Optional.empty());
    }

    static LedgerEvent.PolicyChanged policyChanged() {
        ObjectNode delta = object();
        delta.putArray("disable").add("r1");
        return new LedgerEvent.PolicyChanged(
                BEGIN,
                "disabled",
                "disable",
                List.of("r1"),
                Digest.of("before"),
                Digest.of("after"),
                3,
                "alice",
                List.of("bob"),
                delta);
    }

    static CallDecided decided(ObjectNode arguments) {
        return new CallDecided(
                BEGIN,
                new UUID(1, 2),
                "c",
                Optional.empty(),
                "file.read",
                "1.0.0",
                "a",
                "person",
                "default",
                "DIRECT",
                "a",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                arguments,
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
                Spending.NONE,
                Optional.empty());
    }

    static CertificateExported exported() {
        return new CertificateExported(
                BEGIN,
                new UUID(1, 2),
                new UUID(5, 6),
                "file.write",
                "bot:7",
                "acme",
                "worker",
                Digest.of("key"),
                Digest.of("bytes"));
    }

    static CallDecided spending(Spending spending) {
        CallDecided full = fullDecided();
        return new CallDecided(
                full.time(),
                full.invocation(),
                full.correlation(),
                full.parent(),
                full.capability(),
                full.version(),
                full.agent(),
                full.agentType(),
                full.tenant(),
                full.principal(),
                full.root(),
                full.chain(),
                full.effects(),
                full.argumentsDigest(),
                object(),
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
                spending,
                Optional.empty());
    }

    static CallDecided fullSpending() {
        return spending(new Spending(
                List.of(
                        new Spending.Use(Digest.of("t1"), BEGIN.plusSeconds(60)),
                        new Spending.Use(Digest.of("t2"), BEGIN.plusSeconds(30))),
                Optional.of(new Spending.Nonce(Digest.of("n"), BEGIN.plusSeconds(30)))));
    }

    static DelegationEvent.DelegationCreated created() {
        return new DelegationEvent.DelegationCreated(
                BEGIN,
                Digest.of("token"),
                Optional.of(Digest.of("parent")),
                Digest.of("issuer"),
                Digest.of("holder"),
                "alice/reader",
                "alice",
                2,
                BEGIN.minusSeconds(60),
                BEGIN.plusSeconds(60),
                OptionalLong.of(3),
                "AAEC");
    }

    static DelegationEvent.DelegationExpired expired() {
        return new DelegationEvent.DelegationExpired(
                BEGIN, List.of(Digest.of("token"), Digest.of("other")));
    }

    static DelegationEvent.DelegationRevoked revoked() {
        return new DelegationEvent.DelegationRevoked(
                BEGIN,
                Optional.of(Digest.of("issuer")),
                7,
                List.of(Digest.of("token")),
                "the key was lost",
                Optional.of("AAEC"));
    }

    static DelegationEvent.DelegationRevoked revokedByOperator() {
        return new DelegationEvent.DelegationRevoked(
                BEGIN, Optional.empty(), 0, List.of(Digest.of("token")), "", Optional.empty());
    }

    static FileLedger on(DiskDirectory directory) {
        return on(directory, LedgerDescriptor.SEGMENT_BYTES);
    }

    static FileLedger on(DiskDirectory directory, long segmentBytes) {
        try {
            return FileLedger.on(
                    directory, null, () -> {}, "disk", new VirtualTime(BEGIN), segmentBytes);
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
            messages.add(((CallCompleted) record.event()).message());
        });
        return messages;
    }
}
