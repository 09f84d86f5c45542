package dev.cnv.runtime.telemetry;

import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers of one series, by their names, for formats that have no types of their own. */
final class MetricNumbers {

    private static final Map<String, Double> PARTS = parts();

    private MetricNumbers() {}

    private static Map<String, Double> parts() {
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("p50", 0.5);
        parts.put("p90", 0.9);
        parts.put("p99", 0.99);
        parts.put("p999", 0.999);
        return parts;
    }

    /** In a fixed order; what is no counter, gauge or histogram of this kind has none. */
    static Map<String, Number> of(DataPointSnapshot point) {
        Map<String, Number> numbers = new LinkedHashMap<>();
        switch (point) {
            case CounterDataPointSnapshot counter ->
                numbers.put("value", whole(counter.getValue()));
            case GaugeDataPointSnapshot gauge -> numbers.put("value", whole(gauge.getValue()));
            case HistogramDataPointSnapshot histogram -> histogram(histogram, numbers);
            default -> {
                // A metric of the application's own, of a kind that only the text formats show.
            }
        }
        return numbers;
    }

    private static void histogram(HistogramDataPointSnapshot point, Map<String, Number> numbers) {
        numbers.put("count", point.getCount());
        numbers.put("sum", point.getSum());
        if (point.hasNativeHistogramData()) {
            Latency latency = new Latency(point);
            PARTS.forEach((name, part) -> numbers.put(name, latency.seconds(part)));
            numbers.put("relativeError", latency.relativeError());
        }
    }

    /** Counts are shown without a fraction. */
    private static Number whole(double value) {
        long rounded = (long) value;
        if (rounded == value) {
            return rounded;
        }
        return value;
    }
}
