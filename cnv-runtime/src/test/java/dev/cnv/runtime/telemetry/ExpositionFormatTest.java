package dev.cnv.runtime.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.outcome.Reason;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What each format says, read by other means than those that wrote it. */
class ExpositionFormatTest {

    private static final CallEnd DENIED =
            new CallEnd(CallEnd.Kind.DENIED, Optional.of(Reason.RATE_EXCEEDED));

    /** A line of a number: name, labels, number, and perhaps an exemplar. */
    private static final Pattern SAMPLE = Pattern.compile(
            "[a-z_]+(\\{([a-z_]+=\"[^\"]*\",?)*\\})? [-+0-9.eE]+(Inf)?( # \\{.*\\} .*)?");

    private static Metered counted() {
        Metered metered = new Metered(Telemetry.builder().sampleOneIn(10).build());
        metered.instruments.of("bank.balance").ended(DENIED);
        metered.instruments.of("bank.balance").ended(DENIED);
        metered.instruments.sampled();
        metered.instruments.of("bank.balance").durations().took(2_000_000);
        metered.instruments
                .of("bank.balance")
                .durations()
                .example(2_000_000, Labels.of("invocation", "7"), Metered.NOON.toEpochMilli());
        return metered;
    }

    @Test
    void prometheus_text_hasLinesOfNumbersOnly() {
        String text = counted().text(ExpositionFormat.PROMETHEUS);
        text.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> assertTrue(SAMPLE.matcher(line).matches(), line));
        assertTrue(text.contains("# TYPE cnv_calls_total counter"));
        assertTrue(text.contains("# TYPE cnv_call_duration_seconds histogram"));
        assertTrue(text.contains("le=\"0.0025\""));
        assertFalse(text.contains("invocation"), "this format has no exemplars");
    }

    @Test
    void openMetrics_text_endsAndHasExemplars() {
        String text = counted().text(ExpositionFormat.OPENMETRICS);
        assertTrue(text.endsWith("# EOF\n"));
        assertTrue(text.contains("# TYPE cnv_calls counter"));
        assertTrue(text.contains(" # {invocation=\"7\"} 0.002 1767268800.000"), text);
        text.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> assertTrue(SAMPLE.matcher(line).matches(), line));
    }

    @Test
    void json_saysWhatIsSampledAndWhatItStandsFor() {
        JsonNode root = StrictJson.parse(counted().text(ExpositionFormat.JSON));
        assertEquals("cnv-metrics/1", root.get("format").asString());
        assertEquals(10, root.get("sampling").get("traces").asInt());
        JsonNode sampled = series(root, "cnv_sampled_calls");
        assertEquals(1, sampled.get("value").asInt());
        assertEquals(10, sampled.get("estimatedTotal").asInt());
        assertEquals(2, series(root, "cnv_calls").get("value").asInt());
        assertEquals(
                "rate-exceeded",
                series(root, "cnv_calls").get("labels").get("reason").asString());
        JsonNode durations = series(root, "cnv_call_duration_seconds");
        assertEquals(1, durations.get("count").asInt());
        assertEquals(0.002, durations.get("p99").asDouble(), 0.002 * 0.011);
        assertEquals(0.0108, durations.get("relativeError").asDouble(), 0.0001);
    }

    private static JsonNode series(JsonNode root, String name) {
        for (JsonNode metric : root.get("metrics")) {
            if (metric.get("name").asString().equals(name)) {
                return metric.get("series").get(0);
            }
        }
        throw new AssertionError(name);
    }

    @Test
    void csv_hasFourFieldsOnEachLine() {
        String text = counted().text(ExpositionFormat.CSV);
        List<String> lines = List.of(text.split("\r\n"));
        assertEquals("metric,labels,number,value", lines.getFirst());
        lines.forEach(line -> assertEquals(4, line.split(",", -1).length, line));
        assertTrue(
                lines.contains(
                        "cnv_calls,outcome=denied;reason=rate-exceeded;verb=bank.balance,value,2"),
                text);
    }

    @Test
    void accept_ofManyForms_findsAFormat() {
        assertEquals(Optional.of(ExpositionFormat.PROMETHEUS), ExpositionFormat.accepted(""));
        assertEquals(Optional.of(ExpositionFormat.PROMETHEUS), ExpositionFormat.accepted("*/*"));
        assertEquals(
                Optional.of(ExpositionFormat.OPENMETRICS),
                ExpositionFormat.accepted(
                        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"));
        assertEquals(
                Optional.of(ExpositionFormat.JSON),
                ExpositionFormat.accepted("text/html, application/json;q=0.9"));
        assertEquals(Optional.of(ExpositionFormat.CSV), ExpositionFormat.accepted("TEXT/CSV"));
        assertEquals(Optional.empty(), ExpositionFormat.accepted("image/png"));
        assertEquals(Optional.empty(), ExpositionFormat.accepted("text/plain;q=0"));
        assertEquals(Optional.empty(), ExpositionFormat.accepted("text/plain;q=2"));
        assertEquals(
                Optional.of(ExpositionFormat.PROMETHEUS),
                ExpositionFormat.accepted("text/csv,".repeat(200)),
                "too long to be read");
    }
}
