package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Claims that in a module or package a caller who may only read cannot reach a verb that changes
 * something: no {@link Effect#READ_ONLY} verb of it requires, calls, is equivalent to or can replace a
 * verb with a mutating effect, directly or through other verbs. The compiler checks the claim. If the
 * claim is wrong, the error shows a shortest counter-example.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.MODULE, ElementType.PACKAGE})
public @interface Isolated {}
