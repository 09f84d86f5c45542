package dev.cnv.hotpath.worker;

import java.lang.foreign.MemorySegment;

/**
 * Runs the verb that a frame names. The compiler generates one for a class's FAST_PATH verbs.
 *
 * <p><b>Threading:</b> called by each worker's thread; several workers call at once.
 */
@FunctionalInterface
public interface FrameDispatcher {

    /**
     * Runs a verb with the arguments in a frame. It may write its result over them; it must not touch
     * the frame's head, other frames, or this one after it has returned.
     *
     * @param segment what the frame lies in
     * @param frame the frame's offset, in bytes
     * @param verb the verb's index in the grant table
     * @return {@link dev.cnv.hotpath.grant.FrameStatus#DONE}, {@code FAILED}, or a number of its own from
     *     {@code FIRST_OWN} to 127; anything else counts as failed. What it throws ends this frame only
     */
    int dispatch(MemorySegment segment, long frame, int verb);
}
