/**
 * Frames: one call each, in place, off the heap.
 *
 * <p>docs/hotpath.md is the guide. In code, start at {@link dev.cnv.hotpath.grant.GrantTable},
 * {@link dev.cnv.hotpath.ring.FrameRing} and {@link dev.cnv.hotpath.worker.Worker}; {@link
 * dev.cnv.hotpath.FrameDescriptor} draws the frame.
 */
package dev.cnv.hotpath;
