package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.testing.Property;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Chains of every length hold, permit no more than each chain before them, and bear no change. */
class ChainPropertyTest {

    private static final Trust TRUST = Trust.of(Keys.ROOT.publicKey()).withAudience("east");

    record Case(Chains.Made made, VerbDescriptor verb, ObjectNode arguments) {}

    @Test
    void payload_anyToken_isReadAsItWasWritten() {
        Property.named("token-identity")
                .oneIn(4)
                .check(
                        draws -> Chains.conditions(
                                        draws, Chains.draft(draws, Keys.ALICE, "a", "person"))
                                .between(Keys.NOW, Keys.LATER),
                        draft -> {
                            Token token = Keys.last(Chain.issue(Keys.ROOT, draft));
                            assertEquals(draft.scope(), token.scope());
                            assertEquals(draft.conditions(), token.conditions());
                            assertEquals(draft.description(), token.description());
                            assertEquals(token, TokenFormat.read(TokenFormat.payload(token)));
                        });
    }

    /** What a chain permits, each of its beginnings permits too. */
    @Test
    void check_chainOfAnyLength_permitsNoMoreThanItsBeginnings() {
        AtomicInteger permitted = new AtomicInteger();
        Property.named("chain-narrows")
                .oneIn(100)
                .check(
                        draws -> new Case(
                                Chains.chain(draws, draws.between(1, 16)),
                                Keys.verb(
                                        draws.oneOf("file.read", "account.transfer", "file.delete"),
                                        draws.oneOf(Effect.READ_ONLY, Effect.MUTATE_STATE)),
                                Chains.arguments(draws)),
                        c -> {
                            VerifiedChain whole = holds(c.made().chain());
                            boolean allowed =
                                    whole.check(c.verb(), c.arguments()).isEmpty();
                            permitted.addAndGet(allowed ? 1 : 0);
                            List<SignedToken> tokens = c.made().chain().tokens();
                            for (int links = 1; links < tokens.size() && allowed; links++) {
                                VerifiedChain beginning = holds(Chain.of(tokens.subList(0, links)));
                                assertEquals(
                                        java.util.Optional.empty(),
                                        beginning.check(c.verb(), c.arguments()));
                                assertTrue(beginning.effective().includes(whole.effective()));
                            }
                            if (allowed) {
                                assertTrue(whole.effective().permits(c.verb(), Keys.NOW));
                                assertTrue(whole.mayReach(c.verb()));
                            }
                        });
        assertTrue(permitted.get() > 5, "permitted=" + permitted);
    }

    @Test
    void verify_anyBitOfAChainChanged_isRefused() {
        everyBitRefused(three(SignatureSuite.ED25519, SignatureSuite.ED25519), 1);
    }

    /** The usual one: a root of suite 3, whose links are handed on by Ed25519 keys. */
    @Test
    void verify_anyBitOfAChainFromARootOfSuite3Changed_isRefused() {
        everyBitRefused(three(SignatureSuite.ED25519_ML_DSA_44, SignatureSuite.ED25519), 1);
    }

    /** One bit in 101, in each link; {@code -Dcnv.chain.step=1} tries each. */
    @Test
    void verify_bitsOfAChainOfSuite3Changed_areRefused() {
        everyBitRefused(
                three(SignatureSuite.ED25519_ML_DSA_44, SignatureSuite.ED25519_ML_DSA_44),
                Integer.getInteger("cnv.chain.step", 101));
    }

    private static void everyBitRefused(Chain chain, int step) {
        Trust trust = Trust.of(chain.untrustedTokens().getFirst().issuer());
        ChainVerifier verifier = Keys.verifier();
        assertInstanceOf(ChainVerdict.Holds.class, verifier.verify(chain, trust, Keys.NOW));
        byte[] bytes = chain.bytes();
        for (int bit = 0; bit < 8 * bytes.length; bit += step) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertTrue(refused(verifier, trust, changed), "bit=" + bit);
        }
    }

    private static boolean refused(ChainVerifier verifier, Trust trust, byte[] bytes) {
        try {
            return verifier.verify(Chain.ofBytes(bytes), trust, Keys.NOW)
                    instanceof ChainVerdict.Refused;
        } catch (CborRefusedException _) {
            return true;
        }
    }

    private static Chain three(SignatureSuite rootSuite, SignatureSuite suite) {
        SigningKey root = SigningKey.generate(rootSuite, Keys.RANDOM);
        SigningKey first = SigningKey.generate(suite, Keys.RANDOM);
        SigningKey second = SigningKey.generate(suite, Keys.RANDOM);
        return Chain.issue(
                        root,
                        TokenDraft.to(first.publicKey(), "a", "person")
                                .between(Keys.NOW, Keys.LATER)
                                .mayHandOn(2)
                                .grant("file.*", EffectLevel.MUTATE))
                .delegate(
                        first,
                        TokenDraft.to(second.publicKey(), "a/b", "llm")
                                .mayHandOn(1)
                                .grant("file.*", EffectLevel.READ_ONLY))
                .delegate(
                        second,
                        TokenDraft.to(first.publicKey(), "a/b/c", "llm")
                                .grant("file.read", EffectLevel.READ_ONLY));
    }

    private static VerifiedChain holds(Chain chain) {
        ChainVerdict verdict = Keys.verifier().verify(chain, TRUST, Keys.NOW);
        return assertInstanceOf(ChainVerdict.Holds.class, verdict, verdict::toString)
                .chain();
    }
}
