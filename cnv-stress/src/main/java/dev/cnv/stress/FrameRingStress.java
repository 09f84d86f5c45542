package dev.cnv.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.ring.RingSettings;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** What one producer and one consumer may see of each other. */
public class FrameRingStress {

    private static final long ARGUMENT = FrameDescriptor.ARGUMENTS_OFFSET;

    static FrameRing ring(int capacity) {
        return FrameRing.over(Slots.next(capacity * 64), RingSettings.of(capacity, 1));
    }

    static void write(FrameRing ring, long frame, long value) {
        FrameDescriptor.writeHead(ring.segment(), frame, value, 1, (short) 0, 1, value);
        ring.segment().set(FrameDescriptor.LONG, frame + ARGUMENT, value);
    }

    static long readCorrelation(FrameRing ring, long frame) {
        return FrameDescriptor.correlation(ring.segment(), frame);
    }

    static long readArgument(FrameRing ring, long frame) {
        return ring.segment().get(FrameDescriptor.LONG, frame + ARGUMENT);
    }

    /** A frame is seen whole or not at all. */
    @JCStressTest
    @Outcome(id = "-3, -3", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "whole")
    @Outcome(expect = FORBIDDEN, desc = "in part")
    @State
    public static class Publish {
        private final FrameRing ring = ring(2);

        @Actor
        public void produce() {
            long frame = ring.claim();
            write(ring, frame, 7);
            ring.commit(frame);
        }

        @Actor
        public void consume(JJ_Result result) {
            long frame = ring.next();
            result.r1 = frame < 0 ? frame : readArgument(ring, frame);
            result.r2 = frame < 0 ? frame : readCorrelation(ring, frame);
        }
    }

    /** A slot is written again only after it was released, and nothing is lost on the way. */
    @JCStressTest
    @Outcome(id = "1, 1, .*", expect = ACCEPTABLE, desc = "one frame, or the first of two")
    @Outcome(id = "-3, -3, .*", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(expect = FORBIDDEN, desc = "overwritten while it was read")
    @State
    public static class Reuse {
        private final FrameRing ring = ring(1);

        @Actor
        public void produce(JJJ_Result result) {
            send(1);
            result.r3 = send(2);
        }

        private long send(long value) {
            long frame = ring.claim();
            if (frame >= 0) {
                write(ring, frame, value);
                ring.commit(frame);
            }
            return frame;
        }

        @Actor
        public void consume(JJJ_Result result) {
            long frame = ring.next();
            result.r1 = frame < 0 ? frame : readArgument(ring, frame);
            result.r2 = frame < 0 ? frame : readCorrelation(ring, frame);
            if (frame >= 0) {
                ring.release();
            }
        }
    }

    /** Whoever sees the end has seen all frames before it. */
    @JCStressTest
    @Outcome(id = "7, -2", expect = ACCEPTABLE, desc = "the frame, then the end")
    @Outcome(id = "7, -3", expect = ACCEPTABLE, desc = "the frame, no end yet")
    @Outcome(id = "-3, 7", expect = ACCEPTABLE, desc = "late")
    @Outcome(id = "-3, -3", expect = ACCEPTABLE, desc = "too late")
    @Outcome(expect = FORBIDDEN, desc = "the end before the frame")
    @State
    public static class Close {
        private final FrameRing ring = ring(2);

        @Actor
        public void produce() {
            long frame = ring.claim();
            write(ring, frame, 7);
            ring.commit(frame);
            ring.close();
        }

        @Actor
        public void consume(JJ_Result result) {
            result.r1 = look();
            result.r2 = look();
        }

        private long look() {
            long frame = ring.next();
            return frame < 0 ? frame : readArgument(ring, frame);
        }
    }

    /** Of a batch the frames come in order, and none is left in the end. */
    @JCStressTest
    @Outcome(
            id = {"0, 2, 3", "1, 1, 3", "2, 0, 3"},
            expect = ACCEPTABLE,
            desc = "in two parts or one")
    @Outcome(expect = FORBIDDEN, desc = "lost or out of order")
    @State
    public static class Batch {
        private final FrameRing ring = ring(2);
        private final long[] frames = new long[2];
        private long sum;

        @Actor
        public void produce() {
            long first = ring.claim(2);
            write(ring, first, 1);
            write(ring, ring.after(first), 2);
            ring.commit(first, 2);
        }

        @Actor
        public void consume(JJJ_Result result) {
            result.r1 = take();
        }

        @Arbiter
        public void rest(JJJ_Result result) {
            result.r2 = take();
            result.r3 = sum;
        }

        private int take() {
            int count = ring.poll(2, frames);
            for (int i = 0; i < count; i++) {
                long value = readArgument(ring, frames[i]);
                sum = value == (sum == 0 ? 1 : 2) ? sum + value : -100;
            }
            return count;
        }
    }
}
