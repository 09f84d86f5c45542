package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Counts the uses of tokens. A use of a chain is one of each of its tokens, so that all chains which a
 * token stands in share what it has left.
 *
 * <p><b>Threading:</b> safe for use by several threads: however many reserve at once, no token is used
 * more often than it allows.
 */
public interface UseCounter {

    /**
     * What one token allows.
     *
     * @param token the token's digest
     * @param maximumUseCount how often it may be used, at least 1
     * @param expires when the token stops being good, and its count may be forgotten
     */
    record Allowance(Digest token, long maximumUseCount, Instant expires) {
        /**
         * Checks the count.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Allowance {
            if (maximumUseCount < 1) {
                throw new IllegalArgumentException(
                        "maximumUseCount=" + maximumUseCount + " is not positive");
            }
        }
    }

    /**
     * The first token that has no use left. Takes nothing.
     *
     * @param allowances the tokens of a chain that have a maximum, root first
     * @return its digest; empty when each has one left
     */
    Optional<Digest> exhausted(List<Allowance> allowances);

    /**
     * Takes one use of each token, or of none. A durable counter makes what was taken durable before this
     * answers, or with the decision about the call, before the verb runs. A counter that cannot take, because it is full or its store failed, answers with
     * the first token.
     *
     * @param allowances the tokens of a chain that have a maximum, root first
     * @return the first token that has no use left; empty when one of each was taken
     */
    Optional<Digest> reserve(List<Allowance> allowances);

    /**
     * Gives back what {@link #reserve} took, once for each time it took. For a call that did not begin
     * to run.
     *
     * @param allowances those that were reserved
     */
    void release(List<Allowance> allowances);
}
