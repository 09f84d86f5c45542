package dev.cnv.runtime.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The folder of one worker while it starts: the socket to which it connects, and its order where that
 * cannot go through its standard input. No other worker's is in it.
 *
 * @param folder the folder, which only its owner can enter
 */
record WorkerHome(Path folder) implements AutoCloseable {

    /** The longest name of what is in a home. */
    static final int NAME_BYTES = 2;

    private static final String OWNER_FILE = "rw-------";

    Path socket() {
        return folder.resolve("s");
    }

    Path order() {
        return folder.resolve("o");
    }

    ServerSocketChannel listen() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return server.bind(UnixDomainSocketAddress.of(socket()), 1);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Writes the order into a file that only its owner can read. */
    void write(StartOrder order) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(
                order(),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString(OWNER_FILE)))) {
            ByteBuffer bytes = ByteBuffer.wrap(order.encode());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }

    /** Deletes the folder and what is in it. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(socket());
        Files.deleteIfExists(order());
        Files.deleteIfExists(folder);
    }
}
