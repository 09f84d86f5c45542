package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a verb may be run: how long, how often, how many at once, with what. */
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
     * Whether and how the verb is tried again.
     *
     * @return the retry rule
     */
    Retry retry() default @Retry;

    /**
     * Whether running the verb twice with the same arguments leaves the world as running it once
     * does.
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
     * How far calls are kept apart.
     *
     * @return the isolation level
     */
    Isolation isolation() default Isolation.SHARED;

    /**
     * What one call may use.
     *
     * @return the limits
     */
    Limits limits() default @Limits;
}
