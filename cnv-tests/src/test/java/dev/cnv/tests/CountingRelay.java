package dev.cnv.tests;

import dev.cnv.runtime.endpoint.EndpointAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before a server, passes on what comes, and counts its bytes. */
final class CountingRelay implements AutoCloseable {

    final AtomicLong toServer = new AtomicLong();
    final AtomicLong toClient = new AtomicLong();
    private final ServerSocketChannel listening;
    private final SocketAddress server;

    private CountingRelay(ServerSocketChannel listening, SocketAddress server) {
        this.listening = listening;
        this.server = server;
        Thread.ofVirtual().start(this::acceptAll);
    }

    static CountingRelay before(EndpointAddress.Unix server, Path at) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(at));
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rw-------"));
        return new CountingRelay(listening, UnixDomainSocketAddress.of(server.path()));
    }

    static CountingRelay before(EndpointAddress.Tls server) throws IOException {
        return new CountingRelay(
                ServerSocketChannel.open().bind(new InetSocketAddress(server.host(), 0)),
                new InetSocketAddress(server.host(), server.port()));
    }

    /** Where a client finds the server behind this. */
    EndpointAddress address() throws IOException {
        return switch (listening.getLocalAddress()) {
            case UnixDomainSocketAddress unix -> EndpointAddress.unix(unix.getPath());
            case InetSocketAddress inet -> EndpointAddress.tls("localhost", inet.getPort());
            default -> throw new AssertionError(listening);
        };
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel client = listening.accept();
                SocketChannel behind = SocketChannel.open(server);
                Thread.ofVirtual().start(() -> pass(client, behind, toServer));
                Thread.ofVirtual().start(() -> pass(behind, client, toClient));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private static void pass(SocketChannel from, SocketChannel to, AtomicLong bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        try (to) {
            while (from.read(buffer.clear()) >= 0) {
                bytes.addAndGet(buffer.flip().remaining());
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        } catch (IOException _) {
            // One of them has gone.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
