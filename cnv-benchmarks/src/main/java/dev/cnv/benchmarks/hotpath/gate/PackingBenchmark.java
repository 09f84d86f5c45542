package dev.cnv.benchmarks.hotpath.gate;

import dev.cnv.hotpath.grant.BatchGate;
import dev.cnv.hotpath.grant.Packing;
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
import org.openjdk.jmh.annotations.Warmup;

/** The faults of a batch made bits, one by one or by vectors; for one fault. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PackingBenchmark {

    /** How faults become bits: a way by its name, or BEST, the one that CNV takes here. */
    @Param({"SCALAR", "VECTOR"})
    public String packing;

    /** How many of a hundred are faults. */
    @Param({"0", "2"})
    public int stalePercent;

    private final long[] faults = new long[BatchGate.MAX_BATCH];
    private final long[] bits = new long[BatchGate.MAX_BATCH / Long.SIZE];
    private Packing way;

    /** Draws the faults. */
    @Setup
    public void draw() {
        way = way(packing);
        Random random = new Random(1);
        for (int i = 0; i < faults.length; i++) {
            faults[i] = random.nextInt(100) < stalePercent ? i : 0;
        }
    }

    /** The way of a parameter. */
    static Packing way(String packing) {
        return packing.equals("BEST") ? Packing.best() : Packing.valueOf(packing);
    }

    /** {@return the bits of 256 faults} */
    @Benchmark
    @OperationsPerInvocation(256)
    public long[] pack256() {
        return pack(256);
    }

    /** {@return the bits of 1,024 faults} */
    @Benchmark
    @OperationsPerInvocation(1_024)
    public long[] pack1024() {
        return pack(1_024);
    }

    private long[] pack(int count) {
        way.pack(faults, count, bits);
        return bits;
    }
}
