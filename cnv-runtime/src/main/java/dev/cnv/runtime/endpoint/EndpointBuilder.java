package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.telemetry.TraceCarrier;
import dev.cnv.runtime.time.Time;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a client and a server are both made with. Not safe for use by several threads.
 *
 * @param <B> the builder itself
 */
abstract sealed class EndpointBuilder<B extends EndpointBuilder<B>>
        permits Client.Builder, Server.Builder {

    private EndpointSettings settings = EndpointSettings.DEFAULT;
    private Optional<Time> time = Optional.empty();
    private RandomGenerator random = new SecureRandom();
    private TraceCarrier traces = TraceCarrier.NONE;
    private Optional<TlsIdentity> identity = Optional.empty();
    private Optional<TlsPeers> peers = Optional.empty();

    /** {@return this} */
    abstract B self();

    /**
     * Sets times, limits and versions.
     *
     * @param value by default {@link EndpointSettings#DEFAULT}
     * @return this
     */
    public B settings(EndpointSettings value) {
        settings = value;
        return self();
    }

    /**
     * Sets who this end is and whom it takes for the other, for TLS. Where an authority vouches for a
     * server, its certificate must name the address's host. Who may connect to a server has no right by
     * that.
     *
     * @param own the key and certificates of this end
     * @param others who the other end may be
     * @return this
     */
    public B tls(TlsIdentity own, TlsPeers others) {
        identity = Optional.of(own);
        peers = Optional.of(others);
        return self();
    }

    /**
     * Sets what takes the traces of calls along, where the other side agreed on traces: a client sends
     * them, and a server continues them.
     *
     * @param carrier by default none, so that no trace is sent, and calls begin traces of their own
     * @return this
     */
    public B traces(TraceCarrier carrier) {
        traces = carrier;
        return self();
    }

    /**
     * Sets the source of time.
     *
     * @param value by default the machine's, which is closed with what is built
     * @return this
     */
    public B time(Time value) {
        time = Optional.of(value);
        return self();
    }

    /**
     * Sets where nonces come from.
     *
     * @param value by default a {@link SecureRandom}; a predictable one is for tests only
     * @return this
     */
    public B random(RandomGenerator value) {
        random = value;
        return self();
    }

    EndpointSettings settings() {
        return settings;
    }

    EndpointClock clock() {
        return EndpointClock.of(time);
    }

    RandomGenerator random() {
        return random;
    }

    TraceCarrier traces() {
        return traces;
    }

    Optional<TlsSockets> tls(Time clock) {
        return identity.map(own -> new TlsSockets(own, peers.orElseThrow(), clock));
    }
}
