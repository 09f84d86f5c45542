package dev.cnv.benchmarks.hotpath.gate;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.BatchGate;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.worker.BatchRecords;
import dev.cnv.hotpath.worker.FrameDispatcher;
import dev.cnv.hotpath.worker.Worker;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call from its producer to its verb, all on one core, 256 at a time: governed frames; the same by a
 * worker, with their records on the way to a ledger on disk, which a second core writes; a framework of
 * objects that checks the same by maps and keeps no record; the Disruptor with a bare event, which checks
 * nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PathBenchmark {

    private static final int BATCH = 256;
    private static final String[] VERBS = {"counter.add", "counter.take"};

    private final int[] agents = new int[4_096];
    private final int[] verbs = new int[4_096];
    private int next;

    private Governed governed;
    private Arena arena;
    private FrameRing ring;
    private BatchGate gate;
    private FrameDispatcher dispatcher;
    private final long[] frames = new long[BATCH];
    private BatchRecords records;
    private Worker worker;

    private final ArrayDeque<Invocation> queue = new ArrayDeque<>();
    private final Map<String, ToIntFunction<Invocation>> handlers = new HashMap<>();
    private final Map<String, Set<String>> granted = new HashMap<>();
    private final LongAdder calls = new LongAdder();
    private final String[] names = new String[Governed.AGENT_COUNT];
    private final Counter plain = new Counter();

    private RingBuffer<Event> disruptor;
    private EventPoller<Event> poller;
    private final EventPoller.Handler<Event> handler = (event, _, _) -> {
        plain.change(event.counter, event.verb == 0 ? event.amount : -event.amount);
        return true;
    };

    /** A call as an object. */
    private record Invocation(String agent, String verb, Map<String, Object> arguments) {}

    /** A call as the Disruptor's event: 32 bytes. */
    static final class Event {
        long handle;
        int verb;
        int counter;
        long amount;
        long correlation;
    }

    /** Opens all three. */
    @Setup
    public void open() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < agents.length; i++) {
            agents[i] = random.nextInt(Governed.AGENT_COUNT);
            verbs[i] = random.nextInt(Governed.VERB_COUNT);
        }
        governed = new Governed();
        arena = Arena.ofShared();
        ring = FrameRing.create(arena, 1_024, 1);
        gate = new BatchGate(governed.table);
        dispatcher = Dispatchers.of(new CounterFrames(governed.counter));
        records = new BatchRecords(
                governed.table,
                BatchRecords.Terms.DEFAULT,
                Thread.ofPlatform().daemon().factory());
        worker = new Worker(
                new Worker.Terms("benchmark", BATCH),
                records,
                new CounterFrames(governed.counter),
                List.of(new Worker.Lane(ring, null)));
        handlers.put(VERBS[0], call -> change(call, 1));
        handlers.put(VERBS[1], call -> change(call, -1));
        for (int agent = 0; agent < Governed.AGENT_COUNT; agent++) {
            names[agent] = "agent" + agent;
            granted.put(names[agent], Set.of(VERBS));
        }
        disruptor = RingBuffer.createSingleProducer(Event::new, 1_024);
        poller = disruptor.newPoller();
        disruptor.addGatingSequences(poller.getSequence());
        if (governedFrames() != BATCH) {
            throw new IllegalStateException("allowed=" + gate.allowed()[0]);
        }
        recordedFrames();
        if (worker.metrics().executed() != BATCH) {
            throw new IllegalStateException("executed=" + worker.metrics().executed());
        }
    }

    /** Closes the runtime. */
    @TearDown
    public void close() throws IOException {
        worker.close();
        records.close();
        governed.close();
        arena.close();
    }

    private int change(Invocation call, int sign) {
        plain.change(
                (Integer) call.arguments().get("counter"),
                sign * (Long) call.arguments().get("amount"));
        return 0;
    }

    private int call() {
        int call = next;
        next = next + 1 & agents.length - 1;
        return call;
    }

    /** {@return how many may run} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int governedFrames() {
        claimEach();
        return govern();
    }

    /** {@return how many may run} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int governedFramesClaimedAtOnce() {
        claimAtOnce();
        return govern();
    }

    /** {@return whether there were any} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public boolean recordedFrames() {
        claimEach();
        return worker.sweep();
    }

    private void claimEach() {
        for (int i = 0; i < BATCH; i++) {
            long frame = ring.claim();
            write(ring.segment(), frame, call(), i);
            ring.commit(frame);
        }
    }

    private void claimAtOnce() {
        long first = ring.claim(BATCH);
        long frame = first;
        for (int i = 0; i < BATCH; i++) {
            write(ring.segment(), frame, call(), i);
            frame = ring.after(frame);
        }
        ring.commit(first, BATCH);
    }

    /** Both verbs have the same arguments at the same places. */
    private void write(MemorySegment segment, long frame, int call, long amount) {
        int verb = verbs[call];
        long grant = governed.handles[agents[call] * Governed.VERB_COUNT + verb];
        FrameDescriptor.writeHead(segment, frame, grant, verb, (short) 0, 1, call);
        CounterFrames.AddFrame.counter(segment, frame, call);
        CounterFrames.AddFrame.amount(segment, frame, amount);
    }

    private int govern() {
        int taken = ring.poll(BATCH, frames);
        int passed = gate.check(ring.segment(), frames, taken);
        dispatch(taken);
        ring.release();
        return passed;
    }

    private void dispatch(int taken) {
        MemorySegment segment = ring.segment();
        long[] allowed = gate.allowed();
        for (int first = 0; first < taken; first += Long.SIZE) {
            long left = allowed[first >>> 6];
            while (left != 0) {
                int i = first + Long.numberOfTrailingZeros(left);
                left &= left - 1;
                run(segment, i);
            }
        }
    }

    private void run(MemorySegment segment, int index) {
        try {
            dispatcher.dispatch(segment, frames[index], gate.verb(index));
        } catch (Throwable e) {
            throw new IllegalStateException("index=" + index, e);
        }
    }

    /** {@return what the counters add up to} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long objects() {
        for (int i = 0; i < BATCH; i++) {
            int call = call();
            Map<String, Object> arguments = new HashMap<>();
            arguments.put("counter", call);
            arguments.put("amount", (long) i);
            queue.add(new Invocation(names[agents[call]], VERBS[verbs[call]], arguments));
        }
        for (Invocation call = queue.poll(); call != null; call = queue.poll()) {
            if (granted.getOrDefault(call.agent(), Set.of()).contains(call.verb())) {
                handlers.get(call.verb()).applyAsInt(call);
                calls.increment();
            }
        }
        return calls.sum();
    }

    /** {@return where the poller is} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long disruptorBareEvent() throws Exception {
        for (int i = 0; i < BATCH; i++) {
            int call = call();
            long sequence = disruptor.next();
            Event event = disruptor.get(sequence);
            event.handle = governed.handles[agents[call] * Governed.VERB_COUNT + verbs[call]];
            event.verb = verbs[call];
            event.counter = call;
            event.amount = i;
            event.correlation = call;
            disruptor.publish(sequence);
        }
        poller.poll(handler);
        return poller.getSequence().get();
    }
}
