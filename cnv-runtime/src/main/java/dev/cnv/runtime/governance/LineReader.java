package dev.cnv.runtime.governance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The lines of a disk, one after the other, up to a fixed end. Memory is bounded by one line and one
 * chunk.
 *
 * <p><b>Threading:</b> one thread.
 */
final class LineReader {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Disk disk;
    private final long endBytes;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private long chunkStart;
    private int chunkLength;
    private int next;

    LineReader(Disk disk, long startBytes, long endBytes) {
        this.disk = disk;
        this.chunkStart = startBytes;
        this.endBytes = endBytes;
    }

    /**
     * A line.
     *
     * @param offsetBytes where it begins
     * @param bytes its bytes without line feed; those that fit, for a line that is too long
     * @param lengthBytes its length, line feed included
     * @param complete whether it has a line feed and is not too long
     */
    @SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
    record Line(long offsetBytes, byte[] bytes, long lengthBytes, boolean complete) {

        long endBytes() {
            return offsetBytes + lengthBytes;
        }
    }

    /** {@return the next line, empty at the end} */
    Optional<Line> next() throws IOException {
        long offset = chunkStart + next;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long length = 0;
        while (next < chunkLength || fill()) {
            int from = next;
            boolean ended = skipPastLineFeed();
            length += next - from;
            int count = next - from - (ended ? 1 : 0);
            line.write(chunk, from, Math.min(count, LedgerDescriptor.MAX_LINE_BYTES - line.size()));
            if (ended) {
                boolean fits = length <= LedgerDescriptor.MAX_LINE_BYTES;
                return Optional.of(new Line(offset, line.toByteArray(), length, fits));
            }
        }
        return length == 0
                ? Optional.empty()
                : Optional.of(new Line(offset, line.toByteArray(), length, false));
    }

    private boolean skipPastLineFeed() {
        while (next < chunkLength) {
            if (chunk[next++] == '\n') {
                return true;
            }
        }
        return false;
    }

    private boolean fill() throws IOException {
        chunkStart += chunkLength;
        next = 0;
        chunkLength =
                disk.read(chunkStart, chunk, (int) Math.min(CHUNK_BYTES, endBytes - chunkStart));
        return chunkLength > 0;
    }
}
