package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Limits how a verb runs: how long, how often, how many calls at once, with which resources. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Contract {

    /**
     * How long a call takes.
     *
     * @return the duration class
     */
    DurationClass duration() default DurationClass.INTERACTIVE;

    /**
     * When the result stops being useful.
     *
     * @return the deadline
     */
    Deadline deadline() default @Deadline;

    /**
     * The time after which a call is interrupted, as text ({@code 5s}).
     *
     * @return a duration as text; empty is the duration class's maximum
     */
    String timeout() default "";

    /**
     * Whether and how a failed call is retried.
     *
     * @return the retry rule
     */
    Retry retry() default @Retry;

    /**
     * Whether running the verb twice with the same arguments has the same effect as running it
     * once.
     *
     * @return true when a second run changes nothing more
     */
    boolean idempotent() default false;

    /**
     * How many calls may run at once.
     *
     * @return the concurrency rule
     */
    Concurrency concurrency() default @Concurrency;

    /**
     * How strictly calls are isolated from each other.
     *
     * @return the isolation level
     */
    Isolation isolation() default Isolation.SHARED;

    /**
     * The resources that one call may use.
     *
     * @return the limits
     */
    Limits limits() default @Limits;
}
