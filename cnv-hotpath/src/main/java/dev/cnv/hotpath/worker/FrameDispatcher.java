package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.grant.FrameStatus;
import java.lang.foreign.MemorySegment;

/**
 * Runs the verb that a frame names, its gate passed. The compiler generates one for a class's FAST_PATH
 * verbs, and a {@link FrameModule} gives it to workers alone: whoever has one runs verbs.
 *
 * <p><b>Threading:</b> called by each worker's thread; several workers call at once.
 */
@FunctionalInterface
public interface FrameDispatcher {

    /** The status of a verb that ran; its result, if any, lies where its arguments lay. */
    int OK = FrameStatus.DONE;

    /** The status of an index that no verb has. Nothing ran. */
    int NO_SUCH_VERB = FrameStatus.FAILED;

    /** The status of an argument that the kernel would refuse too. Nothing ran. */
    int BAD_ARGUMENT = FrameStatus.ARGUMENT_REFUSED;

    /**
     * Runs a verb with the arguments in a frame. It may write its result over them; it must not touch
     * the frame's head, other frames, or this one after it has returned.
     *
     * @param segment what the frame lies in
     * @param frame the frame's offset, in bytes
     * @param verb the verb's index in the grant table and in {@link FrameModule#verbs()}
     * @return {@link FrameStatus#DONE}, {@code FAILED}, {@code ARGUMENT_REFUSED}, or a number of its own
     *     from {@code FIRST_OWN} to 127; anything else counts as failed
     * @throws Throwable whatever the verb throws; it ends this frame only
     */
    int dispatch(MemorySegment segment, long frame, int verb) throws Throwable;
}
