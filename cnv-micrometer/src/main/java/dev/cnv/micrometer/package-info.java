/**
 * The metrics of a runtime in a Micrometer registry.
 *
 * <p>{@link dev.cnv.micrometer.CnvMeters} is all of it.
 */
package dev.cnv.micrometer;
