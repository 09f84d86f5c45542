package dev.cnv.tests;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.time.VirtualTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A root, alice and two of her bots, and runtimes that come and go while their ledger stays. */
final class Lineage {

    final SecureRandom random = new SecureRandom();
    final SigningKey root = SigningKey.generate(random);
    final SigningKey alice = SigningKey.generate(random);
    final SigningKey bot = SigningKey.generate(random);
    final VirtualTime time = new VirtualTime(Fixture.NOON);
    final MemoryLedger ledger = new MemoryLedger();
    final Bank bank = new Bank();

    Cnv open() {
        return open(new Surviving(ledger), builder -> builder);
    }

    Cnv open(Ledger records, UnaryOperator<CnvBuilder> change) {
        return change.apply(Cnv.builder()
                        .verbs(new BankVerbs(bank))
                        .policy(Fixture.ALLOW_ALL)
                        .trust(Trust.of(root.publicKey()))
                        .ledger(records)
                        .time(time)
                        .drain(Duration.ofMillis(200)))
                .build();
    }

    Chain aliceChain(UnaryOperator<TokenDraft> change) {
        return Chain.issue(
                root,
                change.apply(TokenDraft.to(alice.publicKey(), "alice", "person")
                        .between(
                                Fixture.NOON.minusSeconds(60),
                                Fixture.NOON.plus(Duration.ofDays(2)))
                        .mayHandOn(2)
                        .grant("**", EffectLevel.PRIVILEGED)));
    }

    Chain botChain(Chain above, String name, UnaryOperator<TokenDraft> change) {
        return above.delegate(
                alice,
                change.apply(TokenDraft.to(bot.publicKey(), "alice/" + name, "llm")
                        .grant("bank.*", EffectLevel.MUTATE)));
    }

    Credential held(Chain chain) {
        return new Credential.Held(chain, chain.tokenDigests().size() == 1 ? alice : bot);
    }
}
