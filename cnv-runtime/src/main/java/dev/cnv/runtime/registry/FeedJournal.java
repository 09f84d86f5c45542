package dev.cnv.runtime.registry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The pages that a follower applied, in one file: what it knows and where it is. It holds no secret, and is
 * believed no more than the source is: each page's signature is checked again.
 *
 * <pre>{@code
 * file   = "CNVFEED1" record*
 * record = length (4, big endian)  CRC32C of the page (4)  page
 * }</pre>
 *
 * <p>A record that the end of the file cuts off was never applied, and is cut off. A damaged one before
 * others is refused.
 *
 * <p><b>Threading:</b> for one thread at a time; one process has it at a time.
 */
final class FeedJournal implements AutoCloseable {

    private static final byte[] MAGIC = "CNVFEED1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 8;

    private final Path path;
    /* No channel writes: an interrupted thread would close it. */
    private final RandomAccessFile file;
    private long end;

    private FeedJournal(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /** Takes a page of the file, as it was appended. */
    @FunctionalInterface
    interface Reader {
        void read(byte[] page) throws IOException;
    }

    /**
     * Opens a file, which need not be there yet, and reads it.
     *
     * @throws IOException when it is another's, damaged, or cannot be read or written
     */
    static FeedJournal open(Path path, Reader reader) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            FeedJournal journal = new FeedJournal(path, file);
            journal.lock();
            journal.begin();
            journal.readAll(reader);
            return journal;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void lock() throws IOException {
        FileLock held;
        try {
            held = file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            throw new IOException("journal=" + path + " is open already", e);
        }
        if (held == null) {
            throw new IOException("journal=" + path + " is open in another process");
        }
    }

    private void begin() throws IOException {
        long size = file.length();
        byte[] head = read(0, (int) Math.min(size, MAGIC.length));
        if (!Arrays.equals(head, Arrays.copyOf(MAGIC, head.length))) {
            throw new IOException("journal=" + path + " is no journal of a feed");
        }
        if (size < MAGIC.length) {
            put(MAGIC, 0);
        }
        end = MAGIC.length;
    }

    private void readAll(Reader reader) throws IOException {
        long size = file.length();
        while (end + HEAD_BYTES <= size) {
            ByteBuffer head = ByteBuffer.wrap(read(end, HEAD_BYTES));
            int length = head.getInt();
            int sum = head.getInt();
            boolean sized = length > 0 && length <= FeedDescriptor.MAX_BYTES;
            if (sized && end + HEAD_BYTES + length > size) {
                break;
            }
            byte[] page = read(end + HEAD_BYTES, sized ? length : 0);
            if (!sized || sum(page) != sum) {
                if (sized && end + HEAD_BYTES + length == size) {
                    break;
                }
                throw new IOException("journal=" + path + " is damaged at byte=" + end
                        + "; remove it, and the follower begins anew");
            }
            reader.read(page);
            end += HEAD_BYTES + length;
        }
        if (end < size) {
            file.setLength(end);
            file.getFD().sync();
        }
    }

    /** Appends a page; it is on disk when this returns. */
    void append(byte[] page) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + page.length)
                .putInt(page.length)
                .putInt(sum(page))
                .put(page);
        try {
            put(record.array(), end);
        } catch (IOException e) {
            cutOff(e);
            throw e;
        }
        end += HEAD_BYTES + page.length;
    }

    /** What is left of a failed append must not stand behind the next one. */
    private void cutOff(IOException failure) {
        try {
            file.setLength(end);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void put(byte[] bytes, long at) throws IOException {
        file.seek(at);
        file.write(bytes);
        file.getFD().sync();
    }

    private byte[] read(long at, int count) throws IOException {
        byte[] bytes = new byte[count];
        file.seek(at);
        file.readFully(bytes);
        return bytes;
    }

    private static int sum(byte[] page) {
        CRC32C sum = new CRC32C();
        sum.update(page);
        return (int) sum.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
