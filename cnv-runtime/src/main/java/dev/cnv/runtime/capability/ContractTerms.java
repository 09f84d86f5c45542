package dev.cnv.runtime.capability;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Retry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a verb may be run, as data. The contract package enforces it.
 *
 * @param duration the duration class
 * @param deadline when the result stops being useful
 * @param timeout the time after which a call is interrupted
 * @param retry whether and how it is tried again
 * @param idempotent whether a second run with the same arguments changes nothing more
 * @param concurrency how many calls may run at once
 * @param isolation how far calls are kept apart
 * @param limits what one call may use
 */
public record ContractTerms(
        DurationClass duration,
        DeadlineTerms deadline,
        Duration timeout,
        RetryTerms retry,
        boolean idempotent,
        ConcurrencyTerms concurrency,
        Isolation isolation,
        ResourceLimits limits) {

    /** The contract of a verb without {@code @Contract}. */
    public static final ContractTerms DEFAULT = of(DurationClass.INTERACTIVE);

    /**
     * When a result stops being useful, counted from the moment the caller asks.
     *
     * @param kind what happens then
     * @param within the time that a call has; zero for NONE
     */
    public record DeadlineTerms(Deadline.Kind kind, Duration within) {}

    /**
     * Whether and how a verb is tried again.
     *
     * @param kind how the waits grow
     * @param maxAttempts runs at most, the first included; {@link Integer#MAX_VALUE} for FOREVER
     * @param delay the wait before the second run
     * @param maxDelay the longest wait
     */
    public record RetryTerms(Retry.Kind kind, int maxAttempts, Duration delay, Duration maxDelay) {}

    /**
     * How many calls may run at once.
     *
     * @param kind who shares the permits
     * @param max the number of permits; {@link Integer#MAX_VALUE} for UNLIMITED
     * @param perSecond calls that may begin in a second; 0 is no limit
     */
    public record ConcurrencyTerms(Concurrency.Kind kind, int max, int perSecond) {}

    /**
     * What one call may use.
     *
     * @param memoryBytes heap bytes allocated
     * @param cpuTime processor time
     * @param fileDescriptors files held open
     * @param connections connections held open
     * @param wholeTree whether memory and processor time must be held for all processes of a SANDBOXED
     *     verb's worker together
     */
    public record ResourceLimits(
            OptionalLong memoryBytes,
            Optional<Duration> cpuTime,
            OptionalInt fileDescriptors,
            OptionalInt connections,
            boolean wholeTree) {

        /** No limit. */
        public static final ResourceLimits NONE = new ResourceLimits(
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false);

        /** 100 MiB, 60 s, 10 files, 5 connections. */
        public static final ResourceLimits STRICT = new ResourceLimits(
                OptionalLong.of(100L << 20),
                Optional.of(Duration.ofSeconds(60)),
                OptionalInt.of(10),
                OptionalInt.of(5),
                false);
    }

    /**
     * The terms of a duration class with every other member at its default.
     *
     * @param duration the class
     * @return the terms; the timeout is the class's maximum
     */
    public static ContractTerms of(DurationClass duration) {
        return new ContractTerms(
                duration,
                new DeadlineTerms(Deadline.Kind.NONE, Duration.ZERO),
                duration.maximum(),
                new RetryTerms(Retry.Kind.NONE, 1, Duration.ZERO, Duration.ZERO),
                false,
                new ConcurrencyTerms(Concurrency.Kind.UNLIMITED, Integer.MAX_VALUE, 0),
                Isolation.SHARED,
                ResourceLimits.NONE);
    }

    /**
     * These terms with a deadline.
     *
     * @param kind what happens at the deadline
     * @param within the time that a call has, as ISO-8601 text
     * @return new terms
     */
    public ContractTerms deadline(Deadline.Kind kind, String within) {
        return new ContractTerms(
                duration,
                new DeadlineTerms(kind, Duration.parse(within)),
                timeout,
                retry,
                idempotent,
                concurrency,
                isolation,
                limits);
    }

    /**
     * These terms with a timeout.
     *
     * @param after the time as ISO-8601 text
     * @return new terms
     */
    public ContractTerms timeout(String after) {
        return new ContractTerms(
                duration,
                deadline,
                Duration.parse(after),
                retry,
                idempotent,
                concurrency,
                isolation,
                limits);
    }

    /**
     * These terms with retries.
     *
     * @param kind how the waits grow
     * @param maxAttempts runs at most, the first included
     * @param delay the wait before the second run, as ISO-8601 text
     * @param maxDelay the longest wait, as ISO-8601 text
     * @return new terms
     */
    public ContractTerms retry(Retry.Kind kind, int maxAttempts, String delay, String maxDelay) {
        return new ContractTerms(
                duration,
                deadline,
                timeout,
                new RetryTerms(kind, maxAttempts, Duration.parse(delay), Duration.parse(maxDelay)),
                idempotent,
                concurrency,
                isolation,
                limits);
    }

    /**
     * These terms for a verb whose second run changes nothing more.
     *
     * @return new terms
     */
    public ContractTerms asIdempotent() {
        return new ContractTerms(
                duration, deadline, timeout, retry, true, concurrency, isolation, limits);
    }

    /**
     * These terms with limited concurrency.
     *
     * @param kind who shares the permits
     * @param max the number of permits
     * @param perSecond calls that may begin in a second; 0 is no limit
     * @return new terms
     */
    public ContractTerms concurrency(Concurrency.Kind kind, int max, int perSecond) {
        return new ContractTerms(
                duration,
                deadline,
                timeout,
                retry,
                idempotent,
                new ConcurrencyTerms(kind, max, perSecond),
                isolation,
                limits);
    }

    /**
     * These terms with another isolation.
     *
     * @param other the isolation
     * @return new terms
     */
    public ContractTerms isolation(Isolation other) {
        return new ContractTerms(
                duration, deadline, timeout, retry, idempotent, concurrency, other, limits);
    }

    /**
     * These terms with resource limits.
     *
     * @param memoryBytes heap bytes, -1 is no limit
     * @param cpuTime processor time as ISO-8601 text, empty is no limit
     * @param fileDescriptors files, -1 is no limit
     * @param connections connections, -1 is no limit
     * @return new terms
     */
    public ContractTerms limits(
            long memoryBytes, String cpuTime, int fileDescriptors, int connections) {
        ResourceLimits other = new ResourceLimits(
                memoryBytes < 0 ? OptionalLong.empty() : OptionalLong.of(memoryBytes),
                cpuTime.isEmpty() ? Optional.empty() : Optional.of(Duration.parse(cpuTime)),
                fileDescriptors < 0 ? OptionalInt.empty() : OptionalInt.of(fileDescriptors),
                connections < 0 ? OptionalInt.empty() : OptionalInt.of(connections),
                limits.wholeTree());
        return new ContractTerms(
                duration, deadline, timeout, retry, idempotent, concurrency, isolation, other);
    }

    /**
     * These terms, with limits that must hold for all processes of a worker together. A machine that
     * holds them only for each process is refused.
     *
     * @return new terms
     */
    public ContractTerms wholeTree() {
        ResourceLimits other = new ResourceLimits(
                limits.memoryBytes(),
                limits.cpuTime(),
                limits.fileDescriptors(),
                limits.connections(),
                true);
        return new ContractTerms(
                duration, deadline, timeout, retry, idempotent, concurrency, isolation, other);
    }
}
