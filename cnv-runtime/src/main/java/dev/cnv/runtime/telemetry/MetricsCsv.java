package dev.cnv.runtime.telemetry;

import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Metrics as RFC 4180 lines of metric, labels, number's name and number. */
final class MetricsCsv {

    static final String HEADER = "metric,labels,number,value";

    private MetricsCsv() {}

    static void write(MetricSnapshots metrics, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append("\r\n");
        for (MetricSnapshot metric : metrics) {
            for (DataPointSnapshot point : metric.getDataPoints()) {
                lines(metric.getMetadata().getName(), point, text);
            }
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void lines(String name, DataPointSnapshot point, StringBuilder text) {
        String labels = point.getLabels().stream()
                .map(label -> label.getName() + "=" + label.getValue())
                .collect(Collectors.joining(";"));
        for (Map.Entry<String, Number> number : MetricNumbers.of(point).entrySet()) {
            text.append(field(name))
                    .append(',')
                    .append(field(labels))
                    .append(',')
                    .append(number.getKey())
                    .append(',')
                    .append(number.getValue())
                    .append("\r\n");
        }
    }

    private static String field(String value) {
        boolean plain =
                value.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
