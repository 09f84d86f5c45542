package dev.cnv.hotpath.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** A {@link SharedRing} of four slots and two producers as Lincheck calls it. */
public class SharedModel {

    private static final MemorySegment SEGMENT = Arena.global().allocate(32 * 64, 64);

    private final SharedRing ring;
    final SharedProducer one;
    final SharedProducer two;

    public SharedModel() {
        this(4);
    }

    SharedModel(int slots) {
        Words.clear(slots);
        ring = SharedRing.over(
                SEGMENT.asSlice(0, slots * 64L), RingSettings.of(slots, 2).withoutClaimLimit());
        one = ring.producer();
        two = ring.producer();
    }

    @Operation(nonParallelGroup = "one")
    public boolean putOne(@Param(gen = IntGen.class) int value) {
        return put(one, value);
    }

    @Operation(nonParallelGroup = "two")
    public boolean putTwo(@Param(gen = IntGen.class) int value) {
        return put(two, value);
    }

    private static boolean put(SharedProducer producer, int value) {
        long frame = producer.claim();
        if (frame < 0) {
            return false;
        }
        Words.argument(frame, value);
        producer.commit(frame);
        return true;
    }

    /** Waits for a frame that is claimed: a ring which says "pending" is not empty. */
    @Operation(nonParallelGroup = "consumer")
    public long take() {
        long frame = ring.next();
        while (frame == RingStatus.PENDING) {
            Thread.onSpinWait();
            frame = ring.next();
        }
        if (frame < 0) {
            return Long.MIN_VALUE;
        }
        long value = Words.argument(frame);
        ring.release();
        return value;
    }
}
