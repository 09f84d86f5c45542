package dev.cnv.runtime.governance;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The lines of a disk, one after the other, up to a fixed end. The current line is a part of a buffer
 * that the next one reuses, so memory is bounded.
 *
 * <p><b>Threading:</b> one thread.
 */
final class LineReader {

    static final int BUFFER_BYTES = 512 * 1024;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final Disk disk;
    private final long endBytes;
    private final byte[] buffer;
    /** Where the buffer begins on the disk. */
    private long baseBytes;

    private int limit;
    private int next;

    private int from;
    private int length;
    private long offsetBytes;
    private long lengthBytes;
    private boolean complete;

    LineReader(Disk disk, long startBytes, long endBytes) {
        this.disk = disk;
        this.baseBytes = startBytes;
        this.endBytes = endBytes;
        long most = Math.max(0, endBytes - startBytes);
        this.buffer = new byte[(int) Math.min(BUFFER_BYTES, most)];
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        from = next;
        offsetBytes = baseBytes + from;
        int searched = from;
        while (true) {
            int end = lineFeed(searched, limit);
            if (end >= 0) {
                return found(end);
            }
            if (limit - from >= LedgerDescriptor.MAX_LINE_BYTES) {
                return skipTooLong();
            }
            searched = limit - from;
            if (!fill()) {
                length = limit - from;
                lengthBytes = length;
                complete = false;
                next = limit;
                return length > 0;
            }
        }
    }

    /** {@return the array that the line is in until the next call} */
    byte[] buffer() {
        return buffer;
    }

    /** {@return where in the buffer the line begins} */
    int from() {
        return from;
    }

    /** {@return the line's length without its line feed; of one too long, of what was kept} */
    int length() {
        return length;
    }

    /** {@return where on the disk the line begins} */
    long offsetBytes() {
        return offsetBytes;
    }

    /** {@return where on the disk the line ends, its line feed included} */
    long lineEndBytes() {
        return offsetBytes + lengthBytes;
    }

    /** {@return whether the line has a line feed and is not too long} */
    boolean complete() {
        return complete;
    }

    /** {@return the line without its line feed} */
    byte[] copy() {
        return Arrays.copyOfRange(buffer, from, from + length);
    }

    void requireComplete() {
        if (!complete) {
            throw new IllegalArgumentException(
                    "the line is incomplete: lengthBytes=" + lengthBytes);
        }
    }

    private boolean found(int end) {
        length = end - from;
        lengthBytes = length + 1L;
        complete = lengthBytes <= LedgerDescriptor.MAX_LINE_BYTES;
        next = end + 1;
        return true;
    }

    /** Keeps the beginning of a line that is too long, and looks for its end. */
    private boolean skipTooLong() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, LedgerDescriptor.MAX_LINE_BYTES);
        lengthBytes = (long) limit - from;
        length = LedgerDescriptor.MAX_LINE_BYTES;
        complete = false;
        baseBytes += limit;
        from = 0;
        limit = 0;
        next = 0;
        while (true) {
            int keep = LedgerDescriptor.MAX_LINE_BYTES;
            int room = buffer.length - keep;
            int count = room == 0
                    ? 0
                    : disk.read(
                            baseBytes, buffer, keep, (int) Math.min(room, endBytes - baseBytes));
            if (count <= 0) {
                return true;
            }
            int end = lineFeed(keep, keep + count);
            if (end >= 0) {
                // The rest is read again, at most once for each line that is too long.
                lengthBytes += end + 1 - keep;
                baseBytes += end + 1 - keep;
                return true;
            }
            lengthBytes += count;
            baseBytes += count;
        }
    }

    /** Moves the line to the front and reads on behind it. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, limit - from);
        baseBytes += from;
        limit -= from;
        from = 0;
        int wanted = (int) Math.min(buffer.length - limit, endBytes - baseBytes - limit);
        int count = wanted <= 0 ? 0 : disk.read(baseBytes + limit, buffer, limit, wanted);
        limit += Math.max(0, count);
        return count > 0;
    }

    /** {@return where the first line feed is, -1 for none} Eight bytes at a time. */
    private int lineFeed(int begin, int end) {
        int i = begin;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long different = (long) LONGS.get(buffer, i) ^ LINE_FEEDS;
            long zeros = (different - ONES) & ~different & HIGHS;
            if (zeros != 0) {
                return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        for (; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
