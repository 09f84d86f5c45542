package dev.cnv.runtime.swarm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sinks that are ready-made. A callback is a lambda. */
public final class AlertSinks {

    private AlertSinks() {}

    /**
     * A sink that writes to a log.
     *
     * @param log the log
     * @return the sink
     */
    public static AlertSink log(System.Logger log) {
        return alert -> log.log(
                switch (alert.severity()) {
                    case INFO -> System.Logger.Level.INFO;
                    case WARNING -> System.Logger.Level.WARNING;
                    case CRITICAL -> System.Logger.Level.ERROR;
                },
                "rule={0} swarm={1} phase={2} {3}",
                alert.rule(),
                alert.swarm(),
                alert.phase(),
                alert.detail());
    }

    /**
     * A sink that posts JSON: {@code rule}, {@code severity}, {@code swarm}, {@code phase}, {@code time}
     * (ISO 8601), {@code detail}. An answer other than 2xx is a failure; redirects are the client's.
     *
     * @param client makes the requests; the caller closes it
     * @param to where to
     * @param timeout the longest a request may take
     * @return the sink
     */
    public static AlertSink webhook(HttpClient client, URI to, Duration timeout) {
        return alert -> {
            HttpRequest request = HttpRequest.newBuilder(to)
                    .timeout(timeout)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json(alert).toString()))
                    .build();
            HttpResponse<Void> response =
                    client.send(request, HttpResponse.BodyHandlers.discarding());
            if (response.statusCode() / 100 != 2) {
                throw new IOException("status=" + response.statusCode() + " from " + to);
            }
        };
    }

    private static ObjectNode json(Alert alert) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("rule", alert.rule())
                .put("severity", alert.severity().name())
                .put("swarm", alert.swarm())
                .put("phase", alert.phase().name())
                .put("time", alert.time().toString())
                .put("detail", alert.detail());
    }
}
