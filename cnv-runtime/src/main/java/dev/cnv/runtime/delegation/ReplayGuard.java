package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import java.time.Instant;

/**
 * Remembers which proofs of possession were seen, so that none counts twice.
 *
 * <p><b>Threading:</b> safe for use by several threads: of all callers with one nonce key, one at most
 * is the first.
 */
public interface ReplayGuard {

    /**
     * Whether a nonce is seen for the first time; it is remembered before this answers. A guard that
     * cannot remember it, because it is full or its store failed, answers no.
     *
     * @param nonceKey the digest of all that makes the nonce one: the holder's key and the nonce
     * @param until when it may be forgotten, because the proof's time is over then
     * @return true for the first caller only
     */
    boolean first(Digest nonceKey, Instant until);
}
