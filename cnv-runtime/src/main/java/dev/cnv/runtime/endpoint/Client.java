package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compressors;
import dev.cnv.runtime.telemetry.TraceCarrier;
import dev.cnv.runtime.time.Time;
import java.util.Optional;
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

    private final EndpointAddress address;
    private final EndpointSettings settings;
    private final EndpointClock clock;
    private final RandomGenerator random;
    private final TraceCarrier traces;
    private final Optional<String> audience;
    private final Dialling dialling;
    private final OpenConnections connections;
    private final Patience endless;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ClientConnection current;
    private boolean closed;

    private Client(Builder builder) {
        address = builder.address;
        settings = builder.settings();
        clock = builder.clock();
        random = builder.random();
        traces = builder.traces();
        audience = builder.audience;
        dialling = new Dialling(
                address,
                settings,
                clock.time(),
                random,
                builder.tls(clock.time()),
                Compressors.installed());
        connections = new OpenConnections(clock.time(), settings.heartbeatEvery());
        endless = new Patience(clock.time(), Optional.empty());
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
        try {
            return capabilities(connection(), endless);
        } catch (InterruptedException _) {
            throw Patience.interrupted();
        }
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

    private Capabilities capabilities(ClientConnection connection, Patience patience)
            throws EndpointException, InterruptedException {
        return new CallerProof(this, Credential.anonymous(), CallOptions.NONE)
                .capabilities(connection, patience);
    }

    /** The name that the server's runtime goes by: as was set, or as the server says. */
    String audience(ClientConnection connection, Patience patience)
            throws EndpointException, InterruptedException {
        if (audience.isPresent()) {
            return audience.get();
        }
        String said = connection.serverName();
        if (said == null) {
            said = capabilities(connection, patience).audience();
            connection.knowServerName(said);
        }
        return said;
    }

    Time time() {
        return clock.time();
    }

    TraceCarrier traces() {
        return traces;
    }

    RandomGenerator random() {
        return random;
    }

    /** How long a call may take that is made now. */
    Patience patience(CallOptions options) {
        return options.timeAllowed().isPresent()
                ? new Patience(clock.time(), options.timeAllowed())
                : endless;
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
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    private ClientConnection dial() throws EndpointException {
        Connection made =
                dialling.dial(own -> new ClientConnection(own, () -> connections.remove(own)));
        ClientConnection handler = (ClientConnection) made.handler();
        connections.start(made, handler::drain);
        return handler;
    }

    /**
     * Makes no more calls, waits for those that run within the drain time, and ends its connections: also
     * those that no new calls were made on.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        connections.close(
                settings.drain(),
                new EndpointException(EndpointFault.SHUTTING_DOWN, "this client was closed"));
        clock.close();
    }

    @Override
    public String toString() {
        return "Client[" + address + "]";
    }

    /** Collects a client's parts. Not safe for use by several threads. */
    public static final class Builder extends EndpointBuilder<Builder> {

        private final EndpointAddress address;
        private Optional<String> audience = Optional.empty();

        private Builder(EndpointAddress address) {
            this.address = address;
        }

        @Override
        Builder self() {
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
         * @throws IllegalStateException when the address is for TLS and {@link #tls(TlsIdentity, TlsPeers)} was not called
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
