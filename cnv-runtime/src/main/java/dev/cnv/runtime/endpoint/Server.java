package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compressors;
import dev.cnv.runtime.telemetry.TraceCarrier;
import dev.cnv.runtime.time.SystemTime;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A runtime's verbs for other processes. A call over a connection takes the one path of the runtime,
 * with the chain that the caller brings; that a peer could connect gives it no right.
 *
 * <p><b>Threading:</b> safe for use by several threads. Each connection has two virtual threads, and
 * those that its calls run in.
 */
public final class Server implements AutoCloseable {

    private static final int TICKS_PER_HEARTBEAT = 4;

    /** How long nothing is accepted after accepting failed. */
    private static final long PAUSE_NANOS = 10_000_000;

    private final Cnv cnv;
    private final EndpointSettings settings;
    private final Time time;
    private final Optional<SystemTime> ownTime;
    private final RandomGenerator random;
    private final TraceCarrier traces;
    private final Compressors compressors = Compressors.installed();
    private final Listening listening;
    private final HeldBytes held;
    private final boolean listsToAnybody;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile Time.@Nullable Timer timer;

    private Server(Builder builder, EndpointAddress address) throws IOException {
        cnv = builder.cnv;
        settings = builder.settings;
        ownTime = builder.time.isPresent()
                ? Optional.empty()
                : Optional.of(new SystemTime(Clock.systemUTC()));
        time = builder.time.orElseGet(ownTime::orElseThrow);
        random = builder.random;
        traces = builder.traces;
        listsToAnybody = builder.listsToAnybody;
        held = new HeldBytes(settings.heldBytes());
        listening = Listening.at(address, builder.tls(time), random);
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

    /** A connection in its handshake. */
    private record Pending(Listening.Accepted accepted, long sinceNanos) {}

    private void start() {
        Thread.ofVirtual().name("cnv-accept").start(this::acceptAll);
        tickLater();
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
        Pending waiting = new Pending(accepted, time.nanos());
        pending.add(waiting);
        Inbox inbox = new Inbox(held);
        try {
            Transport transport = accepted.secure();
            Agreement agreement = Handshakes.accept(
                    Handshakes.offer(settings, compressors, random), transport, inbox);
            if (pending.remove(waiting)) {
                serve(new Connection(
                        transport,
                        agreement,
                        inbox,
                        settings,
                        time,
                        compressors.find(agreement.compression()),
                        made -> new ServerConnection(
                                made, cnv, held, traces, listsToAnybody, () -> closed(made))));
                return;
            }
        } catch (IOException | RuntimeException e) {
            pending.remove(waiting);
        }
        inbox.release();
        accepted.abort();
        forget();
    }

    private void serve(Connection connection) {
        connections.add(connection);
        connection.start();
        if (closing) {
            ((ServerConnection) connection.handler()).drain();
        }
    }

    private void closed(Connection connection) {
        if (connections.remove(connection)) {
            count.decrementAndGet();
        }
    }

    private void tickLater() {
        Duration every = settings.heartbeatEvery().dividedBy(TICKS_PER_HEARTBEAT);
        timer = time.after(every, () -> {
            tick();
            tickLater();
        });
    }

    private void tick() {
        long now = time.nanos();
        long longest = settings.handshakeTimeout().toNanos();
        for (Pending each : List.copyOf(pending)) {
            if (now - each.sinceNanos() > longest && pending.remove(each)) {
                each.accepted().abort();
            }
        }
        for (Connection connection : connections) {
            connection.tick(now);
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
     * Takes no more connections and no more calls, lets running calls be answered within the drain time,
     * and ends the connections. The runtime stays open.
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
        drain();
        Time.Timer ticking = timer;
        if (ticking != null) {
            ticking.cancel();
        }
        ownTime.ifPresent(SystemTime::close);
    }

    private void drain() {
        for (Connection connection : connections) {
            ((ServerConnection) connection.handler()).drain();
        }
        CountDownLatch over = new CountDownLatch(1);
        Time.Timer limit = time.after(settings.drain(), over::countDown);
        try {
            while (!connections.isEmpty() && !over.await(5, TimeUnit.MILLISECONDS)) {
                // Looks again.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        limit.cancel();
        for (Connection connection : connections) {
            connection.end(
                    new EndpointException(EndpointFault.SHUTTING_DOWN, "the server was closed"));
        }
    }

    /** Collects a server's parts. Not safe for use by several threads. */
    public static final class Builder {

        private final Cnv cnv;
        private EndpointSettings settings = EndpointSettings.DEFAULT;
        private Optional<Time> time = Optional.empty();
        private RandomGenerator random = new SecureRandom();
        private TraceCarrier traces = TraceCarrier.NONE;
        private Optional<TlsIdentity> identity = Optional.empty();
        private Optional<TlsPeers> peers = Optional.empty();
        private boolean listsToAnybody;

        private Builder(Cnv cnv) {
            this.cnv = cnv;
        }

        /**
         * Sets times, limits and versions.
         *
         * @param value by default {@link EndpointSettings#DEFAULT}
         * @return this
         */
        public Builder settings(EndpointSettings value) {
            settings = value;
            return this;
        }

        /**
         * Sets who this server is and who may connect, for TLS.
         *
         * @param own the server's key and certificates
         * @param allowed whose connections are taken; it gives them no right
         * @return this
         */
        public Builder tls(TlsIdentity own, TlsPeers allowed) {
            identity = Optional.of(own);
            peers = Optional.of(allowed);
            return this;
        }

        /**
         * Sets what continues the traces of calls that come, where the other side agreed on traces.
         *
         * @param carrier by default none, so that calls begin traces of their own
         * @return this
         */
        public Builder traces(TraceCarrier carrier) {
            traces = carrier;
            return this;
        }

        /**
         * Sets the source of time.
         *
         * @param value by default the machine's, which is closed with the server
         * @return this
         */
        public Builder time(Time value) {
            time = Optional.of(value);
            return this;
        }

        /**
         * Sets where nonces come from.
         *
         * @param value by default a {@link SecureRandom}; a predictable one is for tests only
         * @return this
         */
        public Builder random(RandomGenerator value) {
            random = value;
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
         * @throws IllegalStateException when the address is for TLS and {@link #tls} was not called
         */
        public Server start(EndpointAddress address) throws IOException {
            Server server = new Server(this, address);
            server.start();
            return server;
        }

        private Optional<TlsSockets> tls(Time clock) {
            return identity.map(own -> new TlsSockets(own, peers.orElseThrow(), clock));
        }
    }
}
