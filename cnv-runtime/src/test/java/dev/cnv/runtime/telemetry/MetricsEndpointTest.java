package dev.cnv.runtime.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The endpoint over real sockets. */
class MetricsEndpointTest {

    private static HttpResponse<String> send(URI uri, String method, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** With a Host header that the JDK's client would not let a caller choose. */
    private static String raw(URI uri, String request) throws IOException {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString();
        }
    }

    @Test
    void metrics_inEachFormat_areServed() throws Exception {
        Metered metered = new Metered();
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(metered.telemetry, 0)) {
            for (ExpositionFormat format : ExpositionFormat.values()) {
                HttpResponse<String> response = send(
                        endpoint.uri(), "GET", "Accept", format.contentType().split(";")[0]);
                assertEquals(200, response.statusCode());
                assertEquals(
                        format.contentType(),
                        response.headers().firstValue("Content-Type").orElseThrow());
                assertTrue(response.body().contains("cnv_sampled_calls"), response.body());
            }
        }
    }

    @Test
    void requests_thatAreNotForMetrics_areRefused() throws Exception {
        Metered metered = new Metered();
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(metered.telemetry, 0)) {
            URI uri = endpoint.uri();
            assertEquals(405, send(uri, "POST").statusCode());
            assertEquals(405, send(uri, "DELETE").statusCode());
            assertEquals(404, send(uri.resolve("/"), "GET").statusCode());
            assertEquals(404, send(uri.resolve("/metrics/x"), "GET").statusCode());
            assertEquals(406, send(uri, "GET", "Accept", "image/png").statusCode());
            HttpResponse<String> head = send(uri, "HEAD");
            assertEquals(200, head.statusCode());
            assertEquals("", head.body());
        }
    }

    @Test
    void requests_byTheNameOfAnotherHost_areRefused() throws Exception {
        Metered metered = new Metered();
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(metered.telemetry, 0)) {
            String request = "GET /metrics HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
            assertEquals("HTTP/1.1 200 OK", raw(endpoint.uri(), request.formatted("localhost")));
            assertEquals(
                    "HTTP/1.1 403 Forbidden",
                    raw(endpoint.uri(), request.formatted("evil.example:9000")));
            assertEquals(
                    "HTTP/1.1 403 Forbidden",
                    raw(endpoint.uri(), request.formatted("localhost.evil.example")));
            assertEquals("HTTP/1.1 400 Bad Request", raw(endpoint.uri(), "nonsense\r\n\r\n"));
        }
    }

    @Test
    void requests_beyondTheLimit_areTurnedAway() throws Exception {
        CountDownLatch inside = new CountDownLatch(MetricsEndpoint.MAX_SCRAPE_COUNT);
        CountDownLatch leave = new CountDownLatch(1);
        Metered metered = new Metered();
        metered.telemetry.views().number(CnvMetric.HOTPATH_BATCHES, () -> {
            inside.countDown();
            try {
                leave.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 1;
        });
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(metered.telemetry, 0)) {
            List<Thread> slow = new ArrayList<>();
            for (int i = 0; i < MetricsEndpoint.MAX_SCRAPE_COUNT; i++) {
                slow.add(Thread.ofVirtual().start(() -> {
                    try {
                        send(endpoint.uri(), "GET");
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            assertTrue(inside.await(20, TimeUnit.SECONDS));
            assertEquals(503, send(endpoint.uri(), "GET").statusCode());
            leave.countDown();
            for (Thread one : slow) {
                one.join();
            }
            assertEquals(200, send(endpoint.uri(), "GET").statusCode());
        }
    }

    @Test
    void endpoint_closed_answersNoMore() throws Exception {
        Metered metered = new Metered();
        MetricsEndpoint endpoint = MetricsEndpoint.open(metered.telemetry, 0);
        URI uri = endpoint.uri();
        assertTrue(uri.getHost().equals("127.0.0.1") || uri.getHost().equals("[::1]"));
        endpoint.close();
        assertThrows(ConnectException.class, () -> send(uri, "GET"));
    }
}
