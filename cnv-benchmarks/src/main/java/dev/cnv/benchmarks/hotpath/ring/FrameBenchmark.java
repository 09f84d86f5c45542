package dev.cnv.benchmarks.hotpath.ring;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.memory.ArenaSettings;
import dev.cnv.hotpath.memory.BumpArena;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.ring.RingSettings;
import dev.cnv.hotpath.ring.SharedProducer;
import dev.cnv.hotpath.ring.SharedRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A frame is written and read again by one thread: in memory, through a ring, and beside peers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
public class FrameBenchmark {

    private static final int SLOTS = 1024;
    private static final MemorySegment SEGMENT = Arena.global().allocate(64L * SLOTS, 64);
    private static final long[] LONGS = new long[8 * SLOTS];
    private static final UnsafeBuffer BUFFER =
            new UnsafeBuffer(ByteBuffer.allocateDirect(64 * SLOTS));

    private final MemorySegment segment = Arena.global().allocate(64L * SLOTS, 64);
    private final long[] longs = new long[8 * SLOTS];
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64 * SLOTS));
    private final FrameRing ring = FrameRing.create(Arena.global(), SLOTS, 1);
    private final SharedRing shared = SharedRing.create(Arena.global(), RingSettings.of(SLOTS, 1));
    private final SharedProducer producer = shared.producer();
    private final MpscVarHandleArrayQueue<Long[]> queue = new MpscVarHandleArrayQueue<>(SLOTS);
    private final Long[] reference = {1L};
    private final BumpArena arena = BumpArena.create(Arena.global(), ArenaSettings.of(64L * SLOTS));
    private int next;

    private record Frame(long grant, int verb, short flags, long correlation) {}

    private long frameIn(MemorySegment memory) {
        long frame = (next++ & SLOTS - 1) * 64L;
        FrameDescriptor.writeHead(memory, frame, next, next, (short) next, 1, next);
        return FrameDescriptor.grant(memory, frame)
                + FrameDescriptor.verb(memory, frame)
                + FrameDescriptor.correlation(memory, frame);
    }

    private long frameIn(long[] memory) {
        int frame = (next++ & SLOTS - 1) * 8;
        memory[frame + 1] = next;
        memory[frame + 2] = (long) next << 32 | next;
        memory[frame + 3] = next;
        return memory[frame + 1] + (int) memory[frame + 2] + memory[frame + 3];
    }

    private long frameIn(UnsafeBuffer memory) {
        int frame = (next++ & SLOTS - 1) * 64;
        memory.putLong(frame + 8, next);
        memory.putLong(frame + 16, (long) next << 32 | next);
        memory.putLong(frame + 24, next);
        return memory.getLong(frame + 8) + memory.getInt(frame + 16) + memory.getLong(frame + 24);
    }

    /**
     * The head of a frame, in memory that a field names, as rings do.
     *
     * @return what was read
     */
    @Benchmark
    public long frame() {
        return frameIn(segment);
    }

    /**
     * The same in memory that a constant names, which the compiler knows the bounds of.
     *
     * @return what was read
     */
    @Benchmark
    public long frameInConstant() {
        return frameIn(SEGMENT);
    }

    /**
     * The same in an array on the heap, of a field.
     *
     * @return what was read
     */
    @Benchmark
    public long frameInLongs() {
        return frameIn(longs);
    }

    /**
     * The same in an array on the heap, a constant.
     *
     * @return what was read
     */
    @Benchmark
    public long frameInConstantLongs() {
        return frameIn(LONGS);
    }

    /**
     * The same in Agrona's buffer, of a field.
     *
     * @return what was read
     */
    @Benchmark
    public long frameInAgronaBuffer() {
        return frameIn(buffer);
    }

    /**
     * The same in Agrona's buffer, a constant.
     *
     * @return what was read
     */
    @Benchmark
    public long frameInConstantAgronaBuffer() {
        return frameIn(BUFFER);
    }

    /**
     * The same in Agrona's buffer, of a field, without its checks of bounds, which the others make.
     *
     * @return what was read
     */
    @Benchmark
    @Fork(
            value = 3,
            jvmArgsAppend = {
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Dagrona.disable.bounds.checks=true"
            })
    public long frameInAgronaBufferUnchecked() {
        return frameIn(buffer);
    }

    /**
     * A frame allocated and written.
     *
     * @return where it is
     */
    @Benchmark
    public long allocateFrame() {
        long reference = arena.allocate(64, 64);
        if (reference < 0) {
            arena.reset();
            reference = arena.allocate(64, 64);
        }
        long frame = arena.at(reference);
        next++;
        FrameDescriptor.writeHead(arena.segment(), frame, next, next, (short) next, 1, next);
        return frame;
    }

    /**
     * The same as an object.
     *
     * @return the object
     */
    @Benchmark
    public Object allocateRecord() {
        next++;
        return new Frame(next, next, (short) next, next);
    }

    /**
     * Through a ring of one producer.
     *
     * @return what was read
     */
    @Benchmark
    public long throughFrameRing() {
        long frame = ring.claim();
        FrameDescriptor.writeHead(ring.segment(), frame, next++, 1, (short) 0, 1, next);
        ring.commit(frame);
        long correlation = FrameDescriptor.correlation(ring.segment(), ring.next());
        ring.release();
        return correlation;
    }

    /**
     * Through a ring of several producers.
     *
     * @return what was read
     */
    @Benchmark
    public long throughSharedRing() {
        long frame = producer.claim();
        FrameDescriptor.writeHead(shared.segment(), frame, next++, 1, (short) 0, 1, next);
        producer.commit(frame);
        long correlation = FrameDescriptor.correlation(shared.segment(), shared.next());
        shared.release();
        return correlation;
    }

    /**
     * A reference that is there already, through JCTools' queue.
     *
     * @return what was read
     */
    @Benchmark
    public Object throughJcTools() {
        queue.offer(reference);
        return queue.poll();
    }
}
