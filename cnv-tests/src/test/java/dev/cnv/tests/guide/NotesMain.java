package dev.cnv.tests.guide;

// region: main
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.cli.CnvCli;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/** The notes as a program. Its keys live as long as the process; yours are in files. */
final class NotesMain {

    public static void main(String[] args) {
        System.exit(commandLine(Cnv.builder()).process().build().run(args));
    }

    static CnvCli.Builder commandLine(CnvBuilder settings) {
        SigningKey root = SigningKey.generate(new SecureRandom());
        PolicySet rules =
                PolicySet.of(PolicyRule.allow("notes").when(Condition.capability("note.*")));
        return NotesCli.notes(
                () -> settings.verbs(new NotesVerbs(new Notes()))
                        .trust(Trust.of(root.publicKey()))
                        .policy(rules)
                        .build(),
                caller(root, "alice", EffectLevel.MUTATE),
                caller(root, "assistant", EffectLevel.READ_ONLY));
    }

    private static Credential caller(SigningKey root, String name, EffectLevel most) {
        SigningKey key = SigningKey.generate(new SecureRandom());
        Instant now = Instant.now();
        return new Credential.Held(
                Chain.issue(
                        root,
                        TokenDraft.to(key.publicKey(), name, "person")
                                .between(now, now.plus(Duration.ofMinutes(5)))
                                .grant("note.*", most)),
                key);
    }
}
// endregion
