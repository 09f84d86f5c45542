package dev.cnv.benchmarks.hotpath;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.worker.FrameDispatcher;
import dev.cnv.runtime.capability.CapabilityId;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The dispatch of one frame: from the verb's index to the result in place, for a handler that adds.
 * Time is for one frame of 4,096, whose verbs are drawn uniformly or so that a few are most.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(DispatchBenchmark.FRAMES)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DispatchBenchmark {

    static final int FRAMES = 4_096;

    private static final int BATCH = 256;

    /** How many verbs, whose frames look the same, share a method: docs/decisions/0177. */
    private static final int GROUP = 16;

    private static final long WARM_CALLS = 12_000;
    private static final long WARM_UP_NANOS = 60_000_000_000L;
    private static final long LINE = FrameDescriptor.LINE_BYTES;

    /** How many verbs there are. */
    @Param({"10", "64", "100", "1000"})
    private int verbs;

    /** How verbs are drawn: each as often, or the n-th 1/n as often as the first. */
    @Param({"uniform", "skewed"})
    private String mix;

    private MemorySegment frames;
    private FrameDispatcher paged;
    private FrameDispatcher flat;
    private Handler[] handlers;
    private Object reflected;
    private Method[] methods;
    private Map<String, Method> methodsByName;
    private String[] names;
    private int[] indices;
    private int[] drawn;
    private final int[] starts = new int[1_001];
    private final int[] order = new int[BATCH];
    private DispatchWorkshop workshop;

    /** Generates and compiles the verbs, draws the frames, and checks that all ways do the same. */
    @Setup
    public void prepare(BenchmarkParams params) throws Throwable {
        workshop = new DispatchWorkshop(verbs);
        paged = workshop.paged();
        flat = workshop.flat();
        handlers = workshop.handlers();
        reflected = workshop.handler();
        methods = new Method[verbs];
        methodsByName = new HashMap<>();
        names = new String[verbs];
        for (int verb = 0; verb < verbs; verb++) {
            methods[verb] = workshop.method(verb);
            // Not the constant of the source: a name that was read from somewhere.
            names[verb] = new String("many.v" + verb);
            methodsByName.put("many.v" + verb, methods[verb]);
        }
        frames = Arena.global().allocate(FRAMES * LINE, LINE);
        draw(new Random(136));
        check();
        requireGroups();
        warmUp(params.getBenchmark());
    }

    /** The dispatcher is what the processor writes: a method for each 16 verbs, all being alike. */
    private void requireGroups() {
        long groups = Arrays.stream(paged.getClass().getDeclaredMethods())
                .filter(method -> method.getName().matches("group\\d+"))
                .count();
        int expected = (verbs + GROUP - 1) / GROUP;
        if (groups != expected) {
            throw new IllegalStateException("groups=" + groups + " are not " + expected);
        }
    }

    /** Until each verb has run often enough to be compiled: with 1,000 verbs this takes seconds. */
    private void warmUp(String benchmark) throws Throwable {
        Way way = switch (benchmark.substring(benchmark.lastIndexOf('.') + 1)) {
            case "pagedSwitch" -> this::pagedSwitch;
            case "pagedSwitchGrouped" -> this::pagedSwitchGrouped;
            case "oneSwitch" -> this::oneSwitch;
            case "interfaceCalls" -> this::interfaceCalls;
            case "reflection" -> this::reflection;
            case "mapAndReflection" -> this::mapAndReflection;
            default -> throw new IllegalStateException("benchmark=" + benchmark);
        };
        long end = System.nanoTime() + WARM_UP_NANOS;
        long runs = WARM_CALLS * verbs / FRAMES;
        for (long i = 0; i < runs && System.nanoTime() - end < 0; i++) {
            way.run();
        }
    }

    private void draw(Random random) throws ReflectiveOperationException {
        List<CapabilityId> ids = workshop.verbs();
        drawn = new int[FRAMES];
        indices = new int[FRAMES];
        Mix draws = new Mix(verbs, mix.equals("skewed"));
        for (int i = 0; i < FRAMES; i++) {
            int verb = draws.draw(random);
            drawn[i] = verb;
            indices[i] = ids.indexOf(new CapabilityId("many.v" + verb));
        }
    }

    private void check() throws Throwable {
        long sum = sum(this::pagedSwitch);
        if (sum != sum(this::oneSwitch)
                || sum != sum(this::interfaceCalls)
                || sum != sum(this::reflection)
                || sum != sum(this::mapAndReflection)) {
            throw new IllegalStateException("the ways to dispatch do not do the same");
        }
    }

    private interface Way {
        long run() throws Throwable;
    }

    /** What a way leaves in the frames, its handler being new. */
    private long sum(Way way) throws Throwable {
        fill();
        reflected = workshop.handler();
        way.run();
        long sum = 0;
        for (int i = 0; i < FRAMES; i++) {
            sum = 31 * sum + frames.get(ValueLayout.JAVA_LONG, i * LINE + 32);
        }
        return sum;
    }

    private void fill() {
        for (int i = 0; i < FRAMES; i++) {
            frames.set(ValueLayout.JAVA_INT, i * LINE + FrameDescriptor.VERB_OFFSET, indices[i]);
            frames.set(ValueLayout.JAVA_LONG, i * LINE + 32, i);
            frames.set(ValueLayout.JAVA_INT, i * LINE + 40, i);
        }
    }

    /** Deletes the compiled verbs. */
    @TearDown
    public void close() throws IOException {
        workshop.close();
    }

    /** {@return a sum of statuses} */
    @Benchmark
    public long pagedSwitch() throws Throwable {
        long sum = 0;
        for (int i = 0; i < FRAMES; i++) {
            long at = i * LINE;
            int verb = frames.get(ValueLayout.JAVA_INT, at + FrameDescriptor.VERB_OFFSET);
            sum += paged.dispatch(frames, at, verb);
        }
        return sum;
    }

    /** {@return a sum of statuses, frames of one verb one after the other within a batch} */
    @Benchmark
    public long pagedSwitchGrouped() throws Throwable {
        long sum = 0;
        for (int first = 0; first < FRAMES; first += BATCH) {
            group(first);
            for (int i = 0; i < BATCH; i++) {
                long at = order[i] * LINE;
                int verb = frames.get(ValueLayout.JAVA_INT, at + FrameDescriptor.VERB_OFFSET);
                sum += paged.dispatch(frames, at, verb);
            }
        }
        return sum;
    }

    /** A counting sort by the verb's index. */
    private void group(int first) {
        Arrays.fill(starts, 0, verbs + 1, 0);
        for (int i = first; i < first + BATCH; i++) {
            starts[verb(i) + 1]++;
        }
        for (int verb = 1; verb < verbs; verb++) {
            starts[verb] += starts[verb - 1];
        }
        for (int i = first; i < first + BATCH; i++) {
            order[starts[verb(i)]++] = i;
        }
    }

    private int verb(int frame) {
        return frames.get(ValueLayout.JAVA_INT, frame * LINE + FrameDescriptor.VERB_OFFSET);
    }

    /** {@return a sum of statuses, by one switch over all verbs, the handler in a static field} */
    @Benchmark
    public long oneSwitch() throws Throwable {
        long sum = 0;
        for (int i = 0; i < FRAMES; i++) {
            sum += flat.dispatch(frames, i * LINE, drawn[i]);
        }
        return sum;
    }

    /** {@return the last result, by a call of one of many classes} */
    @Benchmark
    public long interfaceCalls() {
        long last = 0;
        for (int i = 0; i < FRAMES; i++) {
            long at = i * LINE;
            last = handlers[drawn[i]].run(
                    frames.get(ValueLayout.JAVA_LONG, at + 32),
                    frames.get(ValueLayout.JAVA_INT, at + 40));
            frames.set(ValueLayout.JAVA_LONG, at + 32, last);
        }
        return last;
    }

    /** {@return the last result, by a method's reflection} */
    @Benchmark
    public long reflection() throws Throwable {
        long last = 0;
        for (int i = 0; i < FRAMES; i++) {
            last = invoke(methods[drawn[i]], i * LINE);
        }
        return last;
    }

    /** {@return the last result, by a method's reflection that is looked up by name} */
    @Benchmark
    public long mapAndReflection() throws Throwable {
        long last = 0;
        for (int i = 0; i < FRAMES; i++) {
            last = invoke(methodsByName.get(names[drawn[i]]), i * LINE);
        }
        return last;
    }

    private long invoke(Method method, long at) throws Throwable {
        long result = (long) method.invoke(
                reflected,
                frames.get(ValueLayout.JAVA_LONG, at + 32),
                frames.get(ValueLayout.JAVA_INT, at + 40));
        frames.set(ValueLayout.JAVA_LONG, at + 32, result);
        return result;
    }
}
