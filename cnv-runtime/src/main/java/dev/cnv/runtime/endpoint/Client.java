package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compressors;
import dev.cnv.runtime.telemetry.TraceCarrier;
import dev.cnv.runtime.time.SystemTime;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A way to a runtime elsewhere. It has one connection, which carries many calls at once; when that one
 * ended, the next call makes another. A call that was on its way is not made again: whether it may be is
 * for the caller to know, who has idempotency keys for it.
 *
 * <p><b>Threading:</b> safe for use by several threads; making a connection is guarded by {@code lock}.
 */
public final class Client implements AutoCloseable {

    private static final int TICKS_PER_HEARTBEAT = 4;

    /** How much longer than its deadline a call is waited for: the server says when it passed. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final EndpointAddress address;
    private final EndpointSettings settings;
    private final Time time;
    private final Optional<SystemTime> ownTime;
    private final RandomGenerator random;
    private final TraceCarrier traces;
    private final Optional<TlsSockets> tls;
    private final Optional<String> audience;
    private final Compressors compressors = Compressors.installed();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ClientConnection current;
    private volatile @Nullable Capabilities known;
    private volatile Time.@Nullable Timer timer;
    private boolean closed;

    private Client(Builder builder) {
        address = builder.address;
        settings = builder.settings;
        ownTime = builder.time.isPresent()
                ? Optional.empty()
                : Optional.of(new SystemTime(Clock.systemUTC()));
        time = builder.time.orElseGet(ownTime::orElseThrow);
        random = builder.random;
        traces = builder.traces;
        audience = builder.audience;
        tls = builder.identity.map(own -> new TlsSockets(own, builder.peers.orElseThrow(), time));
    }

    /**
     * Begins a client.
     *
     * @param address where the server listens
     * @return a builder
     */
    public static Builder to(EndpointAddress address) {
        return new Builder(address);
    }

    /**
     * Opens a session for a caller. Nothing is sent before its first call.
     *
     * @param credential who calls
     * @return the session
     */
    public RemoteSession open(Credential credential) {
        return new RemoteSession(this, credential, CallOptions.NONE, false);
    }

    /**
     * Asks the server what it says to anybody: its name, and its verbs where it was told to list them so
     * ({@link Server.Builder#listVerbsToAnybody}). A session can ask for the verbs that its caller could
     * reach, see {@link RemoteSession#capabilities}.
     *
     * @return the name, and the verbs
     * @throws EndpointException when no answer came
     */
    public Capabilities capabilities() throws EndpointException {
        return capabilities(connection());
    }

    /**
     * What was agreed with the server.
     *
     * @return the agreement of the present connection
     * @throws EndpointException when there is none and none can be made
     */
    public Agreement agreement() throws EndpointException {
        return connection().connection().agreement();
    }

    /**
     * Who the server is, as far as the connection shows it.
     *
     * @return the identity
     * @throws EndpointException when there is no connection and none can be made
     */
    public PeerIdentity server() throws EndpointException {
        return connection().connection().peer();
    }

    private static Capabilities capabilities(ClientConnection connection) throws EndpointException {
        return capabilities(connection.capabilities(new byte[0]));
    }

    static Capabilities capabilities(CompletableFuture<ClientConnection.Answer> asked)
            throws EndpointException {
        try {
            ClientConnection.Answer answer = asked.get();
            return Capabilities.read(((ClientConnection.Verbs) answer).payload());
        } catch (ExecutionException e) {
            throw AnswerReader.failed(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EndpointException(EndpointFault.WAIT_ENDED, "the thread was interrupted");
        } catch (RuntimeException e) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "what the server says of itself is not in form: " + e.getMessage());
        }
    }

    /** The name that the server's runtime goes by: as was set, or as the server says. */
    String audience(ClientConnection connection) throws EndpointException {
        if (audience.isPresent()) {
            return audience.get();
        }
        Capabilities said = known;
        if (said == null) {
            said = capabilities(connection);
            known = said;
        }
        return said.audience();
    }

    Time time() {
        return time;
    }

    TraceCarrier traces() {
        return traces;
    }

    RandomGenerator random() {
        return random;
    }

    /** Stops waiting for an answer some time after its deadline. */
    void giveUp(CompletableFuture<?> answer, Duration allowed) {
        Time.Timer limit = time.after(
                allowed.plus(GRACE),
                () -> answer.completeExceptionally(new EndpointException(
                        EndpointFault.WAIT_ENDED,
                        "no answer came within " + allowed + " and " + GRACE,
                        true)));
        var _ = answer.whenComplete((_, _) -> limit.cancel());
    }

    /** The present connection, or a new one. */
    ClientConnection connection() throws EndpointException {
        ClientConnection present = current;
        if (present != null && present.usable()) {
            return present;
        }
        lock.lock();
        try {
            present = current;
            if (present == null || !present.usable()) {
                if (closed) {
                    throw new EndpointException(
                            EndpointFault.SHUTTING_DOWN, "this client is closed");
                }
                present = dial();
                current = present;
                known = null;
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    private ClientConnection dial() throws EndpointException {
        try {
            return connect();
        } catch (EndpointException e) {
            throw e;
        } catch (IOException e) {
            throw new EndpointException(
                    EndpointFault.UNREACHABLE, "address=" + address + ": " + e.getMessage(), e);
        }
    }

    private ClientConnection connect() throws IOException {
        Dialling dialling = new Dialling(address, settings.handshakeTimeout(), tls);
        Time.Timer limit = time.after(settings.handshakeTimeout(), dialling::giveUp);
        Inbox inbox = new Inbox(new HeldBytes(settings.heldBytes()));
        try {
            Transport transport = dialling.transport();
            Agreement agreement = Handshakes.initiate(
                    Handshakes.offer(settings, compressors, random), transport, inbox);
            Connection connection = new Connection(
                    transport,
                    agreement,
                    inbox,
                    settings,
                    time,
                    compressors.find(agreement.compression()),
                    ClientConnection::new);
            connection.start();
            tickLater(connection);
            return (ClientConnection) connection.handler();
        } catch (IOException | RuntimeException e) {
            dialling.abort();
            if (dialling.gaveUp()) {
                throw new EndpointException(
                        EndpointFault.HANDSHAKE_TIMEOUT,
                        "address=" + address + " did not shake hands within "
                                + settings.handshakeTimeout(),
                        e);
            }
            throw e;
        } finally {
            limit.cancel();
        }
    }

    private void tickLater(Connection connection) {
        timer = time.after(settings.heartbeatEvery().dividedBy(TICKS_PER_HEARTBEAT), () -> {
            connection.tick(time.nanos());
            if (!connection.closed()) {
                tickLater(connection);
            }
        });
    }

    /** Makes no more calls, waits for those that run within the drain time, and ends the connection. */
    @Override
    public void close() {
        ClientConnection last;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            last = current;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.drain();
            last.awaitEnd(time, settings.drain());
        }
        Time.Timer ticking = timer;
        if (ticking != null) {
            ticking.cancel();
        }
        ownTime.ifPresent(SystemTime::close);
    }

    @Override
    public String toString() {
        return "Client[" + address + "]";
    }

    /** Collects a client's parts. Not safe for use by several threads. */
    public static final class Builder {

        private final EndpointAddress address;
        private EndpointSettings settings = EndpointSettings.DEFAULT;
        private Optional<Time> time = Optional.empty();
        private RandomGenerator random = new SecureRandom();
        private TraceCarrier traces = TraceCarrier.NONE;
        private Optional<TlsIdentity> identity = Optional.empty();
        private Optional<TlsPeers> peers = Optional.empty();
        private Optional<String> audience = Optional.empty();

        private Builder(EndpointAddress address) {
            this.address = address;
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
         * Sets who this client is and whom it takes for the server, for TLS. Where an authority vouches
         * for the server, its certificate must name the address's host.
         *
         * @param own the client's key and certificates
         * @param servers who the server may be
         * @return this
         */
        public Builder tls(TlsIdentity own, TlsPeers servers) {
            identity = Optional.of(own);
            peers = Optional.of(servers);
            return this;
        }

        /**
         * Sets the name of the runtime that proofs of possession are for.
         *
         * @param name by default what the server says that it is called
         * @return this
         */
        public Builder audience(String name) {
            audience = Optional.of(name);
            return this;
        }

        /**
         * Sets what sends the trace of a call along, where the other side agreed on traces.
         *
         * @param carrier by default none, so that no trace is sent
         * @return this
         */
        public Builder traces(TraceCarrier carrier) {
            traces = carrier;
            return this;
        }

        /**
         * Sets the source of time.
         *
         * @param value by default the machine's, which is closed with the client
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
         * Makes a client that connects when it is first needed: the server need not be there yet.
         *
         * @return the client
         */
        public Client unconnected() {
            return new Client(this);
        }

        /**
         * Connects.
         *
         * @return the client
         * @throws EndpointException when there is no server, or the two do not come to an agreement
         * @throws IllegalStateException when the address is for TLS and {@link #tls} was not called
         */
        public Client connect() throws EndpointException {
            Client client = new Client(this);
            try {
                client.connection();
                return client;
            } catch (EndpointException | RuntimeException e) {
                client.close();
                throw e;
            }
        }
    }
}
