package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.Compressors;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a client makes a connection, within the time for a handshake.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
record Dialling(
        EndpointAddress address,
        EndpointSettings settings,
        Time time,
        RandomGenerator random,
        Optional<TlsSockets> tls,
        Compressors compressors) {

    /**
     * Connects and shakes hands.
     *
     * @param handler what becomes of messages
     * @return the connection, which is not started
     * @throws EndpointException when there is no server, or the two do not come to an agreement
     */
    Connection dial(Function<Connection, Connection.Handler> handler) throws EndpointException {
        try {
            return connect(handler);
        } catch (EndpointException e) {
            throw e;
        } catch (IOException e) {
            throw new EndpointException(
                    EndpointFault.UNREACHABLE, "address=" + address + ": " + e.getMessage(), e);
        }
    }

    private Connection connect(Function<Connection, Connection.Handler> handler)
            throws IOException {
        Dialled dialled = new Dialled();
        Time.Timer limit = time.after(settings.handshakeTimeout(), dialled::giveUp);
        Inbox inbox = new Inbox(new HeldBytes(settings.heldBytes()));
        try {
            Transport transport = dialled.transport();
            Agreement agreement = Handshakes.initiate(
                    Handshakes.offer(settings, compressors, random), transport, inbox);
            return new Connection(
                    transport,
                    agreement,
                    inbox,
                    settings,
                    time,
                    compressors.find(agreement.compression()),
                    handler);
        } catch (IOException | RuntimeException e) {
            dialled.abort();
            if (dialled.gaveUp) {
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

    /** A connection that is being made, and can be ended meanwhile. */
    private final class Dialled {

        private volatile @Nullable Socket socket;
        private volatile @Nullable Transport transport;
        private volatile boolean gaveUp;

        Transport transport() throws IOException {
            Transport made = switch (address) {
                case EndpointAddress.Unix(Path path) -> UnixSockets.connect(path);
                case EndpointAddress.UnencryptedLoopback(String host, int port) ->
                    SocketTransport.unencrypted(plain(host, port));
                case EndpointAddress.Tls(String host, int port) -> {
                    Socket plain = plain(host, port);
                    yield SocketTransport.secured(
                            plain,
                            tls.orElseThrow(() -> new IllegalStateException("address="
                                            + address
                                            + " needs an identity and peers: call tls"))
                                    .secure(plain, Optional.of(host)));
                }
            };
            transport = made;
            return made;
        }

        private Socket plain(String host, int port) throws IOException {
            Socket made = new Socket();
            socket = made;
            made.setTcpNoDelay(true);
            made.connect(new InetSocketAddress(host, port), (int)
                    Math.min(Integer.MAX_VALUE, settings.handshakeTimeout().toMillis()));
            return made;
        }

        void giveUp() {
            gaveUp = true;
            abort();
        }

        void abort() {
            Transport made = transport;
            if (made != null) {
                made.abort();
            }
            Socket plain = socket;
            if (plain != null) {
                try {
                    plain.close();
                } catch (IOException _) {
                    // It is of no more use either way.
                }
            }
        }
    }
}
