package dev.cnv.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The resources that one call of a verb may use. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.ANNOTATION_TYPE)
public @interface Limits {

    /**
     * A named set of limits. Other members of this annotation override its values.
     *
     * @return the preset
     */
    Preset preset() default Preset.NONE;

    /**
     * Heap memory that a call may allocate.
     *
     * @return bytes; -1 is no limit
     */
    long memoryBytes() default -1;

    /**
     * Processor time that a call may use, as text ({@code 60s}).
     *
     * @return a duration as text; empty is no limit
     */
    String cpuTime() default "";

    /**
     * Files that a call may hold open.
     *
     * @return a count; -1 is no limit
     */
    int fileDescriptors() default -1;

    /**
     * Network connections that a call may hold open.
     *
     * @return a count; -1 is no limit
     */
    int connections() default -1;

    /**
     * Whether the limits of memory and processor time must hold for all processes of a SANDBOXED verb's worker
     * together, and not only for each. If the machine cannot do this, the runtime refuses to start.
     *
     * @return true when it must
     */
    boolean wholeTree() default false;

    /** A named set of limits. */
    enum Preset {
        /** No limits. */
        NONE,
        /** 100 MiB, 60 s, 10 files, 5 connections. */
        STRICT
    }
}
