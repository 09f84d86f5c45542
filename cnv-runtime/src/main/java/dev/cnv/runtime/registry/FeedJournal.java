package dev.cnv.runtime.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The pages that a follower applied, in one file: what it knows and where it is. It holds no secret, and is
 * believed no more than the source is: each page's signature is checked again.
 *
 * <pre>{@code
 * file   = "CNVFEED1" record*
 * record = length (4, big endian)  CRC32C of the page (4)  page
 * }</pre>
 *
 * <p>A record that is not whole and has no whole one behind it is what a crash left of one append, which
 * never took effect: it is cut off. One that has is damage, and refused. Damage of the last record is taken
 * for a crash: what it said is asked for again.
 *
 * <p>When a write fails, what it left is cut off and the next page may be appended. When a force or that
 * cut fails, nobody knows what is on the device, and nothing more is appended until the journal was opened
 * anew.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
final class FeedJournal implements AutoCloseable {

    private static final byte[] MAGIC = "CNVFEED1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 8;

    /* The longest record, and all of the next one, are looked through. */
    private static final int LOOK_BYTES = 2 * (HEAD_BYTES + FeedDescriptor.MAX_BYTES);
    private static final long MAX_SUMMED_BYTES = 1L << 32;

    private final FeedFile file;
    private long end;
    private @Nullable IOException broken;

    private FeedJournal(FeedFile file) {
        this.file = file;
    }

    /** Takes a page of the file, as it was appended. */
    @FunctionalInterface
    interface Reader {
        void read(byte[] page) throws IOException;
    }

    /**
     * Reads a file, which may be empty. It is closed with the journal, or when that fails.
     *
     * @throws IOException when it is no journal, damaged, or cannot be read or written
     */
    static FeedJournal open(FeedFile file, Reader reader) throws IOException {
        try {
            FeedJournal journal = new FeedJournal(file);
            journal.begin();
            journal.readAll(reader);
            return journal;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void begin() throws IOException {
        byte[] head = file.read(0, MAGIC.length);
        boolean isNew = file.size() <= MAGIC.length && isBegun(head);
        if (!isNew && !Arrays.equals(head, MAGIC)) {
            throw new IOException("the file is no journal of a feed");
        }
        if (isNew) {
            file.write(0, MAGIC);
            file.force();
        }
        end = MAGIC.length;
    }

    /** A crash leaves some bytes of the first write, and zeros for the others. */
    private static boolean isBegun(byte[] head) {
        return IntStream.range(0, head.length).allMatch(i -> head[i] == 0 || head[i] == MAGIC[i]);
    }

    private void readAll(Reader reader) throws IOException {
        for (byte[] page = record(end); page != null; page = record(end)) {
            reader.read(page);
            end += HEAD_BYTES + page.length;
        }
        long left = file.size() - end;
        if (left == 0) {
            return;
        }
        if (left > HEAD_BYTES + FeedDescriptor.MAX_BYTES || isFollowed()) {
            throw new IOException("the journal is damaged at byte=" + end
                    + "; remove it, and the follower begins anew");
        }
        file.truncate(end);
        file.force();
    }

    /** Reads all pages again, of which none was damaged when the journal was opened. */
    void scan(Reader reader) throws IOException {
        long at = MAGIC.length;
        while (at < end) {
            byte[] page = record(at);
            if (page == null) {
                throw new IOException("the journal was damaged meanwhile at byte=" + at);
            }
            reader.read(page);
            at += HEAD_BYTES + page.length;
        }
    }

    /** The page of the record at a place; null when it is not whole. */
    private byte @Nullable [] record(long at) throws IOException {
        byte[] head = file.read(at, HEAD_BYTES);
        int length = head.length < HEAD_BYTES ? 0 : ByteBuffer.wrap(head).getInt();
        if (length <= 0 || length > FeedDescriptor.MAX_BYTES) {
            return null;
        }
        byte[] page = file.read(at + HEAD_BYTES, length);
        boolean whole = page.length == length
                && sum(page, 0, length) == ByteBuffer.wrap(head).getInt(4);
        return whole ? page : null;
    }

    /** Whether there is a whole record behind one that is not; when it takes too long to say, yes. */
    private boolean isFollowed() throws IOException {
        byte[] tail = file.read(end, LOOK_BYTES);
        ByteBuffer in = ByteBuffer.wrap(tail);
        long summed = 0;
        for (int at = 1; at + HEAD_BYTES < tail.length; at++) {
            int length = in.getInt(at);
            if (length > 0 && length <= tail.length - at - HEAD_BYTES) {
                summed += length;
                if (summed > MAX_SUMMED_BYTES
                        || sum(tail, at + HEAD_BYTES, length) == in.getInt(at + 4)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Appends a page; it is on disk when this returns.
     *
     * @throws IOException when that is not certain; it is no part of the journal then
     */
    void append(byte[] page) throws IOException {
        if (broken != null) {
            throw new IOException(
                    "the journal takes nothing since a fault; open the follower anew: "
                            + broken.getMessage(),
                    broken);
        }
        byte[] record = ByteBuffer.allocate(HEAD_BYTES + page.length)
                .putInt(page.length)
                .putInt(sum(page, 0, page.length))
                .put(page)
                .array();
        try {
            file.write(end, record);
        } catch (IOException e) {
            cutOff(e);
            throw e;
        }
        force();
        end += record.length;
    }

    /** What is left of a failed write must not stand behind the next one. */
    private void cutOff(IOException failure) {
        try {
            file.truncate(end);
        } catch (IOException e) {
            failure.addSuppressed(e);
            broken = failure;
        }
    }

    /** After a force that failed the system may have dropped what it could not write, and say so once. */
    private void force() throws IOException {
        try {
            file.force();
        } catch (IOException e) {
            broken = e;
            cutOff(e);
            throw e;
        }
    }

    private static int sum(byte[] bytes, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
