package dev.cnv.runtime.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a pool's sockets, which only this user can enter. It is made when it is first needed.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class WorkerFolder implements AutoCloseable {

    /** The longest path of a socket in bytes: sun_path of unix(7) less its end and what is put before. */
    private static final int MAX_PATH_BYTES = 100;

    private static final String PREFIX = "cnv-workers-";

    /** The random number of a folder, a slash, the number of a socket. */
    private static final int NAME_BYTES = PREFIX.length() + 40;

    private final AtomicLong numbers = new AtomicLong();
    private @Nullable Path folder;

    static Path parent() {
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    }

    static boolean fits(Path parent) {
        return parent.toString().getBytes(StandardCharsets.UTF_8).length + NAME_BYTES
                <= MAX_PATH_BYTES;
    }

    /** A path in the folder that was never given before. */
    Path next() throws IOException {
        return path().resolve(Long.toString(numbers.incrementAndGet()));
    }

    private synchronized Path path() throws IOException {
        Path known = folder;
        if (known == null) {
            known = Files.createTempDirectory(
                    parent(),
                    PREFIX,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            folder = known;
        }
        return known;
    }

    /** Deletes the folder, which is empty when all workers have started or failed to. */
    @Override
    public synchronized void close() throws IOException {
        Path known = folder;
        folder = null;
        if (known != null) {
            Files.deleteIfExists(known);
        }
    }
}
