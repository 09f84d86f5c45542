package dev.cnv.runtime.delegation;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.RawKeyAccess;
import dev.cnv.runtime.crypto.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/** Keys, times and verbs that the tests of this package share. */
final class Keys {

    static final SecureRandom RANDOM = new SecureRandom();

    static final SigningKey ROOT = SigningKey.generate(RANDOM);
    static final SigningKey ALICE = SigningKey.generate(RANDOM);
    static final SigningKey BOT = SigningKey.generate(RANDOM);
    static final SigningKey OTHER = SigningKey.generate(RANDOM);

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant LATER = NOW.plus(Duration.ofHours(1));

    static final byte[] CHALLENGE = new byte[Trust.CHALLENGE_BYTES];

    private Keys() {}

    static String seed(SigningKey key) {
        return Base64Text.encode(key.rawSecretKey(RawKeyAccess.iKnowThatThisRevealsSecretKeys()));
    }

    static TokenDraft alice() {
        return TokenDraft.to(ALICE.publicKey(), "alice", "person")
                .between(NOW, LATER)
                .mayHandOn(2)
                .grant("file.**", EffectLevel.MUTATE)
                .grant(Grant.of("account.*", EffectLevel.MUTATE)
                        .where("cents", ArgumentConstraint.between(1, 100)));
    }

    static TokenDraft bot() {
        return TokenDraft.to(BOT.publicKey(), "alice/bot", "llm")
                .grant(Grant.of("file.read", EffectLevel.READ_ONLY)
                        .where("path", ArgumentConstraint.subPath("docs")));
    }

    static Chain aliceChain() {
        return Chain.issue(ROOT, alice());
    }

    static Chain botChain() {
        return aliceChain().delegate(ALICE, bot());
    }

    static VerbDescriptor verb(String id, Effect effect) {
        return VerbDescriptor.of(id, "1.0.0")
                .effects(EffectSet.of(effect))
                .schemas("0".repeat(64), "0".repeat(64));
    }
}
