package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class AuthorityTest {

    private static final Trust TRUST = Trust.of(Keys.ROOT.publicKey());
    private static final Authority ALICE = authority(Keys.aliceChain(), Keys.ALICE);
    private static final Authority BOT = authority(Keys.botChain(), Keys.BOT);

    private static final VerbDescriptor READ = Keys.verb("file.read", Effect.READ_ONLY);
    private static final VerbDescriptor TRANSFER =
            Keys.verb("account.transfer", Effect.MUTATE_STATE);

    @Test
    void check_none_isMissingAndReachesNothing() {
        assertEquals(
                Reason.AUTHORITY_MISSING, denied(Authority.none(), READ, "{}").reason());
        assertFalse(Authority.none().mayReach(READ));
        assertEquals(List.of(), Authority.none().describe());
        assertEquals(Optional.empty(), Authority.none().valid(Keys.LATER, Trust.NONE));
    }

    @Test
    void check_granted_isEmpty() {
        assertEquals(Optional.empty(), check(ALICE, READ, "{\"path\":\"x\"}"));
        assertEquals(Optional.empty(), check(ALICE, TRANSFER, "{\"cents\":100}"));
        assertEquals(Optional.empty(), check(BOT, READ, "{\"path\":\"docs/a\"}"));
        assertTrue(BOT.mayReach(READ));
    }

    @Test
    void check_otherVerb_isNotGranted() {
        assertEquals(
                Map.of("link", "2", "agent", "alice/bot"),
                denied(BOT, TRANSFER, "{\"cents\":5}").details());
        assertEquals(
                Reason.CAPABILITY_NOT_GRANTED,
                denied(BOT, TRANSFER, "{\"cents\":5}").reason());
        assertFalse(BOT.mayReach(TRANSFER));
    }

    @Test
    void check_furtherEffect_isNotGranted() {
        VerbDescriptor remote = Keys.verb("file.fetch", Effect.NETWORK_ACCESS);
        assertEquals(Reason.EFFECT_NOT_GRANTED, denied(ALICE, remote, "{}").reason());
        assertFalse(ALICE.mayReach(remote));
        VerbDescriptor writing = Keys.verb("file.read", Effect.MUTATE_STATE);
        assertEquals(
                Reason.EFFECT_NOT_GRANTED,
                denied(BOT, writing, "{\"path\":\"docs\"}").reason());
    }

    @Test
    void check_argumentOutsideOrMissing_namesTheParameterAndNotTheValue() {
        for (String arguments :
                List.of("{\"cents\":424242}", "{}", "{\"cents\":null}", "{\"cents\":\"5\"}")) {
            Denial denial = denied(ALICE, TRANSFER, arguments);
            assertEquals(Reason.ARGUMENT_NOT_GRANTED, denial.reason());
            assertEquals("cents", denial.details().get(Denial.PARAMETER));
            assertFalse(denial.toString().contains("424242"), denial::toString);
        }
        assertEquals(
                Reason.ARGUMENT_NOT_GRANTED,
                denied(BOT, READ, "{\"path\":\"docs/../x\"}").reason());
        assertTrue(BOT.mayReach(READ), "with other arguments it could");
    }

    @Test
    void check_severalGrants_oneIsEnough() {
        Authority two = authority(
                Chain.issue(
                        Keys.ROOT,
                        Keys.alice()
                                .grant(Grant.of(
                                                "account.transfer",
                                                dev.cnv.runtime.capability.EffectLevel.MUTATE)
                                        .where("to", ArgumentConstraint.oneOf("savings")))),
                Keys.ALICE);
        assertEquals(Optional.empty(), check(two, TRANSFER, "{\"cents\":5000,\"to\":\"savings\"}"));
        assertEquals(
                "cents", denied(two, TRANSFER, "{\"cents\":5000}").details().get(Denial.PARAMETER));
    }

    @Test
    void valid_overTime_endsWithWindowRevocationOrTrust() {
        assertEquals(Optional.empty(), BOT.valid(Keys.NOW, TRUST));
        assertEquals(
                Reason.CREDENTIAL_EXPIRED,
                BOT.valid(Keys.LATER, TRUST).orElseThrow().reason());
        assertEquals(
                Reason.CREDENTIAL_UNKNOWN,
                BOT.valid(Keys.NOW, Trust.NONE).orElseThrow().reason());
        Trust revoked = TRUST.withRevoked(Keys.aliceChain().tokenDigests().getFirst());
        assertEquals(
                Reason.CREDENTIAL_REVOKED,
                BOT.valid(Keys.NOW, revoked).orElseThrow().reason());
    }

    private static Denial denied(Authority authority, VerbDescriptor verb, String arguments) {
        return check(authority, verb, arguments).orElseThrow();
    }

    private static Optional<Denial> check(
            Authority authority, VerbDescriptor verb, String arguments) {
        return authority.check(verb, (ObjectNode) StrictJson.parse(arguments));
    }

    private static Authority authority(Chain chain, SigningKey key) {
        return Keys.authority(TRUST, chain, key);
    }
}
