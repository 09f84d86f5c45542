package dev.cnv.examples.payments;

/**
 * When a token was revoked and what its agent ran last, by {@link System#nanoTime}.
 *
 * @param calledAt when it was asked for
 * @param returnedAt when it was on disk and in force
 * @param lastRanAt when the last answer was seen that a frame of the agent ran
 */
record Revocation(long calledAt, long returnedAt, long lastRanAt) {

    /**
     * How long after it the last frame of the agent may be answered that was checked before it: a batch
     * and its way back take far less, but a busy machine may hold a thread up.
     */
    static final long LATEST_NANOS = 1_000_000_000;

    /** How long it took. */
    long tookNanos() {
        return returnedAt - calledAt;
    }

    /** From when it was asked for to the last answer. */
    long lastAfterCallNanos() {
        return lastRanAt - calledAt;
    }

    /** From when it was in force to the last answer; negative when that was seen before. */
    long lastAfterReturnNanos() {
        return lastRanAt - returnedAt;
    }

    /** Whether nothing was let through long after it. */
    boolean held() {
        return lastAfterReturnNanos() <= LATEST_NANOS;
    }
}
