package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** When a verb's result stops being useful, counted from the moment the caller asks. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.ANNOTATION_TYPE)
public @interface Deadline {

    /**
     * What happens at the deadline.
     *
     * @return the kind; {@link Kind#NONE} needs no {@link #within()}
     */
    Kind kind() default Kind.NONE;

    /**
     * The time that a call has, as text: {@code 100ms}, {@code 5s}, {@code PT30S}. At least the
     * maximum of the verb's duration class, which the compiler checks.
     *
     * @return a duration as text, or the empty string for {@link Kind#NONE}
     */
    String within() default "";

    /** What happens at a deadline. */
    enum Kind {
        /** No deadline. */
        NONE,
        /** The call is cancelled, and its outcome is DEADLINE_EXCEEDED. */
        HARD,
        /** The call goes on; the overrun is recorded. */
        SOFT,
        /** A call that has not begun at the deadline does not begin; a running call goes on. */
        MUST_START_BY
    }
}
