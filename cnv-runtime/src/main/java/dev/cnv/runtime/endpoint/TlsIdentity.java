package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.RawKeyAccess;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * The key and the certificate path with which one side of a TLS connection shows who it is. Nothing
 * prints the private half.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class TlsIdentity {

    /** How long a certificate of one's own is good; a pinned key ends when it is no more pinned. */
    private static final Duration OWN_VALIDITY = Duration.ofDays(36_500);

    private static final ASN1ObjectIdentifier ED25519 = EdECObjectIdentifiers.id_Ed25519;

    private final PublicKey key;
    private final PrivateKey privateKey;
    private final List<X509Certificate> path;

    private TlsIdentity(PublicKey key, PrivateKey privateKey, List<X509Certificate> path) {
        this.key = key;
        this.privateKey = privateKey;
        this.path = List.copyOf(path);
    }

    /**
     * An identity that an authority vouches for.
     *
     * @param key an Ed25519 key
     * @param path the key's certificate, then its issuer's, and so on, without the root
     * @return the identity
     * @throws IllegalArgumentException when the key is of another suite, or the first certificate is
     *     another key's
     */
    public static TlsIdentity of(SigningKey key, List<X509Certificate> path) {
        requireEd25519(key);
        PublicKey named = CertificateTrust.keyOf(path);
        if (!named.equals(key.publicKey())) {
            throw new IllegalArgumentException("certificateKey=" + named.id().shortHex()
                    + " is not the identity's key=" + key.id().shortHex());
        }
        return new TlsIdentity(key.publicKey(), privateKey(key), path);
    }

    /**
     * An identity that its peers know by its key alone.
     *
     * @param key an Ed25519 key
     * @param now the date that its certificate begins with
     * @return the identity
     * @throws IllegalArgumentException when the key is of another suite
     */
    public static TlsIdentity ofPinnedKey(SigningKey key, Instant now) {
        requireEd25519(key);
        return new TlsIdentity(key.publicKey(), privateKey(key), List.of(ownCertificate(key, now)));
    }

    /** {@return the key that peers see} */
    public PublicKey key() {
        return key;
    }

    /** {@return the key's certificate, then its issuer's, and so on} */
    public List<X509Certificate> path() {
        return path;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    private static void requireEd25519(SigningKey key) {
        if (key.suite() != SignatureSuite.ED25519) {
            throw new IllegalArgumentException("suite=" + key.suite()
                    + " is not ED25519, the one that TLS 1.3 of the JDK signs with");
        }
    }

    private static PrivateKey privateKey(SigningKey key) {
        byte[] seed = key.rawSecretKey(RawKeyAccess.iKnowThatThisRevealsSecretKeys());
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static X509Certificate ownCertificate(SigningKey key, Instant now) {
        X500Name name = new X500Name("CN=" + key.id().hex());
        byte[] encoded = key.publicKey().encoded();
        SubjectPublicKeyInfo info = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(ED25519), Arrays.copyOfRange(encoded, 1, encoded.length));
        byte[] certificate;
        try {
            certificate = new X509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(now),
                            Date.from(now.plus(OWN_VALIDITY)),
                            name,
                            info)
                    .build(new KeySigner(key))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a certificate cannot be written", e);
        }
        return CertificateTrust.certificate(certificate);
    }

    @Override
    public String toString() {
        return "TlsIdentity[key=" + key.id().shortHex() + ", path=" + path.size() + "]";
    }

    /** Lets the certificate builder sign with a key of CNV's. */
    private static final class KeySigner implements ContentSigner {

        private final SigningKey key;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        KeySigner(SigningKey key) {
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(ED25519);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return key.sign(content.toByteArray());
        }
    }
}
