package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Denial;
import java.util.List;
import java.util.Optional;

/**
 * Which tokens were revoked. A chain is refused when any of its tokens was revoked by somebody who had
 * the right to: the runtime's own operator, or a key that issued that token or one above it in the same
 * chain. So a revocation reaches all that descends from a token, and nobody revokes what is not below
 * them.
 *
 * <p><b>Threading:</b> safe for use by several threads. An answer of {@link #revoked} is at least as new
 * as the {@link #epoch} that was read before it.
 */
public interface Revocations {

    /** Nothing was revoked. */
    Revocations NONE = new Revocations() {
        @Override
        public long epoch() {
            return 0;
        }

        @Override
        public Optional<Digest> revoked(List<Link> chain) {
            return Optional.empty();
        }
    };

    /**
     * A link of a chain, as far as a revocation needs one.
     *
     * @param token the token's digest
     * @param issuer the id of the key that issued it
     */
    record Link(Digest token, Digest issuer) {}

    /**
     * Counts changes. What was found out about a chain in one epoch says nothing about another.
     *
     * @return a number that grows with each change, and never shrinks while the process lives
     */
    long epoch();

    /**
     * Why it cannot be said at present which tokens were revoked: no chain holds until it can. When that
     * begins and when it ends, the {@link #epoch} changes.
     *
     * @return the denial of every call by a chain; empty when it can be said, which is the default
     */
    default Optional<Denial> unknown() {
        return Optional.empty();
    }

    /**
     * The first revoked token of a chain.
     *
     * @param chain its links, root first
     * @return the token's digest; empty when none was revoked
     */
    Optional<Digest> revoked(List<Link> chain);
}
