package dev.cnv.runtime.telemetry;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * Makes metrics in a registry. The client's own settings, which it would take from files and system
 * properties, have no say: what a metric means is the same in every process.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 *
 * @param registry where metrics are seen
 * @param book who hears of series
 * @param maxSeries the most series of a metric
 */
record Families(PrometheusRegistry registry, SeriesBook book, int maxSeries) {

    /** No file, no system property. */
    static final PrometheusProperties SETTINGS = PrometheusProperties.builder().build();

    BoundedSeries<CounterDataPoint> counter(CnvMetric metric) {
        Counter counter = Counter.builder(SETTINGS)
                .name(metric.family())
                .help(metric.help())
                .labelNames(metric.labelNames())
                .withoutExemplars()
                .build();
        registry.register(counter);
        return new BoundedSeries<>(metric.labels().size(), maxSeries, values -> {
            CounterDataPoint point = counter.labelValues(array(values));
            book.add(new MetricSeries.Value(metric, metric.labelled(values), point::get));
            return point;
        });
    }

    DurationFamily durations(CnvMetric metric) {
        DurationFamily family = new DurationFamily(metric, book, maxSeries);
        registry.register(family);
        return family;
    }

    /** A counter that is kept elsewhere and asked for its values when somebody looks. */
    void counted(CnvMetric metric, View view) {
        registry.register(CounterWithCallback.builder(SETTINGS)
                .name(metric.family())
                .help(metric.help())
                .labelNames(metric.labelNames())
                .callback(to -> view.show((labels, value) -> to.call(value, labels)))
                .build());
    }

    /** A gauge that is asked for its values when somebody looks. */
    void gauge(CnvMetric metric, View view) {
        registry.register(GaugeWithCallback.builder(SETTINGS)
                .name(metric.family())
                .help(metric.help())
                .labelNames(metric.labelNames())
                .callback(to -> view.show((labels, value) -> to.call(value, labels)))
                .build());
    }

    /** What a histogram of durations is called, for collectors of our own. */
    static MetricFamilyDescriptor histogram(CnvMetric metric) {
        return MetricFamilyDescriptor.histogram(metric.family())
                .help(metric.help())
                .unit(Unit.SECONDS)
                .labelNames(metric.labelNames())
                .build();
    }

    void other(Collector collector) {
        registry.register(collector);
    }

    /** Says what its values are now, each with the values of its labels. */
    @FunctionalInterface
    interface View {
        void show(ObjDoubleConsumer<String[]> values);
    }

    private static String[] array(List<String> values) {
        return values.toArray(String[]::new);
    }
}
