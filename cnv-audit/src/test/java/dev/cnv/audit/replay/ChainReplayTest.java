package dev.cnv.audit.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.ArgumentConstraint;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Grant;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.governance.DelegationEvent.DelegationRevoked;
import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.RuntimeEvent.Key;
import dev.cnv.runtime.governance.RuntimeEvent.KeyChanged;
import dev.cnv.runtime.governance.RuntimeEvent.KeyPurpose;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Facts;
import dev.cnv.runtime.policy.PolicyRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Chains from a ledger, checked again: each way in which one does not hold is found. */
class ChainReplayTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final long INDEX = 10;

    private final SecureRandom random = new SecureRandom();
    private final SigningKey root = SigningKey.generate(random);
    private final SigningKey alice = SigningKey.generate(random);
    private final SigningKey bot = SigningKey.generate(random);
    private final Map<Digest, byte[]> payloads = new HashMap<>();
    private final TrustHistory history = new TrustHistory(Optional.empty());
    private final ChainReplay chains = new ChainReplay(
            history,
            new RecordedChains(
                    history, digest -> Optional.ofNullable(payloads.get(digest)), false));
    private final VerbDescriptor verb = VerbDescriptor.of("file.write", "1.0.0")
            .effects(EffectSet.of(Effect.STORAGE_WRITE))
            .schemas(Digest.of("in").hex(), Digest.of("out").hex());

    @BeforeEach
    void trustRoot() {
        history.add(1, keys(List.of(key(root)), List.of()));
    }

    private static KeyChanged keys(List<Key> added, List<Key> removed) {
        return new KeyChanged(origin(), added, removed, "");
    }

    private static Key key(SigningKey key) {
        byte[] encoded = key.publicKey().encoded();
        return new Key(
                KeyPurpose.ROOT,
                key.id(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(encoded),
                "");
    }

    private Chain above() {
        return Chain.issue(
                root,
                TokenDraft.to(alice.publicKey(), "alice", "person")
                        .between(NOON.minusSeconds(60), NOON.plus(Duration.ofDays(1)))
                        .grant("file.*", EffectLevel.MUTATE)
                        .mayHandOn(1));
    }

    private Chain chain(UnaryOperator<TokenDraft> draft) {
        return kept(above().delegate(
                        alice, draft.apply(TokenDraft.to(bot.publicKey(), "alice/bot", "llm"))));
    }

    private Chain chain() {
        return chain(draft -> draft.grant("file.write", EffectLevel.MUTATE));
    }

    private Chain kept(Chain chain) {
        payloads.put(chain.digest(), chain.bytes());
        return chain;
    }

    private static ObjectNode arguments() {
        return JsonNodeFactory.instance.objectNode().put("path", "docs/a.txt");
    }

    private ChainReplay.Answer check(Chain chain) {
        return check(chain, NOON, "decided", arguments());
    }

    private ChainReplay.Answer check(Chain chain, Instant now, String stage, ObjectNode arguments) {
        return check("alice/bot", chain, now, stage, arguments);
    }

    private ChainReplay.Answer check(
            String agent, Chain chain, Instant now, String stage, ObjectNode arguments) {
        AgentId root = new AgentId("alice");
        Principal principal = new Principal(
                Agent.of(agent, "llm"), TenantId.DEFAULT, PrincipalKind.DELEGATED, root);
        Optional<Digest> digest = Optional.of(chain.digest());
        PolicyRequest request = new PolicyRequest(
                verb,
                arguments,
                new CallContext(
                        new UUID(1, 2),
                        "c",
                        Optional.empty(),
                        principal,
                        QualityOfService.NORMAL,
                        now,
                        false,
                        Optional.empty()),
                Set.of(),
                new Facts(
                        now,
                        new DelegationFacts(root, true, principal.agent().id(), 2, digest),
                        0,
                        0));
        return chains.check(INDEX, decision(agent, digest, stage), request);
    }

    private static PolicyDecision decision(String agent, Optional<Digest> chain, String stage) {
        boolean permitted = stage.equals("decided");
        return new PolicyDecision(
                origin(),
                new UUID(1, 2),
                Optional.empty(),
                "file.write",
                "1.0.0",
                "llm",
                "DELEGATED",
                "alice",
                chain,
                List.of("STORAGE_WRITE"),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                permitted,
                permitted ? Optional.empty() : Optional.of(Reason.POLICY_FORBIDDEN),
                stage,
                "",
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Spending.NONE,
                Optional.empty());
    }

    private static EventOrigin origin() {
        return new EventOrigin(new UUID(9, 9), NOON, "", "", "", Optional.empty(), Map.of());
    }

    private static void assertBroken(Reason reason, ChainReplay.Answer answer) {
        assertEquals(
                reason,
                assertInstanceOf(ChainReplay.Answer.Broken.class, answer)
                        .denial()
                        .reason());
    }

    private static void assertHolds(ChainReplay.Answer answer) {
        assertInstanceOf(ChainReplay.Answer.Holds.class, answer, answer.toString());
    }

    private static void assertUnknown(String why, ChainReplay.Answer answer) {
        String said = assertInstanceOf(ChainReplay.Answer.Unknown.class, answer).why();
        assertTrue(said.contains(why), said);
    }

    @Test
    void check_chainThatGrants_holdsEachTime() {
        Chain chain = chain();
        assertHolds(check(chain));
        assertHolds(check(chain));
    }

    @Test
    void check_anyByteOfItChanged_isNotTheSameAnswer() {
        Chain chain = chain();
        byte[] bytes = chain.bytes();
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            payloads.put(chain.digest(), changed);
            TrustHistory fresh = new TrustHistory(Optional.empty());
            fresh.add(1, keys(List.of(key(root)), List.of()));
            RecordedChains.Found found = new RecordedChains(
                            fresh, digest -> Optional.ofNullable(payloads.get(digest)), false)
                    .find(chain.digest(), INDEX);
            assertTrue(!(found instanceof RecordedChains.Found.Sound), "byte=" + i);
        }
    }

    @Test
    void check_notInTheLedger_isUnknown() {
        Chain chain = chain();
        payloads.clear();
        assertUnknown("not in the ledger", check(chain));
    }

    @Test
    void check_afterItsWindow_isBrokenUnlessThePolicyRefusedBefore() {
        Chain chain = chain();
        Instant late = NOON.plus(Duration.ofDays(2));
        assertBroken(Reason.CREDENTIAL_EXPIRED, check(chain, late, "decided", arguments()));
        assertBroken(Reason.CREDENTIAL_EXPIRED, check(chain, late, "admit", arguments()));
        assertHolds(check(chain, late, "policy", arguments()));
    }

    @Test
    void check_verbNotGranted_isBroken() {
        Chain chain = chain(draft -> draft.grant("file.read", EffectLevel.MUTATE));
        assertBroken(Reason.CAPABILITY_NOT_GRANTED, check(chain));
        assertHolds(check(chain, NOON, "capability", arguments()));
    }

    @Test
    void check_argumentNotGranted_isBroken_andASecretOneUnknown() {
        Chain chain = chain(draft -> draft.grant(Grant.of("file.write", EffectLevel.MUTATE)
                .where("path", ArgumentConstraint.subPath("other"))));
        assertBroken(Reason.ARGUMENT_NOT_GRANTED, check(chain));
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.putObject("path").put("salt", "AA").put("commitment", "BB");
        assertUnknown("sensitive argument=path", check(chain, NOON, "decided", secret));
    }

    @Test
    void check_callerIsAnother_isBroken() {
        assertBroken(
                Reason.CHAIN_WIDENS, check("alice/eve", chain(), NOON, "decided", arguments()));
    }

    @Test
    void check_otherRoot_isUnknown_andARemovedOneBroken() {
        Chain other = kept(Chain.issue(
                        alice,
                        TokenDraft.to(bot.publicKey(), "alice", "person")
                                .between(NOON.minusSeconds(60), NOON.plusSeconds(60))
                                .grant("**", EffectLevel.MUTATE)
                                .mayHandOn(1))
                .delegate(
                        bot,
                        TokenDraft.to(bot.publicKey(), "alice/bot", "llm")
                                .grant("**", EffectLevel.MUTATE)));
        assertUnknown("certificate authorities are not recorded", check(other));
        history.add(2, keys(List.of(), List.of(key(root))));
        assertBroken(Reason.CREDENTIAL_UNKNOWN, check(chain()));
    }

    @Test
    void check_rootOfLater_isUnknownWhateverWasAskedBefore() {
        Chain chain = chain();
        TrustHistory later = new TrustHistory(Optional.empty());
        later.add(20, keys(List.of(key(root)), List.of()));
        RecordedChains found = new RecordedChains(
                later, digest -> Optional.ofNullable(payloads.get(digest)), false);
        assertInstanceOf(RecordedChains.Found.Sound.class, found.find(chain.digest(), 21));
        assertInstanceOf(RecordedChains.Found.Unknown.class, found.find(chain.digest(), 20));
    }

    @Test
    void check_revokedByOperator_isBrokenFromThatRecordOn() {
        Chain chain = chain();
        history.add(INDEX + 1, revoked(Optional.empty(), chain.tokenDigests().getFirst()));
        assertHolds(check(chain));
        history.add(INDEX - 1, revoked(Optional.empty(), chain.tokenDigests().getFirst()));
        assertBroken(Reason.CREDENTIAL_REVOKED, check(chain));
    }

    @Test
    void check_revokedByAnIssuer_countsOnlyFromAbove() {
        Chain chain = chain();
        Digest last = chain.tokenDigests().getLast();
        history.add(2, revoked(Optional.of(bot.id()), last));
        assertHolds(check(chain));
        history.add(3, revoked(Optional.of(root.id()), last));
        assertBroken(Reason.CREDENTIAL_REVOKED, check(chain));
    }

    private static DelegationRevoked revoked(Optional<Digest> issuer, Digest token) {
        return new DelegationRevoked(
                origin(),
                issuer,
                issuer.isPresent() ? 1 : 0,
                List.of(token),
                "",
                issuer.map(_ -> "AAEC"));
    }

    @Test
    void check_forCertainRuntimes_isUnknownWithoutTheName() {
        Chain chain =
                chain(draft -> draft.grant("file.write", EffectLevel.MUTATE).audience("gateway"));
        assertUnknown("for certain runtimes", check(chain));
        for (String name : List.of("gateway", "other")) {
            TrustHistory named = new TrustHistory(Optional.of(name));
            named.add(1, keys(List.of(key(root)), List.of()));
            RecordedChains.Found found = new RecordedChains(
                            named, digest -> Optional.ofNullable(payloads.get(digest)), true)
                    .find(chain.digest(), INDEX);
            assertEquals(name.equals("gateway"), found instanceof RecordedChains.Found.Sound, name);
        }
    }
}
