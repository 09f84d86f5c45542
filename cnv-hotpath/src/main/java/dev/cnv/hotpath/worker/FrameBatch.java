package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.BatchGate;
import dev.cnv.hotpath.grant.FrameStatus;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one batch: checks them, runs the verbs of those that may, and says in each frame what became
 * of it. It allocates nothing.
 *
 * <p><b>Threading:</b> its worker's alone, but for {@link #lastFailure}, which anybody may read.
 */
final class FrameBatch {

    /** Where the frames of the batch are, by their order. */
    final long[] frames;

    /** How many frames of this batch got each status; whoever counts it empties it. */
    final int[] byStatus = new int[FrameStatus.COUNT];

    private final BatchGate gate;
    private final FrameDispatcher dispatcher;
    private volatile @Nullable Throwable lastFailure;

    FrameBatch(BatchGate gate, FrameDispatcher dispatcher, int maxBatch) {
        this.gate = gate;
        this.dispatcher = dispatcher;
        this.frames = new long[maxBatch];
    }

    /** Serves frames of which a record is kept. */
    void serve(MemorySegment segment, int count, RecordBuffer buffer, long ticks) {
        int passed = gate.check(segment, frames, count, ticks);
        dispatch(segment, count, buffer);
        if (passed < count) {
            deny(segment, count, buffer);
        }
    }

    /** Runs nothing, since no record could be kept of it. */
    void refuse(MemorySegment segment, int count) {
        for (int i = 0; i < count; i++) {
            FrameResult.write(segment, frames[i], FrameStatus.UNRECORDABLE);
        }
        byStatus[FrameStatus.UNRECORDABLE] += count;
    }

    /** Whether the batch was checked by what was known of the grants, because nothing had changed. */
    boolean verdictsStood() {
        return gate.verdictsStood();
    }

    @Nullable Throwable lastFailure() {
        return lastFailure;
    }

    private void dispatch(MemorySegment segment, int count, RecordBuffer buffer) {
        long[] allowed = gate.allowed();
        for (int first = 0; first < count; first += Long.SIZE) {
            long left = allowed[first >>> 6];
            while (left != 0) {
                int i = first + Long.numberOfTrailingZeros(left);
                left &= left - 1;
                run(segment, frames[i], i, buffer);
            }
        }
    }

    private void run(MemorySegment segment, long frame, int index, RecordBuffer buffer) {
        int verb = gate.verb(index);
        buffer.execute(gate.handle(index), verb, FrameDescriptor.correlation(segment, frame));
        int status;
        try {
            status = dispatcher.dispatch(segment, frame, verb);
        } catch (Throwable e) {
            lastFailure = e;
            status = FrameStatus.FAILED;
        }
        if (status == FrameStatus.ARGUMENT_REFUSED) {
            buffer.takeBack();
        } else if (!FrameStatus.ran(status) || status > Byte.MAX_VALUE) {
            status = FrameStatus.FAILED;
        }
        FrameResult.write(segment, frame, status);
        int kind = status < FrameStatus.FIRST_OWN ? status : FrameStatus.DONE;
        buffer.count(verb, kind);
        byStatus[kind]++;
    }

    private void deny(MemorySegment segment, int count, RecordBuffer buffer) {
        for (int i = 0; i < count; i++) {
            int status = gate.status(i);
            if (status != FrameStatus.DONE) {
                FrameResult.write(segment, frames[i], status);
                buffer.count(gate.verb(i), status);
                buffer.denied++;
                byStatus[status]++;
            }
        }
    }
}
