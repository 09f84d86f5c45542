package dev.cnv.tool;

import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.crypto.CertificateVerdict;
import dev.cnv.runtime.crypto.KeyFileRefusedException;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.delegation.PrincipalName;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Files of X.509: paths and roots as PEM, one after the other, or DER; revocation lists one a file. */
final class CertificateFiles {

    private CertificateFiles() {}

    /** Authorities and their lists. Without a list every path is refused. */
    static CertificateTrust trust(List<Path> authorities, List<Path> lists) {
        List<X509Certificate> roots = new ArrayList<>();
        authorities.forEach(file -> roots.addAll(path(file)));
        List<X509CRL> newest = lists.stream()
                .map(file -> read(file, CertificateTrust::revocationList))
                .toList();
        return CertificateTrust.of(roots.toArray(X509Certificate[]::new))
                .withRevocationLists(newest);
    }

    /** The certificates of a file, in its order. */
    static List<X509Certificate> path(Path file) {
        return read(file, CertificateTrust::certificates);
    }

    /** The subjects that certificates name, whoever wrote them. */
    static List<String> subjects(List<byte[]> certificates) {
        return certificates.stream().map(CertificateFiles::subject).toList();
    }

    private static String subject(byte[] certificate) {
        try {
            return CertificateTrust.certificate(certificate)
                    .getSubjectX500Principal()
                    .getName();
        } catch (KeyFileRefusedException e) {
            return "unreadable: " + e.getMessage();
        }
    }

    /** Whose key it is, by a path that holds; anything else is a refusal. */
    static String owner(
            PublicKey key, List<X509Certificate> path, CertificateTrust trust, Instant now) {
        return switch (trust.check(path, now)) {
            case CertificateVerdict.Refused(var fault, String message) ->
                throw notVouched(fault + ": " + message);
            case CertificateVerdict.Vouched good
            when !good.key().equals(key) ->
                throw notVouched("the certificate is for key=" + good.key().id().hex());
            case CertificateVerdict.Vouched good ->
                PrincipalName.of(good.uris())
                                .map(PrincipalName::toString)
                                .orElse("no agent, so no chain may begin with it")
                        + "; " + good.subject() + " under " + good.root() + " until "
                        + good.expires();
        };
    }

    private static <T> T read(Path file, Function<byte[], T> reader) {
        try {
            return reader.apply(InputFiles.bytes(file, CertificateTrust.MAX_BYTES));
        } catch (KeyFileRefusedException e) {
            throw new VerbRefusedException(
                    Denial.of(Reason.PARAMETER_MALFORMED, "file=" + file + ": " + e.getMessage()));
        }
    }

    private static VerbRefusedException notVouched(String why) {
        return new VerbRefusedException(Denial.of(Reason.KEY_NOT_VOUCHED, why));
    }
}
