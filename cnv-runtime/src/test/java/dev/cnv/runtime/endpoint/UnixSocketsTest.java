package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketsTest {

    @TempDir
    private Path folder;

    private final Random random = new Random(1);

    private static EndpointFault fault(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(EndpointException.class, call).fault();
    }

    @Test
    void listen_atAFreePath_isForItsOwnerOnly() throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel server = UnixSockets.listen(path, 5, random)) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            Transport client = UnixSockets.connect(path);
            Transport accepted = UnixSockets.transport(server.accept());
            client.write(new byte[] {1, 2, 3}, 0, 3);
            byte[] read = new byte[3];
            assertEquals(3, accepted.read(read, 0, 3));
            assertArrayEquals(new byte[] {1, 2, 3}, read);
            assertEquals(
                    Optional.of(System.getProperty("user.name")),
                    accepted.peer().user());
            client.abort();
            assertEquals(-1, accepted.read(read, 0, 3));
        }
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void listen_whereAServerDied_takesItsPlace() throws Exception {
        Path path = folder.resolve("s");
        UnixSockets.listen(path, 5, random).close();
        assertTrue(Files.exists(path));
        UnixSockets.listen(path, 5, random).close();
    }

    @Test
    void listen_whereAServerListens_isRefused() throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel _ = UnixSockets.listen(path, 5, random)) {
            assertEquals(
                    EndpointFault.SOCKET_REFUSED, fault(() -> UnixSockets.listen(path, 5, random)));
        }
    }

    @Test
    void listen_whereAFileIs_isRefusedAndLeavesIt() throws Exception {
        Path path = Files.writeString(folder.resolve("s"), "text");
        assertEquals(
                EndpointFault.SOCKET_REFUSED, fault(() -> UnixSockets.listen(path, 5, random)));
        assertEquals("text", Files.readString(path));
    }

    @Test
    void connect_toASocketThatOthersMayUse_isRefused() throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel _ = UnixSockets.listen(path, 5, random)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
            assertEquals(EndpointFault.SOCKET_REFUSED, fault(() -> UnixSockets.connect(path)));
        }
    }

    @Test
    void connect_whereNobodyListens_isRefused() throws Exception {
        Path path = folder.resolve("s");
        assertEquals(EndpointFault.UNREACHABLE, fault(() -> UnixSockets.connect(path)));
        UnixSockets.listen(path, 5, random).close();
        assertEquals(EndpointFault.UNREACHABLE, fault(() -> UnixSockets.connect(path)));
        assertEquals(
                EndpointFault.SOCKET_REFUSED,
                fault(() -> UnixSockets.connect(Files.createFile(folder.resolve("file")))));
    }
}
