package dev.cnv.runtime.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is counted of durations, beside the client's own histogram. */
class DurationFamilyTest {

    private static final double[] BOUNDS = {
        1e-6, 5e-6, 2.5e-5, 1e-4, 2.5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
        2.5, 5, 10
    };

    private static DurationFamily.Series series() {
        return new Families(new PrometheusRegistry(), new SeriesBook(), 10)
                .durations(CnvMetric.CALL_DURATION)
                .of(List.of("a"));
    }

    private static Histogram theirs() {
        return Histogram.builder(Families.SETTINGS)
                .name("theirs")
                .classicUpperBounds(BOUNDS)
                .nativeInitialSchema(5)
                .nativeMinZeroThreshold(1e-9)
                .nativeMaxZeroThreshold(1e-9)
                .nativeMaxNumberOfBuckets(10_000)
                .withoutExemplars()
                .build();
    }

    private static Map<Integer, Long> filled(NativeHistogramBuckets buckets) {
        Map<Integer, Long> counts = new TreeMap<>();
        buckets.stream()
                .filter(bucket -> bucket.getCount() > 0)
                .forEach(bucket -> counts.put(bucket.getBucketIndex(), bucket.getCount()));
        return counts;
    }

    private static void assertCountedAsTheirs(LongStream durations) {
        DurationFamily.Series series = series();
        Histogram histogram = theirs();
        durations.forEach(nanos -> {
            series.took(nanos);
            histogram.observe(nanos / 1e9);
        });
        HistogramDataPointSnapshot own = series.now();
        HistogramDataPointSnapshot expected =
                histogram.collect().getDataPoints().getFirst();
        assertEquals(expected.getCount(), own.getCount());
        assertEquals(expected.getSum(), own.getSum(), expected.getSum() * 1e-9);
        assertEquals(expected.getNativeSchema(), own.getNativeSchema());
        assertEquals(expected.getNativeZeroCount(), own.getNativeZeroCount());
        assertEquals(expected.getNativeZeroThreshold(), own.getNativeZeroThreshold());
        assertEquals(
                filled(expected.getNativeBucketsForPositiveValues()),
                filled(own.getNativeBucketsForPositiveValues()));
        assertEquals(
                expected.getClassicBuckets().size(), own.getClassicBuckets().size());
        for (int i = 0; i < expected.getClassicBuckets().size(); i++) {
            assertEquals(
                    expected.getClassicBuckets().getUpperBound(i),
                    own.getClassicBuckets().getUpperBound(i));
            assertEquals(
                    expected.getClassicBuckets().getCount(i),
                    own.getClassicBuckets().getCount(i));
        }
    }

    @Test
    void durations_ofManyShapes_areCountedAsTheClientCountsThem() {
        Random random = new Random(17);
        assertCountedAsTheirs(LongStream.range(0, 100_000));
        assertCountedAsTheirs(random.longs(100_000).map(bits -> bits >>> 21 + random.nextInt(43)));
        assertCountedAsTheirs(
                random.doubles(100_000).mapToLong(part -> (long) Math.pow(10, part * 15)));
    }

    /**
     * The durations at which one bucket ends and the next begins, up to 36 hours: from five days on the
     * last bit of the client's bounds is a nanosecond.
     */
    @Test
    void durations_nextToBounds_areCountedAsTheClientCountsThem() {
        LongStream natives = LongStream.range(-30 * 32, 17 * 32)
                .map(number -> (long) (Math.pow(2, number / 32.0) * 1e9));
        LongStream classics = Arrays.stream(BOUNDS).mapToLong(s -> Math.round(s * 1e9));
        assertCountedAsTheirs(LongStream.concat(natives, classics)
                .flatMap(nanos -> LongStream.rangeClosed(Math.max(0, nanos - 2), nanos + 2)));
    }

    @Test
    void durations_outOfTheOrdinary_areCounted() {
        DurationFamily.Series series = series();
        series.took(-1);
        series.took(Long.MIN_VALUE);
        assertEquals(2, series.now().getNativeZeroCount());
        assertEquals(0, series.now().getSum());
        series.took(Long.MAX_VALUE);
        HistogramDataPointSnapshot now = series.now();
        assertEquals(3, now.getCount());
        assertEquals(Long.MAX_VALUE / 1e9, now.getSum());
        assertEquals(1, now.getClassicBuckets().getCount(BOUNDS.length));
    }

    @Test
    void cells_ofEveryPower_holdTheirDurations() {
        DurationCells cells = new DurationCells(BOUNDS);
        int before = DurationCells.NONE;
        for (int power = 0; power < 63; power++) {
            for (long nanos : new long[] {1L << power, (1L << power) + (1L << power) / 3}) {
                int cell = cells.of(nanos);
                assertEquals(true, cell >= before, "nanos=" + nanos);
                before = cell;
            }
        }
        assertEquals(cells.count() - 1, cells.of(Long.MAX_VALUE));
        assertEquals(BOUNDS.length, cells.classicPlace(cells.count() - 1));
    }
}
