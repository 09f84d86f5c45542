package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class TrustTest {

    private static final Trust TRUST = Trust.of(Keys.ROOT.publicKey());

    @Test
    void authenticate_goodChains_giveThePrincipal() {
        assertEquals(
                new Principal(
                        Agent.of("alice", "person"),
                        TenantId.DEFAULT,
                        PrincipalKind.DIRECT,
                        new AgentId("alice")),
                authority(Keys.aliceChain(), Keys.ALICE).principal());
        Authority bot = authority(Keys.botChain(), Keys.BOT);
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
                PrincipalKind.SERVICE, authority(chain, Keys.ALICE).principal().kind());
        Chain handed = chain.delegate(
                Keys.ALICE,
                TokenDraft.to(Keys.BOT.publicKey(), "billing/worker", "service")
                        .grant("file.*", EffectLevel.MUTATE));
        assertEquals(
                PrincipalKind.DELEGATED, authority(handed, Keys.BOT).principal().kind());
    }

    @Test
    void authenticate_anonymous_hasNoAuthority() {
        AuthenticationResult result =
                TRUST.authenticate(Credential.anonymous(), Keys.CHALLENGE, Keys.NOW);
        Authority authority = assertInstanceOf(AuthenticationResult.Authenticated.class, result)
                .authority();
        assertEquals(Principal.ANONYMOUS, authority.principal());
    }

    @Test
    void authenticate_rootNotTrusted_isUnknown() {
        assertEquals(
                Keys.ROOT.id().hex(),
                refused(Reason.CREDENTIAL_UNKNOWN, Trust.NONE, Keys.aliceChain(), Keys.ALICE)
                        .details()
                        .get("key"));
        refused(
                Reason.CREDENTIAL_UNKNOWN,
                Trust.of(Keys.OTHER.publicKey()),
                Keys.aliceChain(),
                Keys.ALICE);
        refused(
                Reason.CREDENTIAL_UNKNOWN,
                TRUST,
                Chain.issue(Keys.OTHER, Keys.alice()),
                Keys.ALICE);
    }

    @Test
    void authenticate_anyBitOfPayloadOrSignatureChanged_isRefused() {
        Chain chain = Keys.botChain();
        for (int link = 0; link < 2; link++) {
            SignedToken token = chain.tokens().get(link);
            for (int at = 0; at < token.payload().length; at += 37) {
                byte[] payload = token.payload();
                payload[at] ^= 1;
                refused(
                        Reason.SIGNATURE_INVALID,
                        TRUST,
                        replaced(
                                chain,
                                link,
                                new SignedToken(token.key(), payload, token.signature())),
                        Keys.BOT);
            }
            for (int at = 0; at < 64; at += 21) {
                byte[] signature = token.signature();
                signature[at] ^= 1;
                refused(
                        Reason.SIGNATURE_INVALID,
                        TRUST,
                        replaced(
                                chain,
                                link,
                                new SignedToken(token.key(), token.payload(), signature)),
                        Keys.BOT);
            }
        }
    }

    @Test
    void authenticate_signedByTheWrongKey_isRefused() {
        Chain chain = Keys.botChain();
        byte[] payload = chain.tokens().get(1).payload();
        byte[] message = Domain.TOKEN.message(payload);
        // By another key under the holder's name, and under its own name.
        refused(
                Reason.SIGNATURE_INVALID,
                TRUST,
                replaced(
                        chain,
                        1,
                        new SignedToken(Keys.ALICE.id(), payload, Keys.OTHER.sign(message))),
                Keys.BOT);
        refused(
                Reason.SIGNATURE_INVALID,
                TRUST,
                replaced(
                        chain,
                        1,
                        new SignedToken(Keys.OTHER.id(), payload, Keys.OTHER.sign(message))),
                Keys.BOT);
        // The root itself cannot put a link behind alice's.
        refused(
                Reason.SIGNATURE_INVALID,
                TRUST,
                replaced(
                        chain,
                        1,
                        new SignedToken(Keys.ROOT.id(), payload, Keys.ROOT.sign(message))),
                Keys.BOT);
    }

    /** A signature for one purpose is none for another. */
    @Test
    void authenticate_signatureOfAnotherDomain_isRefused() {
        SignedToken token = Keys.aliceChain().tokens().getFirst();
        byte[] other = Keys.ROOT.sign(Domain.APPROVAL.message(token.payload()));
        refused(
                Reason.SIGNATURE_INVALID,
                TRUST,
                replaced(
                        Keys.aliceChain(), 0, new SignedToken(token.key(), token.payload(), other)),
                Keys.ALICE);
    }

    @Test
    void authenticate_possessionUnproven_isRefused() {
        Chain chain = Keys.botChain();
        Credential.Held held = new Credential.Held(chain, Keys.BOT);
        byte[] other = Keys.CHALLENGE.clone();
        other[31] = 1;
        unproven(chain, Keys.CHALLENGE, held.prove(other));
        unproven(
                chain,
                Keys.CHALLENGE,
                new Credential.Held(chain, Keys.ALICE).prove(Keys.CHALLENGE));
        unproven(
                chain,
                Keys.CHALLENGE,
                new Credential.Held(Keys.aliceChain(), Keys.BOT).prove(Keys.CHALLENGE));
        unproven(chain, Keys.CHALLENGE, Keys.BOT.sign(Keys.CHALLENGE));
        unproven(chain, Keys.CHALLENGE, new byte[0]);
        unproven(chain, new byte[0], held.prove(new byte[0]));
        unproven(chain, new byte[33], held.prove(new byte[33]));
    }

    @Test
    void authenticate_outsideTheWindow_isExpired() {
        Chain chain = Keys.botChain();
        expired(chain, Keys.NOW.minusNanos(1));
        expired(chain, Keys.LATER);
        assertInstanceOf(
                AuthenticationResult.Authenticated.class,
                TRUST.authenticate(
                        new Credential.Held(chain, Keys.BOT),
                        Keys.CHALLENGE,
                        Keys.LATER.minusNanos(1)));
        Chain shorter = Keys.aliceChain()
                .delegate(Keys.ALICE, Keys.bot().between(Keys.NOW, Keys.NOW.plusSeconds(5)));
        expired(shorter, Keys.NOW.plusSeconds(5));
    }

    @Test
    void authenticate_anyLinkRevoked_isRefused() {
        Chain chain = Keys.botChain();
        for (var digest : chain.tokenDigests()) {
            assertEquals(
                    digest.hex(),
                    refused(Reason.CREDENTIAL_REVOKED, TRUST.withRevoked(digest), chain, Keys.BOT)
                            .details()
                            .get("token"));
        }
        assertInstanceOf(
                AuthenticationResult.Authenticated.class,
                TRUST.withRevoked(chain.tokenDigests().getLast())
                        .authenticate(
                                new Credential.Held(Keys.aliceChain(), Keys.ALICE),
                                Keys.CHALLENGE,
                                Keys.NOW));
    }

    /** Links that a holder signs without asking {@link Chain#delegate}: each part is checked again. */
    @Test
    void authenticate_widerLink_isRefusedByPart() {
        widens(
                "issuer",
                token -> edit(
                        token, json -> json.put("issuer", Keys.OTHER.publicKey().text())));
        widens("parent", token -> edit(token, json -> json.put("parent", "0".repeat(64))));
        widens("root", token -> edit(token, json -> json.put("root", "bob")));
        widens("tenant", token -> edit(token, json -> json.put("tenant", "acme")));
        widens("depth", token -> edit(token, json -> json.put("depth", 3).put("maxDepth", 3)));
        widens("maxDepth", token -> edit(token, json -> json.put("maxDepth", 4)));
        widens("notBefore", token -> edit(token, json -> json.put("notBefore", 1)));
        widens(
                "expires",
                token -> edit(token, json -> json.put("expires", Keys.LATER.getEpochSecond() + 1)));
        widens("agent", token -> edit(token, json -> agent(json).put("id", "bob")));
        widens("agentType", token -> edit(token, json -> agent(json).put("type", "service")));
        widens("capability", token -> edit(token, json -> grant(json).put("capability", "**")));
        widens("effect", token -> edit(token, json -> grant(json).put("max", "PRIVILEGED")));
        widens(
                "arguments",
                token -> edit(
                        token,
                        json -> grant(json)
                                .put("capability", "account.transfer")
                                .put("max", "MUTATE")));
    }

    @Test
    void authenticate_signedPayloadOfAnotherForm_isMalformed() {
        Token token = TokenFormat.read(Keys.aliceChain().tokens().getFirst().payload());
        malformed("not JSON");
        malformed(" " + new String(TokenFormat.payload(token), StandardCharsets.UTF_8));
        malformed(edit(token, json -> json.put("v", 1)));
        malformed(edit(token, json -> json.put("more", 1)));
        malformed(edit(token, json -> json.remove("tenant")));
        malformed(edit(token, json -> json.put("depth", 17)));
        malformed(edit(token, json -> json.put("expires", json.get("notBefore").longValue())));
        malformed(edit(token, json -> json.put("parent", "0".repeat(64))));
        malformed(edit(token, json -> json.put("root", "bob")));
        malformed(edit(token, json -> json.put("issuer", Keys.OTHER.publicKey().text())));
        malformed(edit(token, json -> json.put("depth", 2).put("parent", "0".repeat(64))));
        malformed(edit(token, json -> json.putArray("verbs")));
        malformed(edit(token, json -> grant(json).put("max", "ALL")));
        malformed(edit(
                token,
                json -> ((ObjectNode) grant(json).get("arguments"))
                        .putObject("x")
                        .put("regex", ".*")));
        malformed(edit(token, json -> agent(json).put("type", "a b")));
    }

    @Test
    void authenticate_linksLeftOutOrTurned_areRefused() {
        Chain three = Keys.aliceChain()
                .delegate(Keys.ALICE, Keys.bot().mayHandOn(1))
                .delegate(
                        Keys.BOT,
                        TokenDraft.to(Keys.OTHER.publicKey(), "alice/bot/x", "llm")
                                .grant(Keys.bot().verbs().getFirst()));
        List<SignedToken> links = three.tokens();
        refused(Reason.SIGNATURE_INVALID, TRUST, chain(links.get(0), links.get(2)), Keys.OTHER);
        refused(Reason.CREDENTIAL_UNKNOWN, TRUST, chain(links.get(1), links.get(2)), Keys.OTHER);
        refused(Reason.CREDENTIAL_UNKNOWN, TRUST, chain(links.get(1), links.get(0)), Keys.BOT);
        refused(Reason.POSSESSION_UNPROVEN, TRUST, chain(links.get(0), links.get(1)), Keys.OTHER);
        refused(
                Reason.SIGNATURE_INVALID,
                TRUST,
                chain(links.get(0), links.get(1), links.get(1)),
                Keys.BOT);
    }

    @Test
    void trust_text_andParts() {
        Trust trust = TRUST.withRoot(Keys.OTHER.publicKey())
                .withApprover(new AgentId("bob"), Keys.BOT.publicKey());
        assertEquals(2, trust.roots().size());
        assertEquals("Trust[roots=2, approvers=[bob], revoked=0]", trust.toString());
        assertEquals(
                trust,
                TRUST.withApprover(new AgentId("bob"), Keys.BOT.publicKey())
                        .withRoot(Keys.OTHER.publicKey()));
        assertThrows(
                IllegalArgumentException.class,
                () -> trust.withApprover(new AgentId("carol"), Keys.BOT.publicKey()));
    }

    private static void widens(String part, Function<Token, String> change) {
        Token token = TokenFormat.read(Keys.botChain().tokens().get(1).payload());
        SignedToken link = signed(Keys.ALICE, change.apply(token));
        Denial denial = refused(
                Reason.CHAIN_WIDENS,
                TRUST,
                chain(Keys.aliceChain().tokens().getFirst(), link),
                Keys.BOT);
        assertTrue(
                List.of(denial.details().get("parts").split(",")).contains(part),
                denial.details().toString());
    }

    private static void malformed(String payload) {
        refused(Reason.CREDENTIAL_MALFORMED, TRUST, chain(signed(Keys.ROOT, payload)), Keys.ALICE);
    }

    private static String edit(Token token, Consumer<ObjectNode> change) {
        ObjectNode json = (ObjectNode)
                StrictJson.parse(new String(TokenFormat.payload(token), StandardCharsets.UTF_8));
        change.accept(json);
        return CanonicalJson.text(json);
    }

    private static ObjectNode agent(ObjectNode json) {
        return (ObjectNode) json.get("agent");
    }

    private static ObjectNode grant(ObjectNode json) {
        return (ObjectNode) json.get("verbs").get(0);
    }

    private static SignedToken signed(SigningKey key, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return new SignedToken(key.id(), payload, key.sign(Domain.TOKEN.message(payload)));
    }

    private static Chain chain(SignedToken... tokens) {
        return Chain.of("chain", List.of(tokens));
    }

    private static Chain replaced(Chain chain, int link, SignedToken token) {
        List<SignedToken> tokens = new ArrayList<>(chain.tokens());
        tokens.set(link, token);
        return Chain.of("chain", tokens);
    }

    private static Authority authority(Chain chain, SigningKey key) {
        return assertInstanceOf(
                        AuthenticationResult.Authenticated.class,
                        TRUST.authenticate(
                                new Credential.Held(chain, key), Keys.CHALLENGE, Keys.NOW))
                .authority();
    }

    private static void unproven(Chain chain, byte[] challenge, byte[] possession) {
        reason(
                Reason.POSSESSION_UNPROVEN,
                TRUST.authenticate(chain, challenge, possession, Keys.NOW));
    }

    private static void expired(Chain chain, Instant now) {
        reason(
                Reason.CREDENTIAL_EXPIRED,
                TRUST.authenticate(new Credential.Held(chain, Keys.BOT), Keys.CHALLENGE, now));
    }

    private static Denial refused(Reason reason, Trust trust, Chain chain, SigningKey key) {
        return reason(
                reason,
                trust.authenticate(new Credential.Held(chain, key), Keys.CHALLENGE, Keys.NOW));
    }

    private static Denial reason(Reason reason, AuthenticationResult result) {
        Denial denial =
                assertInstanceOf(AuthenticationResult.Refused.class, result).denial();
        assertEquals(reason, denial.reason(), denial::message);
        assertEquals(Optional.empty(), Optional.of(denial.message()).filter(String::isBlank));
        return denial;
    }
}
