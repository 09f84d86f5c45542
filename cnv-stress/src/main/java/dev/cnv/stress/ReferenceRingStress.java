package dev.cnv.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cnv.hotpath.ring.ReferenceRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** What is true of a ring of references beyond its queue: that it ends. */
public class ReferenceRingStress {

    /** Nothing comes after a consumer was told that it is over, and nothing accepted is lost. */
    @JCStressTest
    @Outcome(
            id = {"1, 1, -2", "1, -3, 1", "1, -4, 1"},
            expect = ACCEPTABLE,
            desc = "accepted, and taken once")
    @Outcome(
            id = {"-2, -3, -2", "-2, -2, -2"},
            expect = ACCEPTABLE,
            desc = "refused")
    @Outcome(expect = FORBIDDEN, desc = "lost, or after the end")
    @State
    public static class Close {
        private final ReferenceRing<String> ring = ReferenceRing.create(2);

        @Actor
        public void offer(JJJ_Result result) {
            result.r1 = ring.offer("item");
        }

        @Actor
        public void closeAndConsume(JJJ_Result result) {
            ring.close();
            result.r2 = ring.drain(1, new String[1]);
        }

        @Arbiter
        public void rest(JJJ_Result result) {
            result.r3 = ring.drain(1, new String[1]);
        }
    }
}
