package dev.cnv.runtime.crypto;

import static dev.cnv.runtime.crypto.Authorities.AFTER;
import static dev.cnv.runtime.crypto.Authorities.BEFORE;
import static dev.cnv.runtime.crypto.Authorities.NOW;
import static dev.cnv.runtime.crypto.Authorities.certificate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.crypto.Authorities.Party;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of a certificate path, by a path that has it. */
class CertificateTrustTest {

    private static Party root;
    private static Party middle;
    private static Party alice;
    private static X509Certificate rootCertificate;
    private static X509Certificate middleCertificate;
    private static X509Certificate aliceCertificate;
    private static X509CRL rootList;
    private static X509CRL middleList;

    @BeforeAll
    static void makeAuthorities() throws Exception {
        root = Party.of("O=Acme,CN=Root", "EC");
        middle = Party.of("O=Acme,CN=Issuing", "EC");
        alice = Party.of("O=Acme,CN=alice", "Ed25519");
        rootCertificate = certificate(root, root).authority().sign();
        middleCertificate = certificate(root, middle).authority().sign();
        aliceCertificate = certificate(middle, alice).principal().sign();
        rootList = Authorities.list(root, BEFORE, AFTER);
        middleList = Authorities.list(middle, BEFORE, AFTER);
    }

    private static CertificateTrust trust() {
        return CertificateTrust.of(rootCertificate)
                .withRevocationLists(List.of(rootList, middleList));
    }

    private static List<X509Certificate> path() {
        return List.of(aliceCertificate, middleCertificate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "ML-DSA-44"})
    void check_goodPath_namesSubjectAndKey(String algorithm) throws Exception {
        Party bob = Party.of("O=Acme,CN=bob", algorithm);
        X509Certificate leaf = certificate(middle, bob)
                .principal()
                .between(BEFORE, NOW.plusSeconds(60))
                .sign();
        CertificateVerdict.Vouched vouched = assertInstanceOf(
                CertificateVerdict.Vouched.class,
                trust().check(List.of(leaf, middleCertificate), NOW));
        assertEquals("CN=bob,O=Acme", vouched.subject());
        assertEquals("CN=Issuing,O=Acme", vouched.issuer());
        assertEquals("CN=Root,O=Acme", vouched.root());
        assertEquals(NOW.plusSeconds(60), vouched.expires());
        byte[] der = bob.keys().getPublic().getEncoded();
        assertTrue(HexFormat.of()
                .formatHex(der)
                .endsWith(HexFormat.of().formatHex(vouched.key().encoded()).substring(2)));
    }

    @Test
    void check_authoritiesWithMlDsaOrRsa_areTrusted() throws Exception {
        for (String algorithm : List.of("ML-DSA-44", "RSA", "Ed25519")) {
            Party other = Party.of("CN=Other", algorithm);
            X509Certificate own = certificate(other, other).authority().sign();
            X509Certificate leaf = certificate(other, alice).principal().sign();
            CertificateTrust trust = CertificateTrust.of(own)
                    .withRevocationLists(List.of(Authorities.list(other, BEFORE, AFTER)));
            assertInstanceOf(
                    CertificateVerdict.Vouched.class,
                    trust.check(List.of(leaf), NOW),
                    () -> algorithm + " " + trust.check(List.of(leaf), NOW));
        }
    }

    @Test
    void checkEncoded_goodOrMalformed_isVouchedForOrRefused() throws Exception {
        byte[] leaf = aliceCertificate.getEncoded();
        byte[] issuer = Pem.write("CERTIFICATE", middleCertificate.getEncoded())
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertInstanceOf(
                CertificateVerdict.Vouched.class, trust().checkEncoded(List.of(leaf, issuer), NOW));
        CertificateVerdict.Refused refused = assertInstanceOf(
                CertificateVerdict.Refused.class,
                trust().checkEncoded(List.of(leaf, new byte[] {1}), NOW));
        assertEquals(CertificateFault.MALFORMED, refused.fault());
        assertTrue(refused.message().contains("certificate=1"), refused.message());
        assertThrows(
                KeyFileRefusedException.class,
                () -> CertificateTrust.certificate(new byte[CertificateTrust.MAX_BYTES + 1]));
        assertThrows(
                KeyFileRefusedException.class,
                () -> CertificateTrust.revocationList(new byte[] {1}));
    }

    @Test
    void check_noPathOrTooLong_isRefused() {
        refused(CertificateFault.PATH_EMPTY, trust(), List.of());
        refused(
                CertificateFault.PATH_TOO_LONG,
                trust(),
                Collections.nCopies(CertificateTrust.MAX_PATH_COUNT + 1, aliceCertificate));
    }

    @Test
    void check_pathLongerThanAnAuthorityAllows_isRefused() throws Exception {
        X509Certificate narrow = certificate(root, middle)
                .with(Extension.basicConstraints, true, new BasicConstraints(0))
                .with(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .sign();
        Party third = Party.of("O=Acme,CN=Third", "EC");
        X509Certificate below = certificate(middle, third).authority().sign();
        X509Certificate leaf = certificate(third, alice).principal().sign();
        refused(
                CertificateFault.PATH_TOO_LONG,
                trust().withRevocationLists(List.of(
                        rootList, middleList, Authorities.list(third, BEFORE, AFTER))),
                List.of(leaf, below, narrow));
    }

    @Test
    void check_keyOfAnotherKind_isRefused() throws Exception {
        Party rsa = Party.of("O=Acme,CN=rsa", "RSA");
        refused(
                CertificateFault.KEY_UNSUPPORTED,
                trust(),
                List.of(certificate(middle, rsa).principal().sign(), middleCertificate));
    }

    @Test
    void check_outsideTheWindow_isRefused() throws Exception {
        refused(CertificateFault.EXPIRED, trust(), path(), AFTER.plusSeconds(1));
        refused(CertificateFault.NOT_YET_VALID, trust(), path(), BEFORE.minusSeconds(1));
        X509Certificate old = certificate(middle, alice)
                .principal()
                .between(BEFORE, NOW.minusSeconds(1))
                .sign();
        refused(CertificateFault.EXPIRED, trust(), List.of(old, middleCertificate));
        X509Certificate early = certificate(middle, alice)
                .principal()
                .between(NOW.plusSeconds(9), AFTER)
                .sign();
        refused(CertificateFault.NOT_YET_VALID, trust(), List.of(early, middleCertificate));
    }

    /** The JDK's validator believes a root for ever. */
    @Test
    void check_rootOutsideItsWindow_isRefused() throws Exception {
        X509Certificate ended = certificate(root, root)
                .authority()
                .between(BEFORE, NOW.minusSeconds(1))
                .sign();
        refused(
                CertificateFault.EXPIRED,
                CertificateTrust.of(ended).withRevocationLists(List.of(rootList, middleList)),
                path());
        X509Certificate later = certificate(root, root)
                .authority()
                .between(NOW.plusSeconds(1), AFTER)
                .sign();
        refused(
                CertificateFault.NOT_YET_VALID,
                CertificateTrust.of(later).withRevocationLists(List.of(rootList, middleList)),
                path());
    }

    @Test
    void check_otherRootOrNone_isRefused() throws Exception {
        Party stranger = Party.of("O=Evil,CN=Root", "EC");
        X509Certificate own = certificate(stranger, stranger).authority().sign();
        refused(
                CertificateFault.ROOT_NOT_TRUSTED,
                CertificateTrust.of(own).withRevocationLists(List.of(rootList, middleList)),
                path());
        refused(CertificateFault.ROOT_NOT_TRUSTED, CertificateTrust.of(), path());
    }

    @Test
    void check_signatureByAnotherKeyOfTheSameName_isRefused() throws Exception {
        Party false_ = Party.of(middle.name(), "EC");
        X509Certificate forged = certificate(false_, alice).principal().sign();
        refused(CertificateFault.SIGNATURE_INVALID, trust(), List.of(forged, middleCertificate));
    }

    @Test
    void check_issuerOfAnotherName_isRefused() throws Exception {
        X509Certificate other =
                certificate(middle.named("O=Acme,CN=Nobody"), alice).principal().sign();
        refused(CertificateFault.NAME_CHAINING, trust(), List.of(other, middleCertificate));
    }

    @Test
    void check_issuerThatIsNoAuthority_isRefused() throws Exception {
        Party carol = Party.of("O=Acme,CN=carol", "EC");
        X509Certificate notOne = certificate(middle, carol)
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                .sign();
        X509Certificate leaf = certificate(carol, alice).principal().sign();
        refused(
                CertificateFault.NOT_A_CA,
                trust().iAcceptKeysWhoseCertificatesWereRevoked(),
                List.of(leaf, notOne, middleCertificate));
    }

    @Test
    void check_keyUsedForWhatItIsNotFor_isRefused() throws Exception {
        X509Certificate sealing = certificate(middle, alice)
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyAgreement))
                .sign();
        refused(CertificateFault.KEY_USAGE, trust(), List.of(sealing, middleCertificate));
        X509Certificate noSigning = certificate(root, middle)
                .with(Extension.basicConstraints, true, new BasicConstraints(true))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.cRLSign))
                .sign();
        refused(CertificateFault.KEY_USAGE, trust(), List.of(aliceCertificate, noSigning));
    }

    @Test
    void check_authorityAsPrincipal_isRefused() throws Exception {
        Party ed25519 = Party.of("O=Acme,CN=ca", "Ed25519");
        refused(
                CertificateFault.NOT_A_PRINCIPAL,
                trust(),
                List.of(certificate(middle, ed25519).authority().sign(), middleCertificate));
    }

    @Test
    void check_nameOutsideConstraintsOfTheIssuer_isRefused() throws Exception {
        X509Certificate narrow = certificate(root, middle)
                .authority()
                .with(Extension.nameConstraints, true, only("O=Acme,OU=Bots"))
                .sign();
        refused(CertificateFault.NAME_CONSTRAINT, trust(), List.of(aliceCertificate, narrow));
    }

    /** The JDK's validator does not look at a root's constraints; CNV does. */
    @Test
    void check_nameOutsideConstraintsOfTheRoot_isRefused() throws Exception {
        X509Certificate narrow = certificate(root, root)
                .authority()
                .with(Extension.nameConstraints, true, only("O=Other"))
                .sign();
        refused(CertificateFault.NAME_CONSTRAINT, with(narrow), path());
        X509Certificate wide = certificate(root, root)
                .authority()
                .with(Extension.nameConstraints, true, only("O=Acme"))
                .sign();
        assertInstanceOf(CertificateVerdict.Vouched.class, with(wide).check(path(), NOW));
        X509Certificate without = certificate(root, root)
                .authority()
                .with(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(null, subtrees("O=Acme,CN=alice")))
                .sign();
        refused(CertificateFault.NAME_CONSTRAINT, with(without), path());
    }

    @Test
    void check_alternativeNameOutsideConstraintsOfTheRoot_isRefused() throws Exception {
        GeneralSubtree hosts =
                new GeneralSubtree(new GeneralName(GeneralName.dNSName, "acme.example"));
        X509Certificate narrow = certificate(root, root)
                .authority()
                .with(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(new GeneralSubtree[] {hosts}, null))
                .sign();
        assertInstanceOf(
                CertificateVerdict.Vouched.class,
                with(narrow).check(List.of(leaf("bot.acme.example"), middleCertificate), NOW));
        refused(
                CertificateFault.NAME_CONSTRAINT,
                with(narrow),
                List.of(leaf("bot.evil.example"), middleCertificate));
    }

    private static X509Certificate leaf(String host) throws Exception {
        return certificate(middle, alice)
                .principal()
                .with(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, host)))
                .sign();
    }

    private static NameConstraints only(String name) {
        return new NameConstraints(subtrees(name), null);
    }

    private static GeneralSubtree[] subtrees(String name) {
        return new GeneralSubtree[] {new GeneralSubtree(new GeneralName(new X500Name(name)))};
    }

    private static CertificateTrust with(X509Certificate otherRoot) {
        return CertificateTrust.of(otherRoot).withRevocationLists(List.of(rootList, middleList));
    }

    @Test
    void check_revokedAnywhere_isRefused() throws Exception {
        refused(
                CertificateFault.REVOKED,
                trust().withRevocationLists(List.of(
                        rootList, Authorities.list(middle, BEFORE, AFTER, aliceCertificate))),
                path());
        refused(
                CertificateFault.REVOKED,
                trust().withRevocationLists(List.of(
                        Authorities.list(root, BEFORE, AFTER, middleCertificate), middleList)),
                path());
        assertInstanceOf(
                CertificateVerdict.Vouched.class,
                CertificateTrust.of(rootCertificate)
                        .iAcceptKeysWhoseCertificatesWereRevoked()
                        .check(path(), NOW));
    }

    @Test
    void check_listMissingOldOrForged_isRefused() throws Exception {
        refused(CertificateFault.REVOCATION_UNKNOWN, CertificateTrust.of(rootCertificate), path());
        refused(
                CertificateFault.REVOCATION_UNKNOWN,
                trust().withRevocationLists(List.of(rootList)),
                path());
        refused(
                CertificateFault.REVOCATION_UNKNOWN,
                trust().withRevocationLists(List.of(
                        rootList, Authorities.list(middle, BEFORE, NOW.minusSeconds(3_600)))),
                path());
        Party impostor = Party.of(middle.name(), "EC");
        refused(
                CertificateFault.REVOCATION_UNKNOWN,
                trust().withRevocationLists(
                                List.of(rootList, Authorities.list(impostor, BEFORE, AFTER))),
                path());
    }

    @Test
    void check_criticalExtensionThatIsUnknown_isRefused() throws Exception {
        X509Certificate odd = certificate(middle, alice)
                .principal()
                .with(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, new DERUTF8String("?"))
                .sign();
        refused(CertificateFault.EXTENSION_UNKNOWN, trust(), List.of(odd, middleCertificate));
    }

    @Test
    void check_weakAlgorithm_isRefused() throws Exception {
        Party old = Party.of("CN=Old", "RSA").signing("MD5withRSA");
        X509Certificate own = certificate(old, old).authority().sign();
        X509Certificate leaf = certificate(old, alice).principal().sign();
        refused(
                CertificateFault.ALGORITHM_WEAK,
                CertificateTrust.of(own).iAcceptKeysWhoseCertificatesWereRevoked(),
                List.of(leaf));
    }

    @Test
    void check_policyThatIsRequiredAndMissing_isRefused() throws Exception {
        X509Certificate strict = certificate(root, middle)
                .authority()
                .with(
                        Extension.policyConstraints,
                        true,
                        new PolicyConstraints(java.math.BigInteger.ZERO, null))
                .sign();
        refused(CertificateFault.POLICY, trust(), List.of(aliceCertificate, strict));
    }

    private static void refused(
            CertificateFault fault, CertificateTrust trust, List<X509Certificate> path) {
        refused(fault, trust, path, NOW);
    }

    private static void refused(
            CertificateFault fault,
            CertificateTrust trust,
            List<X509Certificate> path,
            java.time.Instant now) {
        CertificateVerdict verdict = trust.check(path, now);
        CertificateVerdict.Refused refused =
                assertInstanceOf(CertificateVerdict.Refused.class, verdict, verdict::toString);
        assertEquals(fault, refused.fault(), refused.message());
        assertTrue(refused.message().length() > 10, refused.message());
    }
}
