package dev.cnv.runtime.contract;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;

/** What the engine says when it refuses or ends a call. */
final class Denials {

    private static final long MILLI_NANOS = 1_000_000;
    private static final String EXCEPTION = "exception";
    private static final String ATTEMPTS = "attempts";

    private Denials() {}

    static Denial closed(CapabilityId verb) {
        return Denial.of(Reason.CLOSED, "verb=" + verb + " cannot begin: the runtime is closed");
    }

    static Denial shutDown(CapabilityId verb) {
        return Denial.of(
                Reason.CANCELLED, "verb=" + verb + " was interrupted: the runtime is closing");
    }

    static Denial callerInterrupted(CapabilityId verb) {
        return Denial.of(
                Reason.CANCELLED,
                "verb=" + verb + " was cancelled: its caller's thread was interrupted");
    }

    static Denial rate(CapabilityId verb, int perSecond, long waitNanos) {
        long millis = ceilMillis(waitNanos);
        return Denial.of(
                        Reason.RATE_EXCEEDED,
                        "verb=" + verb + " may begin perSecond=" + perSecond
                                + " times a second; ask again in " + millis + " ms")
                .with(Denial.RETRY_AFTER_MILLIS, Long.toString(millis));
    }

    static Denial concurrency(CapabilityId verb, int permitCount, int queueCapacity) {
        return Denial.of(
                        Reason.CONCURRENCY_EXCEEDED,
                        "verb=" + verb + " has all of permits=" + permitCount
                                + " taken and queueCapacity=" + queueCapacity
                                + " calls waiting; ask again later, or with a call that must succeed")
                .with("permits", Integer.toString(permitCount))
                .with("queueCapacity", Integer.toString(queueCapacity));
    }

    static Denial shed(CapabilityId verb, int importance) {
        return Denial.of(
                Reason.CONCURRENCY_EXCEEDED,
                "verb=" + verb + " gave the place of this call with importance=" + importance
                        + " in the full queue to a more important one; ask again later");
    }

    /** The deadline is past. */
    static Denial late(CapabilityId verb, CallWindow window, long now) {
        return Denial.of(
                        Reason.DEADLINE_PASSED,
                        "verb=" + verb + " had to begin within "
                                + span(window.startBy() - window.arrivedAt())
                                + " of being asked for; it is " + span(now - window.arrivedAt())
                                + " by now")
                .with(Execution.HANDLER, "not-started");
    }

    /** The deadline will be past. */
    static Denial tooLate(CapabilityId verb, CallWindow window, long startAt, long now) {
        return Denial.of(
                        Reason.DEADLINE_PASSED,
                        "verb=" + verb + " has to begin within " + span(window.startBy() - now)
                                + ", but its turn is expected in " + span(startAt - now)
                                + "; allow more time, or ask with a call that must succeed")
                .with(Execution.HANDLER, "not-started")
                .with("projectedWaitMillis", Long.toString(ceilMillis(startAt - now)));
    }

    static Denial hardDeadline(CapabilityId verb, CallWindow window) {
        return Denial.of(
                Reason.DEADLINE_PASSED,
                "verb=" + verb + " had to end within " + span(window.hardAt() - window.arrivedAt())
                        + " of being asked for and did not");
    }

    static Denial timedOut(CapabilityId verb, long timeoutNanos) {
        return Denial.of(
                Reason.TIMED_OUT,
                "verb=" + verb + " ran longer than timeout=" + span(timeoutNanos)
                        + " and was stopped");
    }

    static Denial limit(CapabilityId verb, String limit, long allowed, long used) {
        return Denial.of(
                        Reason.LIMIT_EXCEEDED,
                        "verb=" + verb + " used " + limit + "=" + used + " of " + allowed
                                + " that its contract allows")
                .with("limit", limit)
                .with("allowed", Long.toString(allowed))
                .with("used", Long.toString(used));
    }

    static Denial unmeasured(CapabilityId verb, String limit, long allowed) {
        return Denial.of(
                        Reason.LIMIT_EXCEEDED,
                        "verb=" + verb + " may use " + limit + "=" + allowed
                                + ", but this JVM was told meanwhile not to measure it; it must stay enabled")
                .with("limit", limit)
                .with("allowed", Long.toString(allowed));
    }

    /** Names the class only: a message may hold values that must not be shown. */
    static Denial handlerFailed(CapabilityId verb, Throwable thrown, int attempts) {
        if (!(thrown instanceof AttemptFailedException elsewhere)) {
            return handlerFailed(verb, thrown.getClass().getName(), attempts);
        }
        String exception = elsewhere.denial().details().get(EXCEPTION);
        return elsewhere.denial().reason() == Reason.HANDLER_FAILED && exception != null
                ? handlerFailed(verb, exception, attempts)
                : elsewhere.denial().with(ATTEMPTS, Integer.toString(attempts));
    }

    private static Denial handlerFailed(CapabilityId verb, String exception, int attempts) {
        return Denial.of(
                        Reason.HANDLER_FAILED,
                        "verb=" + verb + " threw " + exception + " in attempt=" + attempts)
                .with(EXCEPTION, exception)
                .with(ATTEMPTS, Integer.toString(attempts))
                .with(Execution.HANDLER, "threw");
    }

    static Denial fault(CapabilityId verb, Throwable thrown) {
        return Denial.of(
                Reason.INTERNAL,
                "verb=" + verb + " could not be run: the engine met "
                        + thrown.getClass().getName());
    }

    /** {@return nanoseconds as text, in the unit that reads best} */
    static String span(long nanos) {
        if (Math.abs(nanos) < MILLI_NANOS) {
            return nanos / 1_000 + " us";
        }
        return nanos / MILLI_NANOS + " ms";
    }

    private static long ceilMillis(long nanos) {
        return Math.max(1, Math.ceilDiv(nanos, MILLI_NANOS));
    }
}
