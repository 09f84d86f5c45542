package dev.cnv.micrometer;

import dev.cnv.runtime.telemetry.CnvMetric;
import dev.cnv.runtime.telemetry.LatencySummary;
import dev.cnv.runtime.telemetry.MetricSeries;
import dev.cnv.runtime.telemetry.Telemetry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Shows every series of a runtime in a meter registry: those that are there, and each new one when it
 * begins. Nothing is counted twice; a meter reads the runtime's own number when the registry asks.
 *
 * <table>
 * <caption>What becomes of a metric, by the example of {@code cnv_call_duration_seconds}</caption>
 * <tr><th>CNV</th><th>Micrometer</th></tr>
 * <tr><td>counter</td><td>{@link FunctionCounter}, {@code cnv.calls}</td></tr>
 * <tr><td>gauge</td><td>{@link Gauge}</td></tr>
 * <tr><td>histogram</td><td>{@link FunctionTimer}, {@code cnv.call.duration}, and four {@link TimeGauge}s,
 *     {@code cnv.call.duration.percentile} with the tag {@code phi}</td></tr>
 * </table>
 *
 * <p>A label without a value is the tag value {@code none}. Do not bind to a registry that shows the
 * runtime's own Prometheus registry: every metric would be there twice.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class CnvMeters implements MeterBinder {

    private static final Map<String, Function<LatencySummary, Duration>> PERCENTILES = Map.of(
            "0.5", LatencySummary::median,
            "0.9", LatencySummary::p90,
            "0.99", LatencySummary::p99,
            "0.999", LatencySummary::p999);

    private final Telemetry telemetry;

    private CnvMeters(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /**
     * Meters for a runtime's metrics.
     *
     * @param telemetry the runtime's
     * @return a binder, for one registry or more
     */
    public static CnvMeters of(Telemetry telemetry) {
        return new CnvMeters(telemetry);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        telemetry.series(series -> add(series, registry));
    }

    private static void add(MetricSeries series, MeterRegistry registry) {
        String name = name(series.metric());
        List<Tag> tags = tags(series.labels());
        switch (series) {
            case MetricSeries.Value number
            when series.metric().type() == CnvMetric.Type.COUNTER ->
                FunctionCounter.builder(name, number, it -> it.value().getAsDouble())
                        .tags(tags)
                        .description(series.metric().help())
                        .register(registry);
            case MetricSeries.Value number ->
                Gauge.builder(name, number, it -> it.value().getAsDouble())
                        .tags(tags)
                        .description(series.metric().help())
                        .register(registry);
            case MetricSeries.Durations durations -> add(durations, name, tags, registry);
        }
    }

    private static void add(
            MetricSeries.Durations durations, String name, List<Tag> tags, MeterRegistry registry) {
        FunctionTimer.builder(
                        name,
                        durations,
                        it -> it.count().getAsLong(),
                        it -> it.sumNanos().getAsDouble(),
                        TimeUnit.NANOSECONDS)
                .tags(tags)
                .description(durations.metric().help())
                .register(registry);
        PERCENTILES.forEach((phi, percentile) -> TimeGauge.builder(
                        name + ".percentile",
                        durations,
                        TimeUnit.NANOSECONDS,
                        it -> it.latency()
                                .get()
                                .map(percentile)
                                .map(Duration::toNanos)
                                .map(Long::doubleValue)
                                .orElse(Double.NaN))
                .tags(tags)
                .tag("phi", phi)
                .description(durations.metric().help())
                .register(registry));
    }

    private static String name(CnvMetric metric) {
        return metric.family().replaceFirst("_seconds$", "").replace('_', '.');
    }

    private static List<Tag> tags(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> Tag.of(
                        label.getKey(), label.getValue().isEmpty() ? "none" : label.getValue()))
                .toList();
    }
}
