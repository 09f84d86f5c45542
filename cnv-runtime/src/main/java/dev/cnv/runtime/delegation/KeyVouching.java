package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import java.time.Instant;

/**
 * By which certificate a chain's first key was taken for its root principal's.
 *
 * @param certificate the SHA-256 of the certificate's DER form
 * @param subject the certificate's subject: a distinguished name (RFC 2253)
 * @param authority the distinguished name of the authority that was trusted
 * @param notBefore from when the path is good
 * @param expires when the path must be checked again: a certificate ends, or a revocation list is due
 */
public record KeyVouching(
        Digest certificate, String subject, String authority, Instant notBefore, Instant expires) {

    /** Whether the path need not be checked again at a moment. */
    boolean current(Instant now) {
        return !now.isBefore(notBefore) && now.isBefore(expires);
    }

    @Override
    public String toString() {
        return "certificate=" + certificate.shortHex() + " of " + subject + " under " + authority
                + " until " + expires;
    }
}
