package dev.cnv.tool;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.cli.ApplicationRuntime;
import dev.cnv.runtime.cli.CliRuntime;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.telemetry.Telemetry;
import dev.cnv.runtime.time.SystemTime;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whoever types {@code cnv}: a root of authority that exists for one run, since whoever can start a
 * process can do in it what they like anyway. What the ledger gets is a true record of what was run.
 */
final class Operator {

    private static final String NAME = "operator";
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(2);
    private static final Duration CLOCK_STEP = Duration.ofMinutes(1);

    private final List<VerbModule> modules;
    private final Path ledger;
    private final SystemTime time;
    private final SecureRandom random;
    private @Nullable SigningKey root;

    Operator(List<VerbModule> modules, Path ledger, SystemTime time, SecureRandom random) {
        this.modules = modules;
        this.ledger = ledger;
        this.time = time;
        this.random = random;
    }

    /** The application, opened when a verb runs. */
    CliRuntime runtime() {
        return ApplicationRuntime.of(this::open)
                .withCaller(NAME, this::credential)
                .withUsualCaller(NAME);
    }

    private Cnv open() {
        return Cnv.builder()
                .verbs(modules)
                .policy(PolicySet.of(PolicyRule.allow("operator-runs-cnv")
                        .when(new Condition.AllOf(List.of(
                                Condition.agent(NAME),
                                Condition.capability(CnvTool.NOUN + ".**"))))))
                .trust(Trust.of(root().publicKey()))
                .ledger(FileLedger.open(ledger, time))
                .time(time)
                .random(random)
                // A process for each command: nobody would look.
                .telemetry(Telemetry.off())
                .build();
    }

    private Credential credential() {
        SigningKey key = SigningKey.generate(random);
        Instant now = time.now();
        TokenDraft draft = TokenDraft.to(key.publicKey(), NAME, "person")
                .between(now.minus(CLOCK_STEP), now.plus(AUTHORITY_LIFE))
                .grant(CnvTool.NOUN + ".**", EffectLevel.PRIVILEGED);
        return new Credential.Held(Chain.issue(root(), draft), key);
    }

    private SigningKey root() {
        SigningKey made = Optional.ofNullable(root).orElseGet(() -> SigningKey.generate(random));
        root = made;
        return made;
    }
}
