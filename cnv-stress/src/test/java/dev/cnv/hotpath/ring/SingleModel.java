package dev.cnv.hotpath.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** A {@link FrameRing} of two slots as Lincheck calls it. */
public class SingleModel {

    private static final MemorySegment SEGMENT = Arena.global().allocate(32 * 64, 64);

    final FrameRing ring;

    public SingleModel() {
        this(2);
    }

    SingleModel(int slots) {
        Words.clear(slots);
        ring = FrameRing.over(SEGMENT.asSlice(0, slots * 64L), RingSettings.of(slots, 1));
    }

    @Operation(nonParallelGroup = "producer")
    public boolean put(@Param(gen = IntGen.class) int value) {
        long frame = ring.claim();
        if (frame < 0) {
            return false;
        }
        fill(ring, frame, value);
        return true;
    }

    /** Writes, then commits. */
    void fill(FrameRing ring, long frame, int value) {
        Words.argument(frame, value);
        ring.commit(frame);
    }

    @Operation(nonParallelGroup = "consumer")
    public long take() {
        long frame = ring.next();
        if (frame < 0) {
            return Long.MIN_VALUE;
        }
        long value = Words.argument(frame);
        ring.release();
        return value;
    }
}
