package dev.cnv.runtime.governance;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A {@link Disk} on a real file. */
final class FileDisk implements Disk {

    /*
     * Implementation notes
     *
     * RandomAccessFile and not FileChannel: a FileChannel closes itself when a thread that is
     * interrupted writes through it, and the kernel interrupts verbs that ran out of time. One late
     * verb would end the ledger. FileDescriptor.sync is fsync, which is what FileChannel.force(true)
     * calls too. Only a FileChannel can force a directory, so that is done by a thread of its own,
     * which nobody interrupts.
     */

    private final Path path;
    private final RandomAccessFile file;
    private final Object position = new Object();

    private FileDisk(Path path, String mode) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), mode);
    }

    /** Makes a file that is readable by its owner only. */
    static FileDisk create(Path path) throws IOException {
        try {
            Files.createFile(path, ownerOnly(path, "rw-------"));
        } catch (IOException e) {
            throw fullOr(path.toAbsolutePath().getParent(), 1, e);
        }
        return openForWriting(path);
    }

    static FileDisk openForWriting(Path path) throws IOException {
        return new FileDisk(path, "rw");
    }

    static FileDisk openForReading(Path path) throws IOException {
        return new FileDisk(path, "r");
    }

    /** Makes the entries of a directory durable; the root's own need no parent. */
    static void forceDirectory(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return;
        }
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Gate done = new Gate();
        Thread.ofPlatform().daemon().name("cnv-ledger-force").start(() -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (Throwable e) {
                thrown.set(e);
            } finally {
                done.open();
            }
        });
        done.await();
        Throwable failed = thrown.get();
        if (failed != null) {
            throw new IOException(
                    "directory=" + directory + " could not be forced: " + failed.getMessage(),
                    failed);
        }
    }

    static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Tells a full disk from other faults. The system's words may be in any language, so the room that
     * is left is asked for too.
     */
    static IOException fullOr(@Nullable Path where, long neededBytes, IOException e) {
        String message = String.valueOf(e.getMessage());
        boolean full = message.contains("No space left") || message.contains("quota exceeded");
        if (!full && where != null) {
            try {
                full = Files.getFileStore(where).getUsableSpace() < neededBytes;
            } catch (IOException | RuntimeException unknown) {
                e.addSuppressed(unknown);
            }
        }
        return full ? new DiskFullException(message, e) : e;
    }

    @Override
    public void write(long positionBytes, byte[] bytes, int lengthBytes) throws IOException {
        synchronized (position) {
            try {
                file.seek(positionBytes);
                file.write(bytes, 0, lengthBytes);
            } catch (IOException e) {
                throw fullOr(path, lengthBytes, e);
            }
        }
    }

    @Override
    public void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public long size() throws IOException {
        return file.length();
    }

    @Override
    public int read(long positionBytes, byte[] into, int from, int lengthBytes) throws IOException {
        synchronized (position) {
            file.seek(positionBytes);
            int total = 0;
            while (total < lengthBytes) {
                int count = file.read(into, from + total, lengthBytes - total);
                if (count < 0) {
                    break;
                }
                total += count;
            }
            return total;
        }
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        file.setLength(sizeBytes);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
