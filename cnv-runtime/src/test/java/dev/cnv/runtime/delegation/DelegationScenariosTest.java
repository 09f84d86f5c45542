package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.outcome.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * The scenarios of delegation, one test each. Those of the registry and of its clean-up are where the
 * registry is.
 */
class DelegationScenariosTest {

    private static final Trust TRUST = Trust.of(Keys.ROOT.publicKey());
    private static final VerbDescriptor READ = Keys.verb("file.read", Effect.READ_ONLY);
    private static final VerbDescriptor DELETE = Keys.verb("file.delete", Effect.MUTATE_STATE);
    private static final VerbDescriptor TRANSFER =
            Keys.verb("account.transfer", Effect.MUTATE_STATE);

    @Test
    void principalKinds_followFromTheChain() {
        assertEquals(PrincipalKind.ANONYMOUS, Authority.none().principal().kind());
        assertEquals(PrincipalKind.DIRECT, chain(Keys.aliceChain()).principal().kind());
        assertEquals(PrincipalKind.DELEGATED, chain(Keys.botChain()).principal().kind());
        Chain service = Chain.issue(
                Keys.ROOT,
                TokenDraft.to(Keys.ALICE.publicKey(), "billing", "service")
                        .between(Keys.NOW, Keys.LATER)
                        .grant("**", EffectLevel.READ_ONLY));
        assertEquals(PrincipalKind.SERVICE, chain(service).principal().kind());
        assertFalse(chain(service).originIsPerson());
        assertTrue(chain(Keys.botChain()).originIsPerson());
    }

    @Test
    void constraints_unrestrictedAndStrict_permitAllAndNothing() {
        CapabilityConstraints all = CapabilityConstraints.UNRESTRICTED;
        assertTrue(all.permits(Keys.verb("a.b", Effect.PRIVILEGED), Keys.NOW));
        CapabilityConstraints none = CapabilityConstraints.NOTHING;
        assertFalse(none.permits(READ, Keys.NOW));
        assertTrue(all.includes(none));
        assertFalse(none.includes(all));
        Chain unrestricted = issue(first().grant("**", EffectLevel.PRIVILEGED));
        assertEquals(Optional.empty(), check(unrestricted, DELETE, "{}"));
        Chain strict = issue(first().grant(Grant.of("file.read", EffectLevel.READ_ONLY)
                .where("path", ArgumentConstraint.exactly("a"))));
        assertEquals(Optional.empty(), check(strict, READ, "{\"path\":\"a\"}"));
        assertEquals(
                Optional.of(Reason.ARGUMENT_NOT_GRANTED), check(strict, READ, "{\"path\":\"b\"}"));
        assertEquals(Optional.of(Reason.CAPABILITY_NOT_GRANTED), check(strict, DELETE, "{}"));
    }

    @Test
    void constraints_allowed_permitOnlyWhatTheyName() {
        Chain nouns = issue(first().grant("**", EffectLevel.MUTATE).onlyNouns("file"));
        assertEquals(Optional.empty(), check(nouns, READ, "{}"));
        assertEquals(Optional.of(Reason.CAPABILITY_NOT_GRANTED), check(nouns, TRANSFER, "{}"));
        Chain verbs = issue(first().grant("**", EffectLevel.MUTATE).onlyVerbs("read"));
        assertEquals(Optional.empty(), check(verbs, READ, "{}"));
        assertEquals(Optional.of(Reason.CAPABILITY_NOT_GRANTED), check(verbs, DELETE, "{}"));
    }

    @Test
    void constraints_forbidden_overrideAllowed() {
        Chain chain = issue(first().grant("file.*", EffectLevel.MUTATE)
                .grant("file.delete", EffectLevel.MUTATE)
                .forbid("file.delete"));
        assertEquals(Optional.empty(), check(chain, READ, "{}"));
        assertEquals(Optional.of(Reason.CAPABILITY_NOT_GRANTED), check(chain, DELETE, "{}"));
        assertFalse(chain(chain).mayReach(DELETE));
    }

    @Test
    void constraints_intersection_isWhatBothPermit() {
        CapabilityConstraints one = CapabilityConstraints.UNRESTRICTED
                .allowing("file.**", "account.*")
                .forbidding("file.move")
                .upTo(EffectLevel.NETWORK)
                .atMost(10);
        CapabilityConstraints two = CapabilityConstraints.UNRESTRICTED
                .allowing("file.*")
                .forbidding("file.delete")
                .upTo(EffectLevel.MUTATE)
                .atMost(3);
        CapabilityConstraints both = one.intersect(two);
        assertEquals(
                CapabilityConstraints.UNRESTRICTED
                        .allowing("file.*")
                        .forbidding("file.delete", "file.move")
                        .upTo(EffectLevel.MUTATE)
                        .atMost(3),
                both);
        assertEquals(both, two.intersect(one));
    }

    @Test
    void temporalValidity_intersectsToTheLaterStartAndTheEarlierEnd() {
        Chain chain = Keys.aliceChain()
                .delegate(
                        Keys.ALICE,
                        Keys.bot().between(Keys.NOW.plusSeconds(60), Keys.LATER.minusSeconds(60)));
        VerifiedChain verified = chain(chain, Keys.NOW.plusSeconds(60));
        assertEquals(Keys.NOW.plusSeconds(60), verified.notBefore());
        assertEquals(Keys.LATER.minusSeconds(60), verified.expires());
        assertEquals(
                TimeWindow.between(Keys.NOW.plusSeconds(60), Keys.LATER.minusSeconds(60)),
                verified.effective().window());
        assertEquals(
                Optional.of(Reason.CREDENTIAL_EXPIRED), verdict(chain, Keys.NOW.plusSeconds(59)));
        assertEquals(
                Optional.of(Reason.CREDENTIAL_EXPIRED),
                verdict(chain, Keys.LATER.minusSeconds(60)));
    }

    @Test
    void maximumUses_isTheSmallestOfTheChain() {
        Chain chain = issue(Keys.alice().maximumUses(5))
                .delegate(Keys.ALICE, Keys.bot().maximumUses(2));
        assertEquals(OptionalLong.of(2), chain(chain).effective().maxUses());
        assertEquals(
                List.of(5L, 2L),
                chain(chain).allowances().stream()
                        .map(UseCounter.Allowance::maximumUseCount)
                        .toList());
    }

    @Test
    void creation_ofAToken_saysWhatTheDraftSays() {
        Token token = Keys.last(issue(Keys.alice().described("all files", "files")));
        assertEquals(Keys.ROOT.publicKey(), token.issuer());
        assertEquals(Keys.ALICE.publicKey(), token.holder());
        assertEquals(new AgentId("alice"), token.root());
        assertEquals(Optional.empty(), token.parent());
        assertEquals(1, token.depth());
        assertEquals(3, token.maxDepth());
        assertEquals(Set.of("files"), token.tags());
        assertThrows(
                IllegalArgumentException.class,
                () -> Chain.issue(
                        Keys.ROOT, TokenDraft.to(Keys.ALICE.publicKey(), "alice", "person")));
    }

    @Test
    void verification_withTheRootsPublicKeyAlone_holds() {
        Chain received = Chain.parse(Keys.botChain().text());
        Trust stranger = Trust.of(
                dev.cnv.runtime.crypto.PublicKey.parse(Keys.ROOT.publicKey().text()));
        assertInstanceOf(
                ChainVerdict.Holds.class, Keys.verifier().verify(received, stranger, Keys.NOW));
        assertInstanceOf(
                ChainVerdict.Refused.class,
                Keys.verifier().verify(received, Trust.of(Keys.OTHER.publicKey()), Keys.NOW));
    }

    @Test
    void expiry_ofAnyLink_endsTheChain() {
        Chain chain = Keys.aliceChain()
                .delegate(Keys.ALICE, Keys.bot().between(Keys.NOW, Keys.NOW.plusSeconds(10)));
        assertEquals(Optional.empty(), verdict(chain, Keys.NOW.plusSeconds(9)));
        assertEquals(
                Optional.of(Reason.CREDENTIAL_EXPIRED), verdict(chain, Keys.NOW.plusSeconds(10)));
        assertEquals(
                Optional.of(Reason.CREDENTIAL_EXPIRED),
                chain(chain).valid(Keys.NOW.plusSeconds(10), TRUST).map(d -> d.reason()));
    }

    @Test
    void usageLimit_isSharedByAllThatDescendFromAToken() {
        Chain alice = issue(Keys.alice().maximumUses(2));
        Chain bot = alice.delegate(Keys.ALICE, Keys.bot());
        InMemoryUseCounter uses = new InMemoryUseCounter(10);
        ChainVerifier verifier = new ChainVerifier((_, _) -> true, uses, Revocations.NONE);
        for (Chain chain : List.of(alice, bot)) {
            VerifiedChain verified = assertInstanceOf(
                            ChainVerdict.Holds.class, verifier.verify(chain, TRUST, Keys.NOW))
                    .chain();
            assertEquals(Optional.empty(), uses.reserve(verified.allowances()));
        }
        for (Chain chain : List.of(alice, bot)) {
            assertEquals(
                    Reason.USES_EXHAUSTED,
                    assertInstanceOf(
                                    ChainVerdict.Refused.class,
                                    verifier.verify(chain, TRUST, Keys.NOW))
                            .denial()
                            .reason());
        }
    }

    @Test
    void capabilityAllowed_needsVerbEffectAndArguments() {
        Chain chain = Keys.aliceChain();
        assertEquals(Optional.empty(), check(chain, TRANSFER, "{\"cents\":100}"));
        assertEquals(
                Optional.of(Reason.ARGUMENT_NOT_GRANTED),
                check(chain, TRANSFER, "{\"cents\":101}"));
        assertEquals(
                Optional.of(Reason.EFFECT_NOT_GRANTED),
                check(chain, Keys.verb("file.send", Effect.NETWORK_ACCESS), "{}"));
        assertEquals(
                Optional.of(Reason.CAPABILITY_NOT_GRANTED),
                check(chain, Keys.verb("user.add", Effect.READ_ONLY), "{}"));
    }

    @Test
    void subDelegation_intersectsTakesTheMinimumLevelAndTheParentsId() {
        Chain alice = issue(Keys.alice().forbid("file.move"));
        Chain bot = alice.delegate(Keys.ALICE, Keys.bot().forbid("file.delete"));
        Token child = Keys.last(bot);
        assertEquals(Optional.of(alice.tokenDigests().getFirst()), child.parent());
        CapabilityConstraints effective = chain(bot).effective();
        assertEquals(EffectLevel.READ_ONLY, effective.max());
        assertEquals(
                CapabilityConstraints.UNRESTRICTED
                        .forbidding("file.delete", "file.move")
                        .forbidden(),
                effective.forbidden());
        assertTrue(chain(alice).effective().includes(effective));
        assertEquals(effective, chain(alice).effective().intersect(effective));
        IllegalArgumentException wider = assertThrows(
                IllegalArgumentException.class,
                () -> alice.delegate(
                        Keys.ALICE,
                        Keys.bot()
                                .grant("user.add", EffectLevel.READ_ONLY)
                                .between(Keys.NOW, Keys.LATER.plusSeconds(1))));
        assertTrue(
                String.valueOf(wider.getMessage()).contains("capability: ")
                        && String.valueOf(wider.getMessage()).contains("expires: "),
                wider.getMessage());
    }

    @Test
    void chain_direct_isTheRootsOwnWord() {
        VerifiedChain chain = chain(Keys.aliceChain());
        assertEquals(1, chain.depth());
        assertEquals(chain.facts().origin(), chain.executor());
    }

    @Test
    void chain_oneLink_handsOnOnce() {
        VerifiedChain chain = chain(Keys.botChain());
        assertEquals(2, chain.depth());
        assertEquals(new AgentId("alice"), chain.facts().origin());
        assertEquals(new AgentId("alice/bot"), chain.executor());
        assertTrue(chain.facts().originIsPerson());
        assertEquals(2, chain.facts().depth());
        assertEquals(Optional.of(chain.chain().digest()), chain.facts().chain());
    }

    @Test
    void chain_severalLinks_handsOnUpToSixteen() {
        Chain chain = issue(TokenDraft.to(Keys.ALICE.publicKey(), "a", "person")
                .between(Keys.NOW, Keys.LATER)
                .mayHandOn(15)
                .grant("file.*", EffectLevel.MUTATE));
        StringBuilder name = new StringBuilder("a");
        for (int left = 14; left >= 0; left--) {
            chain = chain.delegate(
                    Keys.ALICE,
                    TokenDraft.to(Keys.ALICE.publicKey(), name.append("/x").toString(), "llm")
                            .mayHandOn(left)
                            .grant("file.*", EffectLevel.READ_ONLY));
        }
        VerifiedChain verified = chain(chain);
        assertEquals(16, verified.depth());
        assertEquals(Optional.empty(), check(chain, READ, "{}"));
        assertEquals(Optional.of(Reason.EFFECT_NOT_GRANTED), check(chain, DELETE, "{}"));
        Chain full = chain;
        assertThrows(
                IllegalArgumentException.class,
                () -> full.delegate(
                        Keys.ALICE,
                        TokenDraft.to(Keys.ALICE.publicKey(), "a/y", "llm")
                                .grant("file.*", EffectLevel.READ_ONLY)));
    }

    @Test
    void chain_brokenContinuity_isRefused() {
        Chain other = issue(first().mayHandOn(1).grant("**", EffectLevel.READ_ONLY));
        List<SignedToken> mixed = new ArrayList<>(other.tokens());
        mixed.add(Keys.botChain().tokens().getLast());
        assertEquals(Optional.of(Reason.CHAIN_PARENT_MISMATCH), verdict(Chain.of(mixed), Keys.NOW));
        Chain byAnother = Keys.extended(Keys.aliceChain(), Keys.OTHER, Keys.last(Keys.botChain()));
        assertEquals(Optional.of(Reason.CHAIN_BROKEN), verdict(byAnother, Keys.NOW));
    }

    @Test
    void effectiveConstraints_areTheIntersectionOfAllLinks() {
        Chain chain = issue(Keys.alice().forbid("file.move").maximumUses(9))
                .delegate(Keys.ALICE, Keys.bot().onlyVerbs("read").maximumUses(4));
        CapabilityConstraints effective = chain(chain).effective();
        assertTrue(effective.permits(READ, Keys.NOW));
        assertFalse(effective.permits(DELETE, Keys.NOW));
        assertFalse(effective.permits(TRANSFER, Keys.NOW), "only alice may");
        assertFalse(effective.permits(READ, Keys.LATER));
        assertEquals(OptionalLong.of(4), effective.maxUses());
        assertEquals(Optional.empty(), check(chain, READ, "{\"path\":\"docs/a\"}"));
        assertEquals(
                Optional.of(Reason.ARGUMENT_NOT_GRANTED),
                check(chain, READ, "{\"path\":\"secret\"}"));
    }

    /** Two swarms with roots of their own: each trusts the other's for what it names it for. */
    @Test
    void twoSwarms_withDifferentRoots_trustWhatTheyChooseTo() {
        SigningKey westRoot = SigningKey.generate(Keys.RANDOM);
        Trust east = Trust.of(Keys.ROOT.publicKey()).withAudience("east");
        Trust both = east.withRoot(westRoot.publicKey());
        TokenDraft guest = TokenDraft.to(Keys.ALICE.publicKey(), "west/alice", "person")
                .between(Keys.NOW, Keys.NOW.plus(Duration.ofMinutes(5)))
                .mayHandOn(1)
                .grant("file.read", EffectLevel.READ_ONLY);
        Chain forEast = Chain.issue(westRoot, guest.audience("east"))
                .delegate(
                        Keys.ALICE,
                        TokenDraft.to(Keys.BOT.publicKey(), "west/alice/bot", "llm")
                                .grant("file.read", EffectLevel.READ_ONLY));
        assertEquals(
                Reason.CREDENTIAL_UNKNOWN, Keys.refused(east, forEast, Keys.BOT).reason());
        Authority authority = Keys.authority(both, forEast, Keys.BOT);
        assertEquals(new AgentId("west/alice"), authority.principal().root());
        assertEquals(Optional.empty(), authority.check(READ, object("{}")));
        assertNotEquals(Optional.empty(), authority.check(DELETE, object("{}")));
        Chain forWest = Chain.issue(westRoot, guest.audience("west"));
        assertEquals(
                Reason.AUDIENCE_MISMATCH,
                Keys.refused(both, forWest, Keys.ALICE).reason());
        // A link of one swarm does not stand behind a link of the other.
        Chain crossed = Keys.extended(Keys.aliceChain(), westRoot, Keys.last(Keys.botChain()));
        assertEquals(Reason.CHAIN_BROKEN, Keys.refused(both, crossed, Keys.BOT).reason());
    }

    private static TokenDraft first() {
        return TokenDraft.to(Keys.ALICE.publicKey(), "alice", "person")
                .between(Keys.NOW, Keys.LATER);
    }

    private static Chain issue(TokenDraft draft) {
        return Chain.issue(Keys.ROOT, draft);
    }

    private static VerifiedChain chain(Chain chain) {
        return chain(chain, Keys.NOW);
    }

    private static VerifiedChain chain(Chain chain, Instant now) {
        ChainVerdict verdict = Keys.verifier().verify(chain, TRUST, now);
        return assertInstanceOf(ChainVerdict.Holds.class, verdict, verdict::toString)
                .chain();
    }

    private static Optional<Reason> verdict(Chain chain, Instant now) {
        return switch (Keys.verifier().verify(chain, TRUST, now)) {
            case ChainVerdict.Holds _ -> Optional.empty();
            case ChainVerdict.Refused(var denial) -> Optional.of(denial.reason());
        };
    }

    private static Optional<Reason> check(Chain chain, VerbDescriptor verb, String arguments) {
        return chain(chain).check(verb, object(arguments)).map(denial -> denial.reason());
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) StrictJson.parse(json);
    }
}
