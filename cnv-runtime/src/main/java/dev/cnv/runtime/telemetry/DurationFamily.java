package dev.cnv.runtime.telemetry;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The durations of one metric, as classic and as native buckets. The native ones have the width that
 * {@link Latency} states; there are enough of them for all durations from 1 ns to 36 hours, so that the
 * client never makes them wider.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
/* Implementation notes. Exemplars are kept here and not in the client's histogram: that one takes them at
 * its own rate, by a clock and on a thread of its own. */
final class DurationFamily implements Collector {

    /** 32 buckets for each power of two. */
    static final int NATIVE_SCHEMA = 5;

    /** Shorter durations count as none. */
    static final double ZERO_SECONDS = 1e-9;

    /** For each power of two from 2^-30 s to 2^17 s. */
    static final int MAX_NATIVE_BUCKETS = (30 + 17) * 32;

    private static final double[] CLASSIC_SECONDS = {
        1e-6, 5e-6, 2.5e-5, 1e-4, 2.5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
        2.5, 5, 10
    };

    private final CnvMetric metric;
    private final Histogram histogram;
    private final BoundedSeries<Series> series;
    private final ConcurrentHashMap<Labels, Exemplar> exemplars = new ConcurrentHashMap<>();

    DurationFamily(CnvMetric metric, int maxSeries) {
        this.metric = metric;
        this.histogram = Histogram.builder(Families.SETTINGS)
                .name(metric.family())
                .help(metric.help())
                .unit(Unit.SECONDS)
                .labelNames(metric.labelNames())
                .classicUpperBounds(CLASSIC_SECONDS)
                .nativeInitialSchema(NATIVE_SCHEMA)
                .nativeMinZeroThreshold(ZERO_SECONDS)
                .nativeMaxZeroThreshold(ZERO_SECONDS)
                .nativeMaxNumberOfBuckets(MAX_NATIVE_BUCKETS)
                .withoutExemplars()
                .build();
        this.series = new BoundedSeries<>(metric.labels().size(), maxSeries, this::make);
    }

    /** The durations of one series. */
    final class Series {

        private final DistributionDataPoint point;
        private final Labels labels;

        private Series(DistributionDataPoint point, Labels labels) {
            this.point = point;
            this.labels = labels;
        }

        void took(long nanos) {
            point.observe(nanos / 1e9);
        }

        /** Keeps an example of a duration, in the place of the last one. */
        void example(long nanos, Labels about, long atMillis) {
            exemplars.put(labels, new Exemplar(nanos / 1e9, about, atMillis));
        }
    }

    Series of(List<String> values) {
        return series.of(values);
    }

    private Series make(List<String> values) {
        String[] given = values.toArray(String[]::new);
        return new Series(histogram.labelValues(given), Labels.of(metric.labelNames(), given));
    }

    @Override
    public HistogramSnapshot collect() {
        HistogramSnapshot plain = histogram.collect();
        if (exemplars.isEmpty()) {
            return plain;
        }
        return new HistogramSnapshot(
                plain.getMetadata(),
                plain.getDataPoints().stream().map(this::withExample).toList());
    }

    private HistogramDataPointSnapshot withExample(HistogramDataPointSnapshot point) {
        @Nullable Exemplar example = exemplars.get(point.getLabels());
        if (example == null) {
            return point;
        }
        return new HistogramDataPointSnapshot(
                point.getClassicBuckets(),
                point.getNativeSchema(),
                point.getNativeZeroCount(),
                point.getNativeZeroThreshold(),
                point.getNativeBucketsForPositiveValues(),
                point.getNativeBucketsForNegativeValues(),
                point.getSum(),
                point.getLabels(),
                Exemplars.of(example),
                point.getCreatedTimestampMillis());
    }

    @Override
    public MetricFamilyDescriptor getMetricFamilyDescriptor() {
        return Families.histogram(metric);
    }
}
