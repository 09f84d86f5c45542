package dev.cnv.runtime.telemetry;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** How metrics are written. */
public enum ExpositionFormat {
    /** Prometheus' text format, version 0.0.4: classic buckets, no exemplars. */
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    /** OpenMetrics text, version 1.0.0: classic buckets, exemplars. */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
    /** One JSON object, with percentiles and what was sampled. */
    JSON("application/json"),
    /** RFC 4180, one line for each number. */
    CSV("text/csv; charset=utf-8; header=present");

    private static final int MAX_ACCEPT_LENGTH = 1_024;

    private final String contentType;

    ExpositionFormat(String contentType) {
        this.contentType = contentType;
    }

    /** {@return the media type, as HTTP says it} */
    public String contentType() {
        return contentType;
    }

    /**
     * The format that a client asks for.
     *
     * @param accept the value of the {@code Accept} header (RFC 9110, section 12.5.1)
     * @return the format with the highest weight, the first of equals; {@link #PROMETHEUS} for a header
     *     that names all types, is empty, or is longer than 1,024 characters; empty when none will do
     */
    public static Optional<ExpositionFormat> accepted(String accept) {
        if (accept.isBlank() || accept.length() > MAX_ACCEPT_LENGTH) {
            return Optional.of(PROMETHEUS);
        }
        Optional<ExpositionFormat> best = Optional.empty();
        double weight = 0;
        for (String range : accept.split(",", -1)) {
            Optional<ExpositionFormat> format = ofRange(range);
            double offered = weight(range);
            if (format.isPresent() && offered > weight) {
                best = format;
                weight = offered;
            }
        }
        return best;
    }

    private static Optional<ExpositionFormat> ofRange(String range) {
        return switch (range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
            case "text/plain", "text/*", "*/*" -> Optional.of(PROMETHEUS);
            case "application/openmetrics-text" -> Optional.of(OPENMETRICS);
            case "application/json", "application/*" -> Optional.of(JSON);
            case "text/csv" -> Optional.of(CSV);
            default -> Optional.empty();
        };
    }

    /** The weight of a range; 0, which asks for nothing, when it cannot be read. */
    private static double weight(String range) {
        for (String parameter : range.split(";", -1)) {
            String[] parts = parameter.strip().split("=", 2);
            if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("q")) {
                String value = parts[1].strip();
                return value.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")
                        ? Double.parseDouble(value)
                        : 0;
            }
        }
        return 1;
    }

    void write(MetricSnapshots metrics, Sampling sampling, OutputStream out) throws IOException {
        switch (this) {
            case PROMETHEUS -> text(PrometheusTextFormatWriter.create(), metrics, out);
            case OPENMETRICS -> text(OpenMetricsTextFormatWriter.create(), metrics, out);
            case JSON -> MetricsJson.write(metrics, sampling, out);
            case CSV -> MetricsCsv.write(metrics, out);
        }
    }

    private static void text(
            ExpositionFormatWriter writer, MetricSnapshots metrics, OutputStream out)
            throws IOException {
        // The client's writers close nothing, but flush.
        writer.write(out, metrics, EscapingScheme.UNDERSCORE_ESCAPING);
    }
}
