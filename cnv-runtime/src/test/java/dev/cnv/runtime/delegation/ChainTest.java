package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.identity.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainTest {

    @Test
    void text_parsedAgain_isTheSameChain() {
        Chain chain = Keys.botChain();
        Chain read = Chain.parse(chain.text());
        assertEquals(chain, read);
        assertEquals(chain.digest(), read.digest());
        assertEquals(2, read.tokenDigests().size());
        assertNotEquals(chain.digest(), Keys.aliceChain().digest());
        assertEquals(
                chain.tokenDigests().getFirst(),
                Keys.aliceChain().tokenDigests().getFirst());
    }

    @Test
    void issue_withoutWindowOrGrant_isRefused() {
        TokenDraft draft = TokenDraft.to(Keys.ALICE.publicKey(), "alice", "person");
        assertThrows(
                IllegalArgumentException.class,
                () -> Chain.issue(Keys.ROOT, draft.grant("file.*", EffectLevel.MUTATE)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Chain.issue(Keys.ROOT, draft.between(Keys.NOW, Keys.LATER)));
        TokenDraft good = draft.between(Keys.NOW, Keys.LATER).grant("file.*", EffectLevel.MUTATE);
        assertThrows(
                IllegalArgumentException.class, () -> Chain.issue(Keys.ROOT, good.mayHandOn(16)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Chain.issue(Keys.ROOT, good.between(Keys.NOW, Keys.NOW)));
        assertEquals(
                1, Chain.issue(Keys.ROOT, good.mayHandOn(15)).tokenDigests().size());
    }

    @Test
    void delegate_narrower_isMadeWithTheLinksDefaults() {
        Token last = Keys.last(Keys.botChain());
        assertEquals("alice", last.root().value());
        assertEquals(Keys.LATER, last.expires());
        assertEquals(2, last.depth());
        assertEquals(2, last.maxDepth(), "not to be handed on unless said");
    }

    @Test
    void delegate_wider_isRefusedByPart() {
        refused("expires: ", draft -> draft.between(Keys.NOW, Keys.LATER.plusSeconds(1)));
        refused("notBefore: ", draft -> draft.between(Keys.NOW.minusSeconds(1), Keys.LATER));
        refused("tenant: ", draft -> draft.tenant(new TenantId("acme")));
        refused("maxDepth: ", draft -> draft.mayHandOn(2));
        refused("capability: ", draft -> draft.grant("other.read", EffectLevel.READ_ONLY));
        refused("capability: ", draft -> draft.grant("**", EffectLevel.READ_ONLY));
        refused("effect: ", draft -> draft.grant("file.read", EffectLevel.NETWORK));
        refused("arguments: ", draft -> draft.grant("account.transfer", EffectLevel.MUTATE));
        refused(
                "arguments: ",
                draft -> draft.grant(Grant.of("account.transfer", EffectLevel.MUTATE)
                        .where("cents", ArgumentConstraint.between(1, 101))));
        refused("agent: ", _ -> named("bob/bot", "llm"));
        refused("agent: ", _ -> named("alicebot", "llm"));
        refused("agentType: ", _ -> named("alice/api", "service"));
        refused("agentType: ", _ -> named("alice", "llm"));
    }

    @Test
    void delegate_severalPartsWider_namesEach() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Keys.aliceChain()
                        .delegate(
                                Keys.ALICE,
                                Keys.bot()
                                        .tenant(new TenantId("acme"))
                                        .between(Keys.NOW, Keys.LATER.plus(Duration.ofDays(1)))
                                        .grant("x.y", EffectLevel.MUTATE)));
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.contains("capability: ")
                        && message.contains("expires: ")
                        && message.contains("tenant: "),
                message);
    }

    /** A program names nobody that a rule could take for a person, or for a program of another type. */
    @Test
    void delegate_fromAProgram_keepsItsType() {
        Chain bot = Keys.aliceChain().delegate(Keys.ALICE, Keys.bot().mayHandOn(1));
        TokenDraft next = TokenDraft.to(Keys.OTHER.publicKey(), "alice/bot/helper", "llm")
                .grant(Grant.of("file.read", EffectLevel.READ_ONLY)
                        .where("path", ArgumentConstraint.subPath("docs/a")));
        assertEquals(3, bot.delegate(Keys.BOT, next).tokenDigests().size());
        for (String type : new String[] {"person", "service", "bot"}) {
            TokenDraft other = TokenDraft.to(Keys.OTHER.publicKey(), "alice/bot/helper", type)
                    .grant(next.scope().grants().getFirst());
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> bot.delegate(Keys.BOT, other));
            assertTrue(String.valueOf(e.getMessage()).contains("agentType: "), e.getMessage());
        }
    }

    @Test
    void delegate_byAnotherKeyOrBeyondDepth_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Keys.aliceChain().delegate(Keys.OTHER, Keys.bot()));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Keys.botChain().delegate(Keys.BOT, Keys.bot()));
        assertTrue(String.valueOf(e.getMessage()).contains("must not hand on"), e.getMessage());
    }

    @Test
    void issue_tokenTooLarge_isRefused() {
        TokenDraft large = Keys.alice();
        for (int i = 0; i < 10; i++) {
            large = large.grant(Grant.of("file.x" + i, EffectLevel.MUTATE)
                    .where("path", ArgumentConstraint.prefix("x".repeat(2000))));
        }
        TokenDraft draft = large;
        assertThrows(IllegalArgumentException.class, () -> Chain.issue(Keys.ROOT, draft));
    }

    @Test
    void delegate_chainTooLarge_isRefused() {
        SigningKey key = Keys.ALICE;
        TokenDraft wide = TokenDraft.to(key.publicKey(), "a", "person")
                .between(Keys.NOW, Keys.LATER)
                .mayHandOn(15);
        for (int i = 0; i < 5; i++) {
            wide = wide.grant(Grant.of("file.x" + i, EffectLevel.MUTATE)
                    .where("path", ArgumentConstraint.prefix("x".repeat(2000))));
        }
        Chain chain = Chain.issue(Keys.ROOT, wide);
        IllegalArgumentException refusal = null;
        for (int i = 14; i >= 0 && refusal == null; i--) {
            TokenDraft next = wide.mayHandOn(i);
            try {
                chain = chain.delegate(key, next);
            } catch (IllegalArgumentException e) {
                refusal = e;
            }
        }
        assertTrue(
                refusal != null && String.valueOf(refusal.getMessage()).startsWith("chainBytes="),
                "" + refusal);
    }

    @Test
    void delegate_partsLeftOut_areTheParents() {
        Chain chain = Chain.issue(
                        Keys.ROOT,
                        Keys.alice()
                                .forbid("file.delete")
                                .onlyNouns("file")
                                .onlyVerbs("read", "list")
                                .maximumUses(5)
                                .audience("east", "west")
                                .requireApprovals(1, Keys.OTHER.publicKey())
                                .policyFloor(Digest.of("floor"))
                                .described("for reading", "demo"))
                .delegate(
                        Keys.ALICE,
                        Keys.bot().forbid("file.move").policyFloor(Digest.of("another")));
        Token parent = chain.untrustedTokens().getFirst();
        Token child = Keys.last(chain);
        assertEquals(parent.scope().nouns(), child.scope().nouns());
        assertEquals(parent.scope().verbs(), child.scope().verbs());
        assertEquals(parent.conditions().approvals(), child.conditions().approvals());
        assertEquals(parent.conditions().audience(), child.conditions().audience());
        assertEquals(parent.conditions().maximumUseCount(), child.conditions().maximumUseCount());
        assertEquals(2, child.scope().forbidden().size());
        assertEquals(2, child.conditions().policyFloor().size());
        assertEquals("", child.description());
        assertEquals(Set.of("demo"), parent.tags());
    }

    @Test
    void delegate_widerConditions_areRefusedByPart() {
        Chain chain = Chain.issue(
                Keys.ROOT, Keys.alice().onlyNouns("file").maximumUses(5).audience("east"));
        for (var wider : Map.<String, UnaryOperator<TokenDraft>>of(
                        "nouns: ", draft -> draft.onlyNouns("file", "account"),
                        "maximumUses: ", draft -> draft.maximumUses(6),
                        "audience: ", draft -> draft.audience("east", "west"))
                .entrySet()) {
            TokenDraft draft = wider.getValue().apply(Keys.bot());
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> chain.delegate(Keys.ALICE, draft));
            assertTrue(String.valueOf(e.getMessage()).contains(wider.getKey()), e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cnv-chain-v1:",
                "cnv-chain-v0:gA",
                "cnv-chain-v1:gA",
                "cnv-chain-v1:gUA",
                "cnv-chain-v1:gUAA",
                "cnv-chain-v1:gA==",
                "cnv-chain-v1:g A",
                "cnv-chain-v1:gB"
            })
    void parse_malformed_isRefused(String text) {
        assertThrows(CborRefusedException.class, () -> Chain.parse(text));
    }

    @Test
    void ofBytes_beyondLimits_isRefused() {
        byte[] token = Keys.aliceChain().tokens().getFirst().bytes();
        CborWriter seventeen = new CborWriter().array(17);
        for (int i = 0; i < 17; i++) {
            seventeen.bytes(token);
        }
        assertThrows(CborRefusedException.class, () -> Chain.ofBytes(seventeen.toBytes()));
        byte[] long16 = new CborWriter()
                .array(1)
                .bytes(new byte[TokenDescriptor.MAX_TOKEN_BYTES + 1])
                .toBytes();
        assertThrows(CborRefusedException.class, () -> Chain.ofBytes(long16));
        assertThrows(
                CborRefusedException.class,
                () -> Chain.ofBytes(new byte[TokenDescriptor.MAX_CHAIN_BYTES + 1]));
        assertThrows(
                CborRefusedException.class,
                () -> Chain.parse(Keys.aliceChain().text() + " ".repeat(128 * 1024)));
        assertThrows(IllegalArgumentException.class, () -> Chain.of(List.of()));
    }

    @Test
    void encodedTokens_putTogether_areTheSameChain() {
        Chain chain = Keys.botChain();
        assertEquals(chain, Chain.ofEncodedTokens(chain.encodedTokens()));
        assertThrows(IllegalArgumentException.class, () -> Chain.ofEncodedTokens(List.of()));
    }

    private static TokenDraft named(String agent, String type) {
        return TokenDraft.to(Keys.BOT.publicKey(), agent, type)
                .grant("file.read", EffectLevel.READ_ONLY);
    }

    private static void refused(String part, UnaryOperator<TokenDraft> change) {
        TokenDraft draft = change.apply(Keys.bot());
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Keys.aliceChain().delegate(Keys.ALICE, draft));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }
}
