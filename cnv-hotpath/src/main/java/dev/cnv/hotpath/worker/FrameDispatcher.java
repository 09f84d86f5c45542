package dev.cnv.hotpath.worker;

import java.lang.foreign.MemorySegment;

/**
 * Runs the verbs of checked frames. Generated; a {@link FrameModule} makes one for each worker.
 *
 * <p>Whoever has one runs verbs: it looks at a frame's arguments and no longer at its grant. So it
 * stays with the worker, behind the gate.
 *
 * <p><b>Threading:</b> for the worker's thread alone; the handler behind it may be shared.
 */
public interface FrameDispatcher {

    /** The status of a verb that ran; its result, if any, lies where its arguments lay. */
    int OK = 0;

    /** The status of an index that no verb has. Nothing ran. */
    int NO_SUCH_VERB = 1;

    /** The status of an argument that is no value of its type or breaks its rules. Nothing ran. */
    int BAD_ARGUMENT = 10;

    /**
     * Runs the verb of one frame. Allocates nothing that the handler does not.
     *
     * @param segment holds the frame
     * @param offset where the frame begins, in bytes; a multiple of 64
     * @param verb the verb's index in the order of {@link FrameModule#verbs()}
     * @return {@link #OK}, {@link #NO_SUCH_VERB} or {@link #BAD_ARGUMENT}
     * @throws IndexOutOfBoundsException when the frame is not within the segment
     * @throws Throwable whatever the handler throws; it ends this frame and no other
     */
    int dispatch(MemorySegment segment, long offset, int verb) throws Throwable;
}
