package dev.cnv.runtime.crypto;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.List;

/** The JDK's reasons as ours. */
final class CertificateFaults {

    private CertificateFaults() {}

    static CertificateFault of(CertPathValidatorException e) {
        return switch (e.getReason()) {
            case BasicReason basic -> basic(basic);
            case PKIXReason pkix -> pkix(pkix);
            default -> CertificateFault.OTHER;
        };
    }

    private static CertificateFault basic(BasicReason reason) {
        return switch (reason) {
            case EXPIRED -> CertificateFault.EXPIRED;
            case NOT_YET_VALID -> CertificateFault.NOT_YET_VALID;
            case REVOKED -> CertificateFault.REVOKED;
            case UNDETERMINED_REVOCATION_STATUS -> CertificateFault.REVOCATION_UNKNOWN;
            case INVALID_SIGNATURE -> CertificateFault.SIGNATURE_INVALID;
            case ALGORITHM_CONSTRAINED -> CertificateFault.ALGORITHM_WEAK;
            case UNSPECIFIED -> CertificateFault.OTHER;
        };
    }

    private static CertificateFault pkix(PKIXReason reason) {
        return switch (reason) {
            case NAME_CHAINING -> CertificateFault.NAME_CHAINING;
            case INVALID_KEY_USAGE -> CertificateFault.KEY_USAGE;
            case INVALID_POLICY -> CertificateFault.POLICY;
            case NO_TRUST_ANCHOR -> CertificateFault.ROOT_NOT_TRUSTED;
            case UNRECOGNIZED_CRIT_EXT -> CertificateFault.EXTENSION_UNKNOWN;
            case NOT_CA_CERT -> CertificateFault.NOT_A_CA;
            case PATH_TOO_LONG -> CertificateFault.PATH_TOO_LONG;
            case INVALID_NAME -> CertificateFault.NAME_CONSTRAINT;
        };
    }

    static String sentence(CertPathValidatorException e, List<X509Certificate> path) {
        String which = e.getIndex() >= 0 && e.getIndex() < path.size()
                ? "certificate=" + e.getIndex() + " of subject="
                        + path.get(e.getIndex()).getSubjectX500Principal().getName()
                : "the path";
        return which + " is refused: " + e.getMessage();
    }
}
