package dev.cnv.benchmarks.hotpath.ring;

import dev.cnv.hotpath.memory.ArenaSettings;
import dev.cnv.hotpath.memory.BumpArena;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Memory of an arena, cleared when it is allocated, cleared in other ways, and not at all. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
public class ZeroingBenchmark {

    private static final long CAPACITY = 1L << 20;

    /** How much is allocated at once. */
    @Param({"64", "256", "4096", "65536"})
    public int bytes;

    private final BumpArena plain = BumpArena.create(Arena.global(), ArenaSettings.of(CAPACITY));
    private final BumpArena cleared =
            BumpArena.create(Arena.global(), ArenaSettings.of(CAPACITY).cleared());

    private static long allocate(BumpArena arena, int bytes) {
        long reference = arena.allocate(bytes, 64);
        if (reference < 0) {
            arena.reset();
            reference = arena.allocate(bytes, 64);
        }
        return reference;
    }

    /**
     * As it was left by who used it before.
     *
     * @return where it is
     */
    @Benchmark
    public long notCleared() {
        return allocate(plain, bytes);
    }

    /**
     * By the arena.
     *
     * @return where it is
     */
    @Benchmark
    public long byTheArena() {
        return allocate(cleared, bytes);
    }

    /**
     * By {@code MemorySegment.fill} of a slice.
     *
     * @return where it is
     */
    @Benchmark
    public long byFill() {
        long reference = allocate(plain, bytes);
        plain.segment().asSlice(plain.at(reference), bytes).fill((byte) 0);
        return reference;
    }

    /**
     * By a loop whose index is a long.
     *
     * @return where it is
     */
    @Benchmark
    public long byLongIndex() {
        long reference = allocate(plain, bytes);
        MemorySegment segment = plain.segment();
        long end = plain.at(reference) + bytes;
        for (long at = plain.at(reference); at < end; at += Long.BYTES) {
            segment.set(ValueLayout.JAVA_LONG, at, 0);
        }
        return reference;
    }
}
