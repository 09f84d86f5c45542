package dev.cnv.runtime.lift;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What a certificate is to be lifted to.
 *
 * @param table the id of the table that the grant will be in
 * @param handle the handle that the grant will have there, never given before
 * @param life how long the grant is good at most; the caller's chain may end it earlier
 * @param uses how many frames may run under it; empty for no limit
 */
public record LiftTerms(UUID table, long handle, Duration life, OptionalLong uses) {

    /** The most threads that run frames under the grants of one table at once. */
    public static final int MAX_WORKER_COUNT = 64;

    /** The longest life of a grant. */
    public static final Duration MAX_LIFE = Duration.ofHours(24);

    /**
     * Checks the terms.
     *
     * @throws IllegalArgumentException when the life is not positive or too long, or the uses are not
     *     positive
     */
    public LiftTerms {
        if (!life.isPositive() || life.compareTo(MAX_LIFE) > 0) {
            throw new IllegalArgumentException(
                    "life=" + life + " is not positive and at most " + MAX_LIFE);
        }
        if (uses.isPresent() && uses.getAsLong() < 1) {
            throw new IllegalArgumentException("uses=" + uses.getAsLong() + " is less than 1");
        }
    }
}
