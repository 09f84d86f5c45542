package dev.cnv.benchmarks.hotpath.gate;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import dev.cnv.benchmarks.hotpath.Mix;
import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.BatchGate;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.worker.BatchRecords;
import dev.cnv.hotpath.worker.FrameDispatcher;
import dev.cnv.hotpath.worker.Worker;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call of 32 bytes of arguments from its producer to its verb, all on one core, 256 at a time. For
 * frames the gate compares each one's handle, verb and effects with its grant, and looks whether the
 * grant is marked as over; expiry and revocation are decided for all grants together, by one reading of
 * the clock, while none has changed. Beside it the same by a worker, with records on the way to a ledger
 * on disk, which a second core writes; objects, which find the grant of agent and verb in maps and ask it
 * for effects, expiry (the clock read once for 256) and revocation, and keep no record; the Disruptor
 * with a bare event, which checks nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PathBenchmark {

    private static final int BATCH = 256;
    private static final Duration LIFE = Duration.ofHours(12);
    private static final int ALL_EFFECTS = -1;
    private static final String[] VERBS = {"counter.add", "counter.take"};

    /** How agents and verbs are drawn: each as often, or the n-th 1/n as often as the first. */
    @Param({"random", "skewed"})
    public String mix;

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
    private final Map<String, Map<String, Grant>> grants = new HashMap<>();
    private final LongAdder calls = new LongAdder();
    private final String[] names = new String[Governed.AGENT_COUNT];
    private final Counter plain = new Counter();

    private RingBuffer<Event> disruptor;
    private EventPoller<Event> poller;
    private final EventPoller.Handler<Event> handler = (event, _, _) -> {
        long amount = event.verb == 0 ? event.amount : -event.amount;
        plain.change(event.counter, event.kind, amount, event.order, event.when);
        return true;
    };

    /** A call as an object. */
    private record Invocation(
            String agent, String verb, int effects, Map<String, Object> arguments) {}

    /** What an agent may do with a verb, as an object. */
    private static final class Grant {
        private final long expiresNanos;
        private final int effects;
        private volatile boolean revoked;

        Grant(long expiresNanos, int effects) {
            this.expiresNanos = expiresNanos;
            this.effects = effects;
        }

        boolean allows(int asked, long now) {
            return now - expiresNanos < 0 && !revoked && (asked & ~effects) == 0;
        }
    }

    /** A call as the Disruptor's event: what a frame has. */
    static final class Event {
        long handle;
        int verb;
        long correlation;
        int counter;
        int kind;
        long amount;
        long order;
        long when;
    }

    /** Opens all three. */
    @Setup
    public void open() throws IOException {
        Random random = new Random(1);
        boolean skewed = mix.equals("skewed");
        Mix agentMix = new Mix(Governed.AGENT_COUNT, skewed);
        Mix verbMix = new Mix(Governed.VERB_COUNT, skewed);
        for (int i = 0; i < agents.length; i++) {
            agents[i] = agentMix.draw(random);
            verbs[i] = verbMix.draw(random);
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
            Map<String, Grant> own = new HashMap<>();
            for (String verb : VERBS) {
                own.put(verb, new Grant(System.nanoTime() + LIFE.toNanos(), ALL_EFFECTS));
            }
            grants.put(names[agent], own);
        }
        disruptor = RingBuffer.createSingleProducer(Event::new, 1_024);
        poller = disruptor.newPoller();
        disruptor.addGatingSequences(poller.getSequence());
        requireChecks();
        if (governedFrames() != BATCH) {
            throw new IllegalStateException("allowed=" + gate.allowed()[0]);
        }
        recordedFrames();
        if (worker.metrics().executed() != BATCH) {
            throw new IllegalStateException("executed=" + worker.metrics().executed());
        }
    }

    /** The objects' checks refuse what the gate would. */
    private void requireChecks() {
        long now = System.nanoTime();
        Grant over = new Grant(now - 1, ALL_EFFECTS);
        Grant weak = new Grant(now + LIFE.toNanos(), 0);
        Grant revoked = new Grant(now + LIFE.toNanos(), ALL_EFFECTS);
        revoked.revoked = true;
        Invocation unknown = new Invocation(names[0], "counter.none", 0, Map.of());
        if (over.allows(0, now)
                || weak.allows(1, now)
                || revoked.allows(0, now)
                || mayRun(unknown, now)) {
            throw new IllegalStateException("a grant allows what it must not");
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
        Map<String, Object> arguments = call.arguments();
        plain.change(
                (Integer) arguments.get("counter"),
                (Integer) arguments.get("kind"),
                sign * (Long) arguments.get("amount"),
                (Long) arguments.get("order"),
                (Long) arguments.get("when"));
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
        CounterFrames.AddFrame.kind(segment, frame, verb);
        CounterFrames.AddFrame.amount(segment, frame, amount);
        CounterFrames.AddFrame.order(segment, frame, call);
        CounterFrames.AddFrame.when(segment, frame, amount);
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
            arguments.put("kind", verbs[call]);
            arguments.put("amount", (long) i);
            arguments.put("order", (long) call);
            arguments.put("when", (long) i);
            queue.add(new Invocation(names[agents[call]], VERBS[verbs[call]], 0, arguments));
        }
        long now = System.nanoTime();
        for (Invocation call = queue.poll(); call != null; call = queue.poll()) {
            if (mayRun(call, now)) {
                handlers.get(call.verb()).applyAsInt(call);
                calls.increment();
            }
        }
        return calls.sum();
    }

    private boolean mayRun(Invocation call, long now) {
        Map<String, Grant> own = grants.get(call.agent());
        Grant grant = own == null ? null : own.get(call.verb());
        return grant != null && grant.allows(call.effects(), now);
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
            event.correlation = call;
            event.counter = call;
            event.kind = verbs[call];
            event.amount = i;
            event.order = call;
            event.when = i;
            disruptor.publish(sequence);
        }
        poller.poll(handler);
        return poller.getSequence().get();
    }
}
