package dev.cnv.runtime.telemetry;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
    private final SeriesBook book;
    private final BoundedSeries<Series> series;

    DurationFamily(CnvMetric metric, SeriesBook book, int maxSeries) {
        this.metric = metric;
        this.book = book;
        this.series = new BoundedSeries<>(metric.labels().size(), maxSeries, this::make);
    }

    /** The durations of one series. */
    static final class Series {

        private final Histogram histogram;
        private final Labels labels;

        /** Set with release, read with acquire: an example is read as it was made. */
        private final AtomicReference<@Nullable Exemplar> example = new AtomicReference<>();

        private Series(Histogram histogram, Labels labels) {
            this.histogram = histogram;
            this.labels = labels;
        }

        void took(long nanos) {
            histogram.observe(nanos / 1e9);
        }

        /** Keeps an example of a duration, in the place of the last one. */
        void example(long nanos, Labels about, long atMillis) {
            example.setRelease(new Exemplar(nanos / 1e9, about, atMillis));
        }

        HistogramDataPointSnapshot now() {
            HistogramDataPointSnapshot point =
                    histogram.collect().getDataPoints().getFirst();
            Exemplar kept = example.getAcquire();
            return new HistogramDataPointSnapshot(
                    point.getClassicBuckets(),
                    point.getNativeSchema(),
                    point.getNativeZeroCount(),
                    point.getNativeZeroThreshold(),
                    point.getNativeBucketsForPositiveValues(),
                    point.getNativeBucketsForNegativeValues(),
                    point.getSum(),
                    labels,
                    kept == null ? Exemplars.EMPTY : Exemplars.of(kept),
                    point.getCreatedTimestampMillis());
        }

        Optional<LatencySummary> latency() {
            return Optional.of(new Latency(now()))
                    .filter(latency -> latency.count() > 0)
                    .map(LatencySummary::of);
        }
    }

    Series of(List<String> values) {
        return series.of(values);
    }

    Optional<Series> known(List<String> values) {
        return series.known(values);
    }

    private Series make(List<String> values) {
        String[] given = values.toArray(String[]::new);
        Series made = new Series(histogram(metric), Labels.of(metric.labelNames(), given));
        book.add(new MetricSeries.Durations(
                metric,
                metric.labelled(values),
                made.histogram::getCount,
                () -> made.histogram.getSum() * 1e9,
                made::latency));
        return made;
    }

    /** Each series has one of its own, so that it can be read without the others. */
    private static Histogram histogram(CnvMetric metric) {
        return Histogram.builder(Families.SETTINGS)
                .name(metric.family())
                .help(metric.help())
                .unit(Unit.SECONDS)
                .classicUpperBounds(CLASSIC_SECONDS)
                .nativeInitialSchema(NATIVE_SCHEMA)
                .nativeMinZeroThreshold(ZERO_SECONDS)
                .nativeMaxZeroThreshold(ZERO_SECONDS)
                .nativeMaxNumberOfBuckets(MAX_NATIVE_BUCKETS)
                .withoutExemplars()
                .build();
    }

    @Override
    public HistogramSnapshot collect() {
        return new HistogramSnapshot(
                getMetricFamilyDescriptor().getMetadata(),
                series.all().stream().map(Series::now).toList());
    }

    @Override
    public MetricFamilyDescriptor getMetricFamilyDescriptor() {
        return Families.histogram(metric);
    }
}
