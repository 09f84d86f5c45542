package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.ring.FrameSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The status in a frame that a worker is done with: in the byte {@code status}, which is 0 in a frame that
 * a producer hands over. It says {@link dev.cnv.hotpath.grant.FrameStatus}, plus 1, so that a frame
 * which no worker has seen has 0 there.
 */
public final class FrameResult {

    /** The offset of the byte, in bytes. */
    public static final long OFFSET = FrameDescriptor.LINES_OFFSET + 1;

    private FrameResult() {}

    /**
     * Whether a worker has said what became of a frame.
     *
     * @param segment what the frame lies in
     * @param frame the frame's offset, in bytes
     * @return false when none has
     */
    public static boolean isThere(MemorySegment segment, long frame) {
        return segment.get(ValueLayout.JAVA_BYTE, frame + OFFSET) != 0;
    }

    /**
     * What became of a frame.
     *
     * @param segment what the frame lies in
     * @param frame the frame's offset, in bytes
     * @return the status; -1 when no worker has said
     */
    public static int status(MemorySegment segment, long frame) {
        return (segment.get(ValueLayout.JAVA_BYTE, frame + OFFSET) & 0xFF) - 1;
    }

    static void write(MemorySegment segment, long frame, int status) {
        segment.set(ValueLayout.JAVA_BYTE, frame + OFFSET, (byte) (status + 1));
    }

    /** Copies a frame with its status into another ring's frame, all but the ready word. */
    static void copy(MemorySegment from, long frame, int lines, FrameSink to, long response) {
        MemorySegment.copy(
                from,
                frame + FrameDescriptor.GRANT_OFFSET,
                to.segment(),
                response + FrameDescriptor.GRANT_OFFSET,
                (long) lines * FrameDescriptor.LINE_BYTES - FrameDescriptor.GRANT_OFFSET);
    }
}
