package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.telemetry.MetricsEndpoint;
import dev.cnv.runtime.telemetry.Telemetry;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real Prometheus server scrapes a real runtime: the Debian package prometheus has the server. */
class PrometheusScrapeTest {

    @Test
    void prometheus_scrapingARuntime_hasItsCountsAndItsExemplar(@TempDir Path folder)
            throws Exception {
        requireServer();
        Telemetry telemetry = Telemetry.builder().sampleOneIn(1).build();
        try (Fixture fixture = new Fixture(builder -> builder.telemetry(telemetry));
                MetricsEndpoint endpoint = MetricsEndpoint.open(fixture.cnv.telemetry(), 0)) {
            Session alice = fixture.alice();
            Fixture.json(alice, "bank.balance", "{\"account\": \"alice\"}").orThrow();
            Fixture.json(alice, "bank.vanish", "{}");
            String invocation =
                    fixture.ledger.completions().getFirst().invocation().toString();
            try (Server server = Server.scraping(endpoint.uri(), folder)) {
                server.await("1", "up{job=\"cnv\"}");
                server.await("1", "cnv_calls_total{outcome=\"completed\",verb=\"bank.balance\"}");
                server.await("1", "cnv_calls_total{outcome=\"denied\",verb=\"unknown\"}");
                server.await("1", "cnv_call_duration_seconds_count{verb=\"bank.balance\"}");
                JsonNode exemplar = server.exemplar();
                assertEquals(
                        invocation, exemplar.get("labels").get("invocation").asString());
                assertEquals(
                        Fixture.NOON.getEpochSecond(), exemplar.get("timestamp").asLong());
            }
        }
    }

    private static void requireServer() {
        boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "prometheus")));
        if (!there) {
            System.out.println("SKIPPED: PrometheusScrapeTest needs prometheus"
                    + " (Debian package prometheus)");
        }
        Assumptions.assumeTrue(there, "prometheus is not there");
    }

    /** A Prometheus server of its own folder and port. */
    private record Server(Process process, int port, Path log, HttpClient client)
            implements AutoCloseable {

        static Server scraping(URI target, Path folder) throws IOException {
            Path config = folder.resolve("prometheus.yml");
            Files.writeString(config, """
                    global:
                      scrape_interval: 1s
                      scrape_timeout: 1s
                    scrape_configs:
                      - job_name: cnv
                        static_configs:
                          - targets: ["%s:%d"]
                    """.formatted(target.getHost(), target.getPort()));
            int port = freePort();
            Path log = folder.resolve("log");
            Process process = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--enable-feature=exemplar-storage",
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Server(process, port, log, HttpClient.newHttpClient());
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }

        /** Asks until the server has scraped that, for at most 30 seconds: the machine may be busy. */
        void await(String expected, String expression) throws Exception {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            Optional<String> last = Optional.empty();
            while (System.nanoTime() < until) {
                last = data("query?query=" + encoded(expression))
                        .map(data -> data.get("result"))
                        .filter(result -> !result.isEmpty())
                        .map(result -> result.get(0).get("value").get(1).asString());
                if (last.equals(Optional.of(expected))) {
                    return;
                }
                Thread.sleep(100);
            }
            throw new AssertionError(expression + " is " + last + " and not " + expected + ":\n"
                    + Files.readString(log));
        }

        /** The one exemplar of the calls' durations, which has the runtime's time. */
        JsonNode exemplar() throws Exception {
            String query = encoded("cnv_call_duration_seconds_bucket{verb=\"bank.balance\"}");
            JsonNode series = data("query_exemplars?query=" + query + "&start="
                            + Fixture.NOON.minusSeconds(60) + "&end="
                            + Fixture.NOON.plusSeconds(60))
                    .orElseThrow();
            assertEquals(1, series.size(), series.toString());
            assertTrue(series.get(0).get("exemplars").size() == 1, series.toString());
            return series.get(0).get("exemplars").get(0);
        }

        private static String encoded(String expression) {
            return URLEncoder.encode(expression, StandardCharsets.UTF_8);
        }

        private Optional<JsonNode> data(String question) throws InterruptedException {
            URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + question);
            try {
                HttpResponse<String> response = client.send(
                        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
                return response.statusCode() == 200
                        ? Optional.of(StrictJson.parse(response.body()).get("data"))
                        : Optional.empty();
            } catch (IOException | UncheckedIOException _) {
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            client.close();
            process.destroy();
            process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
            process.destroyForcibly().onExit().join();
        }
    }
}
