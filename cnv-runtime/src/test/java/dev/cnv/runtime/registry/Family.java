package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Revocation;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.delegation.RevocationReason;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keys and chains for the tests of this package: root, alice, and those below her. */
final class Family {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Instant EVENING = NOON.plus(Duration.ofHours(8));

    static final SigningKey ROOT = key(1);
    static final SigningKey OTHER_ROOT = key(2);
    static final SigningKey ALICE = key(3);
    static final SigningKey BOT = key(4);
    static final SigningKey STRANGER = key(5);
    static final Trust TRUST = Trust.of(ROOT.publicKey()).withRoot(OTHER_ROOT.publicKey());

    private Family() {}

    static SigningKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> 8);
        return SigningKey.ofRawSecretKey(SignatureSuite.ED25519, seed);
    }

    static Chain alice() {
        return alice(ROOT, "alice", EVENING);
    }

    static Chain alice(SigningKey root, String name, Instant until) {
        return Chain.issue(
                root,
                TokenDraft.to(ALICE.publicKey(), name, "person")
                        .between(NOON, until)
                        .mayHandOn(3)
                        .grant("**", EffectLevel.PRIVILEGED));
    }

    static Chain bot() {
        return bot(alice(), "bot");
    }

    static Chain bot(Chain alice, String name) {
        String parent = "alice";
        return alice.delegate(
                ALICE,
                TokenDraft.to(BOT.publicKey(), parent + "/" + name, "llm")
                        .mayHandOn(1)
                        .grant("file.read", EffectLevel.READ_ONLY));
    }

    static Chain tool() {
        return bot().delegate(
                        BOT,
                        TokenDraft.to(STRANGER.publicKey(), "alice/bot/tool", "llm")
                                .grant("file.read", EffectLevel.READ_ONLY));
    }

    static Digest last(Chain chain) {
        return chain.tokenDigests().getLast();
    }

    static RevocationList list(SigningKey key, Digest... tokens) {
        return RevocationList.first(key, NOON, revocations(tokens));
    }

    static List<Revocation> revocations(Digest... tokens) {
        return new ArrayList<>(Arrays.stream(tokens)
                .map(token -> Revocation.of(token, NOON, RevocationReason.KEY_COMPROMISED))
                .toList());
    }
}
