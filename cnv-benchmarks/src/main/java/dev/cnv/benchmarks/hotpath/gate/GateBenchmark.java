package dev.cnv.benchmarks.hotpath.gate;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.BatchGate;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The check of one frame of a batch: handle, verb, effects, expiry and epoch, with 128 grants in random
 * order, packed one by one or by vectors. Beside it what merely reading the same words costs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBenchmark {

    /** How many frames the segment has: enough that they are no branch predictor's to learn. */
    private static final int FRAME_COUNT = 4_096;

    /** How faults become bits: a way by its name, or BEST, the one that CNV takes here. */
    @Param({"SCALAR", "VECTOR"})
    public String packing;

    /** How many of a hundred frames have a handle that is stale. */
    @Param({"0", "2"})
    public int stalePercent;

    private Governed governed;
    private Arena arena;
    private MemorySegment segment;
    private BatchGate gate;
    private long[] offsets;
    private int next;

    /** Writes the frames. */
    @Setup
    public void open() throws IOException {
        governed = new Governed();
        arena = Arena.ofShared();
        segment = arena.allocate(64L * FRAME_COUNT, 64);
        gate = new BatchGate(governed.table, PackingBenchmark.way(packing));
        offsets = new long[BatchGate.MAX_BATCH];
        Random random = new Random(1);
        for (int i = 0; i < FRAME_COUNT; i++) {
            int grant = random.nextInt(governed.handles.length);
            long handle = random.nextInt(100) < stalePercent ? 0 : governed.handles[grant];
            FrameDescriptor.writeHead(
                    segment, 64L * i, handle, grant % Governed.VERB_COUNT, (short) 0, 1, i);
        }
        requireRight();
    }

    private void requireRight() {
        int passed = batch(1_024);
        boolean right = stalePercent == 0 ? passed == 1_024 : passed > 900 && passed < 1_024;
        if (!right) {
            throw new IllegalStateException("passed=" + passed + " of 1024 is not to be expected");
        }
    }

    /** Closes the runtime. */
    @TearDown
    public void close() throws IOException {
        governed.close();
        arena.close();
    }

    private int fill(int count) {
        int first = next;
        next = next + count & FRAME_COUNT - 1;
        for (int i = 0; i < count; i++) {
            offsets[i] = 64L * (first + i & FRAME_COUNT - 1);
        }
        return count;
    }

    private int batch(int count) {
        return gate.check(segment, offsets, fill(count));
    }

    /** {@return how many of 256 may run} */
    @Benchmark
    @OperationsPerInvocation(256)
    public int gate256() {
        return batch(256);
    }

    /** {@return how many of 1,024 may run} */
    @Benchmark
    @OperationsPerInvocation(1_024)
    public int gate1024() {
        return batch(1_024);
    }

    /** {@return what the same words of 256 frames add up to} */
    @Benchmark
    @OperationsPerInvocation(256)
    public long read256() {
        return read(fill(256));
    }

    /** {@return what the same words of 1,024 frames add up to} */
    @Benchmark
    @OperationsPerInvocation(1_024)
    public long read1024() {
        return read(fill(1_024));
    }

    private long read(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long frame = offsets[i];
            sum += segment.get(FrameDescriptor.LONG, frame + FrameDescriptor.GRANT_OFFSET)
                    ^ segment.get(FrameDescriptor.LONG, frame + FrameDescriptor.VERB_OFFSET);
        }
        return sum;
    }
}
