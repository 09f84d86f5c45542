package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.PrincipalAuthorities;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.registry.RegistryResult;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller whose key an organisation's certificate vouches for, through the kernel. */
class VouchedCallerTest {

    private static final X500Name ACME = new X500Name("CN=Acme Root,O=Acme");
    private static final Instant NOON = Fixture.NOON;
    private static final String ACCOUNT = "{\"account\":\"alice\"}";

    private KeyPair authority;
    private SigningKey aliceKey;
    private X509Certificate root;
    private X509Certificate alice;

    @BeforeEach
    void makeCertificates() throws Exception {
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(256);
        authority = curve.generateKeyPair();
        KeyPair person = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        aliceKey = SigningKey.ofRawSecretKey(
                SignatureSuite.ED25519,
                ((EdECPrivateKey) person.getPrivate()).getBytes().orElseThrow());
        root = certificate(builder(1, Duration.ofDays(365), ACME, authority)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
        alice = certificate(builder(2, Duration.ofHours(2), new X500Name("CN=Alice,O=Acme"), person)
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(
                                GeneralName.uniformResourceIdentifier,
                                "cnv://acme.example/alice?type=person"))));
    }

    private static X509v3CertificateBuilder builder(
            int serial, Duration life, X500Name subject, KeyPair keys) {
        return new X509v3CertificateBuilder(
                ACME,
                BigInteger.valueOf(serial),
                Date.from(NOON.minusSeconds(60)),
                Date.from(NOON.plus(life)),
                subject,
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    }

    private X509Certificate certificate(X509v3CertificateBuilder builder) throws Exception {
        return CertificateTrust.certificate(
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .build(authority.getPrivate()))
                        .getEncoded());
    }

    private X509CRL list(X509Certificate... revoked) throws Exception {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(ACME, Date.from(NOON.minusSeconds(60)));
        builder.setNextUpdate(Date.from(NOON.plus(Duration.ofDays(1))));
        for (X509Certificate each : revoked) {
            builder.addCRLEntry(each.getSerialNumber(), Date.from(NOON), CRLReason.keyCompromise);
        }
        return CertificateTrust.revocationList(
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .build(authority.getPrivate()))
                        .getEncoded());
    }

    private static PrincipalAuthorities authorities(X509Certificate root, X509CRL list) {
        return new PrincipalAuthorities(
                CertificateTrust.of(root).withRevocationLists(List.of(list)), TenantId.DEFAULT);
    }

    private Chain chain() {
        return Chain.issue(
                        aliceKey,
                        TokenDraft.to(aliceKey.publicKey(), "acme.example/alice", "person")
                                .between(NOON.minusSeconds(60), NOON.plus(Duration.ofDays(2)))
                                .grant("**", EffectLevel.PRIVILEGED))
                .vouchedForBy(List.of(alice));
    }

    private Fixture fixture() throws Exception {
        Trust trust = Trust.of().withCertificateAuthorities(authorities(root, list()));
        return new Fixture(builder -> builder.trust(trust));
    }

    private static Reason refused(Session session) {
        return Fixture.reason(Fixture.json(session, "bank.balance", ACCOUNT));
    }

    @Test
    void call_ofAVouchedCaller_runsUntilTheCertificateEnds() throws Exception {
        try (Fixture f = fixture()) {
            Session session = f.cnv.open(new Credential.Held(chain(), aliceKey));
            assertEquals(
                    "acme.example/alice",
                    Fixture.json(session, "bank.balance", ACCOUNT).receipt().agent());
            Fixture.json(session, "bank.balance", ACCOUNT).orThrow();
            f.time.advance(Duration.ofHours(2).plusSeconds(1));
            assertEquals(Reason.KEY_NOT_VOUCHED, refused(session));
            assertEquals(
                    Reason.KEY_NOT_VOUCHED, refused(f.cnv.open(new Credential.Presented(chain()))));
        }
    }

    @Test
    void call_afterANewerListRevokesTheCertificate_isRefusedInAnOpenSession() throws Exception {
        try (Fixture f = fixture()) {
            Session session = f.cnv.open(new Credential.Held(chain(), aliceKey));
            Fixture.json(session, "bank.balance", ACCOUNT).orThrow();
            X509CRL newer = list(alice);
            f.cnv.trust(trust -> trust.withCertificateAuthorities(authorities(root, newer)));
            assertEquals(Reason.KEY_NOT_VOUCHED, refused(session));
            f.cnv.trust(Trust::withoutCertificateAuthorities);
            assertEquals(Reason.CREDENTIAL_UNKNOWN, refused(session));
        }
    }

    @Test
    void register_vouchedChain_keepsItsTokensAndTheTrustKeepsThePath() throws Exception {
        try (Fixture f = fixture()) {
            assertInstanceOf(
                    RegistryResult.Refused.class,
                    f.cnv.delegations().register(chain().withoutCertificates()));
            RegistryResult registered = f.cnv.delegations().register(chain());
            assertTrue(!(registered instanceof RegistryResult.Refused), registered::toString);
            Chain bare = chain().withoutCertificates();
            Session unknown = f.cnv.open(new Credential.Held(bare, aliceKey));
            assertEquals(Reason.CREDENTIAL_UNKNOWN, refused(unknown));
            f.cnv.trust(trust -> trust.withCertificatePath(List.of(alice)));
            Session known = f.cnv.open(new Credential.Held(bare, aliceKey));
            Fixture.json(known, "bank.balance", ACCOUNT).orThrow();
        }
    }
}
