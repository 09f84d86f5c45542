package dev.cnv.runtime.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificate authorities that tests make with bcpkix. */
@SuppressWarnings("exports") // Test code in an exported package.
public final class Authorities {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final Instant BEFORE = NOW.minusSeconds(86_400);
    public static final Instant AFTER = NOW.plusSeconds(86_400);

    private Authorities() {}

    /** Somebody with a name and a key pair. */
    public record Party(String name, KeyPair keys, String signature) {

        public static Party of(String name, String algorithm) throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(256);
            } else if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            }
            return new Party(
                    name,
                    generator.generateKeyPair(),
                    switch (algorithm) {
                        case "EC" -> "SHA256withECDSA";
                        case "RSA" -> "SHA256withRSA";
                        default -> algorithm;
                    });
        }

        public Party named(String other) {
            return new Party(other, keys, signature);
        }

        public Party signing(String other) {
            return new Party(name, keys, other);
        }
    }

    /** A certificate in the making: what tests change of it. */
    public static final class Draft {

        private final Party issuer;
        private final Party subject;
        private Instant from = BEFORE;
        private Instant until = AFTER;
        private BigInteger serial;
        private Consumer<Extensions> extensions = more -> {};

        private Draft(Party issuer, Party subject) {
            this.issuer = issuer;
            this.subject = subject;
            this.serial = BigInteger.valueOf(1 + Math.abs((long) subject.name().hashCode()));
        }

        public Draft between(Instant start, Instant end) {
            from = start;
            until = end;
            return this;
        }

        public Draft with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
            Consumer<Extensions> before = extensions;
            extensions = to -> {
                before.accept(to);
                to.add(id, critical, value);
            };
            return this;
        }

        public Draft authority() {
            return with(Extension.basicConstraints, true, new BasicConstraints(true))
                    .with(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        }

        public Draft principal() {
            return with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        }

        public X509Certificate sign() throws Exception {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    new X500Name(issuer.name()),
                    serial,
                    Date.from(from),
                    Date.from(until),
                    new X500Name(subject.name()),
                    SubjectPublicKeyInfo.getInstance(subject.keys().getPublic().getEncoded()));
            extensions.accept((id, critical, value) -> {
                try {
                    builder.addExtension(id, critical, value);
                } catch (CertIOException e) {
                    throw new IllegalStateException(e);
                }
            });
            return CertificateTrust.certificate(builder.build(signer(issuer)).getEncoded());
        }
    }

    private interface Extensions {
        void add(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value);
    }

    public static Draft certificate(Party issuer, Party subject) {
        return new Draft(issuer, subject);
    }

    public static X509CRL list(
            Party issuer, Instant from, Instant until, X509Certificate... revoked)
            throws Exception {
        X509v2CRLBuilder builder =
                new X509v2CRLBuilder(new X500Name(issuer.name()), Date.from(from));
        builder.setNextUpdate(Date.from(until));
        for (X509Certificate certificate : revoked) {
            builder.addCRLEntry(
                    certificate.getSerialNumber(), Date.from(from), CRLReason.keyCompromise);
        }
        return CertificateTrust.revocationList(builder.build(signer(issuer)).getEncoded());
    }

    private static ContentSigner signer(Party party) throws OperatorCreationException {
        return new JcaContentSignerBuilder(party.signature()).build(party.keys().getPrivate());
    }
}
