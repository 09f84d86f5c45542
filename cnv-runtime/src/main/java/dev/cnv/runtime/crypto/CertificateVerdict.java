package dev.cnv.runtime.crypto;

import dev.cnv.runtime.canonical.Digest;
import java.time.Instant;
import java.util.List;

/** Whether a certificate path vouches for a key. */
public sealed interface CertificateVerdict {

    /**
     * It does, at the time of the check and until {@code expires}.
     *
     * @param subject whose key it is: the subject's distinguished name (RFC 2253)
     * @param uris the subject's alternative names that are URIs, in the certificate's order
     * @param key the key
     * @param certificate the SHA-256 of the certificate's DER form
     * @param issuer who says so: the distinguished name of the last certificate's issuer
     * @param root the distinguished name of the root that was trusted
     * @param notBefore when the last certificate of the path, root included, begins to be good
     * @param expires when this must be checked again: the first certificate of the path, root included,
     *     stops being good then, or a newer revocation list is due
     */
    record Vouched(
            String subject,
            List<String> uris,
            PublicKey key,
            Digest certificate,
            String issuer,
            String root,
            Instant notBefore,
            Instant expires)
            implements CertificateVerdict {
        /** Copies the list. */
        public Vouched {
            uris = List.copyOf(uris);
        }
    }

    /**
     * It does not.
     *
     * @param fault why
     * @param message the same in a sentence
     */
    record Refused(CertificateFault fault, String message) implements CertificateVerdict {}
}
