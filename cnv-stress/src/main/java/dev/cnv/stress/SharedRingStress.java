package dev.cnv.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.ring.RingSettings;
import dev.cnv.hotpath.ring.RingStatus;
import dev.cnv.hotpath.ring.SharedProducer;
import dev.cnv.hotpath.ring.SharedRing;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.ZJJ_Result;
import org.openjdk.jcstress.infra.results.ZJ_Result;

/** What several producers and one consumer may see of each other. */
public class SharedRingStress {

    private static final Duration LIMIT = Duration.ofNanos(1);

    static SharedRing ring(int capacity, int producers) {
        // Each reading of this clock is a nanosecond after the one before: a claim is late at the
        // second look.
        long[] now = new long[1];
        return SharedRing.over(
                Slots.next(capacity * 64),
                RingSettings.of(capacity, producers).withClaimLimit(LIMIT, () -> now[0]++));
    }

    static boolean send(SharedRing ring, SharedProducer producer, long value) {
        long frame = producer.claim();
        if (frame < 0) {
            return false;
        }
        write(ring, frame, value);
        return producer.commit(frame);
    }

    static void write(SharedRing ring, long frame, long value) {
        FrameDescriptor.writeHead(ring.segment(), frame, value, 1, (short) 0, 1, value);
    }

    /** The value of a frame that is whole, -100 of another; a status when there is none. */
    static long look(SharedRing ring) {
        long frame = ring.next();
        if (frame < 0) {
            return frame;
        }
        long value = FrameDescriptor.correlation(ring.segment(), frame);
        return FrameDescriptor.grant(ring.segment(), frame) == value ? value : -100;
    }

    static long takeAll(SharedRing ring) {
        long sum = 0;
        long value = look(ring);
        while (value >= 0 || value == -100) {
            sum += value;
            value = look(ring);
        }
        return sum;
    }

    /** Frames of two producers are both there, whole. */
    @JCStressTest
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = ACCEPTABLE,
            desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "lost, twice, or in part")
    @State
    public static class TwoProducers {
        private final SharedRing ring = ring(4, 2);
        private final SharedProducer first = ring.producer();
        private final SharedProducer second = ring.producer();

        @Actor
        public void one() {
            send(ring, first, 1);
        }

        @Actor
        public void two() {
            send(ring, second, 2);
        }

        @Arbiter
        public void consume(JJ_Result result) {
            result.r1 = look(ring);
            result.r2 = look(ring);
        }
    }

    /** A frame is seen whole or not at all, and one that is claimed is not called nothing. */
    @JCStressTest
    @Outcome(id = "(-3|-4), 7", expect = ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "7, -3", expect = ACCEPTABLE, desc = "whole")
    @Outcome(expect = FORBIDDEN, desc = "in part, or lost")
    @State
    public static class Publish {
        private final SharedRing ring = ring(4, 1);
        private final SharedProducer producer = ring.producer();

        @Actor
        public void produce() {
            send(ring, producer, 7);
        }

        @Actor
        public void consume(JJ_Result result) {
            result.r1 = look(ring);
        }

        @Arbiter
        public void rest(JJ_Result result) {
            result.r2 = look(ring);
        }
    }

    /** A commit says true exactly when the consumer gets the frame. */
    @JCStressTest
    @Outcome(id = "true, 7", expect = ACCEPTABLE, desc = "in time")
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "given up")
    @Outcome(expect = FORBIDDEN, desc = "the two do not agree")
    @State
    public static class LateCommit {
        private final SharedRing ring = ring(4, 1);
        private final SharedProducer producer = ring.producer();
        private final long claimed = producer.claim();
        private long sum;

        @Actor
        public void produce(ZJ_Result result) {
            write(ring, claimed, 7);
            result.r1 = producer.commit(claimed);
        }

        @Actor
        public void consume() {
            sum = waitUntilLate(ring);
        }

        @Arbiter
        public void rest(ZJ_Result result) {
            result.r2 = sum + takeAll(ring);
        }
    }

    static long waitUntilLate(SharedRing ring) {
        for (int i = 0; i < 200; i++) {
            long value = look(ring);
            if (value >= 0 || value == -100) {
                return value;
            }
        }
        return 0;
    }

    /** A batch comes whole, or is refused whole. */
    @JCStressTest
    @Outcome(id = "true, 3", expect = ACCEPTABLE, desc = "in time")
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "given up")
    @Outcome(expect = FORBIDDEN, desc = "a part of it")
    @State
    public static class LateBatch {
        private final SharedRing ring = ring(4, 1);
        private final SharedProducer producer = ring.producer();
        private final long first = producer.claim(2);
        private long sum;

        @Actor
        public void produce(ZJ_Result result) {
            write(ring, first, 1);
            write(ring, producer.after(first), 2);
            result.r1 = producer.commit(first, 2);
        }

        @Actor
        public void consume() {
            sum = waitUntilLate(ring);
        }

        @Arbiter
        public void rest(ZJ_Result result) {
            result.r2 = sum + takeAll(ring);
        }
    }

    /** What a late producer still writes never gets into the frame of another. */
    @JCStressTest
    @Outcome(id = "false, (2|4|6|8|10|12|14|16), 0", expect = ACCEPTABLE, desc = "kept apart")
    @Outcome(
            id = "true, (0|2|4|6|8|10|12|14|16), 7",
            expect = ACCEPTABLE,
            desc = "in time, before anything was given up")
    @Outcome(expect = FORBIDDEN, desc = "mixed up")
    @State
    public static class LateWrite {
        private final SharedRing ring = ring(4, 2);
        private final SharedProducer late = ring.producer();
        private final SharedProducer other = ring.producer();
        private final long claimed = late.claim();
        private long sum;
        private long sevens;

        @Actor
        public void produce(ZJJ_Result result) {
            write(ring, claimed, 7);
            result.r1 = late.commit(claimed);
        }

        @Actor
        public void others() {
            for (int i = 0; i < 8; i++) {
                send(ring, other, 2);
                count(waitUntilLate(ring));
                ring.release();
            }
        }

        private void count(long value) {
            if (value == 7) {
                sevens += 7;
            } else {
                sum += value;
            }
        }

        @Arbiter
        public void rest(ZJJ_Result result) {
            long value = look(ring);
            while (value >= 0 || value == -100) {
                count(value);
                value = look(ring);
            }
            result.r2 = sum;
            result.r3 = sevens;
        }
    }

    /** What was claimed before the end comes before it, and nothing else does. */
    @JCStressTest
    @Outcome(id = "-2, -2, 0", expect = ACCEPTABLE, desc = "refused, then the end")
    @Outcome(id = "0, 5, 5", expect = ACCEPTABLE, desc = "taken, then the end")
    @Outcome(expect = FORBIDDEN, desc = "lost, or no end")
    @State
    public static class Refuse {
        private final SharedRing ring = ring(4, 1);
        private final SharedProducer producer = ring.producer();

        @Actor
        public void produce(JJJ_Result result) {
            long frame = producer.claim();
            if (frame >= 0) {
                write(ring, frame, 5);
                producer.commit(frame);
            }
            result.r1 = frame;
        }

        @Actor
        public void refuse() {
            ring.refuse();
        }

        @Arbiter
        public void rest(JJJ_Result result) {
            result.r2 = look(ring);
            result.r3 = Math.max(result.r2, 0);
            if (look(ring) != RingStatus.CLOSED) {
                result.r3 = -100;
            }
        }
    }

    /** A consumer that is told of the end has taken all that producers were promised. */
    @JCStressTest
    @Outcome(id = "-2, -2, -2", expect = ACCEPTABLE, desc = "refused")
    @Outcome(id = "0, 5, -2", expect = ACCEPTABLE, desc = "taken, then the end")
    @Outcome(id = "0, (-3|-4), 5", expect = ACCEPTABLE, desc = "taken later")
    @Outcome(
            id = {"0, 5, 5", "0, -2, .*"},
            expect = FORBIDDEN,
            desc = "the end before the frame")
    @Outcome(id = "-2, (-3|-4), -2", expect = ACCEPTABLE, desc = "refused, the end not seen yet")
    @Outcome(expect = FORBIDDEN, desc = "lost")
    @State
    public static class RefuseByConsumer {
        private final SharedRing ring = ring(4, 1);
        private final SharedProducer producer = ring.producer();

        @Actor
        public void produce(JJJ_Result result) {
            long frame = producer.claim();
            if (frame >= 0) {
                write(ring, frame, 5);
                producer.commit(frame);
            }
            result.r1 = frame;
        }

        @Actor
        public void consume(JJJ_Result result) {
            ring.refuse();
            result.r2 = look(ring);
        }

        @Arbiter
        public void rest(JJJ_Result result) {
            result.r3 = look(ring);
        }
    }
}
