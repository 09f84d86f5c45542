package quickstart;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.EffectLevel;
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

/** A bot moves money, as far as it may. */
public final class Quickstart {

    private Quickstart() {}

    // region: main
    /** Prints what became of four calls; their ledger is in {@code .cnv/ledger}. */
    public static void main(String[] args) {
        SigningKey root = SigningKey.generate(new SecureRandom());
        SigningKey key = SigningKey.generate(new SecureRandom());
        Chain chain = Chain.issue(
                root,
                TokenDraft.to(key.publicKey(), "bot", "llm")
                        .between(Instant.now(), Instant.now().plus(Duration.ofHours(1)))
                        .grant("account.*", EffectLevel.MUTATE));
        PolicySet rules = PolicySet.of(
                PolicyRule.allow("transfers").when(Condition.capability("account.transfer")),
                PolicyRule.deny("vault", "no bot pays into the vault", "ask a person")
                        .when(Condition.agentType("llm").and(Condition.argument("to", "vault"))));
        try (Cnv cnv =
                Cnv.builder().trust(Trust.of(root.publicKey())).policy(rules).build()) {
            AccountsVerbs.Calls bot = AccountsVerbs.with(cnv.open(new Credential.Held(chain, key)));
            System.out.println(bot.transfer("alice", "bob", 300)); // Completed
            System.out.println(bot.transfer("alice", "bob", 0)); // Denied: amount is not at least 1
            System.out.println(bot.transfer("alice", "vault", 1)); // Denied: a rule forbids it
            AccountsVerbs.Calls nobody = AccountsVerbs.with(cnv.open(new Credential.Anonymous()));
            System.out.println(nobody.transfer("alice", "bob", 1)); // Denied: no authority
        }
    }
    // endregion
}
