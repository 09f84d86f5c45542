/**
 * Rings: frames handed from the threads that write them to the thread that reads them.
 *
 * <p>{@link dev.cnv.hotpath.ring.FrameRing} has one producer; {@link
 * dev.cnv.hotpath.ring.LanedRing} and {@link dev.cnv.hotpath.ring.SharedRing} have several.
 */
package dev.cnv.hotpath.ring;
