/**
 * What a developer writes on a method so that CNV governs it: {@link dev.cnv.annotations.Capability}
 * names the verb, {@link dev.cnv.annotations.Effects} says what it may do, {@link
 * dev.cnv.annotations.Contract} says how it may be run, and {@link dev.cnv.annotations.Param}
 * describes a parameter.
 *
 * <p>All annotations have {@link java.lang.annotation.RetentionPolicy#CLASS} retention: incremental
 * builds hand class files to the processor, and nothing reads them at run time.
 */
package dev.cnv.annotations;
