package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The phases of the runtime's swarm in which a verb runs. In every other, and where the runtime is a
 * member of no swarm, its calls are denied. A verb without this annotation runs in any phase.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Phases {

    /**
     * The phases.
     *
     * @return one to seven different phases
     */
    Phase[] value();
}
