package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How many calls of a verb may run at the same time. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.ANNOTATION_TYPE)
public @interface Concurrency {

    /**
     * Which calls share the permits.
     *
     * @return the kind
     */
    Kind kind() default Kind.UNLIMITED;

    /**
     * How many permits there are.
     *
     * @return at least 1 for {@link Kind#TENANT_SHARED} and {@link Kind#GLOBAL_SHARED}, else 0
     */
    int max() default 0;

    /**
     * How many calls may begin in a second, over all tenants.
     *
     * @return calls a second for {@link Kind#GLOBAL_SHARED}; 0 is no limit
     */
    int perSecond() default 0;

    /** Which calls share the permits. */
    enum Kind {
        /** No limit. */
        UNLIMITED,
        /** One call at a time for each tenant. */
        SINGLE_TENANT_EXCLUSIVE,
        /** {@link Concurrency#max()} calls at a time for each tenant. */
        TENANT_SHARED,
        /** {@link Concurrency#max()} calls at a time over all tenants, with an optional rate. */
        GLOBAL_SHARED
    }
}
