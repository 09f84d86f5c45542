package dev.cnv.runtime.delegation;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.RawKeyAccess;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.time.VirtualTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/** Keys, times, verbs and verifiers that the tests of this package share. */
final class Keys {

    static final SecureRandom RANDOM = new SecureRandom();

    static final SigningKey ROOT = SigningKey.generate(RANDOM);
    static final SigningKey ALICE = SigningKey.generate(RANDOM);
    static final SigningKey BOT = SigningKey.generate(RANDOM);
    static final SigningKey OTHER = SigningKey.generate(RANDOM);

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant LATER = NOW.plus(Duration.ofHours(1));

    static final byte[] CHALLENGE = new byte[ChainVerifier.CHALLENGE_BYTES];

    private Keys() {}

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

    /** The line of a credential file that holds a key, without its name. */
    static String seed(SigningKey key) {
        byte[] secret = key.rawSecretKey(RawKeyAccess.iKnowThatThisRevealsSecretKeys());
        byte[] bytes = new byte[1 + secret.length];
        bytes[0] = (byte) key.suite().id();
        System.arraycopy(secret, 0, bytes, 1, secret.length);
        return Base64Text.encode("", bytes);
    }

    /** A link that nobody checked when it was signed. */
    static Chain extended(Chain chain, SigningKey signer, Token token) {
        java.util.List<SignedToken> tokens = new java.util.ArrayList<>(chain.tokens());
        tokens.add(SignedToken.sign(signer, token));
        return Chain.of(tokens);
    }

    static Token last(Chain chain) {
        return chain.untrustedTokens().getLast();
    }

    static VerbDescriptor verb(String id, Effect effect) {
        return VerbDescriptor.of(id, "1.0.0")
                .effects(EffectSet.of(effect))
                .schemas("0".repeat(64), "0".repeat(64));
    }

    /** A verifier with fresh memory. */
    static ChainVerifier verifier() {
        return verifier(new VirtualTime(NOW.minusSeconds(100)));
    }

    static ChainVerifier verifier(VirtualTime time) {
        return new ChainVerifier(
                new InMemoryReplayGuard(time, 1000, Duration.ofSeconds(31)),
                new InMemoryUseCounter(1000),
                Revocations.NONE);
    }

    static AuthenticationResult authenticate(Trust trust, Credential credential, Instant now) {
        return verifier().authenticate(credential, CHALLENGE, trust, now);
    }

    static AuthenticationResult authenticate(Trust trust, Chain chain, SigningKey key) {
        return authenticate(trust, new Credential.Held(chain, key), NOW);
    }

    static Authority authority(Trust trust, Chain chain, SigningKey key) {
        return switch (authenticate(trust, chain, key)) {
            case AuthenticationResult.Authenticated(Authority authority) -> authority;
            case AuthenticationResult.Refused(Denial denial) ->
                throw new AssertionError(denial.toString());
            case AuthenticationResult.Unproven _ -> throw new AssertionError("unproven");
        };
    }

    static Denial refused(Trust trust, Chain chain, SigningKey key) {
        return switch (authenticate(trust, chain, key)) {
            case AuthenticationResult.Refused(Denial denial) -> denial;
            case AuthenticationResult.Authenticated(Authority authority) ->
                throw new AssertionError("authenticated " + authority);
            case AuthenticationResult.Unproven _ -> throw new AssertionError("unproven");
        };
    }
}
