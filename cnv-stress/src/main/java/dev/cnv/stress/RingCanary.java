package dev.cnv.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.ring.FrameRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A ring that is used wrongly, in a way that must be found: or the machine shows nothing. */
public class RingCanary {

    /** Commits before it writes. */
    @JCStressTest
    @Outcome(id = "-3, -3", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "whole")
    @Outcome(expect = FORBIDDEN, desc = "in part: to be found")
    @State
    public static class CommitFirst {
        private final FrameRing ring = FrameRingStress.ring(2);

        @Actor
        public void produce() {
            long frame = ring.claim();
            ring.commit(frame);
            FrameRingStress.write(ring, frame, 7);
        }

        @Actor
        public void consume(JJ_Result result) {
            long frame = ring.next();
            result.r1 = frame < 0
                    ? frame
                    : ring.segment()
                            .get(FrameDescriptor.LONG, frame + FrameDescriptor.ARGUMENTS_OFFSET);
            result.r2 = frame < 0 ? frame : FrameRingStress.readCorrelation(ring, frame);
        }
    }
}
