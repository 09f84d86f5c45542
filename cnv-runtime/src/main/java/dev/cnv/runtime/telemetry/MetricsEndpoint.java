package dev.cnv.runtime.telemetry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP endpoint that shows metrics at {@value #PATH}, in the format that the client asks for. It
 * answers {@code GET} and {@code HEAD}, at most {@value #MAX_SCRAPE_COUNT} requests at a time (503 beyond
 * that), and knows nobody: whoever reaches it sees all metrics, in which there is no principal, no token
 * and no argument. On the loopback interface it answers only to names of that interface (403 else), so
 * that no web page can read it by a name that its owner turns to this machine.
 *
 * <p>How long a client may take to send its request is the JDK's server's matter, for the whole process:
 * {@code -Dsun.net.httpserver.maxReqTime}; the number of connections is {@code
 * -Djdk.httpserver.maxConnections}.
 *
 * <p><b>Threading:</b> safe for use by several threads; a request is a virtual thread.
 */
public final class MetricsEndpoint implements AutoCloseable {

    /** Where metrics are. */
    public static final String PATH = "/metrics";

    /** How many requests are answered at a time. */
    public static final int MAX_SCRAPE_COUNT = 4;

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int BACKLOG = 16;

    private final Telemetry telemetry;
    private final HttpServer server;
    private final boolean loopback;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("cnv-metrics-", 0).factory());
    private final Semaphore scrapes = new Semaphore(MAX_SCRAPE_COUNT);

    private MetricsEndpoint(Telemetry telemetry, HttpServer server) {
        this.telemetry = telemetry;
        this.server = server;
        this.loopback = server.getAddress().getAddress().isLoopbackAddress();
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /**
     * Opens an endpoint that only this machine reaches.
     *
     * @param telemetry what to show
     * @param port the port; 0 for one that is free
     * @return the endpoint; close it
     * @throws IOException when the port cannot be had
     */
    public static MetricsEndpoint open(Telemetry telemetry, int port) throws IOException {
        return start(telemetry, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Opens an endpoint that others reach too, without a check of who they are.
     *
     * @param telemetry what to show
     * @param address where
     * @return the endpoint; close it
     * @throws IOException when the address cannot be had
     */
    public static MetricsEndpoint openBeyondThisMachine(
            Telemetry telemetry, InetSocketAddress address) throws IOException {
        return start(telemetry, address);
    }

    private static MetricsEndpoint start(Telemetry telemetry, InetSocketAddress address)
            throws IOException {
        MetricsEndpoint endpoint =
                new MetricsEndpoint(telemetry, HttpServer.create(address, BACKLOG));
        endpoint.server.start();
        return endpoint;
    }

    /** {@return where the metrics are} */
    public URI uri() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + shown + ":" + address.getPort() + PATH);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!scrapes.tryAcquire()) {
                refuse(exchange, 503, "too many requests at a time");
                return;
            }
            try {
                serve(exchange);
            } finally {
                scrapes.release();
            }
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (loopback && !namesLoopback(exchange.getRequestHeaders())) {
            refuse(exchange, 403, "this endpoint answers to localhost only");
        } else if (!PATH.equals(exchange.getRequestURI().getPath())) {
            refuse(exchange, 404, "metrics are at " + PATH);
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            refuse(exchange, 405, "only GET and HEAD");
        } else {
            negotiate(exchange, method.equals("HEAD"));
        }
    }

    private static boolean namesLoopback(Headers headers) {
        @Nullable String host = headers.getFirst("Host");
        return host != null && LOOPBACK_NAMES.contains(host.replaceFirst(":\\d{1,5}$", ""));
    }

    private void negotiate(HttpExchange exchange, boolean head) throws IOException {
        List<String> accept = exchange.getRequestHeaders().getOrDefault("Accept", List.of());
        Optional<ExpositionFormat> format = ExpositionFormat.accepted(String.join(",", accept));
        if (format.isEmpty()) {
            refuse(
                    exchange,
                    406,
                    "there is text/plain, application/openmetrics-text,"
                            + " application/json and text/csv");
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(16 * 1024);
        telemetry.write(format.get(), body);
        exchange.getResponseHeaders().set("Content-Type", format.get().contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Vary", "Accept");
        send(exchange, 200, body.toByteArray(), head);
    }

    private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        byte[] body = (why + "\n").getBytes(StandardCharsets.UTF_8);
        send(exchange, status, body, exchange.getRequestMethod().equals("HEAD"));
    }

    private static void send(HttpExchange exchange, int status, byte[] body, boolean head)
            throws IOException {
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** Answers no more. Requests under way may end within a second. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
    }
}
