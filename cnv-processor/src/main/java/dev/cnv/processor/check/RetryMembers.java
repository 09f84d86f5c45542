package dev.cnv.processor.check;

import dev.cnv.annotations.Retry;
import dev.cnv.processor.model.Contract.RetryTerms;
import java.util.Optional;

/** Which members each kind of retry has. */
final class RetryMembers {

    private RetryMembers() {}

    /** What is missing or too much. */
    static Optional<String> contradiction(RetryTerms retry) {
        boolean none = retry.kind() == Retry.Kind.NONE;
        boolean forever = retry.kind() == Retry.Kind.FOREVER;
        if ((none || forever) && retry.maxAttempts() != 0) {
            return Optional.of("has maxAttempts=" + retry.maxAttempts());
        }
        if (!none && !forever && retry.maxAttempts() < 2) {
            return Optional.of("has maxAttempts=" + retry.maxAttempts());
        }
        if (none != retry.delay().isEmpty()) {
            return Optional.of(none ? "has delay=" + retry.delay() : "has no delay");
        }
        boolean growing = retry.kind() == Retry.Kind.EXPONENTIAL || forever;
        if (growing == retry.maxDelay().isEmpty()) {
            return Optional.of(growing ? "has no maxDelay" : "has maxDelay=" + retry.maxDelay());
        }
        return Optional.empty();
    }

    /** What a kind needs. */
    static String needs(Retry.Kind kind) {
        return switch (kind) {
            case NONE -> "a kind, or no other member";
            case EXPONENTIAL -> "maxAttempts of at least 2, delay and maxDelay";
            case FIXED -> "maxAttempts of at least 2 and delay, and no maxDelay";
            case FOREVER -> "delay and maxDelay, and no maxAttempts";
        };
    }
}
