package dev.cnv.runtime.telemetry;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The durations of one metric, as classic and as native buckets. The native ones have the width that
 * {@link Latency} states, for durations of any length.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
/* Implementation notes. Durations are counted here and not by the client's histogram, whose update looks
 * for buckets in two tables and adds to four numbers, and whose exemplars are taken at its own rate. What the
 * client writes is put together when somebody looks. */
final class DurationFamily implements Collector {

    /** Shorter durations count as none. */
    static final double ZERO_SECONDS = 1e-9;

    private static final DurationCells CELLS = new DurationCells(
            1e-6, 5e-6, 2.5e-5, 1e-4, 2.5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
            1, 2.5, 5, 10);

    /** When a series began; the formats that are written do not say it. */
    private static final long NOT_SAID = 0;

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

        private final DurationCounts durations =
                new DurationCounts(CELLS, Runtime.getRuntime().availableProcessors());
        private final Labels labels;

        /** Set with release, read with acquire: an example is read as it was made. */
        private final AtomicReference<@Nullable Exemplar> example = new AtomicReference<>();

        private Series(Labels labels) {
            this.labels = labels;
        }

        void took(long nanos) {
            durations.add(nanos);
        }

        /** Keeps an example of a duration, in the place of the last one. */
        void example(long nanos, Labels about, long atMillis) {
            example.setRelease(new Exemplar(nanos / 1e9, about, atMillis));
        }

        HistogramDataPointSnapshot now() {
            long[] counts = durations.counts();
            Exemplar kept = example.getAcquire();
            return new HistogramDataPointSnapshot(
                    classic(counts),
                    DurationCells.NATIVE_SCHEMA,
                    counts[DurationCells.NONE],
                    ZERO_SECONDS,
                    natives(counts),
                    NativeHistogramBuckets.EMPTY,
                    durations.sumNanos() / 1e9,
                    labels,
                    kept == null ? Exemplars.EMPTY : Exemplars.of(kept),
                    NOT_SAID);
        }

        private static ClassicHistogramBuckets classic(long[] counts) {
            double[] bounds = CELLS.classicSeconds();
            double[] ends = Arrays.copyOf(bounds, bounds.length + 1);
            ends[bounds.length] = Double.POSITIVE_INFINITY;
            long[] sums = new long[ends.length];
            for (int cell = 0; cell < CELLS.count(); cell++) {
                sums[CELLS.classicPlace(cell)] += counts[cell];
            }
            return ClassicHistogramBuckets.of(ends, sums);
        }

        /** Those that are not empty; cells of one bucket lie side by side. */
        private static NativeHistogramBuckets natives(long[] counts) {
            NativeHistogramBuckets.Builder buckets = NativeHistogramBuckets.builder();
            int cell = DurationCells.NONE + 1;
            while (cell < CELLS.count()) {
                int number = CELLS.nativeNumber(cell);
                long count = 0;
                while (cell < CELLS.count() && CELLS.nativeNumber(cell) == number) {
                    count += counts[cell++];
                }
                if (count > 0) {
                    buckets.bucket(number, count);
                }
            }
            return buckets.build();
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
        Series made = new Series(Labels.of(metric.labelNames(), given));
        book.add(new MetricSeries.Durations(
                metric,
                metric.labelled(values),
                made.durations::count,
                made.durations::sumNanos,
                made::latency));
        return made;
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
