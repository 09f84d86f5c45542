package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a verb's parameter. Without it a parameter has the name and the {@code @param} text of
 * the source.
 *
 * <p>Numbers, lengths and defaults are written as text, parsed and checked at compile time against
 * the parameter's type.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PARAMETER)
public @interface Param {

    /**
     * The name that callers use: lower-case letters, digits and single inner hyphens.
     *
     * @return the name; empty is the Java name in kebab case
     */
    String name() default "";

    /**
     * One sentence for help and schema.
     *
     * @return the text; empty is the {@code @param} tag of the method's Javadoc
     */
    String description() default "";

    /**
     * The value when the caller gives none, as text in the form of the command line.
     *
     * @return the text; empty is no default, unless {@link #emptyDefault()}
     */
    String defaultValue() default "";

    /**
     * Says that {@link #defaultValue()} is the empty string and not missing.
     *
     * @return true for a default of the empty string
     */
    boolean emptyDefault() default false;

    /**
     * The environment variable that the command line reads when the option is not given.
     *
     * @return the variable's name; empty is none
     */
    String env() default "";

    /**
     * The one-letter option of the command line.
     *
     * @return a letter; the space is none
     */
    char flag() default ' ';

    /**
     * The smallest number or duration allowed, as text.
     *
     * @return the text; empty is no bound
     */
    String min() default "";

    /**
     * The largest number or duration allowed, as text.
     *
     * @return the text; empty is no bound
     */
    String max() default "";

    /**
     * The smallest length of a text, in code points, or size of a collection.
     *
     * @return the length; -1 is no bound
     */
    int minLength() default -1;

    /**
     * The largest length of a text, in code points, or size of a collection.
     *
     * @return the length; -1 is no bound
     */
    int maxLength() default -1;

    /**
     * A regular expression that the whole text must match.
     *
     * @return the expression; empty is none
     */
    String pattern() default "";

    /**
     * The texts allowed.
     *
     * @return the texts; empty is all
     */
    String[] oneOf() default {};

    /**
     * The heading under which help shows the parameter.
     *
     * @return the heading; empty is none
     */
    String group() default "";

    /**
     * Names of parameters that must be given when this one is.
     *
     * @return the names
     */
    String[] requires() default {};

    /**
     * Names of parameters that must not be given when this one is.
     *
     * @return the names
     */
    String[] conflicts() default {};

    /**
     * Keeps the value out of logs, errors and the ledger, which hold a salted commitment instead.
     *
     * @return true for a value that must never be seen in clear
     */
    boolean sensitive() default false;
}
