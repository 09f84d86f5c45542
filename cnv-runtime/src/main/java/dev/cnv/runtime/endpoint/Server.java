package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compressors;
import dev.cnv.runtime.telemetry.TraceCarrier;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * A runtime's verbs for other processes. A call over a connection takes the one path of the runtime,
 * with the chain that the caller brings; that a peer could connect gives it no right.
 *
 * <p><b>Threading:</b> safe for use by several threads. One virtual thread accepts connections, each
 * handshake has one, and each connection two, and those that its calls run in.
 */
public final class Server implements AutoCloseable {

    /** How long nothing is accepted after accepting failed. */
    private static final long PAUSE_NANOS = 10_000_000;

    private final Cnv cnv;
    private final EndpointSettings settings;
    private final EndpointClock clock;
    private final RandomGenerator random;
    private final TraceCarrier traces;
    private final Compressors compressors = Compressors.installed();
    private final Listening listening;
    private final HeldBytes held;
    private final boolean listsToAnybody;
    private final OpenConnections connections;
    private final Set<Listening.Accepted> pending = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean closing;

    private Server(Builder builder, EndpointAddress address) throws IOException {
        cnv = builder.cnv;
        settings = builder.settings();
        clock = builder.clock();
        random = builder.random();
        traces = builder.traces();
        connections = new OpenConnections(clock.time(), settings.heartbeatEvery());
        listsToAnybody = builder.listsToAnybody;
        held = new HeldBytes(settings.heldBytes());
        listening = Listening.at(address, builder.tls(clock.time()), random);
    }

    /**
     * Begins a server.
     *
     * @param cnv whose verbs are served; it stays open when the server is closed
     * @return a builder
     */
    public static Builder of(Cnv cnv) {
        return new Builder(cnv);
    }

    private void start() {
        Thread.ofVirtual().name("cnv-accept").start(this::acceptAll);
    }

    private void acceptAll() {
        while (!closing) {
            try {
                Listening.Accepted accepted = listening.accept();
                if (count.incrementAndGet() > settings.maxConnections()) {
                    // No message: it would cost what there is no more of.
                    forget();
                    accepted.abort();
                    continue;
                }
                Thread.ofVirtual().name("cnv-handshake").start(() -> connect(accepted));
            } catch (IOException e) {
                // One connection that ended before it was taken, no more files to be had, or the
                // end.
                refused.incrementAndGet();
                LockSupport.parkNanos(closing ? 0 : PAUSE_NANOS);
            }
        }
        stopped.countDown();
    }

    private void forget() {
        count.decrementAndGet();
        refused.incrementAndGet();
    }

    private void connect(Listening.Accepted accepted) {
        pending.add(accepted);
        Inbox inbox = new Inbox(held);
        try {
            Connection made = shake(accepted, inbox);
            if (pending.remove(accepted)) {
                connections.start(made, ((ServerConnection) made.handler())::drain);
                return;
            }
        } catch (IOException | RuntimeException e) {
            pending.remove(accepted);
        }
        inbox.release();
        accepted.abort();
        forget();
    }

    private Connection shake(Listening.Accepted accepted, Inbox inbox) throws IOException {
        Time time = clock.time();
        Time.Timer limit = time.after(settings.handshakeTimeout(), () -> giveUp(accepted));
        try {
            if (closing) {
                giveUp(accepted);
            }
            Transport transport = accepted.secure();
            Agreement agreement = Handshakes.accept(
                    Handshakes.offer(settings, compressors, random), transport, inbox);
            return new Connection(
                    transport,
                    agreement,
                    inbox,
                    settings,
                    time,
                    compressors.find(agreement.compression()),
                    made -> new ServerConnection(
                            made, cnv, held, traces, listsToAnybody, () -> closed(made)));
        } finally {
            limit.cancel();
        }
    }

    /** Ends a handshake, unless it is over. */
    private void giveUp(Listening.Accepted accepted) {
        if (pending.remove(accepted)) {
            accepted.abort();
        }
    }

    private void closed(Connection connection) {
        if (connections.remove(connection)) {
            count.decrementAndGet();
        }
    }

    /** {@return where clients find this server; with the port that the system chose} */
    public EndpointAddress address() {
        return listening.address();
    }

    /** {@return how many connections there are, with those in their handshake} */
    public int connectionCount() {
        return count.get();
    }

    /** {@return how many connections were ended before they carried a call: handshakes that failed too} */
    public long refusedCount() {
        return refused.get();
    }

    /**
     * Takes no more connections and no more calls, gives up handshakes, lets running calls be answered
     * within the drain time, and ends the connections. The runtime stays open.
     */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        try {
            listening.close();
            stopped.await(1, TimeUnit.SECONDS);
        } catch (IOException e) {
            // Its file may be gone already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pending.forEach(this::giveUp);
        connections.close(
                settings.drain(),
                new EndpointException(EndpointFault.SHUTTING_DOWN, "the server was closed"));
        clock.close();
    }

    /** Collects a server's parts. Not safe for use by several threads. */
    public static final class Builder extends EndpointBuilder<Builder> {

        private final Cnv cnv;
        private boolean listsToAnybody;

        private Builder(Cnv cnv) {
            this.cnv = cnv;
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Lists the ids of all verbs to every peer that connects. Without this a peer is told of those
         * verbs that the chain of a session could reach, and of none without a session.
         *
         * @return this
         */
        public Builder listVerbsToAnybody() {
            listsToAnybody = true;
            return this;
        }

        /**
         * Starts the server.
         *
         * @param address where it listens
         * @return the server
         * @throws IOException when the address cannot be listened at
         * @throws IllegalStateException when the address is for TLS and {@link #tls(TlsIdentity, TlsPeers)} was not called
         */
        public Server start(EndpointAddress address) throws IOException {
            Server server = new Server(this, address);
            server.start();
            return server;
        }
    }
}
