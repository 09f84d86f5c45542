package dev.cnv.processor.model;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Limits;
import dev.cnv.annotations.Retry;

/**
 * The {@code @Contract} of a verb; durations are texts as the source has them.
 *
 * @param duration how long a call takes
 * @param deadline when the result stops being useful
 * @param timeout when a call is interrupted, empty for the duration class's maximum
 * @param retry whether and how it is tried again
 * @param idempotent whether a second run changes nothing more
 * @param concurrency how many calls may run at once
 * @param isolation how far calls are kept apart
 * @param limits what a call may use
 */
public record Contract(
        DurationClass duration,
        DeadlineTerms deadline,
        String timeout,
        RetryTerms retry,
        boolean idempotent,
        ConcurrencyTerms concurrency,
        Isolation isolation,
        LimitTerms limits) {

    /** The contract of a verb without the annotation. */
    public static final Contract DEFAULT = new Contract(
            DurationClass.INTERACTIVE,
            new DeadlineTerms(Deadline.Kind.NONE, ""),
            "",
            new RetryTerms(Retry.Kind.NONE, 0, "", ""),
            false,
            new ConcurrencyTerms(Concurrency.Kind.UNLIMITED, 0, 0),
            Isolation.SHARED,
            new LimitTerms(Limits.Preset.NONE, -1, "", -1, -1, false));

    /**
     * A deadline.
     *
     * @param kind what happens then
     * @param within the time, empty for none
     */
    public record DeadlineTerms(Deadline.Kind kind, String within) {}

    /**
     * Retries.
     *
     * @param kind how the waits grow
     * @param maxAttempts runs at most, 0 when not given
     * @param delay the first wait, empty when not given
     * @param maxDelay the longest wait, empty when not given
     */
    public record RetryTerms(Retry.Kind kind, int maxAttempts, String delay, String maxDelay) {}

    /**
     * Concurrency.
     *
     * @param kind who shares the permits
     * @param max the number of permits, 0 when not given
     * @param perSecond calls that may begin in a second, 0 for no limit
     */
    public record ConcurrencyTerms(Concurrency.Kind kind, int max, int perSecond) {}

    /**
     * Limits; -1 and the empty text are no limit.
     *
     * @param preset the set of limits that the others override
     * @param memoryBytes heap bytes
     * @param cpuTime processor time
     * @param fileDescriptors files
     * @param connections connections
     * @param wholeTree whether they must hold for all processes together
     */
    public record LimitTerms(
            Limits.Preset preset,
            long memoryBytes,
            String cpuTime,
            int fileDescriptors,
            int connections,
            boolean wholeTree) {}
}
