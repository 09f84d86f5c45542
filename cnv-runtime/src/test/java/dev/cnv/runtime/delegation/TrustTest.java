package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrustTest {

    private static final Trust TRUST = Trust.of(Keys.ROOT.publicKey());

    @Test
    void with_eachPart_isANewTrustWithTheNextVersion() {
        Trust trust = TRUST.withRoot(Keys.OTHER.publicKey())
                .withApprover(new AgentId("bob"), Keys.BOT.publicKey())
                .withAudience("east");
        assertEquals(2, trust.roots().size());
        assertEquals(Set.of(new AgentId("bob")), trust.approvers());
        assertEquals("east", trust.audience());
        assertEquals(TRUST.rootsVersion() + 1, trust.rootsVersion());
        assertEquals("Trust[roots=2, approvers=[bob], revoked=0, audience=east]", trust.toString());
        Trust without = trust.withoutRoot(Keys.OTHER.publicKey());
        assertEquals(Set.of(Keys.ROOT.publicKey()), without.roots());
        assertEquals(TRUST.rootsVersion() + 2, without.rootsVersion());
    }

    @Test
    void equals_sameParts_inAnyOrder() {
        assertEquals(
                TRUST.withRoot(Keys.OTHER.publicKey())
                        .withApprover(new AgentId("bob"), Keys.BOT.publicKey()),
                TRUST.withApprover(new AgentId("bob"), Keys.BOT.publicKey())
                        .withRoot(Keys.OTHER.publicKey()));
        assertNotEquals(TRUST, TRUST.withAudience("east"));
    }

    @Test
    void withApprover_keyOfAnother_isRefused() {
        Trust trust = TRUST.withApprover(new AgentId("bob"), Keys.BOT.publicKey());
        assertThrows(
                IllegalArgumentException.class,
                () -> trust.withApprover(new AgentId("carol"), Keys.BOT.publicKey()));
    }

    @Test
    void withRevocations_olderList_isRefusedAndNothingIsForgotten() {
        Digest one = Digest.of("one");
        Digest two = Digest.of("two");
        Trust trust = TRUST.withRevocations(List.of(one), 7);
        assertEquals(7, trust.revocationEpoch());
        assertEquals(Set.of(one, two), trust.withRevocations(List.of(two), 8).revoked());
        assertEquals(8, trust.withRevoked(two).revocationEpoch());
        assertThrows(IllegalArgumentException.class, () -> trust.withRevocations(List.of(two), 6));
    }

    @Test
    void withAudience_malformed_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> TRUST.withAudience(""));
        assertThrows(IllegalArgumentException.class, () -> TRUST.withAudience("a b"));
    }

    @Test
    void equals_anyPartOther_isAnother() {
        Trust issuer = TRUST.withCertificateIssuer("gateway", Keys.BOT.publicKey());
        PrincipalAuthorities authorities =
                new PrincipalAuthorities(CertificateTrust.of(), TenantId.DEFAULT);
        assertNotEquals(TRUST, issuer);
        assertEquals(issuer, issuer.withRevocations(List.of(), 0));
        assertNotEquals(TRUST, TRUST.withCertificateAuthorities(authorities));
        assertEquals(
                TRUST.withCertificateAuthorities(authorities),
                TRUST.withCertificateAuthorities(authorities));
        assertNotEquals(TRUST, TRUST.withApprover(new AgentId("bob"), Keys.BOT.publicKey()));
        assertNotEquals(TRUST, TRUST.withRevoked(Digest.of("one")));
        assertNotEquals(TRUST, TRUST.withRoot(Keys.OTHER.publicKey()));
        assertNotEquals(TRUST, (Object) "trust");
        assertTrue(issuer.toString().contains("certificateIssuers=1"), issuer::toString);
    }

    @Test
    void withCertificateIssuer_keyOfAnotherRuntime_isRefused() {
        Trust trust = TRUST.withCertificateIssuer("gateway", Keys.BOT.publicKey());
        assertEquals(trust, trust.withCertificateIssuer("gateway", Keys.BOT.publicKey()));
        assertThrows(
                IllegalArgumentException.class,
                () -> trust.withCertificateIssuer("worker", Keys.BOT.publicKey()));
        Trust without = trust.withoutCertificateIssuer(Keys.BOT.id());
        assertEquals(Optional.empty(), without.certificateIssuer(Keys.BOT.id()));
    }

    @Test
    void withApprover_secondKeyOfOne_isOneVoiceMore() {
        AgentId bob = new AgentId("bob");
        Trust trust = TRUST.withApprover(bob, Keys.BOT.publicKey())
                .withApprover(bob, Keys.OTHER.publicKey())
                .withApprover(bob, Keys.BOT.publicKey())
                .withApprover(new AgentId("carol"), Keys.ALICE.publicKey());
        assertEquals(Set.of(bob, new AgentId("carol")), trust.approvers());
        assertEquals(bob, trust.approver(Keys.OTHER.id()).orElseThrow().getKey());
        assertEquals(Optional.empty(), trust.approver(Keys.ROOT.id()));
    }
}
