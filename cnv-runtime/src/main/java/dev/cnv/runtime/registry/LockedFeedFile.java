package dev.cnv.runtime.registry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A {@link FeedFile} that one process has at a time. */
final class LockedFeedFile implements FeedFile {

    private final @Nullable Path folder;
    /* No channel writes: an interrupted thread would close it. */
    private final RandomAccessFile file;
    private boolean isNew;

    private LockedFeedFile(Path path, RandomAccessFile file, boolean isNew) {
        this.folder = path.toAbsolutePath().getParent();
        this.file = file;
        this.isNew = isNew;
    }

    /**
     * Opens a file, and makes it when it is missing.
     *
     * @throws IOException when that fails, or it is open already
     */
    static LockedFeedFile open(Path path) throws IOException {
        boolean isNew = !Files.exists(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            lock(path, file.getChannel());
            return new LockedFeedFile(path, file, isNew);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new IOException("journal=" + path + " is open already", e);
        }
        if (held == null) {
            throw new IOException("journal=" + path + " is open in another process");
        }
    }

    @Override
    public long size() throws IOException {
        return file.length();
    }

    @Override
    public byte[] read(long positionBytes, int lengthBytes) throws IOException {
        byte[] bytes = new byte[lengthBytes];
        file.seek(positionBytes);
        int count = 0;
        for (int more = 0; more >= 0 && count < lengthBytes; count += Math.max(0, more)) {
            more = file.read(bytes, count, lengthBytes - count);
        }
        return Arrays.copyOf(bytes, count);
    }

    @Override
    public void write(long positionBytes, byte[] bytes) throws IOException {
        file.seek(positionBytes);
        file.write(bytes);
    }

    /** A file that was made is lost in a crash, whatever was forced into it, until its folder is forced. */
    @Override
    public void force() throws IOException {
        file.getFD().sync();
        if (isNew && folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
        isNew = false;
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
