package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The phases of the runtime's swarm in which a verb runs. Its calls are denied in every other phase,
 * and when the runtime is not a member of a swarm. A verb without this annotation runs in any phase.
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
