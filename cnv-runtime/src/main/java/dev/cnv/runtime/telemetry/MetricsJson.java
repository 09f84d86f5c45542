package dev.cnv.runtime.telemetry;

import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Metrics as one JSON object. */
final class MetricsJson {

    /** The first member, which names the form of all others. */
    static final String FORMAT = "cnv-metrics/1";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private MetricsJson() {}

    static void write(MetricSnapshots metrics, Sampling sampling, OutputStream out)
            throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("format", FORMAT);
        root.putObject("sampling")
                .put("traces", sampling.oneIn())
                .put("exemplars", sampling.oneIn());
        ArrayNode families = root.putArray("metrics");
        for (MetricSnapshot metric : metrics) {
            family(metric, sampling, families.addObject());
        }
        out.write(MAPPER.writeValueAsBytes(root));
    }

    private static void family(MetricSnapshot metric, Sampling sampling, ObjectNode to) {
        to.put("name", metric.getMetadata().getName());
        String help = metric.getMetadata().getHelp();
        to.put("help", help == null ? "" : help);
        ArrayNode series = to.putArray("series");
        for (DataPointSnapshot point : metric.getDataPoints()) {
            ObjectNode one = series.addObject();
            ObjectNode labels = one.putObject("labels");
            for (Label label : point.getLabels()) {
                labels.put(label.getName(), label.getValue());
            }
            MetricNumbers.of(point).forEach((name, value) -> put(one, name, value));
            estimate(metric, point, sampling, one);
        }
    }

    /** What is a sample says so, and what it stands for. */
    private static void estimate(
            MetricSnapshot metric, DataPointSnapshot point, Sampling sampling, ObjectNode to) {
        if (metric.getMetadata().getName().equals(CnvMetric.SAMPLED_CALLS.family())) {
            Map<String, Number> numbers = MetricNumbers.of(point);
            long kept = numbers.getOrDefault("value", 0).longValue();
            to.put("sampledOneIn", sampling.oneIn()).put("estimatedTotal", sampling.estimate(kept));
        }
    }

    private static void put(ObjectNode to, String name, Number value) {
        if (value instanceof Long whole) {
            to.put(name, whole);
        } else if (Double.isFinite(value.doubleValue())) {
            to.put(name, value.doubleValue());
        } else {
            // JSON has no such numbers.
            to.put(name, String.valueOf(value));
        }
    }
}
