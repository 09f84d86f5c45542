package victim;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.SystemTime;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;

/** A runtime that permits, for the honest call that a replay begins with. */
final class Permitted {

    private static final SigningKey ROOT = SigningKey.generate(new SecureRandom());
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());

    private Permitted() {}

    static Cnv cnv(VerbModule module, Path ledger) {
        return Cnv.builder()
                .verbs(module)
                .trust(Trust.of(ROOT.publicKey()))
                .policy(PolicySet.of(PolicyRule.allow("all").always()))
                .ledger(FileLedger.open(ledger, new SystemTime(Clock.systemUTC())))
                .build();
    }

    static Credential credential() {
        Instant now = Instant.now();
        return new Credential.Held(
                Chain.issue(
                        ROOT,
                        TokenDraft.to(KEY.publicKey(), "honest", "person")
                                .between(now.minusSeconds(60), now.plusSeconds(600))
                                .grant("vault.*", EffectLevel.PRIVILEGED)),
                KEY);
    }
}
