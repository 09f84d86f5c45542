package dev.cnv.runtime.policy.remote;

import dev.cnv.runtime.policy.PolicyRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A decision point that is asked by HTTP: a POST of JSON, answered by JSON, in the forms that {@code
 * docs/streams.md} names. An answer with another status than 200, of more than {@link #MAX_ANSWER_BYTES}
 * or of another form is a fault.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class HttpDecisionPoint implements DecisionPoint {

    /** The longest answer. */
    public static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpClient client;
    private final URI at;
    private final Duration timeout;

    /**
     * A point at an address.
     *
     * @param client makes the requests; whom it trusts decides who may decide here. The caller closes it
     * @param at {@code https}; {@code http} to the loopback address alone, since whoever is between could
     *     answer too
     * @param timeout the longest a request may take
     * @throws IllegalArgumentException when the address is another, or the client follows redirects
     */
    public HttpDecisionPoint(HttpClient client, URI at, Duration timeout) {
        if (!secure(at)) {
            throw new IllegalArgumentException(
                    "uri=" + at + " is neither https nor http to the loopback address");
        }
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("followRedirects=" + client.followRedirects()
                    + ": a decision point is asked where it is and nowhere else");
        }
        this.client = client;
        this.at = at;
        this.timeout = timeout;
    }

    private static boolean secure(URI at) {
        String host = at.getHost();
        return host != null
                && ("https".equalsIgnoreCase(at.getScheme())
                        || ("http".equalsIgnoreCase(at.getScheme()) && LOOPBACK.contains(host)));
    }

    @Override
    public String name() {
        return at.getHost() + (at.getPort() < 0 ? "" : ":" + at.getPort());
    }

    @Override
    public CompletionStage<PointAnswer> decide(PolicyRequest request) {
        HttpRequest post = HttpRequest.newBuilder(at)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        PointJson.request(request).toString()))
                .build();
        return client.sendAsync(
                        post,
                        BodyHandlers.limiting(
                                BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_ANSWER_BYTES))
                .thenApply(this::answer);
    }

    private PointAnswer answer(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new CompletionException(
                    new IOException("status=" + response.statusCode() + " from " + at));
        }
        return PointJson.answer(response.body());
    }
}
