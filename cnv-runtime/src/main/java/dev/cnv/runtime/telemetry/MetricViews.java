package dev.cnv.runtime.telemetry;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Metrics that are counted where no library can go and only read here, when somebody looks.
 *
 * <p><b>Threading:</b> safe for use by several threads; so must be what is registered.
 */
public final class MetricViews {

    private final Families families;

    MetricViews(Families families) {
        this.families = families;
    }

    /**
     * A counter or gauge without labels.
     *
     * @param metric which
     * @param value what it is now
     * @throws IllegalArgumentException when the metric has labels, is a histogram, or is there already
     */
    public void number(CnvMetric metric, LongSupplier value) {
        requireLabels(metric, 0);
        register(metric, values -> values.accept(new String[0], (double) value.getAsLong()));
        families.book()
                .add(new MetricSeries.Value(metric, Map.of(), () -> (double) value.getAsLong()));
    }

    /**
     * A counter or gauge with one label. Series beyond the most that a metric has are summed up in one
     * whose label says {@code overflow}.
     *
     * @param metric which
     * @param values by the label's value; always the same ones, which the code knows
     * @throws IllegalArgumentException when the metric has not one label, is a histogram, or is there
     *     already
     */
    public void numbers(CnvMetric metric, Supplier<Map<String, Long>> values) {
        requireLabels(metric, 1);
        Supplier<Map<String, Long>> bounded = bounded(values, families.maxSeries());
        register(
                metric,
                to -> bounded.get()
                        .forEach((label, value) ->
                                to.accept(new String[] {label}, value.doubleValue())));
        for (String label : bounded.get().keySet()) {
            families.book()
                    .add(new MetricSeries.Value(
                            metric,
                            metric.labelled(List.of(label)),
                            () -> bounded.get().getOrDefault(label, 0L).doubleValue()));
        }
    }

    /** The first labels that there are now keep their series for good. */
    private static Supplier<Map<String, Long>> bounded(
            Supplier<Map<String, Long>> values, int maxSeries) {
        Set<String> kept = values.get().keySet().stream()
                .sorted()
                .limit(maxSeries)
                .collect(Collectors.toUnmodifiableSet());
        return () -> {
            Map<String, Long> all = new TreeMap<>();
            values.get()
                    .forEach((label, value) -> all.merge(
                            kept.contains(label) ? label : BoundedSeries.OVERFLOW,
                            value,
                            Long::sum));
            return all;
        };
    }

    /**
     * A histogram without labels, of durations that lie in buckets already.
     *
     * @param metric which
     * @param buckets what it is now
     * @throws IllegalArgumentException when the metric has labels, is no histogram, or is there already
     */
    public void durations(CnvMetric metric, Supplier<Buckets> buckets) {
        requireLabels(metric, 0);
        requireHistogram(metric, true);
        families.other(new BucketsView(metric, buckets));
        families.book()
                .add(new MetricSeries.Durations(
                        metric,
                        Map.of(),
                        () -> Arrays.stream(buckets.get().counts).sum(),
                        () -> buckets.get().sumNanos(),
                        Optional::empty));
    }

    /**
     * Durations in buckets.
     *
     * @param upperEnds the last duration of each bucket in nanoseconds, growing; a last bucket for what
     *     is longer is implied
     * @param counts how many lie in each, one more than there are ends
     * @param sumNanos how long all took together, as well as is known
     */
    @SuppressWarnings("ArrayRecordComponent") // Copied on the way in and out.
    public record Buckets(long[] upperEnds, long[] counts, double sumNanos) {

        /**
         * Copies the arrays.
         *
         * @throws IllegalArgumentException when their lengths do not fit
         */
        public Buckets {
            upperEnds = upperEnds.clone();
            counts = counts.clone();
            if (counts.length != upperEnds.length + 1) {
                throw new IllegalArgumentException("counts=" + counts.length + " upperEnds="
                        + upperEnds.length + ": there must be one more count");
            }
        }

        /** {@return the last duration of each bucket, a copy} */
        @Override
        public long[] upperEnds() {
            return upperEnds.clone();
        }

        /** {@return how many lie in each, a copy} */
        @Override
        public long[] counts() {
            return counts.clone();
        }

        private ClassicHistogramBuckets classic() {
            Number[] each = new Number[counts.length];
            double[] ends = new double[counts.length];
            for (int i = 0; i < counts.length; i++) {
                each[i] = counts[i];
                ends[i] = i < upperEnds.length ? upperEnds[i] / 1e9 : Double.POSITIVE_INFINITY;
            }
            return ClassicHistogramBuckets.of(ends, each);
        }
    }

    private record BucketsView(CnvMetric metric, Supplier<Buckets> buckets) implements Collector {

        @Override
        public MetricSnapshot collect() {
            Buckets now = buckets.get();
            return new HistogramSnapshot(
                    getMetricFamilyDescriptor().getMetadata(),
                    List.of(new HistogramDataPointSnapshot(
                            now.classic(),
                            now.sumNanos() / 1e9,
                            Labels.EMPTY,
                            Exemplars.EMPTY,
                            0L)));
        }

        @Override
        public MetricFamilyDescriptor getMetricFamilyDescriptor() {
            return Families.histogram(metric);
        }
    }

    private void register(CnvMetric metric, Families.View view) {
        requireHistogram(metric, false);
        if (metric.type() == CnvMetric.Type.COUNTER) {
            families.counted(metric, view);
        } else {
            families.gauge(metric, view);
        }
    }

    private static void requireHistogram(CnvMetric metric, boolean histogram) {
        if ((metric.type() == CnvMetric.Type.HISTOGRAM) != histogram) {
            throw new IllegalArgumentException("metric=" + metric + " is a " + metric.type());
        }
    }

    private static void requireLabels(CnvMetric metric, int count) {
        if (metric.labels().size() != count) {
            throw new IllegalArgumentException(
                    "metric=" + metric + " has the labels " + metric.labels());
        }
    }
}
