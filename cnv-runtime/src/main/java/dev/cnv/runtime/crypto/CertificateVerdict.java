package dev.cnv.runtime.crypto;

import java.time.Instant;

/** Whether a certificate path vouches for a key. */
public sealed interface CertificateVerdict {

    /**
     * It does.
     *
     * @param subject whose key it is: the subject's distinguished name (RFC 2253)
     * @param key the key
     * @param issuer who says so: the distinguished name of the last certificate's issuer
     * @param root the distinguished name of the root that was trusted
     * @param expires when the first certificate of the path stops being good
     */
    record Vouched(String subject, PublicKey key, String issuer, String root, Instant expires)
            implements CertificateVerdict {}

    /**
     * It does not.
     *
     * @param fault why
     * @param message the same in a sentence
     */
    record Refused(CertificateFault fault, String message) implements CertificateVerdict {}
}
