package dev.cnv.benchmarks.delegation;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.ArgumentConstraint;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.ChainVerdict;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.Grant;
import dev.cnv.runtime.delegation.InMemoryUseCounter;
import dev.cnv.runtime.delegation.ReplayGuard;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.delegation.VerifiedChain;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A chain of three links, and one call that it allows: alice may read files, her bot those in docs. */
final class Links {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final SigningKey root;
    final SigningKey holder;
    final Trust trust;
    final Chain chain;
    final byte[] bytes;
    final VerbDescriptor verb = VerbDescriptor.of("file.read", "1.0.0")
            .effects(EffectSet.of(Effect.READ_ONLY))
            .schemas("0".repeat(64), "0".repeat(64));
    final ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("path", "docs/a/b.txt");
    final Digest digest = CanonicalJson.digest(arguments);

    Links(SecureRandom random) {
        root = SigningKey.generate(random);
        holder = SigningKey.generate(random);
        SigningKey alice = SigningKey.generate(random);
        SigningKey bot = SigningKey.generate(random);
        trust = Trust.of(root.publicKey());
        chain = Chain.issue(
                        root,
                        TokenDraft.to(alice.publicKey(), "alice", "person")
                                .between(NOW, NOW.plus(Duration.ofDays(1)))
                                .mayHandOn(2)
                                .grant("file.*", EffectLevel.MUTATE))
                .delegate(
                        alice,
                        TokenDraft.to(bot.publicKey(), "alice/bot", "llm")
                                .mayHandOn(1)
                                .grant("file.read", EffectLevel.READ_ONLY))
                .delegate(
                        bot,
                        TokenDraft.to(holder.publicKey(), "alice/bot/reader", "llm")
                                .grant(Grant.of("file.read", EffectLevel.READ_ONLY)
                                        .where("path", ArgumentConstraint.subPath("docs"))));
        bytes = chain.bytes();
    }

    static ChainVerifier verifier(int capacity, ReplayGuard replays) {
        return new ChainVerifier(capacity, replays, new InMemoryUseCounter(1), Revocations.NONE);
    }

    /** Whether the chain holds and allows the call. */
    boolean allowed(ChainVerifier verifier, Chain presented) {
        return verifier.verify(presented, trust, NOW) instanceof ChainVerdict.Holds(VerifiedChain v)
                && v.check(verb, arguments).isEmpty();
    }
}
