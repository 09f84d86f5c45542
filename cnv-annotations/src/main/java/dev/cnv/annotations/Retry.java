package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Whether and how the runtime retries a verb after it threw an exception. Only verbs that are
 * idempotent or change nothing may be retried; the compiler checks this.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.ANNOTATION_TYPE)
public @interface Retry {

    /**
     * How the waits between attempts grow.
     *
     * @return the kind
     */
    Kind kind() default Kind.NONE;

    /**
     * How many times the verb is run at most, the first time included.
     *
     * @return at least 2 for {@link Kind#EXPONENTIAL} and {@link Kind#FIXED}, else 0
     */
    int maxAttempts() default 0;

    /**
     * The wait before the second attempt, as text ({@code 100ms}); for {@link Kind#FIXED} the wait
     * before each attempt.
     *
     * @return a duration as text, or the empty string for {@link Kind#NONE}
     */
    String delay() default "";

    /**
     * The longest wait between two attempts, as text.
     *
     * @return a duration as text for {@link Kind#EXPONENTIAL} and {@link Kind#FOREVER}, else empty
     */
    String maxDelay() default "";

    /** How the waits between attempts grow. */
    enum Kind {
        /** One attempt. */
        NONE,
        /** Each wait is twice the one before, up to {@link Retry#maxDelay()}. */
        EXPONENTIAL,
        /** Every wait is {@link Retry#delay()}. */
        FIXED,
        /** As {@link #EXPONENTIAL}, until the deadline or the timeout ends it. */
        FOREVER
    }
}
