package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a {@link DurationClass#FAST_PATH} verb create objects. The compiler does not guess which
 * allocations the virtual machine will remove, so there is no other way. Introspection shows the reason.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Allocates {

    /**
     * Why the verb may allocate.
     *
     * @return one sentence, not empty
     */
    String value();
}
