package dev.cnv.audit.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cnv.runtime.time.Time;
import dev.cnv.runtime.tlog.CheckpointSubmission;
import dev.cnv.runtime.tlog.LogFiles;
import dev.cnv.runtime.tlog.LogTrust;
import dev.cnv.runtime.tlog.NoteSigner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small witness behind HTTP (C2SP tlog-witness): {@code POST /add-checkpoint}. It speaks no TLS and
 * limits no rates: put a proxy in front of it that does.
 *
 * <p><b>Threading:</b> safe for use by several threads. It has a thread for each request until {@link
 * #close}.
 */
public final class WitnessServer implements AutoCloseable {

    private static final String PATH = "/add-checkpoint";

    private final Witness witness;
    private final HttpServer server;
    private final ExecutorService threads;

    private WitnessServer(Witness witness, HttpServer server, ExecutorService threads) {
        this.witness = witness;
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts a witness.
     *
     * @param address where it listens; port 0 is any free one
     * @param state the folder that holds what it signed last, for each log; of this witness alone
     * @param keys what it signs with: see {@link NoteSigner#forWitness}
     * @param logs the logs that it knows, with the keys that must all have signed
     * @param time where its signatures have their time from
     * @return the witness
     * @throws IllegalArgumentException when there is no key, or a log is given twice
     * @throws IOException when the state cannot be read or the address cannot be had
     */
    public static WitnessServer start(
            InetSocketAddress address,
            LogFiles state,
            List<NoteSigner> keys,
            List<LogTrust> logs,
            Time time)
            throws IOException {
        Witness witness = new Witness(state, keys, logs, time);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpServer server = HttpServer.create(address, 0);
        WitnessServer started = new WitnessServer(witness, server, threads);
        server.setExecutor(threads);
        server.createContext("/", started::handle);
        server.start();
        return started;
    }

    /** {@return the port that it listens at} */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops it. What is being answered is ended. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private Witness.Answer answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            return Witness.Answer.text(404, "there is only " + PATH);
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return Witness.Answer.text(405, "only POST is known");
        }
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(CheckpointSubmission.MAX_BYTES + 1);
        }
        if (body.length > CheckpointSubmission.MAX_BYTES) {
            return Witness.Answer.text(
                    413, "the body has more than " + CheckpointSubmission.MAX_BYTES + " bytes");
        }
        try {
            return witness.add(body);
        } catch (IOException _) {
            // Nothing was signed. What the disk said is no business of the client's.
            return Witness.Answer.text(500, "the state cannot be written");
        }
    }

    private static void send(HttpExchange exchange, Witness.Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
