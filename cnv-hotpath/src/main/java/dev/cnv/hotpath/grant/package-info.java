/**
 * What may pass: effects as bits, the table of grants, and the gate that checks frames by batches.
 *
 * <p>{@link dev.cnv.hotpath.grant.GrantTable} lifts proofs to grants and revokes them; {@link
 * dev.cnv.hotpath.grant.FrameStatus} says what became of a frame.
 */
package dev.cnv.hotpath.grant;
