package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the effects of code that the compile-time analysis cannot see or need not look at: a call
 * of a library, an interface that others implement, a cache that does not count as state. The analysis
 * trusts the declaration and does not read the code behind it, except for what {@code FAST_PATH}
 * forbids. It is an error when the compiler sees an implementation that does more.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
public @interface EffectBoundary {

    /**
     * The effects that the method, or every method of the class, may have.
     *
     * @return the effects; {@link Effect#READ_ONLY} alone is nothing that a verb has to declare
     */
    Effect[] value();

    /**
     * Why that is true although the compiler cannot see it.
     *
     * @return one sentence, not empty
     */
    String reason();
}
