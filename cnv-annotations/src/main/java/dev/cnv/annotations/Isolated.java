package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Claims of a module or a package that a caller who may only read reaches nothing there that changes
 * something: no {@link Effect#READ_ONLY} verb of it requires, calls, equals or stands in for a verb
 * with a mutating effect, directly or over others. The compiler checks the claim and answers with a
 * shortest counter-example.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.MODULE, ElementType.PACKAGE})
public @interface Isolated {}
