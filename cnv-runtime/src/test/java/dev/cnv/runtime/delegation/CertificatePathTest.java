package dev.cnv.runtime.delegation;

import static dev.cnv.runtime.crypto.Authorities.AFTER;
import static dev.cnv.runtime.crypto.Authorities.BEFORE;
import static dev.cnv.runtime.crypto.Authorities.NOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.Authorities;
import dev.cnv.runtime.crypto.Authorities.Party;
import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains whose first key is no root, and is vouched for by an organisation's certificates. */
class CertificatePathTest {

    private static final String NAME = "cnv://acme.example/alice?type=person";

    private final Party root = party("CN=Acme Root,O=Acme", "EC");
    private final Party middle = party("CN=Acme People,O=Acme", "EC");
    private final Party alice = party("CN=Alice,O=Acme", "Ed25519");
    private final SigningKey aliceKey = signingKey(alice);
    private final SigningKey holder = SigningKey.generate(new SecureRandom());
    private final ChainVerifier verifier =
            new ChainVerifier((_, _) -> true, new InMemoryUseCounter(8), Revocations.NONE);

    private X509Certificate rootCertificate;
    private X509Certificate middleCertificate;
    private X509Certificate aliceCertificate;
    private X509CRL rootList;
    private X509CRL middleList;

    private static Party party(String name, String algorithm) {
        try {
            return Party.of(name, algorithm);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningKey signingKey(Party party) {
        EdECPrivateKey secret = (EdECPrivateKey) party.keys().getPrivate();
        return SigningKey.ofRawSecretKey(
                SignatureSuite.ED25519, secret.getBytes().orElseThrow());
    }

    @BeforeEach
    void makeCertificates() throws Exception {
        rootCertificate = Authorities.certificate(root, root).authority().sign();
        middleCertificate = Authorities.certificate(root, middle).authority().sign();
        aliceCertificate = named(NAME);
        rootList = Authorities.list(root, BEFORE, AFTER);
        middleList = Authorities.list(middle, BEFORE, AFTER);
    }

    private X509Certificate named(String... uris) throws Exception {
        return named(AFTER, uris);
    }

    private X509Certificate named(Instant until, String... uris) throws Exception {
        Authorities.Draft draft =
                Authorities.certificate(middle, alice).principal().between(BEFORE, until);
        GeneralName[] names = Arrays.stream(uris)
                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                .toArray(GeneralName[]::new);
        return uris.length == 0
                ? draft.sign()
                : draft.with(Extension.subjectAlternativeName, false, new GeneralNames(names))
                        .sign();
    }

    private CertificateTrust certificates(X509CRL... lists) {
        return CertificateTrust.of(rootCertificate).withRevocationLists(List.of(lists));
    }

    private Trust trust() {
        return trust(certificates(rootList, middleList));
    }

    private static Trust trust(CertificateTrust certificates) {
        return Trust.of()
                .withCertificateAuthorities(
                        new PrincipalAuthorities(certificates, TenantId.DEFAULT));
    }

    private TokenDraft draft(String agent, String type) {
        return TokenDraft.to(holder.publicKey(), agent, type)
                .between(NOW, NOW.plus(Duration.ofDays(30)))
                .grant("file.read", EffectLevel.READ_ONLY)
                .mayHandOn(1);
    }

    private Chain bare() {
        return Chain.issue(aliceKey, draft("acme.example/alice", "person"));
    }

    private Chain vouched() {
        return vouched(aliceCertificate);
    }

    private Chain vouched(X509Certificate certificate) {
        return bare().vouchedForBy(List.of(certificate, middleCertificate));
    }

    private VerifiedChain holds(Chain chain, Trust trust) {
        return assertInstanceOf(ChainVerdict.Holds.class, verifier.verify(chain, trust, NOW))
                .chain();
    }

    private Denial refused(Chain chain, Trust trust, Instant now) {
        return assertInstanceOf(ChainVerdict.Refused.class, verifier.verify(chain, trust, now))
                .denial();
    }

    private void notVouched(String fault, Chain chain, Trust trust, Instant now) {
        Denial denial = refused(chain, trust, now);
        assertEquals(Reason.KEY_NOT_VOUCHED, denial.reason(), denial.message());
        assertEquals(fault, denial.details().get("fault"), denial.message());
    }

    private void otherName(String part, Chain chain, Trust trust) {
        Denial denial = refused(chain, trust, NOW);
        assertEquals(Reason.KEY_NAME_MISMATCH, denial.reason(), denial.message());
        assertTrue(denial.message().contains(part), denial.message());
    }

    @Test
    void verify_keyVouchedFor_holdsAndSaysByWhom() throws Exception {
        VerifiedChain chain = holds(vouched(), trust());
        KeyVouching by = chain.vouching().orElseThrow();
        assertEquals(Digest.of(aliceCertificate.getEncoded()), by.certificate());
        assertTrue(by.subject().contains("CN=Alice"), by.subject());
        assertTrue(by.authority().contains("CN=Acme Root"), by.authority());
        assertEquals("acme.example/alice", chain.principal().agent().id().value());
        assertEquals(1, chain.describe().size());
        assertTrue(
                chain.describe().getFirst().contains("vouched for by"), chain.describe()::toString);
    }

    @Test
    void verify_rootKey_needsNoCertificateAndHasNone() {
        Trust direct = Trust.of(aliceKey.publicKey());
        assertEquals(Optional.empty(), holds(bare(), direct).vouching());
        // A root's word counts whatever path comes with it.
        assertEquals(Optional.empty(), holds(vouched(), direct).vouching());
    }

    @Test
    void verify_handedOnChain_carriesThePath() {
        Chain handed = vouched()
                .delegate(
                        holder,
                        TokenDraft.to(Keys.BOT.publicKey(), "acme.example/alice/bot", "llm")
                                .grant("file.read", EffectLevel.READ_ONLY));
        assertEquals(2, holds(handed, trust()).depth());
        assertEquals(2, handed.untrustedCertificates().size());
        assertEquals(handed, Chain.parse(handed.text()));
    }

    @Test
    void verify_withoutPathOrAuthorities_isUnknown() {
        Denial none = refused(bare(), trust(), NOW);
        assertEquals(Reason.CREDENTIAL_UNKNOWN, none.reason());
        Denial nobody = refused(vouched(), Trust.of(holder.publicKey()), NOW);
        assertEquals(Reason.CREDENTIAL_UNKNOWN, nobody.reason());
        assertTrue(nobody.message().contains("no certificate authority"), nobody.message());
        assertEquals(
                Reason.CREDENTIAL_UNKNOWN,
                refused(vouched(), trust().withoutCertificateAuthorities(), NOW).reason());
    }

    @Test
    void verify_pathThatDoesNotHold_isRefusedByItsFault() throws Exception {
        notVouched("REVOCATION_UNKNOWN", vouched(), trust(certificates()), NOW);
        notVouched("REVOCATION_UNKNOWN", vouched(), trust(certificates(rootList)), NOW);
        X509CRL revoked = Authorities.list(middle, BEFORE, AFTER, aliceCertificate);
        notVouched("REVOKED", vouched(), trust(certificates(rootList, revoked)), NOW);
        notVouched("EXPIRED", vouched(named(NOW.minusSeconds(1), NAME)), trust(), NOW);
        Party stranger = party("CN=Acme Root,O=Acme", "EC");
        X509Certificate other =
                Authorities.certificate(stranger, stranger).authority().sign();
        notVouched("SIGNATURE_INVALID", vouched(), trust(CertificateTrust.of(other)), NOW);
        notVouched("MALFORMED", withPath(new byte[] {1, 2, 3}), trust(), NOW);
        notVouched(
                "ROOT_NOT_TRUSTED", bare().vouchedForBy(List.of(aliceCertificate)), trust(), NOW);
    }

    @Test
    void verify_listPastItsNextUpdateByMinutes_isRefused() throws Exception {
        // The JDK's validator takes a list for 15 minutes longer.
        X509CRL due = Authorities.list(middle, BEFORE, NOW.minusSeconds(60));
        notVouched("REVOCATION_UNKNOWN", vouched(), trust(certificates(rootList, due)), NOW);
    }

    @Test
    void verify_somebodyElsesCertificate_isRefused() throws Exception {
        Party bob = party("CN=Bob,O=Acme", "Ed25519");
        X509Certificate certificate = Authorities.certificate(middle, bob)
                .principal()
                .with(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(
                                new GeneralName(GeneralName.uniformResourceIdentifier, NAME)))
                .sign();
        notVouched("OTHER_KEY", vouched(certificate), trust(), NOW);
    }

    @Test
    void verify_signatureOfAnother_isRefusedThoughTheCertificateHolds() {
        Chain forged = Chain.issue(holder, draft("acme.example/alice", "person"));
        byte[] bytes = forged.bytes();
        // The header of the token names the signer: put alice's key id in its place.
        byte[] named = aliceKey.id().bytes();
        int at = Collections.indexOfSubList(list(bytes), list(holder.id().bytes()));
        System.arraycopy(named, 0, bytes, at, named.length);
        Chain claimed =
                Chain.ofBytes(bytes).vouchedForBy(List.of(aliceCertificate, middleCertificate));
        assertEquals(Reason.SIGNATURE_INVALID, refused(claimed, trust(), NOW).reason());
    }

    private static List<Byte> list(byte[] bytes) {
        List<Byte> list = new java.util.ArrayList<>();
        for (byte each : bytes) {
            list.add(each);
        }
        return list;
    }

    @Test
    void verify_otherAgentTypeOrTenant_isRefused() {
        List<X509Certificate> path = List.of(aliceCertificate, middleCertificate);
        otherName(
                "acme.example/bob",
                Chain.issue(aliceKey, draft("acme.example/bob", "person")).vouchedForBy(path),
                trust());
        otherName(
                "(service)",
                Chain.issue(aliceKey, draft("acme.example/alice", "service")).vouchedForBy(path),
                trust());
        otherName(
                "tenant=other",
                Chain.issue(
                                aliceKey,
                                draft("acme.example/alice", "person").tenant(new TenantId("other")))
                        .vouchedForBy(path),
                trust());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.example/alice",
                "cnv://acme.example/alice",
                "cnv://acme.example/alice?type=",
                "cnv://acme.example?type=person",
                "cnv://acme.example/?type=person",
                "cnv://ACME.example/alice?type=person",
                "CNV://acme.example/alice?type=person",
                "cnv://acme.example/alice?type=person#x",
                "cnv://acme.example:1/alice?type=person",
                "cnv://evil.example/x@acme.example/alice?type=person",
                "cnv://acme.example/a//b?type=person",
                "cnv://acme.example/%61lice?type=person"
            })
    void verify_certificateWithoutTheOneForm_namesNobody(String uri) throws Exception {
        otherName("names no agent", vouched(named(uri)), trust());
    }

    @Test
    void verify_noNameOrTwo_namesNobody() throws Exception {
        otherName("names no agent", vouched(named()), trust());
        otherName("names no agent", vouched(named(NAME, NAME)), trust());
        otherName(
                "names no agent",
                vouched(named(NAME, "cnv://acme.example/root?type=person")),
                trust());
        // What is no name of ours does not disturb.
        holds(vouched(named("https://acme.example/", NAME)), trust());
        otherName(
                "names no agent",
                vouched(named("cnv://acme.example/" + "a".repeat(128) + "?type=person")),
                trust());
    }

    @Test
    void verify_authorityForAnotherHost_isRefused() throws Exception {
        middleCertificate = Authorities.certificate(root, middle)
                .authority()
                .with(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(
                                new GeneralSubtree[] {
                                    new GeneralSubtree(new GeneralName(
                                            GeneralName.uniformResourceIdentifier,
                                            "partner.example"))
                                },
                                null))
                .sign();
        notVouched("NAME_CONSTRAINT", vouched(), trust(), NOW);
        X509Certificate within = named("cnv://partner.example/alice?type=person");
        Chain partner = Chain.issue(aliceKey, draft("partner.example/alice", "person"))
                .vouchedForBy(List.of(within, middleCertificate));
        assertEquals(1, holds(partner, trust()).depth());
    }

    @Test
    void verify_keptChain_endsWithTheCertificate() throws Exception {
        Trust trust = trust();
        Instant end = NOW.plusSeconds(100);
        Chain chain = vouched(named(end, NAME));
        assertEquals(end, holds(chain, trust).expires());
        assertInstanceOf(
                ChainVerdict.Holds.class, verifier.verify(chain, trust, end.minusSeconds(1)));
        notVouched("EXPIRED", chain, trust, end.plusSeconds(1));
    }

    @Test
    void verify_keptChain_endsWhenAListIsDue() throws Exception {
        Instant due = NOW.plusSeconds(100);
        Trust trust = trust(certificates(rootList, Authorities.list(middle, BEFORE, due)));
        assertEquals(due, holds(vouched(), trust).expires());
        notVouched("REVOCATION_UNKNOWN", vouched(), trust, due.plusSeconds(1));
    }

    @Test
    void verify_revocationNotAsked_goesByTheCertificatesAlone() {
        Trust trust = trust(
                CertificateTrust.of(rootCertificate).iAcceptKeysWhoseCertificatesWereRevoked());
        assertEquals(AFTER, holds(vouched(), trust).expires());
    }

    @Test
    void valid_newerListOrNoAuthority_endsWhatWasVerified() throws Exception {
        Trust trust = trust();
        VerifiedChain chain = holds(vouched(), trust);
        assertEquals(Optional.empty(), chain.valid(NOW, trust));
        assertEquals(Optional.empty(), chain.valid(NOW, trust()));
        X509CRL newer = Authorities.list(middle, NOW, AFTER, aliceCertificate);
        Trust now = trust.withCertificateAuthorities(
                new PrincipalAuthorities(certificates(rootList, newer), TenantId.DEFAULT));
        assertEquals(trust.rootsVersion() + 1, now.rootsVersion());
        assertEquals(Reason.KEY_NOT_VOUCHED, chain.valid(NOW, now).orElseThrow().reason());
        notVouched("REVOKED", vouched(), now, NOW);
        assertEquals(
                Reason.CREDENTIAL_UNKNOWN,
                chain.valid(NOW, trust.withoutCertificateAuthorities())
                        .orElseThrow()
                        .reason());
        Trust elsewhere = trust.withCertificateAuthorities(new PrincipalAuthorities(
                certificates(rootList, middleList), new TenantId("other")));
        assertEquals(
                Reason.KEY_NAME_MISMATCH,
                chain.valid(NOW, elsewhere).orElseThrow().reason());
        assertEquals(
                Reason.KEY_NOT_VOUCHED,
                chain.valid(AFTER.plusSeconds(1), trust).orElseThrow().reason());
    }

    /** What was found out under a later trust holds for no other trust, and not for ever. */
    @Test
    void valid_underALaterTrust_isAskedAgainWhenThePathEndsOrTrustChanges() throws Exception {
        VerifiedChain chain = holds(vouched(), trust());
        Instant due = NOW.plusSeconds(100);
        Trust later = trust(certificates(rootList, Authorities.list(middle, BEFORE, due)));
        assertEquals(Optional.empty(), chain.valid(NOW, later));
        assertEquals(Optional.empty(), chain.valid(due.minusSeconds(1), later));
        assertEquals(
                Reason.KEY_NOT_VOUCHED, chain.valid(due, later).orElseThrow().reason());
        assertEquals(
                Reason.KEY_NOT_VOUCHED,
                chain.valid(BEFORE.minusSeconds(1), later).orElseThrow().reason());
        assertEquals(Optional.empty(), chain.valid(NOW, later));
        X509CRL revoked = Authorities.list(middle, NOW, AFTER, aliceCertificate);
        Trust newest = trust(certificates(rootList, revoked));
        assertEquals(
                Reason.KEY_NOT_VOUCHED, chain.valid(NOW, newest).orElseThrow().reason());
        // A key that became a root needs no path any more.
        Trust direct = Trust.of(aliceKey.publicKey());
        assertEquals(Optional.empty(), chain.valid(NOW, direct));
        assertEquals(Optional.empty(), chain.valid(AFTER.plusSeconds(1), direct));
    }

    @Test
    void verify_pathThatTheTrustKnows_isTakenForAChainWithoutOne() throws Exception {
        Trust knowing = trust().withCertificatePath(List.of(aliceCertificate, middleCertificate));
        assertTrue(holds(bare(), knowing).vouching().isPresent());
        // A chain's own path comes first, and is not helped by the known one.
        notVouched("EXPIRED", vouched(named(NOW.minusSeconds(1), NAME)), knowing, NOW);
        assertThrows(IllegalArgumentException.class, () -> trust().withCertificatePath(List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> trust().withCertificatePath(List.of(rootCertificate)));
    }

    @Test
    void inspect_keyVouchedFor_isSoundWhileThePathHolds() {
        assertInstanceOf(
                ChainInspection.Sound.class, ChainVerifier.inspect(vouched(), trust(), NOW));
        ChainInspection late = ChainVerifier.inspect(vouched(), trust(), AFTER.plusSeconds(1));
        assertEquals(
                Reason.KEY_NOT_VOUCHED,
                assertInstanceOf(ChainInspection.Refused.class, late).denial().reason());
    }

    @Test
    void vouchedForBy_renewedPath_isTheSameTokensInAnotherChain() throws Exception {
        Chain first = vouched();
        Chain renewed =
                first.vouchedForBy(List.of(named(AFTER.plusSeconds(9), NAME), middleCertificate));
        assertEquals(first.tokenDigests(), renewed.tokenDigests());
        assertNotEquals(first.digest(), renewed.digest());
        assertEquals(bare(), renewed.withoutCertificates());
        assertArrayEquals(
                aliceCertificate.getEncoded(), first.untrustedCertificates().getFirst());
    }

    @Test
    void vouchedForBy_tooManyOrTooLarge_isRefused() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> bare().vouchedForBy(List.of()));
        List<X509Certificate> nine = Collections.nCopies(9, aliceCertificate);
        assertThrows(IllegalArgumentException.class, () -> bare().vouchedForBy(nine));
        X509Certificate large = named("https://acme.example/" + "a".repeat(17_000));
        assertThrows(IllegalArgumentException.class, () -> bare().vouchedForBy(List.of(large)));
    }

    @Test
    void ofBytes_pathOutOfForm_isRefused() {
        byte[] token = bare().tokens().getFirst().bytes();
        malformed(new CborWriter().array(1).array(1).bytes(token));
        malformed(new CborWriter().array(2).bytes(token).array(0));
        malformed(new CborWriter().array(2).array(1).bytes(token).bytes(token));
        malformed(new CborWriter().array(2).bytes(token).array(1).text("x"));
        malformed(new CborWriter().array(2).bytes(token).array(1).bytes(new byte[16 * 1024 + 1]));
        CborWriter many = new CborWriter().array(2).bytes(token).array(9);
        for (int i = 0; i < 9; i++) {
            many.bytes(new byte[1]);
        }
        malformed(many);
        CborWriter tokens = new CborWriter().array(17);
        for (int i = 0; i < 17; i++) {
            tokens.bytes(token);
        }
        malformed(tokens);
    }

    private static void malformed(CborWriter chain) {
        assertThrows(CborRefusedException.class, () -> Chain.ofBytes(chain.toBytes()));
    }

    private Chain withPath(byte[] certificate) {
        return Chain.ofBytes(new CborWriter()
                .array(2)
                .bytes(bare().tokens().getFirst().bytes())
                .array(1)
                .bytes(certificate)
                .toBytes());
    }

    @Test
    void toString_trustWithAuthorities_saysSo() {
        assertTrue(trust().toString().contains("authorities="), trust()::toString);
        assertFalse(Trust.NONE.toString().contains("authorities="));
    }
}
