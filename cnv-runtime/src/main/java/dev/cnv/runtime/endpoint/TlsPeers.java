package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.crypto.CertificateVerdict;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.delegation.PrincipalAuthorities;
import dev.cnv.runtime.delegation.PrincipalName;
import dev.cnv.runtime.delegation.Trust;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whom one side of a TLS connection talks to: those whose keys are pinned here, and those for whom a
 * certificate authority vouches. It decides who may connect and gives no right: what a caller may do
 * is in the chain that each call brings.
 *
 * <p><b>Threading:</b> immutable but for what the supplier gives, which is asked at each handshake.
 */
public final class TlsPeers {

    private final Set<PublicKey> pinned;
    private final Supplier<Optional<CertificateTrust>> authorities;

    private TlsPeers(Set<PublicKey> pinned, Supplier<Optional<CertificateTrust>> authorities) {
        this.pinned = Set.copyOf(pinned);
        this.authorities = authorities;
    }

    /**
     * Peers known by their keys, whatever their certificates say.
     *
     * @param keys the keys
     * @return the peers
     */
    public static TlsPeers pinned(PublicKey... keys) {
        return new TlsPeers(Set.of(keys), Optional::empty);
    }

    /**
     * Peers for whom the authorities of a trust vouch, as it stands when they connect.
     *
     * @param trust gives the trust, such as {@code cnv::trust}
     * @return the peers; none while the trust has no authorities
     */
    public static TlsPeers vouchedBy(Supplier<Trust> trust) {
        return new TlsPeers(
                Set.of(), () -> trust.get().authorities().map(PrincipalAuthorities::certificates));
    }

    /**
     * Peers for whom authorities vouch.
     *
     * @param trust the authorities and their revocation lists
     * @return the peers
     */
    public static TlsPeers vouchedBy(CertificateTrust trust) {
        return new TlsPeers(Set.of(), () -> Optional.of(trust));
    }

    /**
     * These peers, and others known by their keys.
     *
     * @param keys the keys
     * @return more peers
     */
    public TlsPeers withPinned(Set<PublicKey> keys) {
        Set<PublicKey> more = new HashSet<>(pinned);
        more.addAll(keys);
        return new TlsPeers(more, authorities);
    }

    /**
     * Who a peer is.
     *
     * @param path what it shows
     * @param now the time
     * @param host the host that was asked for, which an authority's certificate must name; empty for a
     *     peer that connects to us
     * @throws CertificateException when it is nobody to talk to
     */
    PeerIdentity identify(List<X509Certificate> path, Instant now, Optional<String> host)
            throws CertificateException {
        PublicKey key = keyOf(path);
        if (pinned.contains(key)) {
            return new PeerIdentity(Optional.of(key), Optional.empty(), Optional.empty());
        }
        CertificateTrust trust = authorities
                .get()
                .orElseThrow(() -> new CertificateException("key=" + key.id().shortHex()
                        + " is not pinned, and no certificate authority is trusted"));
        return switch (trust.check(path, now)) {
            case CertificateVerdict.Refused(var fault, String message) ->
                throw new CertificateException(fault + ": " + message);
            case CertificateVerdict.Vouched vouched -> vouched(vouched, host);
        };
    }

    private static PeerIdentity vouched(CertificateVerdict.Vouched vouched, Optional<String> host)
            throws CertificateException {
        Optional<PrincipalName> name = PrincipalName.of(vouched.uris());
        if (host.isPresent() && !name.filter(n -> of(n, host.get())).isPresent()) {
            throw new CertificateException("the certificate is for "
                    + name.map(PrincipalName::toString)
                            .orElse("no name of the form cnv://HOST/NAME")
                    + ", not for host=" + host.get());
        }
        return new PeerIdentity(Optional.of(vouched.key()), name, Optional.empty());
    }

    /** Whether a name is one at a host: the part of it that an authority's name constraints bind. */
    private static boolean of(PrincipalName name, String host) {
        return name.id().value().startsWith(host + "/");
    }

    private static PublicKey keyOf(List<X509Certificate> path) throws CertificateException {
        try {
            return CertificateTrust.keyOf(path);
        } catch (IllegalArgumentException e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "TlsPeers[pinned=" + pinned.size() + "]";
    }
}
