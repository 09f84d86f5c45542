package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Suppresses one finding of the compile-time analysis on an element and everything inside it.
 * Introspection lists every suppression on a verb or its class. Errors of the processor itself cannot
 * be suppressed.
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
     * Why the code is correct in spite of the finding.
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
