package dev.cnv.runtime.telemetry;

import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One series of a metric, to be read at any time: for bridges to other registries.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public sealed interface MetricSeries {

    /** {@return the metric} */
    CnvMetric metric();

    /** {@return the values of the metric's labels} */
    Map<String, String> labels();

    /**
     * A series of a counter or a gauge.
     *
     * @param metric the metric
     * @param labels the values of its labels
     * @param value what it is now
     */
    record Value(CnvMetric metric, Map<String, String> labels, DoubleSupplier value)
            implements MetricSeries {}

    /**
     * A series of a histogram.
     *
     * @param metric the metric
     * @param labels the values of its labels
     * @param count how many durations there are now
     * @param sumNanos how long they are together
     * @param latency their percentiles; empty without durations, and where only classic buckets are known
     */
    record Durations(
            CnvMetric metric,
            Map<String, String> labels,
            LongSupplier count,
            DoubleSupplier sumNanos,
            Supplier<Optional<LatencySummary>> latency)
            implements MetricSeries {}
}
