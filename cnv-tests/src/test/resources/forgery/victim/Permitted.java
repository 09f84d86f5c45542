package victim;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
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

    static final SigningKey GATEWAY = SigningKey.generate(new SecureRandom());

    private Permitted() {}

    static Cnv cnv(VerbModule module, Path ledger) {
        return Cnv.builder()
                .verbs(module)
                .trust(Trust.of(ROOT.publicKey()))
                .policy(PolicySet.of(PolicyRule.allow("all").always()))
                .ledger(FileLedger.open(ledger, new SystemTime(Clock.systemUTC())))
                .build();
    }

    /** A runtime that accepts certificates of the gateway, and otherwise knows nobody. */
    static Cnv worker(VerbModule module, Path ledger) {
        return Cnv.builder()
                .verbs(module)
                .name("vault")
                .trust(Trust.NONE.withCertificateIssuer("gateway", GATEWAY.publicKey()))
                .policy(PolicySet.of(PolicyRule.allow("all").always()))
                .ledger(FileLedger.open(ledger, new SystemTime(Clock.systemUTC())))
                .build();
    }

    /** A certificate for the front door, exported by a runtime of some name, with some key. */
    static ExportedCertificate exported(String name, SigningKey key, Path ledger) {
        try (Cnv gateway = Cnv.builder()
                .verbs(new VaultVerbs(new Vault()))
                .name(name)
                .signer(key)
                .trust(Trust.of(ROOT.publicKey()))
                .policy(PolicySet.of(PolicyRule.allow("all").always()))
                .ledger(FileLedger.open(ledger, new SystemTime(Clock.systemUTC())))
                .build()) {
            return VaultOpenCertificate.prepare(
                            gateway.open(credential()), new VaultOpenCertificate.Input("front"))
                    .orThrow()
                    .checkPolicy()
                    .orThrow()
                    .checkCapability()
                    .orThrow()
                    .verify()
                    .orThrow()
                    .export(ExportOptions.to("vault").carryingArguments())
                    .orThrow();
        }
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
