package dev.cnv.runtime.crypto;

import static dev.cnv.runtime.crypto.Authorities.AFTER;
import static dev.cnv.runtime.crypto.Authorities.BEFORE;
import static dev.cnv.runtime.crypto.Authorities.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.crypto.Authorities.Party;
import java.security.SecureRandom;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.PKIXReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.junit.jupiter.api.Test;

/** Rules of keys, their files and their certificates, each by what breaks it and nothing else. */
class CryptoRulesTest {

    private static final char[] PASSPHRASE = "correct horse".toCharArray();

    private final SecureRandom random = new SecureRandom();
    private final SigningKey key = SigningKey.generate(random);

    private static void refused(String part, Runnable work) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, work::run);
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }

    @Test
    void sign_contentTypeEmptyOrTooLong_isRefused() {
        refused("contentTypeLength=0", () -> CoseSign1.sign(key, "", new byte[1]));
        refused("contentTypeLength=200", () -> CoseSign1.sign(key, "a".repeat(200), new byte[1]));
    }

    @Test
    void equals_messagesAndKeys_areByTheirBytes() {
        CoseSign1 message = CoseSign1.sign(key, "a/b", new byte[1]);
        assertEquals(message, CoseSign1.parse(message.bytes(), 1024));
        assertNotEquals(message, CoseSign1.sign(key, "a/b", new byte[2]));
        assertNotEquals(message, (Object) "message");
        assertEquals(key.publicKey(), PublicKey.decode(key.publicKey().encoded()));
        assertNotEquals(key.publicKey(), (Object) "key");
    }

    @Test
    void rotation_timeOutsideTheFormat_isRefused() {
        SigningKey next = SigningKey.generate(random);
        refused("1970", () -> KeyRotation.sign(key, next, Instant.ofEpochSecond(-1)));
        refused("1970", () -> KeyRotation.sign(key, next, Instant.parse("+10000-01-01T00:00:00Z")));
        refused("two keys", () -> KeyRotation.sign(key, key, NOW));
    }

    @Test
    void providers_swapped_areRefused() {
        refused("is for", () -> new SignatureProviders(new JdkMlDsa44(), new JdkMlDsa44()));
        refused("is for", () -> new SignatureProviders(new JdkEd25519(), new JdkEd25519()));
    }

    @Test
    void publicKeyInfo_otherForm_isRefused() {
        byte[] der = SubjectPublicKeyInfo.ED25519.encode(key.publicKey().encoded(), 1);
        assertEquals(32, SubjectPublicKeyInfo.ED25519.raw(der).length);
        refused("not the form", () -> SubjectPublicKeyInfo.ED25519.raw(new byte[der.length]));
        refused("not the form", () -> SubjectPublicKeyInfo.ML_DSA_44.raw(der));
    }

    @Test
    void pem_outOfForm_isRefused() {
        String pem = key.publicKey().pem();
        assertEquals(key.publicKey(), PublicKey.fromPem("\n\n" + pem + "\n \n"));
        refused("is empty", () -> PublicKey.fromPem(" \n\n"));
        refused("no PEM block", () -> PublicKey.fromPem("-----BEGIN PUBLIC KEY"));
        refused("no PEM block", () -> PublicKey.fromPem("PUBLIC KEY-----"));
        refused("no PEM block", () -> PublicKey.fromPem("-----BEGIN -----"));
        refused("no PEM block", () -> PublicKey.fromPem("-----BEGIN a-----"));
        refused("does not end", () -> PublicKey.fromPem(pem.replace("END PUBLIC", "END PRIVATE")));
        refused("not base64", () -> PublicKey.fromPem(pem.replaceFirst("MCow", "MC*w")));
        refused("characters", () -> PublicKey.fromPem(" ".repeat(1 << 20)));
        refused("more than", () -> PublicKey.fromPem(pem.repeat(40)));
    }

    @Test
    void parse_keyTextTooLongOrNoBase64_isRefused() {
        assertEquals(key.publicKey(), PublicKey.parse(key.publicKey().text()));
        assertThrows(IllegalArgumentException.class, () -> PublicKey.parse("A".repeat(10_000)));
        assertThrows(IllegalArgumentException.class, () -> PublicKey.parse("A*"));
    }

    private static BcPKCS12MacCalculatorBuilder mac(int rounds) {
        return new BcPKCS12MacCalculatorBuilder(
                        new SHA256Digest(),
                        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE))
                .setIterationCount(rounds);
    }

    private PKCS12PfxPduBuilder plain(int count) throws Exception {
        PKCS12PfxPduBuilder file = new PKCS12PfxPduBuilder();
        for (int i = 0; i < count; i++) {
            PrivateKeyInfo info = PrivateKeyInfos.of(key).getFirst();
            file.addData(new PKCS12SafeBagBuilder(info).build());
        }
        return file;
    }

    @Test
    void pkcs12_plainKeyUnderAMac_isRead() throws Exception {
        byte[] bytes = plain(1).build(mac(1_000), PASSPHRASE).getEncoded("DER");
        assertEquals(key.publicKey(), Pkcs12.read(bytes, PASSPHRASE).publicKey());
        refused("another passphrase", () -> Pkcs12.read(bytes, "other".toCharArray()));
    }

    @Test
    void pkcs12_withoutMacOrWithWrongRoundsOrTooManyKeys_isRefused() throws Exception {
        byte[] unsealed = plain(1).build(null, PASSPHRASE).getEncoded("DER");
        refused("has no MAC", () -> Pkcs12.read(unsealed, PASSPHRASE));
        for (int rounds : new int[] {0, -1, PasswordCipher.MAX_ROUNDS + 1}) {
            byte[] sealed = withRounds(plain(1), rounds);
            refused("other rounds", () -> Pkcs12.read(sealed, PASSPHRASE));
        }
        byte[] many = plain(17).build(mac(1_000), PASSPHRASE).getEncoded("DER");
        refused("more than 16 keys", () -> Pkcs12.read(many, PASSPHRASE));
    }

    /** The file with another count of rounds in its MAC, which is looked at before the MAC is made. */
    private static byte[] withRounds(PKCS12PfxPduBuilder file, int rounds) throws Exception {
        var pfx = file.build(mac(1_000), PASSPHRASE).toASN1Structure();
        var mac = new org.bouncycastle.asn1.pkcs.MacData(
                pfx.getMacData().getMac(), pfx.getMacData().getSalt(), rounds <= 0 ? 2 : rounds);
        byte[] der = new org.bouncycastle.asn1.pkcs.Pfx(pfx.getAuthSafe(), mac).getEncoded("DER");
        if (rounds <= 0) {
            // The last integer of the file is the count, 02 01 02.
            assertEquals(2, der[der.length - 1]);
            der[der.length - 1] = (byte) rounds;
        }
        return der;
    }

    @Test
    void certificateFaults_everyReasonOfTheJdk_isOneOfOurs() {
        for (Reason reason : Stream.<Reason>concat(
                        Stream.of(BasicReason.values()), Stream.of(PKIXReason.values()))
                .toList()) {
            CertificateFault fault = CertificateFaults.of(failed(reason, -1));
            assertEquals(reason == BasicReason.UNSPECIFIED, fault == CertificateFault.OTHER);
        }
        assertEquals(CertificateFault.OTHER, CertificateFaults.of(failed(new Reason() {}, -1)));
    }

    private static CertPathValidatorException failed(Reason reason, int index) {
        return new CertPathValidatorException(
                "why", null, index < 0 ? null : path(), index, reason);
    }

    private static java.security.cert.CertPath path() {
        try {
            return java.security.cert.CertificateFactory.getInstance("X.509")
                    .generateCertPath(List.<X509Certificate>of(certificate(), certificate()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate() throws Exception {
        Party root = Party.of("CN=Root", "EC");
        return Authorities.certificate(root, root).authority().sign();
    }

    @Test
    void certificateFaults_placeInThePath_isNamedWhenItIsOne() throws Exception {
        List<X509Certificate> one = List.of(certificate());
        assertTrue(CertificateFaults.sentence(failed(BasicReason.EXPIRED, 0), one)
                .startsWith("certificate=0 of subject=CN=Root"));
        for (int index : new int[] {-1, 1}) {
            assertTrue(CertificateFaults.sentence(failed(BasicReason.EXPIRED, index), one)
                    .startsWith("the path is refused"));
        }
    }

    @Test
    void certificates_noneInTheBytes_isRefused() throws Exception {
        for (byte[] bytes : new byte[][] {{}, {1}, "text".getBytes(), new byte[1 << 21]}) {
            assertThrows(KeyFileRefusedException.class, () -> CertificateTrust.certificates(bytes));
        }
        byte[] one = certificate().getEncoded();
        assertEquals(1, CertificateTrust.certificates(one).size());
    }

    @Test
    void check_keyWithoutUsage_isTheOwnersToUse() throws Exception {
        Party root = Party.of("CN=Root", "EC");
        Party alice = Party.of("CN=Alice", "Ed25519");
        X509Certificate top = Authorities.certificate(root, root).authority().sign();
        X509Certificate leaf = Authorities.certificate(root, alice)
                .between(BEFORE.plusSeconds(60), AFTER.plusSeconds(60))
                .sign();
        CertificateTrust trust = CertificateTrust.of(top)
                .withRevocationLists(List.of(Authorities.list(root, BEFORE, AFTER)));
        CertificateVerdict.Vouched good =
                assertInstanceOf(CertificateVerdict.Vouched.class, trust.check(List.of(leaf), NOW));
        assertEquals(BEFORE.plusSeconds(60), good.notBefore());
        assertEquals(AFTER, good.expires());
        assertEquals(List.of(), good.uris());
    }

    @Test
    void withRevocationLists_olderOneOfAnIssuer_isRefused() throws Exception {
        Party root = Party.of("CN=Root", "EC");
        Party other = Party.of("CN=Other", "EC");
        CertificateTrust trust = CertificateTrust.of()
                .withRevocationLists(List.of(Authorities.list(root, NOW, AFTER)));
        refused(
                "before the present one",
                () -> trust.withRevocationLists(List.of(list(root, NOW.minusSeconds(1)))));
        trust.withRevocationLists(List.of(list(root, NOW), list(other, BEFORE)))
                .withRevocationLists(List.of(list(root, NOW.plusSeconds(1))));
    }

    private static X509CRL list(Party issuer, Instant from) {
        try {
            return Authorities.list(issuer, from, AFTER);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void check_listThatNeverEnds_doesNotCount() throws Exception {
        Party root = Party.of("CN=Root", "EC");
        Party alice = Party.of("CN=Alice", "Ed25519");
        X509Certificate top = Authorities.certificate(root, root).authority().sign();
        X509Certificate leaf = Authorities.certificate(root, alice).principal().sign();
        X509CRL endless = CertificateTrust.revocationList(
                new X509v2CRLBuilder(new X500Name(root.name()), Date.from(BEFORE))
                        .build(new JcaContentSignerBuilder(root.signature())
                                .build(root.keys().getPrivate()))
                        .getEncoded());
        CertificateVerdict.Refused refused = assertInstanceOf(
                CertificateVerdict.Refused.class,
                CertificateTrust.of(top)
                        .withRevocationLists(List.of(endless))
                        .check(List.of(leaf), NOW));
        assertEquals(CertificateFault.REVOCATION_UNKNOWN, refused.fault());
        assertInstanceOf(
                CertificateVerdict.Vouched.class,
                CertificateTrust.of(top)
                        .withRevocationLists(
                                List.of(endless, Authorities.list(root, BEFORE, AFTER)))
                        .check(List.of(leaf), NOW));
    }

    @Test
    void check_subjectWithoutAName_isBoundByItsOtherNames() throws Exception {
        Party root = Party.of("CN=Root", "EC");
        Party nameless = Party.of("", "Ed25519");
        GeneralName within = new GeneralName(GeneralName.dNSName, "a.acme.example");
        GeneralName outside = new GeneralName(GeneralName.dNSName, "a.partner.example");
        X509Certificate top = Authorities.certificate(root, root)
                .authority()
                .with(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(
                                new GeneralSubtree[] {
                                    new GeneralSubtree(
                                            new GeneralName(GeneralName.dNSName, "acme.example"))
                                },
                                null))
                .sign();
        CertificateTrust trust = CertificateTrust.of(top)
                .withRevocationLists(List.of(Authorities.list(root, BEFORE, AFTER)));
        assertInstanceOf(
                CertificateVerdict.Vouched.class,
                trust.check(List.of(named(root, nameless, within)), NOW));
        CertificateVerdict.Refused refused = assertInstanceOf(
                CertificateVerdict.Refused.class,
                trust.check(List.of(named(root, nameless, outside)), NOW));
        assertEquals(CertificateFault.NAME_CONSTRAINT, refused.fault());
    }

    private static X509Certificate named(Party root, Party subject, GeneralName name)
            throws Exception {
        return Authorities.certificate(root, subject)
                .principal()
                .with(Extension.subjectAlternativeName, true, new GeneralNames(name))
                .sign();
    }

    @Test
    void fixedRandom_drawnOtherwiseThanOnce_isRefused() {
        SecureRandom fixed = new FixedRandom(new byte[32]);
        assertThrows(IllegalStateException.class, () -> fixed.nextBytes(new byte[31]));
        fixed.nextBytes(new byte[32]);
        assertThrows(IllegalStateException.class, () -> fixed.nextBytes(new byte[32]));
        assertThrows(
                IllegalStateException.class, () -> new FixedRandom(new byte[1]).generateSeed(1));
    }
}
