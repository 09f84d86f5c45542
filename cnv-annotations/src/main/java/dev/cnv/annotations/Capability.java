package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a verb: an action that callers reach only through the kernel, with a proof.
 *
 * <p>The method is static or an instance method of a top-level or static nested class, not private.
 * It may take its own {@code Verified} certificate as first parameter.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Capability {

    /**
     * The stable name: noun or nouns, then the verb, joined by dots ({@code account.transfer}, {@code
     * cluster.node.drain}). Each segment is lower-case letters, digits and single inner hyphens and
     * begins with a letter; two to eight segments, at most 120 characters. The id survives a rename
     * of class and method.
     *
     * @return the dotted path
     */
    String id();

    /**
     * The version of the verb's meaning and schema, {@code major.minor.patch}.
     *
     * @return the version
     */
    String version() default "1.0.0";

    /**
     * Ids of capabilities that a caller must also be allowed before this one runs.
     *
     * @return the ids, none by default
     */
    String[] requires() default {};

    /**
     * Ids of capabilities that do the same as this one under other names.
     *
     * @return the ids, none by default
     */
    String[] equivalentTo() default {};

    /**
     * Ids of capabilities that this one can replace.
     *
     * @return the ids, none by default
     */
    String[] dominates() default {};

    /**
     * How stable the verb is: what callers may rely on.
     *
     * @return the stability
     */
    Stability stability() default Stability.STABLE;

    /**
     * Why callers should stop using the verb.
     *
     * @return the reason; empty when the verb is not deprecated
     */
    String deprecated() default "";

    /**
     * The id of the verb that replaces a deprecated one.
     *
     * @return the id; empty when there is none
     */
    String replacedBy() default "";
}
