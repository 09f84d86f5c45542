package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Silences one finding of the compile-time analysis on an element and what is in it. Introspection
 * lists every suppression that stands on a verb or its class. What the processor itself refuses
 * cannot be silenced.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
@Repeatable(Suppressed.All.class)
public @interface Suppressed {

    /**
     * The finding's code.
     *
     * @return the code, for example {@code CNV-212}
     */
    String code();

    /**
     * Why the finding is no fault here.
     *
     * @return one sentence, not empty
     */
    String reason();

    /** Several suppressions on one element. */
    @Retention(RetentionPolicy.CLASS)
    @Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
    @interface All {

        /**
         * The suppressions.
         *
         * @return at least two
         */
        Suppressed[] value();
    }
}
