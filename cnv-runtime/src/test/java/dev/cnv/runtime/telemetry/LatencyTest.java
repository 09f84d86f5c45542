package dev.cnv.runtime.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Percentiles of durations, beside the exact ones and beside another sketch. */
class LatencyTest {

    private static final double BOUND = (Math.pow(2, 1 / 32.0) - 1) / (Math.pow(2, 1 / 32.0) + 1);
    private static final double[] PARTS = {0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1};

    private static DurationFamily.Series series() {
        return new Families(new PrometheusRegistry(), new SeriesBook(), 10)
                .durations(CnvMetric.CALL_DURATION)
                .of(List.of("a"));
    }

    private static void assertWithinBound(LongSupplier durations) {
        DurationFamily.Series series = series();
        long[] all = new long[20_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = durations.getAsLong();
            series.took(all[i]);
        }
        Arrays.sort(all);
        Latency latency = new Latency(series.now());
        assertEquals(BOUND, latency.relativeError(), 1e-12, "the client made buckets wider");
        for (double part : PARTS) {
            double exact = all[(int) Math.floor(part * (all.length - 1))] / 1e9;
            // The last bits of two ways to compute a power.
            assertEquals(exact, latency.seconds(part), exact * BOUND * (1 + 1e-9), "part=" + part);
        }
    }

    @Test
    void percentiles_ofManyShapes_areWithinTheBound() {
        Random random = new Random(11);
        assertWithinBound(() -> 2 + random.nextInt(1_000_000));
        assertWithinBound(() -> 2 + (long) Math.exp(random.nextGaussian() * 3 + 12));
        assertWithinBound(() -> random.nextBoolean() ? 300 : 40_000_000_000L);
        assertWithinBound(() -> (long) Math.pow(10, 1 + random.nextDouble() * 12));
        assertWithinBound(() -> 1_000);
    }

    @Test
    void canary_widerBuckets_areOutsideTheBound() {
        // With four buckets for each power of two the middle of one is up to 8.6 % away.
        double gamma = Math.pow(2, 0.25);
        int index = (int) Math.ceil(Math.log(1.01) / Math.log(gamma));
        double middle = 2 * Math.pow(gamma, index) / (gamma + 1);
        assertTrue(Math.abs(middle - 1.01) > 1.01 * BOUND);
    }

    /** The published sketch with the same γ, by its authors. */
    @Test
    void percentiles_besideDdSketch_areTheSame() {
        Random random = new Random(13);
        DurationFamily.Series series = series();
        DDSketch sketch = new DDSketch(new LogarithmicMapping(BOUND), UnboundedSizeDenseStore::new);
        for (int i = 0; i < 50_000; i++) {
            long nanos = 2 + (long) Math.exp(random.nextGaussian() * 2 + 10);
            series.took(nanos);
            sketch.accept(nanos / 1e9);
        }
        Latency latency = new Latency(series.now());
        for (double part : PARTS) {
            double theirs = sketch.getValueAtQuantile(part);
            // Each is within the bound of the same duration.
            assertEquals(theirs, latency.seconds(part), theirs * 2.1 * BOUND, "part=" + part);
        }
    }

    @Test
    void durations_ofNothing_haveNoPercentiles() {
        assertTrue(series().latency().isEmpty());
        assertEquals(0, new Latency(series().now()).seconds(0.5));
    }

    @Test
    void durations_ofAtMostANanosecond_areNone() {
        DurationFamily.Series series = series();
        series.took(0);
        series.took(1);
        series.took(1_000);
        Latency latency = new Latency(series.now());
        assertEquals(0, latency.seconds(0.5));
        assertEquals(1e-6, latency.seconds(1), 1e-6 * BOUND);
    }

    @Test
    void durations_fromManyThreads_areAllThere() throws Exception {
        int threads = 8;
        int each = 50_000;
        DurationFamily.Series series = series();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int from = t;
                running.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        series.took(1_000L * (from + 1) + i);
                        if (i % 10_000 == 0) {
                            series.now();
                        }
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertEquals((long) threads * each, series.now().getCount());
        assertEquals(
                (long) threads * each,
                series.now().getNativeBucketsForPositiveValues().stream()
                        .mapToLong(bucket -> bucket.getCount())
                        .sum());
    }
}
