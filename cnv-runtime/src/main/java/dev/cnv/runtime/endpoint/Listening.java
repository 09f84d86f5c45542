package dev.cnv.runtime.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A place where a server takes connections. */
sealed interface Listening {

    /** How many connections the operating system holds until they are taken. */
    int BACKLOG_COUNT = 1024;

    /** A connection that was taken; nothing was read of it. */
    interface Accepted {

        /** Gets it ready to carry messages, which may take a handshake of TLS. */
        Transport secure() throws IOException;

        /** Ends it at once, also while it is made ready. */
        void abort();
    }

    /** Waits for the next connection. */
    Accepted accept() throws IOException;

    /** {@return where it is; with the port that the system chose} */
    EndpointAddress address();

    /** Takes no more connections. */
    void close() throws IOException;

    /** Begins to listen. */
    static Listening at(EndpointAddress address, Optional<TlsSockets> tls, RandomGenerator random)
            throws IOException {
        return switch (address) {
            case EndpointAddress.Unix(Path path) ->
                new AtPath(UnixSockets.listen(path, BACKLOG_COUNT, random), path);
            case EndpointAddress.Tls(String host, int port) ->
                new AtPort(
                        socket(host, port),
                        host,
                        Optional.of(tls.orElseThrow(() -> new IllegalStateException(
                                "address=" + address + " needs an identity and peers: call tls"))));
            case EndpointAddress.UnencryptedLoopback(String host, int port) ->
                new AtPort(socket(host, port), host, Optional.empty());
        };
    }

    private static ServerSocket socket(String host, int port) throws IOException {
        return new ServerSocket(port, BACKLOG_COUNT, InetAddress.getByName(host));
    }

    /** A Unix-domain socket. */
    record AtPath(ServerSocketChannel server, Path path) implements Listening {

        @Override
        public Accepted accept() throws IOException {
            SocketChannel channel = server.accept();
            return new Accepted() {
                @Override
                public Transport secure() throws IOException {
                    return UnixSockets.transport(channel);
                }

                @Override
                public void abort() {
                    new UnixTransport(channel, PeerIdentity.UNKNOWN).abort();
                }
            };
        }

        @Override
        public EndpointAddress address() {
            return EndpointAddress.unix(path);
        }

        @Override
        public void close() throws IOException {
            server.close();
            Files.deleteIfExists(path);
        }
    }

    /** A port of TCP. */
    record AtPort(ServerSocket server, String host, Optional<TlsSockets> tls) implements Listening {

        @Override
        public Accepted accept() throws IOException {
            Socket socket = server.accept();
            socket.setTcpNoDelay(true);
            return new Accepted() {
                @Override
                public Transport secure() throws IOException {
                    return tls.isPresent()
                            ? SocketTransport.secured(
                                    socket, tls.get().secure(socket, Optional.empty()))
                            : SocketTransport.unencrypted(socket);
                }

                @Override
                public void abort() {
                    try {
                        socket.close();
                    } catch (IOException _) {
                        // It is of no more use either way.
                    }
                }
            };
        }

        @Override
        public EndpointAddress address() {
            return tls.isPresent()
                    ? EndpointAddress.tls(host, server.getLocalPort())
                    : EndpointAddress.unencryptedOnLoopback(host, server.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
