package dev.cnv.hotpath.ring;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** A {@link SharedRing} with room for all, with batches of two and with frames that are aborted. */
public class SharedBatchModel extends SharedModel {

    public SharedBatchModel() {
        super(32);
    }

    @Operation(nonParallelGroup = "one")
    public boolean pairOne(@Param(gen = IntGen.class) int value) {
        return pair(one, value);
    }

    @Operation(nonParallelGroup = "two")
    public boolean pairTwo(@Param(gen = IntGen.class) int value) {
        return pair(two, value);
    }

    @Operation(nonParallelGroup = "one")
    public boolean dropOne() {
        return drop(one);
    }

    @Operation(nonParallelGroup = "two")
    public boolean dropTwo() {
        return drop(two);
    }

    /** The consumer sees both or none, and nobody else's between them. */
    private static boolean pair(SharedProducer producer, int value) {
        long frame = producer.claim(2);
        Words.argument(frame, value);
        Words.argument(producer.after(frame), value + 1);
        return producer.commit(frame, 2);
    }

    private static boolean drop(SharedProducer producer) {
        long frame = producer.claim();
        producer.abort(frame);
        return frame >= 0;
    }
}
