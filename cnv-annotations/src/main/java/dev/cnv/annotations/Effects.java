package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares the side effects that a verb may have. Every verb needs this annotation. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Effects {

    /**
     * The effects.
     *
     * @return at least one; {@link Effect#READ_ONLY} beside a mutating effect is a compile error
     */
    Effect[] value();

    /**
     * How much harm a wrong call can do.
     *
     * @return the sensitivity
     */
    Sensitivity sensitivity() default Sensitivity.LOW;

    /**
     * The special kinds of data that the verb handles.
     *
     * @return the tags, none by default
     */
    DataTag[] data() default {};

    /**
     * Whether the verb can say what it would do without doing it. The handler of such a verb asks the
     * running invocation whether it is a dry run.
     *
     * @return true when a dry run has no effect
     */
    boolean dryRun() default false;
}
