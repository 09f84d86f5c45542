package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.delegation.PrincipalName;
import java.util.Optional;

/**
 * Who the process at the other end of a connection is, as far as the connection shows it. A fact for
 * logs: no right comes from it.
 *
 * @param key the key of its TLS certificate
 * @param name the name that an authority's certificate gives it
 * @param user the operating system's user, at a Unix-domain socket
 */
public record PeerIdentity(
        Optional<PublicKey> key, Optional<PrincipalName> name, Optional<String> user) {

    /** Nobody in particular: TCP without TLS. */
    static final PeerIdentity UNKNOWN =
            new PeerIdentity(Optional.empty(), Optional.empty(), Optional.empty());

    static PeerIdentity ofUser(String user) {
        return new PeerIdentity(Optional.empty(), Optional.empty(), Optional.of(user));
    }
}
