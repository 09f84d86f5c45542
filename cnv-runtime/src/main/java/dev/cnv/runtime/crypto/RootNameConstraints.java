package dev.cnv.runtime.crypto;

import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/** A root's name constraints (RFC 5280 section 4.2.1.10), which the JDK's validator passes over. */
final class RootNameConstraints {

    private RootNameConstraints() {}

    /** Throws when a certificate of the path has a name that the root may not vouch for. */
    static void require(X509Certificate root, List<X509Certificate> path) {
        byte[] extension = root.getExtensionValue(Extension.nameConstraints.getId());
        if (extension == null) {
            return;
        }
        NameConstraints constraints = NameConstraints.getInstance(
                ASN1OctetString.getInstance(extension).getOctets());
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        if (constraints.getPermittedSubtrees() != null) {
            validator.intersectPermittedSubtree(constraints.getPermittedSubtrees());
        }
        if (constraints.getExcludedSubtrees() != null) {
            for (GeneralSubtree excluded : constraints.getExcludedSubtrees()) {
                validator.addExcludedSubtree(excluded);
            }
        }
        for (X509Certificate certificate : path) {
            require(validator, certificate);
        }
    }

    private static void require(
            PKIXNameConstraintValidator validator, X509Certificate certificate) {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        try {
            if (subject.size() > 0) {
                validator.checkPermittedDN(subject);
                validator.checkExcludedDN(subject);
            }
            byte[] others = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
            if (others != null) {
                for (GeneralName name : GeneralNames.getInstance(
                                ASN1OctetString.getInstance(others).getOctets())
                        .getNames()) {
                    validator.checkPermitted(name);
                    validator.checkExcluded(name);
                }
            }
        } catch (NameConstraintValidatorException _) {
            throw new CertificateRefusal(
                    CertificateFault.NAME_CONSTRAINT,
                    "subject=" + subject + " is outside the names that the root may vouch for");
        }
    }
}
