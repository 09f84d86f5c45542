package dev.cnv.benchmarks.telemetry;

import dev.cnv.runtime.telemetry.ExpositionFormat;
import dev.cnv.runtime.telemetry.Telemetry;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An export of 1,000 series: 800 counters, and 200 that belong to ten histograms with 18 bounds each,
 * whose native buckets JSON and CSV make percentiles of.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ExportBenchmark {

    private final Telemetry telemetry = Telemetry.on();

    /** Fills the registry; nothing of CNV's own is in it. */
    @Setup
    public void fill() {
        Random random = new Random(29);
        Counter counter = Counter.builder()
                .name("export_counter")
                .labelNames("verb")
                .withoutExemplars()
                .register(telemetry.registry());
        for (int i = 0; i < 800; i++) {
            counter.labelValues("verb" + i).inc(random.nextInt(1_000_000));
        }
        Histogram histogram = Histogram.builder()
                .name("export_seconds")
                .labelNames("verb")
                .withoutExemplars()
                .classicExponentialUpperBounds(1e-6, 2.5, 17)
                .register(telemetry.registry());
        for (int i = 0; i < 10; i++) {
            for (int k = 0; k < 10_000; k++) {
                histogram.labelValues("verb" + i).observe(Math.exp(random.nextGaussian() * 2 - 8));
            }
        }
    }

    @Benchmark
    public void prometheus() throws IOException {
        export(ExpositionFormat.PROMETHEUS);
    }

    @Benchmark
    public void openMetrics() throws IOException {
        export(ExpositionFormat.OPENMETRICS);
    }

    @Benchmark
    public void json() throws IOException {
        export(ExpositionFormat.JSON);
    }

    @Benchmark
    public void csv() throws IOException {
        export(ExpositionFormat.CSV);
    }

    private void export(ExpositionFormat format) throws IOException {
        telemetry.write(format, OutputStream.nullOutputStream());
    }
}
