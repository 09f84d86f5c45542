package dev.cnv.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.ring.LaneProducer;
import dev.cnv.hotpath.ring.LanedRing;
import dev.cnv.hotpath.ring.RingSettings;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** What producers with lanes of their own and the one consumer may see of each other. */
public class LanedRingStress {

    private static final long ARGUMENT = FrameDescriptor.ARGUMENTS_OFFSET;

    static LanedRing ring(int capacity, int lanes) {
        return LanedRing.over(Slots.next(capacity * 64), RingSettings.of(capacity, lanes));
    }

    static void send(LaneProducer producer, long value) {
        long frame = producer.claim();
        if (frame >= 0) {
            FrameDescriptor.writeHead(producer.segment(), frame, value, 1, (short) 0, 1, value);
            producer.segment().set(FrameDescriptor.LONG, frame + ARGUMENT, value);
            producer.commit(frame);
        }
    }

    /** The value of the next frame, -100 when it is not whole; else the status. */
    static long take(LanedRing ring) {
        long frame = ring.next();
        if (frame < 0) {
            return frame;
        }
        long value = ring.segment().get(FrameDescriptor.LONG, frame + ARGUMENT);
        boolean whole = FrameDescriptor.correlation(ring.segment(), frame) == value;
        ring.release();
        return whole ? value : -100;
    }

    /** Two producers lose nothing, and frames are whole. */
    @JCStressTest
    @Outcome(
            id = {"1, 2, -3", "2, 1, -3"},
            expect = ACCEPTABLE,
            desc = "both, sooner or later")
    @Outcome(expect = FORBIDDEN, desc = "lost, twice or in part")
    @State
    public static class TwoProducers {
        private final LanedRing ring = ring(2, 2);
        private final LaneProducer first = ring.producer();
        private final LaneProducer second = ring.producer();

        @Actor
        public void one() {
            send(first, 1);
        }

        /** No third actor: it would not run on two processors. */
        @Actor
        public void sendAndConsume(JJJ_Result result) {
            send(second, 2);
            result.r1 = take(ring);
        }

        @Arbiter
        public void rest(JJJ_Result result) {
            result.r2 = take(ring);
            result.r3 = take(ring);
        }
    }

    /** A slot of a lane is written again only after it was released. */
    @JCStressTest
    @Outcome(
            id = {"-3, 1", "1, 2", "1, -3"},
            expect = ACCEPTABLE,
            desc = "one frame, or both in turn")
    @Outcome(expect = FORBIDDEN, desc = "overwritten while it was read, or lost")
    @State
    public static class Reuse {
        private final LanedRing ring = ring(2, 2);
        private final LaneProducer producer = ring.producer();

        @Actor
        public void produce() {
            send(producer, 1);
            send(producer, 2);
        }

        @Actor
        public void consume(JJ_Result result) {
            result.r1 = take(ring);
        }

        @Arbiter
        public void rest(JJ_Result result) {
            result.r2 = take(ring);
        }
    }

    /** Whoever sees the end has seen all frames before it, however closing and refusing fall together. */
    @JCStressTest
    @Outcome(id = "7, -2, -2", expect = ACCEPTABLE, desc = "the frame, then the end")
    @Outcome(id = "7, -3, -2", expect = ACCEPTABLE, desc = "the frame, no end yet")
    @Outcome(id = "-3, 7, -2", expect = ACCEPTABLE, desc = "late")
    @Outcome(id = "-3, -3, 7", expect = ACCEPTABLE, desc = "too late")
    @Outcome(expect = FORBIDDEN, desc = "the end before the frame, or never")
    @State
    public static class Close {
        private final LanedRing ring = ring(2, 2);
        private final LaneProducer producer = ring.producer();

        @Actor
        public void produce() {
            send(producer, 7);
            producer.close();
        }

        @Actor
        public void refuseAndConsume(JJJ_Result result) {
            ring.refuse();
            result.r1 = take(ring);
            result.r2 = take(ring);
        }

        @Arbiter
        public void rest(JJJ_Result result) {
            result.r3 = take(ring);
        }
    }

    /** A lane goes from one producer to the next with everything that the first has done. */
    @JCStressTest
    @Outcome(
            id = {"1, 2", "1, -3"},
            expect = ACCEPTABLE,
            desc = "the first one's frame, and the next one's when there was a lane for it")
    @Outcome(expect = FORBIDDEN, desc = "lost or overwritten")
    @State
    public static class Handover {
        private final LanedRing ring = ring(2, 1);
        private final LaneProducer first = ring.producer();

        @Actor
        public void first() {
            send(first, 1);
            first.close();
        }

        @Actor
        public void next() {
            try {
                send(ring.producer(), 2);
            } catch (IllegalStateException e) {
                assert e.getMessage() != null;
            }
        }

        @Arbiter
        public void consume(JJ_Result result) {
            result.r1 = take(ring);
            result.r2 = take(ring);
        }
    }
}
