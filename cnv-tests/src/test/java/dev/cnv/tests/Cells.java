package dev.cnv.tests;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A runtime over {@link Cell} in the machine's time, and a caller who may do everything. */
final class Cells implements AutoCloseable {

    final SecureRandom random = new SecureRandom();
    final SigningKey root = SigningKey.generate(random);
    final SigningKey key = SigningKey.generate(random);
    final Cnv cnv;

    Cells(Ledger ledger) {
        cnv = Cnv.builder()
                .verbs(new CellVerbs())
                .workers(settings())
                .policy(Fixture.ALLOW_ALL)
                .trust(Trust.of(root.publicKey()))
                .ledger(ledger)
                .drain(Duration.ofMillis(200))
                .build();
    }

    static WorkerSettings settings() {
        return WorkerSettings.DEFAULT
                .withModules(CellModules.class)
                .withJvm(
                        List.of(
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "-XX:-UsePerfData"),
                        Map.of())
                .withSizes(64 << 20, 1 << 20);
    }

    Session session() {
        TokenDraft draft = TokenDraft.to(key.publicKey(), "alice", "person")
                .between(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600))
                .grant("**", EffectLevel.PRIVILEGED);
        return cnv.open(new Credential.Held(Chain.issue(root, draft), key));
    }

    CellVerbs.Calls calls() {
        return CellVerbs.with(session());
    }

    static Reason failure(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Failed<?> failed) {
            return failed.failure().reason();
        }
        throw new AssertionError(outcome.toString());
    }

    /** What a verb wrote to a file; waits for it. */
    static String noted(Path file) {
        Waiting.until(() -> Files.exists(file) && !read(file).isEmpty());
        return read(file);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cnv.close();
    }
}
