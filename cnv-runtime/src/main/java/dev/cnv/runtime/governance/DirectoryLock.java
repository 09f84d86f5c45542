package dev.cnv.runtime.governance;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The right of one ledger in one process to write to a directory. */
final class DirectoryLock implements Closeable {

    /*
     * Implementation notes
     *
     * Two files. Closing any channel on a file gives up all POSIX locks that the process holds on it
     * (fcntl(2)), so a second ledger in the same process that is refused would, on its way out, unlock
     * the first one's file for other processes. The first file is therefore only there to find a
     * second ledger in the same process, which the JDK does without the operating system's lock; a
     * ledger that is refused there never opens the second file, whose lock keeps other processes out.
     */

    static final String PROCESS_FILE = "lock-in-process";
    static final String SYSTEM_FILE = "lock";

    private final FileChannel process;
    private final FileChannel system;

    private DirectoryLock(FileChannel process, FileChannel system) {
        this.process = process;
        this.system = system;
    }

    static DirectoryLock acquire(Path directory) throws IOException {
        FileChannel process = locked(directory, PROCESS_FILE);
        try {
            return new DirectoryLock(process, locked(directory, SYSTEM_FILE));
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (process) {
            system.close();
        }
    }

    private static FileChannel locked(Path directory, String name) throws IOException {
        Path path = directory.resolve(name);
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(directory, "another process", null);
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(directory, "another ledger of this process", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static LedgerException inUse(Path directory, String by, @Nullable Throwable cause) {
        return new LedgerException(
                "directory=" + directory + " is written to by " + by
                        + ": close that ledger first, or read this one with FileLedger.read",
                cause);
    }
}
