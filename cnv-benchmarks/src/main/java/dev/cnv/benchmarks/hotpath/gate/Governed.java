package dev.cnv.benchmarks.hotpath.gate;

import dev.cnv.hotpath.grant.GrantTable;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.spi.Staged;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A runtime with a ledger on disk, and a table with grants of two verbs for 64 agents. */
final class Governed implements AutoCloseable {

    static final int AGENT_COUNT = 64;
    static final int VERB_COUNT = 2;

    final Counter counter = new Counter();
    final GrantTable table;

    /** By agent, then by verb. */
    final long[] handles = new long[AGENT_COUNT * VERB_COUNT];

    private final SystemTime time = new SystemTime(Clock.systemUTC());
    private final Path folder;
    private final FileLedger ledger;
    private final Cnv cnv;

    Governed() throws IOException {
        SecureRandom random = new SecureRandom();
        SigningKey root = SigningKey.generate(random);
        SigningKey key = SigningKey.generate(random);
        folder = Files.createTempDirectory("cnv-benchmark");
        ledger = FileLedger.open(folder, time);
        cnv = Cnv.builder()
                .verbs(new CounterVerbs(counter))
                .policy(PolicySet.of(PolicyRule.allow("all").always()))
                .trust(Trust.of(root.publicKey()))
                .time(time)
                .ledger(ledger)
                .build();
        table = GrantTable.create(
                cnv,
                1_024,
                List.of(new CapabilityId("counter.add"), new CapabilityId("counter.take")),
                0);
        for (int agent = 0; agent < AGENT_COUNT; agent++) {
            Session session = cnv.open(new Credential.Held(chain(root, key, "agent" + agent), key));
            handles[agent * VERB_COUNT] = lift(add(session));
            handles[agent * VERB_COUNT + 1] = lift(take(session));
        }
    }

    private static Chain chain(SigningKey root, SigningKey key, String agent) {
        Instant now = Instant.now();
        return Chain.issue(
                root,
                TokenDraft.to(key.publicKey(), agent, "service")
                        .between(now.minusSeconds(60), now.plus(Duration.ofDays(1)))
                        .grant("counter.*", EffectLevel.MUTATE));
    }

    private long lift(Staged.Verified<?, ?> certificate) {
        return table.lift(certificate, Duration.ofHours(12), OptionalLong.empty())
                .orThrow()
                .value();
    }

    private static Staged.Verified<?, ?> add(Session session) {
        Step<CounterAddCertificate.Unchecked> first = CounterAddCertificate.prepare(
                session, new CounterAddCertificate.Input(1, 1, 1L, 1L, 1L));
        return first.orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
    }

    private static Staged.Verified<?, ?> take(Session session) {
        Step<CounterTakeCertificate.Unchecked> first = CounterTakeCertificate.prepare(
                session, new CounterTakeCertificate.Input(1, 1, 1L, 1L, 1L));
        return first.orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
    }

    @Override
    public void close() throws IOException {
        cnv.close();
        ledger.close();
        time.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
