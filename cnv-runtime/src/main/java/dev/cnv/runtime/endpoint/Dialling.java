package dev.cnv.runtime.endpoint;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection that is being made, and can be given up meanwhile.
 *
 * <p><b>Threading:</b> one thread makes it, and any gives it up. What the former opens it publishes by
 * {@code socket} and {@code transport}, each a {@code setRelease} that pairs with the {@code getAcquire} of
 * {@code abort}. {@code gaveUp} is set before what is open is closed: who finds it closed finds out why.
 */
final class Dialling {

    private final EndpointAddress address;
    private final Duration timeout;
    private final Optional<TlsSockets> tls;
    private volatile @Nullable Socket socket;
    private volatile @Nullable Transport transport;
    private volatile boolean gaveUp;

    Dialling(EndpointAddress address, Duration timeout, Optional<TlsSockets> tls) {
        this.address = address;
        this.timeout = timeout;
        this.tls = tls;
    }

    /**
     * Connects, TLS included.
     *
     * @throws IllegalStateException when the address is for TLS and there is no identity
     */
    Transport transport() throws IOException {
        Transport made = switch (address) {
            case EndpointAddress.Unix(Path path) -> UnixSockets.connect(path);
            case EndpointAddress.UnencryptedLoopback(String host, int port) ->
                SocketTransport.unencrypted(plain(host, port));
            case EndpointAddress.Tls(String host, int port) -> {
                Socket plain = plain(host, port);
                yield SocketTransport.secured(
                        plain,
                        tls.orElseThrow(() -> new IllegalStateException("address=" + address
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
                Math.min(Integer.MAX_VALUE, timeout.toMillis()));
        return made;
    }

    /** Ends it because it takes too long. */
    void giveUp() {
        gaveUp = true;
        abort();
    }

    /** {@return whether it took too long} */
    boolean gaveUp() {
        return gaveUp;
    }

    /** Ends it. */
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
