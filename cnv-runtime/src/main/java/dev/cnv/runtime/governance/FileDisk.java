package dev.cnv.runtime.governance;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** A {@link Disk} on a real file. */
final class FileDisk implements Disk {

    /*
     * Implementation notes
     *
     * RandomAccessFile and not FileChannel: a FileChannel closes itself when a thread that is
     * interrupted writes through it, and the kernel interrupts verbs that ran out of time. One late
     * verb would end the ledger. FileDescriptor.sync is fsync, which is what FileChannel.force(true)
     * calls too.
     */

    private final RandomAccessFile file;
    private final Object position = new Object();

    private FileDisk(RandomAccessFile file) {
        this.file = file;
    }

    /** Opens the file for writing; makes it, readable by its owner only, and durable, when it is missing. */
    static FileDisk openForWriting(Path path) throws IOException {
        try {
            Files.createFile(path, ownerOnly(path, "rw-------"));
        } catch (FileAlreadyExistsException _) {
            // The usual case: a ledger that is opened again.
        }
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            forceDirectory(path.toAbsolutePath().getParent());
            return new FileDisk(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    static FileDisk openForReading(Path path) throws IOException {
        return new FileDisk(new RandomAccessFile(path.toFile(), "r"));
    }

    /** Makes the entries of a directory durable; the root's own need no parent. */
    static void forceDirectory(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
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

    @Override
    public void write(long positionBytes, byte[] bytes) throws IOException {
        synchronized (position) {
            file.seek(positionBytes);
            file.write(bytes);
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
    public int read(long positionBytes, byte[] into, int lengthBytes) throws IOException {
        synchronized (position) {
            file.seek(positionBytes);
            int total = 0;
            while (total < lengthBytes) {
                int count = file.read(into, total, lengthBytes - total);
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
