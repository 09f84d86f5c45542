package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What makes a chain hold, and each reason of which one does not. */
class ChainVerifierTest {

    private static final Trust TRUST = Trust.of(Keys.ROOT.publicKey());

    @Test
    void authenticate_goodChains_giveThePrincipal() {
        assertEquals(
                new Principal(
                        Agent.of("alice", "person"),
                        TenantId.DEFAULT,
                        PrincipalKind.DIRECT,
                        new AgentId("alice")),
                Keys.authority(TRUST, Keys.aliceChain(), Keys.ALICE).principal());
        Authority bot = Keys.authority(TRUST, Keys.botChain(), Keys.BOT);
        assertEquals(
                new Principal(
                        Agent.of("alice/bot", "llm"),
                        TenantId.DEFAULT,
                        PrincipalKind.DELEGATED,
                        new AgentId("alice")),
                bot.principal());
        assertEquals(Keys.botChain().digest(), bot.chainDigest());
        assertEquals(2, bot.describe().size());
        assertTrue(
                bot.describe().get(1).startsWith("alice/bot (llm)"),
                bot.describe().get(1));
    }

    @Test
    void authenticate_service_isItsOwnOnlyInTheFirstLink() {
        TokenDraft service = TokenDraft.to(Keys.ALICE.publicKey(), "billing", "service")
                .between(Keys.NOW, Keys.LATER)
                .mayHandOn(1)
                .grant("file.*", EffectLevel.MUTATE);
        Chain chain = Chain.issue(Keys.ROOT, service);
        assertEquals(
                PrincipalKind.SERVICE,
                Keys.authority(TRUST, chain, Keys.ALICE).principal().kind());
        Chain handed = chain.delegate(
                Keys.ALICE,
                TokenDraft.to(Keys.BOT.publicKey(), "billing/worker", "service")
                        .grant("file.*", EffectLevel.MUTATE));
        assertEquals(
                PrincipalKind.DELEGATED,
                Keys.authority(TRUST, handed, Keys.BOT).principal().kind());
    }

    @Test
    void authenticate_anonymous_hasNoAuthority() {
        AuthenticationResult result = Keys.authenticate(TRUST, Credential.anonymous(), Keys.NOW);
        Authority authority = assertInstanceOf(AuthenticationResult.Authenticated.class, result)
                .authority();
        assertEquals(Principal.ANONYMOUS, authority.principal());
        assertEquals(0, authority.facts().depth());
    }

    @Test
    void authenticate_chainWithoutItsKey_isUnproven() {
        AuthenticationResult result =
                Keys.authenticate(TRUST, new Credential.Presented(Keys.botChain()), Keys.NOW);
        VerifiedChain chain =
                assertInstanceOf(AuthenticationResult.Unproven.class, result).chain();
        assertEquals(new AgentId("alice/bot"), chain.executor());
        assertInstanceOf(
                AuthenticationResult.Refused.class,
                Keys.authenticate(Trust.NONE, new Credential.Presented(Keys.botChain()), Keys.NOW));
    }

    @Test
    void authenticate_rootNotTrusted_isUnknown() {
        assertEquals(
                Keys.ROOT.id().hex(),
                refused(Reason.CREDENTIAL_UNKNOWN, Trust.NONE, Keys.aliceChain())
                        .details()
                        .get("key"));
        refused(Reason.CREDENTIAL_UNKNOWN, Trust.of(Keys.OTHER.publicKey()), Keys.aliceChain());
        refused(Reason.CREDENTIAL_UNKNOWN, TRUST, Chain.issue(Keys.OTHER, Keys.alice()));
    }

    @Test
    void verify_signatureOfAnotherTokenByTheHolder_isInvalid() {
        byte[] token = Keys.botChain().tokens().getLast().bytes();
        token[token.length - 1] ^= 1;
        Chain chain =
                Chain.of(List.of(Keys.aliceChain().tokens().getFirst(), SignedToken.parse(token)));
        assertEquals(
                "2", refused(Reason.SIGNATURE_INVALID, TRUST, chain).details().get("link"));
    }

    @Test
    void verify_linkByAnybodyElse_isBroken() {
        Token token = Keys.last(Keys.botChain());
        for (SigningKey signer : List.of(Keys.OTHER, Keys.ROOT, Keys.BOT)) {
            refused(Reason.CHAIN_BROKEN, TRUST, Keys.extended(Keys.aliceChain(), signer, token));
        }
        Tampered tampered = new Tampered(token);
        tampered.issuer = Keys.OTHER.publicKey();
        refused(
                Reason.CHAIN_BROKEN,
                TRUST,
                Keys.extended(Keys.aliceChain(), Keys.ALICE, tampered.token()));
        Tampered first = new Tampered(Keys.last(Keys.aliceChain()));
        first.issuer = Keys.OTHER.publicKey();
        refused(
                Reason.CHAIN_BROKEN,
                TRUST,
                Chain.of(List.of(SignedToken.sign(Keys.ROOT, first.token()))));
    }

    @Test
    void verify_linksLeftOutOrTurned_areRefused() {
        Chain three = Keys.aliceChain()
                .delegate(Keys.ALICE, Keys.bot().mayHandOn(1))
                .delegate(
                        Keys.BOT,
                        TokenDraft.to(Keys.OTHER.publicKey(), "alice/bot/x", "llm")
                                .grant(Keys.bot().scope().grants().getFirst()));
        List<SignedToken> links = three.tokens();
        refused(Reason.CHAIN_BROKEN, TRUST, chain(links.get(0), links.get(2)));
        refused(Reason.CREDENTIAL_UNKNOWN, TRUST, chain(links.get(1), links.get(2)));
        refused(Reason.CREDENTIAL_UNKNOWN, TRUST, chain(links.get(1), links.get(0)));
        refused(Reason.CHAIN_BROKEN, TRUST, chain(links.get(0), links.get(1), links.get(1)));
    }

    /** The root signs for itself too; a second first link stands nowhere. */
    @Test
    void verify_laterLinkAsFirst_isTooDeep() {
        Tampered second = new Tampered(Keys.last(Keys.botChain()));
        second.issuer = Keys.ROOT.publicKey();
        refused(
                Reason.CHAIN_TOO_DEEP,
                TRUST,
                Chain.of(List.of(SignedToken.sign(Keys.ROOT, second.token()))));
    }

    /** Links that a holder signs without asking {@link Chain#delegate}: each part is checked again. */
    @Test
    void verify_widerLink_isRefusedByPartWithItsOwnReason() {
        widens("parent", Reason.CHAIN_PARENT_MISMATCH, t -> t.parent = Optional.of(Digest.of("")));
        widens("root", Reason.CHAIN_ROOT_CHANGES, t -> t.root = new AgentId("bob"));
        widens("tenant", Reason.CHAIN_WIDENS, t -> t.tenant = new TenantId("acme"));
        widens("depth", Reason.CHAIN_TOO_DEEP, t -> {
            t.depth = 3;
            t.maxDepth = 3;
        });
        widens("maxDepth", Reason.CHAIN_TOO_DEEP, t -> t.maxDepth = 4);
        widens("notBefore", Reason.CHAIN_WINDOW_WIDENS, t -> t.notBefore = Instant.EPOCH);
        widens("expires", Reason.CHAIN_WINDOW_WIDENS, t -> t.expires = Keys.LATER.plusSeconds(1));
        widens("agent", Reason.CHAIN_WIDENS, t -> t.agent = Agent.of("bob", "llm"));
        widens("agentType", Reason.CHAIN_WIDENS, t -> t.agent = Agent.of("alice/b", "service"));
        widens(
                "capability",
                Reason.CHAIN_VERBS_WIDEN,
                t -> t.as(with("**", EffectLevel.READ_ONLY)));
        widens(
                "effect",
                Reason.CHAIN_EFFECT_WIDENS,
                t -> t.as(with("file.read", EffectLevel.PRIVILEGED)));
        widens(
                "arguments",
                Reason.CHAIN_ARGUMENTS_WIDEN,
                t -> t.as(with("account.transfer", EffectLevel.MUTATE)));
    }

    @Test
    void verify_widerConditions_areRefusedByPartWithTheirOwnReason() {
        TokenDraft strict = Keys.alice()
                .forbid("file.delete")
                .onlyNouns("file")
                .onlyVerbs("read", "list")
                .maximumUses(5)
                .audience("east")
                .requireApprovals(1, Keys.OTHER.publicKey())
                .policyFloor(Digest.of("floor"));
        TokenDraft same = Keys.bot()
                .forbid("file.delete")
                .onlyNouns("file")
                .onlyVerbs("read")
                .maximumUses(5)
                .audience("east")
                .requireApprovals(1, Keys.OTHER.publicKey())
                .policyFloor(Digest.of("floor"));
        Conditions kept = same.conditions();
        Scope scope = same.scope();
        widens(
                strict,
                "forbidden",
                Reason.CHAIN_VERBS_WIDEN,
                t -> t.scope = new Scope(
                        scope.grants(), java.util.Set.of(), scope.nouns(), scope.verbs()));
        widens(
                strict,
                "nouns",
                Reason.CHAIN_VERBS_WIDEN,
                t -> t.scope = new Scope(
                        scope.grants(), scope.forbidden(), java.util.Set.of(), scope.verbs()));
        widens(
                strict,
                "verbs",
                Reason.CHAIN_VERBS_WIDEN,
                t -> t.scope = new Scope(
                        scope.grants(),
                        scope.forbidden(),
                        scope.nouns(),
                        java.util.Set.of("move")));
        widens(strict, "maximumUses", Reason.CHAIN_USES_WIDEN, t -> t.as(same.maximumUses(6)));
        widens(
                strict,
                "maximumUses",
                Reason.CHAIN_USES_WIDEN,
                t -> t.conditions = new Conditions(
                        java.util.OptionalLong.empty(),
                        kept.audience(),
                        kept.approvals(),
                        kept.policyFloor()));
        widens(
                strict,
                "audience",
                Reason.CHAIN_AUDIENCE_WIDENS,
                t -> t.as(same.audience("east", "west")));
        widens(
                strict,
                "approvals",
                Reason.CHAIN_APPROVALS_SHRINK,
                t -> t.conditions = new Conditions(
                        kept.maximumUseCount(), kept.audience(), List.of(), kept.policyFloor()));
        widens(
                strict,
                "policyFloor",
                Reason.CHAIN_FLOOR_SHRINKS,
                t -> t.conditions = new Conditions(
                        kept.maximumUseCount(),
                        kept.audience(),
                        kept.approvals(),
                        java.util.Set.of(Digest.of("another"))));
    }

    @Test
    void verify_severalPartsWider_givesTheFirstReasonAndAllParts() {
        Tampered tampered = new Tampered(Keys.last(Keys.botChain()));
        tampered.expires = Keys.LATER.plusSeconds(1);
        tampered.tenant = new TenantId("acme");
        tampered.root = new AgentId("bob");
        Denial denial = refused(
                Reason.CHAIN_ROOT_CHANGES,
                TRUST,
                Keys.extended(Keys.aliceChain(), Keys.ALICE, tampered.token()));
        assertEquals("root,expires,tenant", denial.details().get("parts"));
        assertEquals("2", denial.details().get("link"));
    }

    @Test
    void verify_signedPayloadOfAnotherForm_isMalformed() {
        byte[] payload = TokenFormat.payload(Keys.last(Keys.aliceChain()));
        malformed(new byte[0]);
        malformed(new byte[] {1});
        malformed(Arrays.copyOf(payload, payload.length - 1));
        malformed(Arrays.copyOf(payload, payload.length + 1));
        byte[] version = payload.clone();
        // {1: 1, ...}: the version follows the head of the map and the first key.
        version[2] = 2;
        malformed(version);
        byte[] unknown = payload.clone();
        unknown[0]++;
        byte[] more = Arrays.copyOf(unknown, payload.length + 3);
        more[payload.length] = 0x18;
        more[payload.length + 1] = 99;
        malformed(more);
    }

    @Test
    void verify_outsideTheWindow_isExpired() {
        Chain chain = Keys.botChain();
        expired(chain, Keys.NOW.minusNanos(1));
        expired(chain, Keys.LATER);
        assertInstanceOf(
                ChainVerdict.Holds.class,
                Keys.verifier().verify(chain, TRUST, Keys.LATER.minusNanos(1)));
        Chain shorter = Keys.aliceChain()
                .delegate(Keys.ALICE, Keys.bot().between(Keys.NOW, Keys.NOW.plusSeconds(5)));
        expired(shorter, Keys.NOW.plusSeconds(5));
    }

    @Test
    void verify_anyLinkRevoked_isRefused() {
        Chain chain = Keys.botChain();
        for (int i = 0; i < 2; i++) {
            Digest id = chain.tokenDigests().get(i);
            Denial denial = refused(Reason.CREDENTIAL_REVOKED, TRUST.withRevoked(id), chain);
            assertEquals(id.hex(), denial.details().get("token"));
            assertEquals("" + (i + 1), denial.details().get("link"));
        }
        assertInstanceOf(
                ChainVerdict.Holds.class,
                Keys.verifier()
                        .verify(
                                Keys.aliceChain(),
                                TRUST.withRevoked(chain.tokenDigests().getLast()),
                                Keys.NOW));
    }

    @Test
    void verify_otherAudience_isRefused() {
        Chain east = Chain.issue(Keys.ROOT, Keys.alice().audience("east", "north"));
        refused(Reason.AUDIENCE_MISMATCH, TRUST, east);
        refused(Reason.AUDIENCE_MISMATCH, TRUST.withAudience("west"), east);
        assertInstanceOf(
                ChainVerdict.Holds.class,
                Keys.verifier().verify(east, TRUST.withAudience("north"), Keys.NOW));
        Chain narrowed = east.delegate(Keys.ALICE, Keys.bot().audience("east"));
        refused(Reason.AUDIENCE_MISMATCH, TRUST.withAudience("north"), narrowed);
    }

    @Test
    void verify_noUsesLeft_isExhaustedForAllThatShareThem() {
        Chain alice = Chain.issue(Keys.ROOT, Keys.alice().maximumUses(2));
        Chain bot = alice.delegate(Keys.ALICE, Keys.bot().maximumUses(1));
        InMemoryUseCounter uses = new InMemoryUseCounter(10);
        ChainVerifier verifier = new ChainVerifier(16, (_, _) -> true, uses, Revocations.NONE);
        VerifiedChain botChain = holds(verifier.verify(bot, TRUST, Keys.NOW));
        assertEquals(2, botChain.allowances().size());
        assertEquals(Optional.empty(), uses.reserve(botChain.allowances()));
        assertEquals(
                Reason.USES_EXHAUSTED,
                denied(verifier.verify(bot, TRUST, Keys.NOW)).reason());
        VerifiedChain aliceChain = holds(verifier.verify(alice, TRUST, Keys.NOW));
        assertEquals(Optional.empty(), uses.reserve(aliceChain.allowances()));
        assertEquals(
                alice.tokenDigests().getFirst().hex(),
                denied(verifier.verify(alice, TRUST, Keys.NOW)).details().get("token"));
        uses.release(botChain.allowances());
        assertSame(aliceChain, holds(verifier.verify(alice, TRUST, Keys.NOW)));
    }

    private static TokenDraft with(String capability, EffectLevel level) {
        return TokenDraft.to(Keys.BOT.publicKey(), "x", "llm").grant(capability, level);
    }

    private static void widens(String part, Reason reason, Consumer<Tampered> change) {
        widens(Keys.alice(), part, reason, change);
    }

    private static void widens(
            TokenDraft first, String part, Reason reason, Consumer<Tampered> change) {
        Chain parent = Chain.issue(Keys.ROOT, first);
        Chain good = parent.delegate(Keys.ALICE, Keys.bot());
        assertInstanceOf(
                ChainVerdict.Holds.class,
                Keys.verifier().verify(good, TRUST.withAudience("east"), Keys.NOW));
        Tampered tampered = new Tampered(Keys.last(good));
        change.accept(tampered);
        Denial denial = refused(
                reason,
                TRUST.withAudience("east"),
                Keys.extended(parent, Keys.ALICE, tampered.token()));
        assertTrue(
                List.of(denial.details().get("parts").split(",")).contains(part),
                denial.details().toString());
    }

    private static void malformed(byte[] payload) {
        refused(
                Reason.CREDENTIAL_MALFORMED,
                TRUST,
                Chain.of(List.of(SignedToken.signed(Keys.ROOT, payload))));
    }

    private static void expired(Chain chain, Instant now) {
        assertEquals(
                Reason.CREDENTIAL_EXPIRED,
                denied(Keys.verifier().verify(chain, TRUST, now)).reason());
    }

    private static Denial refused(Reason reason, Trust trust, Chain chain) {
        Denial denial = denied(Keys.verifier().verify(chain, trust, Keys.NOW));
        assertEquals(reason, denial.reason(), denial::toString);
        return denial;
    }

    private static VerifiedChain holds(ChainVerdict verdict) {
        return assertInstanceOf(ChainVerdict.Holds.class, verdict, verdict::toString)
                .chain();
    }

    private static Denial denied(ChainVerdict verdict) {
        return assertInstanceOf(ChainVerdict.Refused.class, verdict, verdict::toString)
                .denial();
    }

    private static Chain chain(SignedToken... tokens) {
        return Chain.of(new ArrayList<>(Arrays.asList(tokens)));
    }
}
