package dev.cnv.tests;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;

/** A runtime in another process, to be killed while a verb runs in a worker of it. */
public final class IsolationMain {

    private IsolationMain() {}

    static Process start(Path file) throws IOException {
        return new ProcessBuilder(OtherJvm.command(IsolationMain.class, file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * Runs a verb that never ends.
     *
     * @param args the file in which the verb notes its process
     */
    public static void main(String[] args) {
        SigningKey root = SigningKey.generate(new SecureRandom());
        SigningKey key = SigningKey.generate(new SecureRandom());
        Chain chain = Chain.issue(
                root,
                TokenDraft.to(key.publicKey(), "alice", "person")
                        .between(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600))
                        .grant("**", EffectLevel.PRIVILEGED));
        try (Cnv cnv = Cnv.builder()
                .verbs(new CellVerbs())
                .workers(WorkerSettings.DEFAULT.withModules(CellModules.class))
                .policy(Fixture.ALLOW_ALL)
                .trust(Trust.of(root.publicKey()))
                .ledger(new MemoryLedger())
                .build()) {
            CellVerbs.with(cnv.open(new Credential.Held(chain, key))).deaf(args[0]);
        }
    }
}
