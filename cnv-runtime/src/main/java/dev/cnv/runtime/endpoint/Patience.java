package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How long a caller waits for a call, from the moment it asked: for a place among the calls that were
 * agreed, and then for the answer.
 *
 * <p><b>Threading:</b> immutable, safe for use by several threads.
 */
final class Patience {

    /** How much longer than its deadline a call is waited for: the server says when it passed. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Time time;
    private final Optional<Duration> allowed;
    private final long sinceNanos;

    /**
     * Patience from now on.
     *
     * @param allowed empty for one without an end
     */
    Patience(Time time, Optional<Duration> allowed) {
        this.time = time;
        this.allowed = allowed;
        this.sinceNanos = allowed.isPresent() ? time.nanos() : 0;
    }

    /** {@return whether it never ends} */
    boolean isEndless() {
        return allowed.isEmpty();
    }

    /** {@return what the other side is told: milliseconds that are left, at least one; 0 for no end} */
    long leftMillis() {
        return isEndless() ? 0 : Math.max(1, left().toMillis());
    }

    private Duration left() {
        return allowed.orElseThrow().minusNanos(time.nanos() - sinceNanos);
    }

    /** Runs something when no time is left; nothing when it never ends. */
    Time.Timer atItsEnd(Runnable task) {
        return isEndless() ? () -> {} : time.after(left(), task);
    }

    /** Stops waiting for an answer some time after the end. */
    void giveUp(CompletableFuture<?> answer) {
        if (isEndless()) {
            return;
        }
        Time.Timer limit = time.after(
                left().plus(GRACE),
                () -> answer.completeExceptionally(new EndpointException(
                        EndpointFault.WAIT_ENDED,
                        "no answer came within " + allowed.orElseThrow() + " and " + GRACE,
                        true)));
        var _ = answer.whenComplete((_, _) -> limit.cancel());
    }

    /** What a wait ends with that cannot say that its thread was interrupted; the thread stays so. */
    static EndpointException interrupted() {
        Thread.currentThread().interrupt();
        return new EndpointException(EndpointFault.WAIT_ENDED, "the thread was interrupted");
    }

    @Override
    public String toString() {
        return allowed.map(Duration::toString).orElse("endless");
    }
}
