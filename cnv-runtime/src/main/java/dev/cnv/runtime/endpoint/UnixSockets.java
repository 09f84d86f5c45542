package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.crypto.OwnerOnlyFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import jdk.net.ExtendedSocketOptions;

/**
 * Unix-domain sockets between processes of one user. The socket's file has mode 0600, and each side
 * asks the operating system whose process the other one is.
 */
final class UnixSockets {

    private static final String OWNER_FOLDER = "rwx------";

    private static final String OWNER_FILE = "rw-------";

    private UnixSockets() {}

    /**
     * Listens at a path. The file gets its mode in a folder that only its owner can enter and is then
     * moved to its place, so that nobody else can connect in between.
     *
     * @throws EndpointException when a server listens there, or the path holds something else
     */
    static ServerSocketChannel listen(Path path, int backlogCount, RandomGenerator random)
            throws IOException {
        requireFree(path);
        byte[] suffix = new byte[4];
        random.nextBytes(suffix);
        Path folder = path.resolveSibling("." + HexFormat.of().formatHex(suffix));
        Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString(OWNER_FOLDER)));
        Path made = folder.resolve("s");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(made), backlogCount);
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(OWNER_FILE));
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            Files.deleteIfExists(made);
            throw e;
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    /** Takes away what a server left behind that ended without closing; leaves everything else. */
    private static void requireFree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new EndpointException(
                    EndpointFault.SOCKET_REFUSED, "path=" + path + " is there and is no socket");
        }
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new EndpointException(
                    EndpointFault.SOCKET_REFUSED, "path=" + path + " is served already");
        } catch (EndpointException e) {
            throw e;
        } catch (IOException _) {
            Files.delete(path);
        }
    }

    /**
     * Connects to a path.
     *
     * @throws EndpointException when nobody listens there, or others than this user may
     */
    static Transport connect(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new EndpointException(
                    EndpointFault.UNREACHABLE, "path=" + path + " is not there: nobody serves");
        }
        requireOwn(path);
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            throw new EndpointException(
                    EndpointFault.UNREACHABLE,
                    "path=" + path + " cannot be connected to: " + e.getMessage(),
                    e);
        }
        return transport(channel);
    }

    private static void requireOwn(Path path) throws IOException {
        if (!isSocket(path)) {
            throw new EndpointException(
                    EndpointFault.SOCKET_REFUSED, "path=" + path + " is no socket");
        }
        Optional<String> shared = OwnerOnlyFile.shared(path);
        if (shared.isPresent()) {
            throw new EndpointException(
                    EndpointFault.SOCKET_REFUSED,
                    "path=" + path + " has permissions=" + shared.get()
                            + ", so others than its owner may have made or use it");
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther();
    }

    /**
     * A connected channel, when the other process is this user's too.
     *
     * @throws EndpointException when it is another user's, or the system does not say; it is closed then
     */
    static Transport transport(SocketChannel channel) throws IOException {
        try {
            String user =
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            String own = ProcessHandle.current().info().user().orElse("");
            if (!user.equals(own)) {
                throw new EndpointException(
                        EndpointFault.PEER_REFUSED,
                        "the process at the other end is of user=" + user + ", not of user=" + own);
            }
            return new UnixTransport(channel, PeerIdentity.ofUser(user));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
