package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.FeatureSet;
import dev.cnv.runtime.protocol.ProtocolVersion;
import dev.cnv.runtime.protocol.WireLimits;
import java.time.Duration;
import java.util.List;

/**
 * How one end of connections behaves. Each method gives new settings with one of them changed.
 *
 * @param versions the versions to offer
 * @param features what to offer besides
 * @param limits the largest message, and how many calls a connection may have running
 * @param handshakeTimeout how long a new connection may take for TLS and negotiation together
 * @param heartbeatEvery how long a side that has nothing to say is silent before it says so
 * @param deadAfter how long nothing may be heard of the other side, or written to it
 * @param idleAfter how long no call may be made before the connection is closed, and nothing be asked of
 *     a stream before its call is cancelled
 * @param drain how long running calls may take to end when a side shuts down
 * @param maxConnections how many connections a server has at most
 * @param outboxBytes how much may wait to be written to one connection; whoever adds more waits
 * @param heldBytes how much memory the requests may take that a server has read and not yet answered,
 *     over all its connections
 */
public record EndpointSettings(
        List<ProtocolVersion> versions,
        FeatureSet features,
        WireLimits limits,
        Duration handshakeTimeout,
        Duration heartbeatEvery,
        Duration deadAfter,
        Duration idleAfter,
        Duration drain,
        int maxConnections,
        int outboxBytes,
        long heldBytes) {

    /** All versions and features, 10 s for a handshake, dead after 30 s, idle after an hour. */
    public static final EndpointSettings DEFAULT = new EndpointSettings(
            List.of(ProtocolVersion.values()).reversed(),
            FeatureSet.ALL,
            WireLimits.DEFAULT,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            16_384,
            1024 * 1024,
            256L * 1024 * 1024);

    /**
     * Copies the list and checks the numbers.
     *
     * @throws IllegalArgumentException when there is no version, a time is not positive, a count is not
     *     positive, or a side would be dead before its next heartbeat
     */
    public EndpointSettings {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("versionCount=0");
        }
        requirePositive("handshakeTimeout", handshakeTimeout);
        requirePositive("heartbeatEvery", heartbeatEvery);
        requirePositive("idleAfter", idleAfter);
        requirePositive("drain", drain);
        if (deadAfter.compareTo(heartbeatEvery.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("deadAfter=" + deadAfter
                    + " is less than twice heartbeatEvery=" + heartbeatEvery);
        }
        if (maxConnections < 1 || outboxBytes < 1 || heldBytes < 1) {
            throw new IllegalArgumentException("maxConnections=" + maxConnections
                    + ", outboxBytes=" + outboxBytes + ", heldBytes=" + heldBytes
                    + ": each must be positive");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + "=" + value + " is not positive");
        }
    }

    /**
     * Other versions.
     *
     * @param offered the versions to offer
     * @return new settings
     */
    public EndpointSettings withVersions(List<ProtocolVersion> offered) {
        return new EndpointSettings(
                offered,
                features,
                limits,
                handshakeTimeout,
                heartbeatEvery,
                deadAfter,
                idleAfter,
                drain,
                maxConnections,
                outboxBytes,
                heldBytes);
    }

    /**
     * Other features.
     *
     * @param offered what to offer
     * @return new settings
     */
    public EndpointSettings withFeatures(FeatureSet offered) {
        return new EndpointSettings(
                versions,
                offered,
                limits,
                handshakeTimeout,
                heartbeatEvery,
                deadAfter,
                idleAfter,
                drain,
                maxConnections,
                outboxBytes,
                heldBytes);
    }

    /**
     * Other limits of the wire.
     *
     * @param offered the largest message and the number of calls
     * @return new settings
     */
    public EndpointSettings withLimits(WireLimits offered) {
        return new EndpointSettings(
                versions,
                features,
                offered,
                handshakeTimeout,
                heartbeatEvery,
                deadAfter,
                idleAfter,
                drain,
                maxConnections,
                outboxBytes,
                heldBytes);
    }

    /**
     * Other times for what the other side owes.
     *
     * @param handshake how long a handshake may take
     * @param heartbeat how long a side may be silent
     * @param dead how long nothing may be heard or written
     * @param idle how long no call may be made
     * @return new settings
     */
    public EndpointSettings withTimes(
            Duration handshake, Duration heartbeat, Duration dead, Duration idle) {
        return new EndpointSettings(
                versions,
                features,
                limits,
                handshake,
                heartbeat,
                dead,
                idle,
                drain,
                maxConnections,
                outboxBytes,
                heldBytes);
    }

    /**
     * Another time for running calls to end.
     *
     * @param wait how long they may take when a side shuts down
     * @return new settings
     */
    public EndpointSettings withDrain(Duration wait) {
        return new EndpointSettings(
                versions,
                features,
                limits,
                handshakeTimeout,
                heartbeatEvery,
                deadAfter,
                idleAfter,
                wait,
                maxConnections,
                outboxBytes,
                heldBytes);
    }

    /**
     * Other bounds of what a server takes on.
     *
     * @param connections how many connections it has at most
     * @param outbox how many bytes may wait to be written to one connection
     * @param held how many bytes of requests it holds
     * @return new settings
     */
    public EndpointSettings withBounds(int connections, int outbox, long held) {
        return new EndpointSettings(
                versions,
                features,
                limits,
                handshakeTimeout,
                heartbeatEvery,
                deadAfter,
                idleAfter,
                drain,
                connections,
                outbox,
                held);
    }
}
