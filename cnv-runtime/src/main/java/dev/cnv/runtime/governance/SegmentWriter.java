package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.LedgerScan.Place;
import dev.cnv.runtime.time.Time;
import java.io.Closeable;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records behind the last one and begins new segments.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class SegmentWriter implements Closeable {

    private final DiskDirectory directory;
    private final Time time;
    private final long segmentBytes;
    private final LineWriter lines;

    private Disk disk;
    private long segment;
    private long sizeBytes;
    private long next;
    private byte[] head;
    /** A segment that was made and has no header yet, because the disk was full. */
    private @Nullable Disk begun;

    SegmentWriter(
            DiskDirectory directory, Time time, long segmentBytes, Disk disk, Recovery recovered) {
        this.directory = directory;
        this.time = time;
        this.segmentBytes = segmentBytes;
        this.disk = disk;
        this.segment = recovered.end().segment();
        this.sizeBytes = recovered.end().bytes();
        this.next = recovered.report().records();
        this.head = recovered.head().bytes();
        this.lines = new LineWriter(head);
    }

    /** {@return the index behind the last record that is on disk} */
    long next() {
        return next;
    }

    /** {@return where the next line goes} */
    Place end() {
        return new Place(segment, sizeBytes);
    }

    /**
     * Writes records; they are on disk when this returns. When this throws, {@link #next} says how many
     * are.
     *
     * @throws DiskFullException when there was no room; nothing of the others is on disk, and the writer
     *     goes on
     * @throws IOException when nobody knows what is on disk; the writer must not be used again
     */
    void write(List<Batch.Waiting> records) throws IOException {
        int written = 0;
        while (written < records.size()) {
            int count = fill(records.subList(written, records.size()));
            roll();
            try {
                disk.write(sizeBytes, lines.buffer(), lines.length());
            } catch (DiskFullException e) {
                cutBack(disk, sizeBytes, e);
                throw e;
            }
            disk.force();
            sizeBytes += lines.length();
            head = lines.head();
            next += count;
            written += count;
        }
    }

    @Override
    public void close() throws IOException {
        try (Disk _ = begun) {
            disk.close();
        }
    }

    /** Makes the lines of one batch; {@return how many} */
    private int fill(List<Batch.Waiting> records) {
        lines.restart(head);
        int count = 0;
        for (Batch.Waiting record : records) {
            long index = next + count;
            if (count > 0
                    && lines.length() + record.lengthBytes(index)
                            > LedgerDescriptor.MAX_BATCH_BYTES) {
                break;
            }
            lines.add(next, index, record.type(), record.event());
            count++;
        }
        return count;
    }

    /** Begins a segment when the lines would make this one too large. */
    private void roll() throws IOException {
        boolean full = next > segment && sizeBytes + lines.length() > segmentBytes;
        if (!full && begun == null) {
            return;
        }
        Disk fresh = begun;
        if (fresh == null) {
            fresh = directory.create(next);
            begun = fresh;
            directory.force();
        }
        byte[] header = LedgerLine.withLineFeed(
                LedgerLine.header(time.now(), next, new Digest(HexFormat.of().formatHex(head))));
        try {
            fresh.write(0, header, header.length);
        } catch (DiskFullException e) {
            cutBack(fresh, 0, e);
            throw e;
        }
        fresh.force();
        begun = null;
        disk.close();
        disk = fresh;
        segment = next;
        sizeBytes = header.length;
    }

    /** Takes back what was written of bytes that were never forced. */
    private static void cutBack(Disk disk, long sizeBytes, DiskFullException full)
            throws IOException {
        try {
            disk.truncate(sizeBytes);
        } catch (IOException e) {
            e.addSuppressed(full);
            throw new IOException("what did not fit could not be cut back: " + e.getMessage(), e);
        }
    }
}
