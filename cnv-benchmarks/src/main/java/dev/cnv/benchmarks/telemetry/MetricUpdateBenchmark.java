package dev.cnv.benchmarks.telemetry;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.swarm.Phase;
import dev.cnv.runtime.swarm.PhaseListener;
import dev.cnv.runtime.telemetry.CallEnd;
import dev.cnv.runtime.telemetry.CallStage;
import dev.cnv.runtime.telemetry.CallWatch;
import dev.cnv.runtime.telemetry.CertificateUse;
import dev.cnv.runtime.telemetry.RuntimeTelemetry;
import dev.cnv.runtime.telemetry.Telemetry;
import dev.cnv.runtime.time.SystemTime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One update from two threads at once, as the runtime makes it: a counter, a counter with a duration (a
 * move of a swarm), a stage (two looks at the clock and a duration), and a call without stages. Beside them
 * Micrometer's counter, timer (plain and with percentiles) and sample of a timer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Threads(2)
public class MetricUpdateBenchmark {

    private static final CapabilityId VERB = new CapabilityId("bank.balance");

    private static final CallEnd COMPLETED = new CallEnd(CallEnd.Kind.COMPLETED, Optional.empty());

    private final SystemTime time = new SystemTime(Clock.systemUTC());
    private final RuntimeTelemetry telemetry = Telemetry.on().open(List.of(), time);
    private final PhaseListener phases = telemetry.phases(PhaseListener.none());
    private final CallContext context = new CallContext(
            new UUID(1, 2),
            "correlation",
            Optional.empty(),
            Principal.ANONYMOUS,
            QualityOfService.NORMAL,
            Instant.EPOCH,
            false,
            Optional.empty(),
            List.of());

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Counter counter = meters.counter("counter");
    private final Timer timer = meters.timer("timer");
    private final Timer percentiles = Timer.builder("percentiles")
            .publishPercentiles(0.5, 0.9, 0.99, 0.999)
            .register(meters);

    /** The watch of one thread's call. */
    @State(Scope.Thread)
    public static class Watched {
        private CallWatch watch = CallWatch.NONE;
    }

    /** Stops the clock's thread. */
    @TearDown
    public void close() {
        time.close();
        meters.close();
    }

    @Benchmark
    public void cnvCounter() {
        telemetry.certificate(CertificateUse.CLAIMED);
    }

    @Benchmark
    public void cnvCounterAndDuration() {
        phases.moved(1, Phase.OPERATIONAL, Phase.DEGRADED, 1, 1, 1_234_567);
    }

    @Benchmark
    public void cnvStage(Watched watched) {
        if (watched.watch.equals(CallWatch.NONE)) {
            watched.watch = telemetry.began(context, VERB);
        }
        watched.watch.stageBegan(CallStage.POLICY);
        watched.watch.stageEnded(CallStage.POLICY, Optional.empty());
    }

    @Benchmark
    public void cnvCall() {
        telemetry.began(context, VERB).ended(COMPLETED);
    }

    @Benchmark
    public void micrometerCounter() {
        counter.increment();
    }

    @Benchmark
    public void micrometerTimer() {
        timer.record(1_234_567, TimeUnit.NANOSECONDS);
    }

    @Benchmark
    public void micrometerTimerWithPercentiles() {
        percentiles.record(1_234_567, TimeUnit.NANOSECONDS);
    }

    @Benchmark
    public void micrometerTimerSample() {
        Timer.start(meters).stop(timer);
    }
}
