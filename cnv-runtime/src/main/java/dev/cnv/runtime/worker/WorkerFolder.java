package dev.cnv.runtime.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a pool's homes, which only this user can enter. It is made when it is first needed.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class WorkerFolder implements AutoCloseable {

    /** The longest path of a socket in bytes: sun_path of unix(7) less its end and what is put before. */
    private static final int MAX_PATH_BYTES = 100;

    private static final String PREFIX = "cnv-workers-";

    /** A slash, the random number of the folder, a slash, the number of a home, its socket. */
    private static final int NAME_BYTES = PREFIX.length() + 1 + 19 + 1 + 10 + WorkerHome.NAME_BYTES;

    private final AtomicLong numbers = new AtomicLong();
    private @Nullable Path folder;

    static Path parent() {
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    }

    static boolean fits(Path parent) {
        return parent.toString().getBytes(StandardCharsets.UTF_8).length + NAME_BYTES
                <= MAX_PATH_BYTES;
    }

    /** A new home, which the caller closes. */
    WorkerHome home() throws IOException {
        Path home = path().resolve(Long.toString(numbers.incrementAndGet()));
        return new WorkerHome(Files.createDirectory(home, ownerOnly()));
    }

    private static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    private synchronized Path path() throws IOException {
        Path known = folder;
        if (known == null) {
            known = Files.createTempDirectory(parent(), PREFIX, ownerOnly());
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
