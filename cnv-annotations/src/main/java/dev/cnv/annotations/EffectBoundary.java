package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what code may do where the compile-time analysis cannot see it, or need not: a call of other
 * people's code, an interface that others implement, a cache that is nobody's state. The analysis
 * believes it and does not look behind it, except for what {@code FAST_PATH} forbids. An
 * implementation that the compiler sees, and that does more, is an error.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
public @interface EffectBoundary {

    /**
     * What the method, or every method of the class, may do.
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
