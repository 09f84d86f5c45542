package dev.cnv.hotpath.ring;

import org.jetbrains.lincheck.datastructures.Operation;

/** A {@link FrameRing} with room for all, some of whose frames are aborted. */
public class SingleAbortModel extends SingleModel {

    public SingleAbortModel() {
        super(16);
    }

    @Operation(nonParallelGroup = "producer")
    public boolean drop() {
        long frame = ring.claim();
        ring.abort(frame);
        return frame >= 0;
    }
}
