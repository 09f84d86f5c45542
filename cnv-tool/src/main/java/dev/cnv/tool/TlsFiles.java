package dev.cnv.tool;

import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.TlsIdentity;
import dev.cnv.runtime.endpoint.TlsPeers;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files that one side of a TLS connection is made of.
 *
 * @param key the key that this side shows
 * @param certificates its certificate path
 * @param passphrase a file with the key's passphrase
 * @param peerKeys files of the keys that the other side may have
 * @param authorities certificate authorities that may vouch for the other side
 * @param lists their revocation lists
 */
record TlsFiles(
        Optional<Path> key,
        Optional<Path> certificates,
        Optional<Path> passphrase,
        List<Path> peerKeys,
        List<Path> authorities,
        List<Path> lists) {

    private static final int MAX_PASSPHRASE_BYTES = 4096;

    static EndpointAddress address(String text) {
        try {
            return EndpointAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    TlsIdentity identity() {
        Path file = key.orElseThrow(() ->
                refused("TLS needs a key of this side: give --key, which cnv keys generate makes"));
        Optional<String> secret = passphrase.map(
                path -> InputFiles.text(path, MAX_PASSPHRASE_BYTES).strip());
        SigningKey signing = InputFiles.secret(file, secret);
        try {
            return certificates.isPresent()
                    ? TlsIdentity.of(signing, CertificateFiles.path(certificates.get()))
                    : TlsIdentity.ofPinnedKey(signing, Instant.now().minusSeconds(60));
        } catch (IllegalArgumentException e) {
            throw refused("key=" + file + ": " + e.getMessage());
        }
    }

    TlsPeers peers() {
        if (peerKeys.isEmpty() && authorities.isEmpty()) {
            throw refused(
                    "TLS needs to know who the other side may be: give its public key, or --ca");
        }
        Set<PublicKey> pinned = Set.copyOf(InputFiles.read(peerKeys));
        TlsPeers vouched = authorities.isEmpty() ? TlsPeers.pinned() : TlsPeers.vouchedBy(trust());
        return vouched.withPinned(pinned);
    }

    private CertificateTrust trust() {
        return CertificateFiles.trust(authorities, lists);
    }

    private static VerbRefusedException refused(String why) {
        return new VerbRefusedException(Denial.of(Reason.PARAMETER_MALFORMED, why));
    }
}
