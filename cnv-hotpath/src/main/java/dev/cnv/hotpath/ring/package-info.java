/**
 * Rings: what is handed from the threads that write it to those that read it.
 *
 * <p>{@link dev.cnv.hotpath.ring.FrameRing} has one producer; {@link
 * dev.cnv.hotpath.ring.LanedRing} and {@link dev.cnv.hotpath.ring.SharedRing} have several. All of these carry
 * frames to one consumer. {@link dev.cnv.hotpath.ring.ReferenceRing} carries references from several
 * producers to several consumers.
 */
package dev.cnv.hotpath.ring;
