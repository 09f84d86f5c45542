package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One entry of a revocation list.
 *
 * @param token the digest of the revoked token
 * @param at since when its issuer wants it revoked, in whole seconds; it holds from when it is known
 * @param reason why
 */
public record Revocation(Digest token, Instant at, RevocationReason reason) {
    /**
     * Checks the time.
     *
     * @throws IllegalArgumentException when it is not a whole second of the years 1970 to 9999
     */
    public Revocation {
        RevocationDescriptor.requireSeconds("at", at);
    }

    /**
     * An entry.
     *
     * @param token the digest of the revoked token
     * @param at since when; cut to whole seconds
     * @param reason why
     * @return the entry
     */
    public static Revocation of(Digest token, Instant at, RevocationReason reason) {
        return new Revocation(token, at.truncatedTo(ChronoUnit.SECONDS), reason);
    }
}
