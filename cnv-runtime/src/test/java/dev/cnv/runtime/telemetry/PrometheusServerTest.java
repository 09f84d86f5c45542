package dev.cnv.runtime.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.swarm.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The output as Prometheus' own tools read it: the Debian package prometheus has both. */
class PrometheusServerTest {

    private static void requireOnPath(String command) {
        boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
        if (!there) {
            System.out.println("SKIPPED: PrometheusServerTest needs " + command
                    + " (Debian package prometheus)");
        }
        Assumptions.assumeTrue(there, command + " is not there");
    }

    private static String promtool(String text, int expected)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (expected == 0) {
            assertEquals(0, status, said);
        } else {
            assertNotEquals(0, status, said);
        }
        return said;
    }

    /** A number in every metric of the catalogue. */
    private static Metered full() {
        Metered metered = new Metered();
        Instruments counted = metered.instruments;
        for (CallEnd.Kind kind : CallEnd.Kind.values()) {
            counted.of("bank.balance").ended(new CallEnd(kind, Optional.of(Reason.INTERNAL)));
        }
        counted.of("bank.balance").durations().took(5_000);
        counted.verification(Optional.empty());
        counted.contractDenial("bank.balance", Reason.RATE_EXCEEDED);
        counted.append(Durability.ON_DISK, true, 3_000);
        counted.moved(Phase.BOOTSTRAP, Phase.NEGOTIATION, 1_000_000);
        MetricViews views = metered.telemetry.views();
        for (CnvMetric metric : CnvMetric.values()) {
            if (metered.text(ExpositionFormat.PROMETHEUS)
                    .contains("# TYPE " + metric.shown() + " ")) {
                continue;
            }
            switch (metric.labels().size()) {
                case 0 -> {
                    if (metric.type() == CnvMetric.Type.HISTOGRAM) {
                        views.durations(
                                metric,
                                () -> new MetricViews.Buckets(
                                        new long[] {1_000, 2_000}, new long[] {1, 2, 3}, 12_000));
                    } else {
                        views.number(metric, () -> 7);
                    }
                }
                case 1 -> views.numbers(metric, () -> Map.of("one", 1L, "two", 2L));
                default -> throw new AssertionError(metric + " is counted by nobody");
            }
        }
        return metered;
    }

    @Test
    void promtool_ofEveryMetric_findsNothing() throws Exception {
        requireOnPath("promtool");
        Metered metered = full();
        String text = metered.text(ExpositionFormat.PROMETHEUS);
        for (CnvMetric metric : CnvMetric.values()) {
            assertTrue(text.contains("# TYPE " + metric.shown() + " "), metric.shown());
        }
        assertEquals("", promtool(text, 0));
    }

    @Test
    void canary_brokenText_isRefusedByPromtool() throws Exception {
        requireOnPath("promtool");
        promtool("cnv_calls_total{verb=\"a} 1\n", 1);
        assertTrue(promtool("# TYPE cnv_calls counter\ncnv_calls 1\n", 1).contains("_total"));
    }

    @Test
    void prometheus_scrapingTheEndpoint_hasTheNumbers(@TempDir Path folder) throws Exception {
        requireOnPath("prometheus");
        Metered metered = full();
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(metered.telemetry, 0)) {
            Path config = folder.resolve("prometheus.yml");
            Files.writeString(config, """
                    global:
                      scrape_interval: 200ms
                      scrape_timeout: 200ms
                    scrape_configs:
                      - job_name: cnv
                        static_configs:
                          - targets: ["%s:%d"]
                    """.formatted(
                            endpoint.uri().getHost(), endpoint.uri().getPort()));
            int port = freePort();
            Process server = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--enable-feature=exemplar-storage",
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            try {
                assertEquals("1", query(port, "up{job=\"cnv\"}", folder));
                assertEquals(
                        "1",
                        query(
                                port,
                                "cnv_calls_total{verb=\"bank.balance\",outcome=\"denied\"}",
                                folder));
                assertEquals("1", query(port, "cnv_call_duration_seconds_count", folder));
                assertEquals("7", query(port, "cnv_hotpath_batches_total", folder));
            } finally {
                server.destroy();
                if (!server.waitFor(20, TimeUnit.SECONDS)) {
                    server.destroyForcibly().waitFor();
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Asks until the server has scraped, for at most 30 seconds. */
    private static String query(int port, String expression, Path folder) throws Exception {
        String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + encoded);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < until) {
            Optional<String> value = value(uri);
            if (value.isPresent()) {
                return value.get();
            }
            Thread.sleep(100);
        }
        throw new AssertionError(
                expression + " has no value:\n" + Files.readString(folder.resolve("log")));
    }

    private static Optional<String> value(URI uri) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return Optional.empty();
            }
            JsonNode found = StrictJson.parse(response.body()).get("data").get("result");
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(found.get(0).get("value").get(1).asString());
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }
}
