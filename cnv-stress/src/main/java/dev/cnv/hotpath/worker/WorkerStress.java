package dev.cnv.hotpath.worker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.cnv.hotpath.grant.FrameStatus;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** What others may see of a worker: its numbers, and its records on their way. */
public class WorkerStress {

    /** Numbers are of one moment: as many statuses and times as frames. */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "3, 3, 3", "8, 8, 8"},
            expect = ACCEPTABLE,
            desc = "before, between or behind two batches")
    @Outcome(expect = FORBIDDEN, desc = "numbers of two moments")
    @State
    public static class Metrics {
        private final WorkerCounters counters = new WorkerCounters();

        @Actor
        public void work() {
            int[] said = new int[FrameStatus.COUNT];
            said[FrameStatus.DONE] = 2;
            said[FrameStatus.EXPIRED] = 1;
            counters.batch(3, 30, said);
            said[FrameStatus.DONE] = 5;
            counters.batch(5, 50, said);
        }

        @Actor
        public void read(JJJ_Result result) {
            WorkerMetrics metrics = counters.read(0);
            result.r1 = metrics.frames();
            result.r2 = Arrays.stream(metrics.byStatus()).sum();
            result.r3 = Arrays.stream(metrics.nanos()).sum();
        }
    }

    /** A buffer that was handed over is whole; one that was given back is empty. */
    @JCStressTest
    @Outcome(
            id = {"-1", "15"},
            expect = ACCEPTABLE,
            desc = "not there yet, or whole")
    @Outcome(expect = FORBIDDEN, desc = "in part")
    @State
    public static class HandOver {
        private final RecordLane lane = new RecordLane(
                "w", new RecordBuffer[] {new RecordBuffer(2, 1), new RecordBuffer(2, 1)}, 1);

        @Actor
        public void work() {
            RecordBuffer first = lane.room(2, 0);
            first.execute(7, 0, 8);
            lane.handOver();
        }

        @Actor
        public void record(J_Result result) {
            RecordBuffer buffer = lane.waiting();
            if (buffer == null) {
                result.r1 = -1;
                return;
            }
            result.r1 = buffer.entries[0] + buffer.entries[16];
            buffer.clear();
            lane.written();
        }
    }
}
