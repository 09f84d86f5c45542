package isolated;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/** Prints this process and those of two calls. */
public final class Main {

    private Main() {}

    /** Takes no arguments. */
    public static void main(String[] args) {
        SigningKey root = SigningKey.generate(new SecureRandom());
        SigningKey key = SigningKey.generate(new SecureRandom());
        Instant now = Instant.now();
        Chain chain = Chain.issue(
                root,
                TokenDraft.to(key.publicKey(), "bot", "llm")
                        .between(now, now.plus(Duration.ofHours(1)))
                        .grant("cell.*", EffectLevel.READ_ONLY));
        try (Cnv cnv = Cnv.builder()
                .trust(Trust.of(root.publicKey()))
                .policy(PolicySet.of(PolicyRule.allow("all").always()))
                .workers(WorkerSettings.DEFAULT.withSandboxFolder(Path.of("boxes")))
                .build()) {
            CellVerbs.Calls bot = CellVerbs.with(cnv.open(new Credential.Held(chain, key)));
            System.out.println("runtime " + ProcessHandle.current().pid());
            System.out.println("own " + bot.own().orThrow());
            System.out.println("held " + bot.held().orThrow());
        }
    }
}
