package dev.cnv.runtime.crypto;

import dev.cnv.runtime.canonical.Digest;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The certificate authorities whose word about a principal's key counts (X.509, RFC 5280), and their
 * revocation lists. The path is checked by the JDK's PKIX validator: signatures, names, validity, basic
 * constraints, key usage, name constraints of authorities in the path, and a revocation list for each
 * certificate. Name constraints of a root, which it does not look at, are checked here. Nothing is
 * fetched from a network.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class CertificateTrust {

    /** The longest path, in certificates, without the root. */
    public static final int MAX_PATH_COUNT = 8;

    /** The largest certificate or revocation list, in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final int USAGE_DIGITAL_SIGNATURE = 0;

    /** The kind of a URI among alternative names, see {@code X509Certificate}. */
    private static final Integer NAME_IS_URI = 6;

    private final List<X509Certificate> roots;
    private final List<X509CRL> lists;
    private final boolean revocation;

    private CertificateTrust(List<X509Certificate> roots, List<X509CRL> lists, boolean revocation) {
        this.roots = List.copyOf(roots);
        this.lists = List.copyOf(lists);
        this.revocation = revocation;
    }

    /**
     * Trust in roots. Every path is refused until there are revocation lists too.
     *
     * @param roots the roots' certificates
     * @return the trust
     */
    public static CertificateTrust of(X509Certificate... roots) {
        return new CertificateTrust(List.of(roots), List.of(), true);
    }

    /**
     * This trust with revocation lists in place of those before.
     *
     * @param newest one list of each authority in the path, root included
     * @return a new trust
     * @throws IllegalArgumentException when a list of an authority is older than the one before: what was
     *     revoked stays so
     */
    public CertificateTrust withRevocationLists(Collection<X509CRL> newest) {
        newest.forEach(this::requireNotOlder);
        return new CertificateTrust(roots, List.copyOf(newest), revocation);
    }

    private void requireNotOlder(X509CRL list) {
        Instant issued = list.getThisUpdate().toInstant();
        for (X509CRL known : lists) {
            Instant before = known.getThisUpdate().toInstant();
            if (known.getIssuerX500Principal().equals(list.getIssuerX500Principal())
                    && issued.isBefore(before)) {
                throw new IllegalArgumentException(
                        "the list of issuer=" + list.getIssuerX500Principal().getName() + " is of "
                                + issued + ", before the present one of " + before);
            }
        }
    }

    /**
     * This trust without any check for revocation.
     *
     * @return a new trust
     */
    public CertificateTrust iAcceptKeysWhoseCertificatesWereRevoked() {
        return new CertificateTrust(roots, lists, false);
    }

    /**
     * Reads a certificate.
     *
     * @param bytes DER, or PEM
     * @return the certificate, of which only the form is checked
     * @throws KeyFileRefusedException when the bytes are too many or no certificate
     */
    public static X509Certificate certificate(byte[] bytes) {
        try {
            return (X509Certificate) factory().generateCertificate(in(bytes));
        } catch (CertificateException _) {
            throw new KeyFileRefusedException("bytes=" + bytes.length + " are no certificate");
        }
    }

    /**
     * Reads a file of certificates, such as a path or the roots of an organisation.
     *
     * @param bytes one or more certificates in DER or PEM
     * @return the certificates in the file's order, of which only the form is checked; at least one
     * @throws KeyFileRefusedException when the bytes are too many, or no certificate is among them
     */
    public static List<X509Certificate> certificates(byte[] bytes) {
        try {
            List<X509Certificate> all = factory().generateCertificates(in(bytes)).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!all.isEmpty()) {
                return all;
            }
        } catch (CertificateException _) {
            // refused below
        }
        throw new KeyFileRefusedException("bytes=" + bytes.length + " are no certificates");
    }

    /**
     * The key that a path is about, whoever wrote it.
     *
     * @param path the key's certificate first
     * @return the key
     * @throws IllegalArgumentException when there is no certificate, or its key is of no suite that CNV
     *     signs with
     */
    public static PublicKey keyOf(List<X509Certificate> path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("certificateCount=0");
        }
        try {
            return key(path.getFirst());
        } catch (CertificateRefusal e) {
            throw new IllegalArgumentException(e.sentence(), e);
        }
    }

    /**
     * A path's bytes, as {@link #checkEncoded} takes them.
     *
     * @param path the certificates
     * @return each in DER
     * @throws IllegalArgumentException when one has no encoded form
     */
    public static List<byte[]> encoded(List<X509Certificate> path) {
        List<byte[]> encoded = new ArrayList<>();
        try {
            for (X509Certificate certificate : path) {
                encoded.add(certificate.getEncoded());
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(
                    "a certificate has no encoded form: " + e.getMessage(), e);
        }
        return List.copyOf(encoded);
    }

    /**
     * Reads a revocation list.
     *
     * @param bytes DER, or PEM
     * @return the list, of which only the form is checked
     * @throws KeyFileRefusedException when the bytes are too many or no revocation list
     */
    public static X509CRL revocationList(byte[] bytes) {
        try {
            return (X509CRL) factory().generateCRL(in(bytes));
        } catch (CRLException | CertificateException _) {
            throw new KeyFileRefusedException("bytes=" + bytes.length + " are no revocation list");
        }
    }

    /**
     * Whether a path vouches for the key of its first certificate.
     *
     * @param path the principal's certificate, then its issuer's, and so on, without the root
     * @param now the time
     * @return the key and whose it is, or why not; nothing is thrown
     */
    public CertificateVerdict check(List<X509Certificate> path, Instant now) {
        if (path.isEmpty()) {
            return refused(CertificateFault.PATH_EMPTY, "certificateCount=0");
        }
        if (path.size() > MAX_PATH_COUNT) {
            return refused(
                    CertificateFault.PATH_TOO_LONG,
                    "certificateCount=" + path.size() + " is above " + MAX_PATH_COUNT);
        }
        try {
            X509Certificate leaf = path.getFirst();
            PublicKey key = key(leaf);
            requirePrincipal(leaf);
            TrustAnchor anchor = validate(path, now);
            RootNameConstraints.require(anchor.getTrustedCert(), path);
            return vouched(path, key, anchor.getTrustedCert(), now);
        } catch (CertificateRefusal e) {
            return refused(e.fault(), e.sentence());
        } catch (CertPathValidatorException e) {
            return refused(CertificateFaults.of(e), CertificateFaults.sentence(e, path));
        } catch (CertificateException e) {
            return refused(
                    CertificateFault.MALFORMED, "a certificate cannot be read: " + e.getMessage());
        } catch (GeneralSecurityException | RuntimeException e) {
            return refused(
                    CertificateFault.OTHER,
                    "the path could not be checked: " + e.getClass().getSimpleName());
        }
    }

    /**
     * Whether a path vouches for the key of its first certificate.
     *
     * @param path the principal's certificate, then its issuer's, and so on, each in DER or PEM
     * @param now the time
     * @return the key and whose it is, or why not; nothing is thrown
     */
    public CertificateVerdict checkEncoded(List<byte[]> path, Instant now) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] encoded : path.subList(0, Math.min(path.size(), MAX_PATH_COUNT + 1))) {
            try {
                certificates.add(certificate(encoded));
            } catch (KeyFileRefusedException e) {
                return refused(
                        CertificateFault.MALFORMED,
                        "certificate=" + certificates.size() + ": " + e.getMessage());
            }
        }
        return check(certificates, now);
    }

    private TrustAnchor validate(List<X509Certificate> path, Instant now)
            throws GeneralSecurityException {
        CertPath certificates = factory().generateCertPath(path);
        Set<TrustAnchor> anchors =
                roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
        if (anchors.isEmpty()) {
            throw new CertificateRefusal(CertificateFault.ROOT_NOT_TRUSTED, "rootCount=0");
        }
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setDate(Date.from(now));
        parameters.setRevocationEnabled(revocation);
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
        PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult)
                CertPathValidator.getInstance("PKIX").validate(certificates, parameters);
        requireCurrent(result.getTrustAnchor().getTrustedCert(), now);
        return result.getTrustAnchor();
    }

    /** The validator takes a root's word for ever; an organisation's root ends when it says so. */
    private static void requireCurrent(X509Certificate root, Instant now) {
        if (now.isBefore(root.getNotBefore().toInstant())) {
            throw new CertificateRefusal(
                    CertificateFault.NOT_YET_VALID, "the root begins to be good later");
        }
        if (now.isAfter(root.getNotAfter().toInstant())) {
            throw new CertificateRefusal(CertificateFault.EXPIRED, "the root is not good any more");
        }
    }

    private static PublicKey key(X509Certificate leaf) {
        byte[] der = leaf.getPublicKey().getEncoded();
        for (SubjectPublicKeyInfo form :
                List.of(SubjectPublicKeyInfo.ED25519, SubjectPublicKeyInfo.ML_DSA_44)) {
            if (form.matches(der)) {
                return PublicKey.ofRaw(form.suite(), form.raw(der));
            }
        }
        throw new CertificateRefusal(
                CertificateFault.KEY_UNSUPPORTED,
                "keyAlgorithm=" + leaf.getPublicKey().getAlgorithm()
                        + " is neither Ed25519 nor ML-DSA-44");
    }

    private static void requirePrincipal(X509Certificate leaf) {
        if (leaf.getBasicConstraints() >= 0) {
            throw new CertificateRefusal(
                    CertificateFault.NOT_A_PRINCIPAL,
                    "the first certificate is one of a certificate authority");
        }
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[USAGE_DIGITAL_SIGNATURE]) {
            throw new CertificateRefusal(
                    CertificateFault.KEY_USAGE, "the key is not for digital signatures");
        }
    }

    private CertificateVerdict vouched(
            List<X509Certificate> path, PublicKey key, X509Certificate root, Instant now)
            throws GeneralSecurityException {
        X509Certificate leaf = path.getFirst();
        Instant notBefore = root.getNotBefore().toInstant();
        Instant expires = root.getNotAfter().toInstant();
        for (X509Certificate certificate : path) {
            notBefore = later(notBefore, certificate.getNotBefore().toInstant());
            expires = earlier(expires, certificate.getNotAfter().toInstant());
            if (revocation) {
                expires = earlier(expires, listDue(certificate, now));
            }
        }
        return new CertificateVerdict.Vouched(
                leaf.getSubjectX500Principal().getName(),
                uris(leaf),
                key,
                Digest.of(leaf.getEncoded()),
                leaf.getIssuerX500Principal().getName(),
                root.getSubjectX500Principal().getName(),
                notBefore,
                expires);
    }

    /**
     * When the first list of the certificate's issuer that counts now is due to be replaced. The validator
     * takes a list for some minutes longer, and a certificate until the second after its entry's date;
     * here a list ends when it says so, and whatever stands in one is revoked.
     */
    private Instant listDue(X509Certificate certificate, Instant now) {
        Instant due = Instant.MAX;
        for (X509CRL list : lists) {
            if (list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
                if (list.getRevokedCertificate(certificate) != null) {
                    throw new CertificateRefusal(
                            CertificateFault.REVOKED,
                            "subject=" + certificate.getSubjectX500Principal().getName()
                                    + " stands in a revocation list");
                }
                Instant end = end(list);
                due = now.isBefore(end) ? earlier(due, end) : due;
            }
        }
        if (due.equals(Instant.MAX)) {
            throw new CertificateRefusal(
                    CertificateFault.REVOCATION_UNKNOWN,
                    "the revocation list of issuer="
                            + certificate.getIssuerX500Principal().getName()
                            + " is not good any more");
        }
        return due;
    }

    /** When a list is due to be replaced; one that does not say so is so at once. */
    private static Instant end(X509CRL list) {
        return list.getNextUpdate() == null ? Instant.MIN : list.getNextUpdate().toInstant();
    }

    private static List<String> uris(X509Certificate leaf) throws GeneralSecurityException {
        Collection<List<?>> names = leaf.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .filter(name -> name.getFirst().equals(NAME_IS_URI))
                        .map(name -> (String) name.getLast())
                        .toList();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static CertificateVerdict refused(CertificateFault fault, String message) {
        return new CertificateVerdict.Refused(fault, message);
    }

    private static ByteArrayInputStream in(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new KeyFileRefusedException(
                    "bytes=" + bytes.length + " are more than " + MAX_BYTES);
        }
        return new ByteArrayInputStream(bytes);
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }

    @Override
    public String toString() {
        return "CertificateTrust[roots=" + roots.size() + ", revocationLists=" + lists.size()
                + ", revocation=" + revocation + "]";
    }
}
