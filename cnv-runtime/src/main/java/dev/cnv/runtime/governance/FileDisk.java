package dev.cnv.runtime.governance;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Disk} on a real file. Behind what was written, a file that is open for writing has room: bytes
 * that are zero, which belong to no line and do not count for {@link #size}.
 */
final class FileDisk implements Disk {

    /*
     * Implementation notes
     *
     * RandomAccessFile and not FileChannel: a FileChannel closes itself when a thread that is
     * interrupted writes through it, and the kernel interrupts verbs that ran out of time. One late
     * verb would end the ledger. FileDescriptor.sync is fsync, which is what FileChannel.force(true)
     * calls too. Only a channel can force a directory: an AsynchronousFileChannel does so in the thread
     * that asks, as a FileChannel would, and an interrupt does not close it.
     *
     * A force of a file that became longer writes the file system's journal too and takes about twice as
     * long. So zeros are written ahead now and then, and most forces meet a file of the same length. Room
     * is cut off when the file is closed; a crash leaves it, and no line ends in a zero.
     */

    /**
     * What is written ahead: a force in sixteen, at 64 callers, meets a longer file. Behind a write of
     * this size the journal matters no more, and there is no room.
     */
    static final int ROOM_BYTES = 256 * 1024;

    private static final int LOOK_BYTES = 8 * 1024;
    private static final byte[] ZEROS = new byte[ROOM_BYTES];

    private final Path path;
    private final RandomAccessFile file;
    private final boolean writes;
    private final int roomBytes;
    private final Object position = new Object();

    /* Guarded by the position. Of a file that is open for reading, the end is only where to look from. */
    private long endBytes;
    private long roomEndBytes;

    private FileDisk(Path path, boolean writes, int roomBytes) throws IOException {
        this.path = path;
        this.writes = writes;
        this.roomBytes = roomBytes;
        this.file = new RandomAccessFile(path.toFile(), writes ? "rw" : "r");
        try {
            this.roomEndBytes = file.length();
            this.endBytes = findEnd();
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Makes a file of lines that is readable by its owner only. */
    static FileDisk create(Path path) throws IOException {
        make(path);
        return openForWriting(path);
    }

    /** Makes a file of any bytes, which has no room behind them, that is readable by its owner only. */
    static FileDisk createExact(Path path) throws IOException {
        make(path);
        return new FileDisk(path, true, 0);
    }

    private static void make(Path path) throws IOException {
        try {
            Files.createFile(path, ownerOnly(path, "rw-------"));
        } catch (IOException e) {
            throw fullOr(path.toAbsolutePath().getParent(), 1, e);
        }
    }

    static FileDisk openForWriting(Path path) throws IOException {
        return new FileDisk(path, true, ROOM_BYTES);
    }

    static FileDisk openForReading(Path path) throws IOException {
        return new FileDisk(path, false, 0);
    }

    /** Makes the entries of a directory durable; the root's own need no parent. */
    static void forceDirectory(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return;
        }
        try (AsynchronousFileChannel channel =
                AsynchronousFileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new IOException(
                    "directory=" + directory + " could not be forced: " + e.getMessage(), e);
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
            endBytes = Math.max(endBytes, positionBytes + lengthBytes);
            if (endBytes > roomEndBytes) {
                roomEndBytes = endBytes;
                if (lengthBytes < roomBytes) {
                    makeRoom();
                }
            }
        }
    }

    /** Writes zeros behind the end; on a disk that has no room for them, there are none. */
    private void makeRoom() throws IOException {
        roomEndBytes = endBytes + roomBytes;
        try {
            file.seek(endBytes);
            file.write(ZEROS, 0, roomBytes);
        } catch (IOException e) {
            if (!(fullOr(path, roomBytes, e) instanceof DiskFullException)) {
                throw e;
            }
            file.setLength(endBytes);
            roomEndBytes = endBytes;
        }
    }

    @Override
    public void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public long size() throws IOException {
        synchronized (position) {
            if (!writes) {
                endBytes = findEnd();
            }
            return endBytes;
        }
    }

    /** Where the zeros at the file's end begin; looks backwards, since another process may write. */
    private long findEnd() throws IOException {
        byte[] block = new byte[LOOK_BYTES];
        long end = file.length();
        while (end > 0) {
            long from = Math.max(0, end - block.length);
            int last = readAt(from, block, 0, (int) (end - from));
            while (last > 0 && block[last - 1] == 0) {
                last--;
            }
            if (last > 0) {
                return from + last;
            }
            end = from;
        }
        return 0;
    }

    @Override
    public int read(long positionBytes, byte[] into, int from, int lengthBytes) throws IOException {
        synchronized (position) {
            return readAt(positionBytes, into, from, lengthBytes);
        }
    }

    private int readAt(long positionBytes, byte[] into, int from, int lengthBytes)
            throws IOException {
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

    @Override
    public void truncate(long sizeBytes) throws IOException {
        synchronized (position) {
            file.setLength(sizeBytes);
            endBytes = Math.min(endBytes, sizeBytes);
            roomEndBytes = sizeBytes;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (position) {
            try (file) {
                if (writes && roomEndBytes > endBytes) {
                    file.setLength(endBytes);
                }
            }
        }
    }
}
