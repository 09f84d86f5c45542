/**
 * Time as an argument: a source of time with timers, real or virtual.
 *
 * <p>{@link dev.cnv.runtime.time.SystemTime} is for applications, {@link
 * dev.cnv.runtime.time.VirtualTime} for tests.
 */
package dev.cnv.runtime.time;
