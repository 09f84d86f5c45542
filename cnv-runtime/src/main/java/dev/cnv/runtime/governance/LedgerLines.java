package dev.cnv.runtime.governance;

import dev.cnv.runtime.governance.LedgerScan.Place;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bytes of a ledger's lines, without looking into the events. Needs no right to write, and
 * works while another process writes: it sees complete lines only, and some of them before they are
 * durable. Each line's checksum and index are checked; that a line follows the one before (its {@code
 * prev}) is not, which {@link FileLedger#verify(Path)} does. Memory is bounded, whatever the ledger's
 * size.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class LedgerLines implements AutoCloseable {

    /** Below this many bytes, a record is looked for line by line. */
    private static final int NEAR_BYTES = 64 * 1024;

    private final String name;
    private final DiskDirectory directory;
    private final Place end;

    /* The segment that a line was last read from, for the next one. Guarded by this. */
    private @Nullable Disk last;
    private long lastSegment;
    private boolean closed;

    /** Sees lines, in the order of their indices. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Takes a line. The buffer is the reader's own: what is to be kept must be copied, and nothing
         * written.
         *
         * @param index the record's index
         * @param segment the segment that it is in: the index of that segment's first record
         * @param offsetBytes where the line begins in the segment's file
         * @param buffer the array that it is in until this returns
         * @param offset where in the array it begins
         * @param length how many bytes it has, without its line feed
         */
        void line(
                long index, long segment, long offsetBytes, byte[] buffer, int offset, int length);
    }

    LedgerLines(String name, DiskDirectory directory, Place end) {
        this.name = name;
        this.directory = directory;
        this.end = end;
    }

    /**
     * Opens a ledger for reading.
     *
     * @param directory where the ledger is
     * @return the reader
     * @throws LedgerException when there is no ledger that can be read
     */
    public static LedgerLines open(Path directory) {
        try {
            return new LedgerLines(
                    "directory=" + directory,
                    FileDiskDirectory.openForReading(directory),
                    Place.END);
        } catch (FileNotFoundException e) {
            throw new LedgerException(
                    "directory=" + directory + " has no ledger that can be read", e);
        } catch (IOException e) {
            throw new LedgerException(
                    "directory=" + directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads lines, up to an index or the last complete line that there is now.
     *
     * @param fromIndex the index of the first line
     * @param toIndex the index behind the last line; {@link Long#MAX_VALUE} for all there are
     * @param visitor sees each line
     * @return the index of the line that comes next: {@code fromIndex} when there was none
     * @throws LedgerException when the ledger is damaged, with the place, or cannot be read; the visitor
     *     has seen the lines before the damage then
     */
    public long scan(long fromIndex, long toIndex, Visitor visitor) {
        if (fromIndex < 0) {
            throw new IllegalArgumentException("fromIndex=" + fromIndex + " is negative");
        }
        try {
            return scanSegments(fromIndex, toIndex, visitor);
        } catch (IOException e) {
            throw new LedgerException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The tree over the first records; reads all of them.
     *
     * @param size how many records
     * @return the tree's size and root
     * @throws LedgerException when there are not as many, or they cannot be read
     */
    public TreeHead treeHead(long size) {
        return new LedgerTree().upTo(this, size);
    }

    /**
     * Reads one line at a place that {@link #scan} gave.
     *
     * @param segment the segment
     * @param offsetBytes where the line begins in the segment's file
     * @return its bytes, without its line feed
     * @throws LedgerException when there is no complete and undamaged line, or it cannot be read
     */
    public synchronized byte[] at(long segment, long offsetBytes) {
        if (closed) {
            throw new LedgerException(name + " state=closed", null);
        }
        try {
            Disk disk = last;
            if (disk == null || lastSegment != segment) {
                disk = directory.open(segment);
                if (last != null) {
                    last.close();
                }
                last = disk;
                lastSegment = segment;
            }
            long endBytes = Math.min(disk.size(), offsetBytes + LedgerDescriptor.MAX_LINE_BYTES);
            LineReader reader = new LineReader(disk, offsetBytes, endBytes);
            if (!reader.next()) {
                throw fault(segment, offsetBytes, "there is no line", null);
            }
            reader.requireComplete();
            LedgerLine.requireCrc(new CRC32C(), reader.buffer(), reader.from(), reader.length());
            return reader.copy();
        } catch (IllegalArgumentException e) {
            throw fault(segment, offsetBytes, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw fault(segment, offsetBytes, "cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try (directory) {
            if (last != null) {
                last.close();
            }
        } catch (IOException e) {
            throw new LedgerException(name + " could not be closed: " + e.getMessage(), e);
        }
    }

    private long scanSegments(long fromIndex, long toIndex, Visitor visitor) throws IOException {
        List<Long> segments = segmentsFrom(fromIndex);
        long next = segments.isEmpty() ? fromIndex : segments.getFirst();
        for (int i = 0; i < segments.size() && next < toIndex; i++) {
            long segment = segments.get(i);
            if (segment != next) {
                throw fault(segment, 0, "the segment does not begin with record " + next, null);
            }
            Pass pass = new Pass(segment, i == segments.size() - 1, fromIndex, toIndex, visitor);
            next = pass.run();
        }
        return Math.max(next, fromIndex);
    }

    /** The segments that a record and those behind it are in. */
    private List<Long> segmentsFrom(long index) throws IOException {
        List<Long> segments = new ArrayList<>();
        for (long segment : directory.segments()) {
            if (segment > end.segment()) {
                break;
            }
            if (segment <= index) {
                segments.clear();
            }
            segments.add(segment);
        }
        if (!segments.isEmpty() && segments.getFirst() > index) {
            throw fault(segments.getFirst(), 0, "record " + index + " has no segment", null);
        }
        return segments;
    }

    private LedgerException fault(
            long segment, long offsetBytes, String what, @Nullable Throwable cause) {
        return new LedgerException(
                name + " segment=" + segment + " offsetBytes=" + offsetBytes + ": " + what, cause);
    }

    /** One pass over one segment. */
    private final class Pass {
        private final long segment;
        private final boolean isLast;
        private final long fromIndex;
        private final long toIndex;
        private final Visitor visitor;
        private final LineFields fields = new LineFields();
        private long next;

        Pass(long segment, boolean isLast, long fromIndex, long toIndex, Visitor visitor) {
            this.segment = segment;
            this.isLast = isLast;
            this.fromIndex = fromIndex;
            this.toIndex = toIndex;
            this.visitor = visitor;
            this.next = segment;
        }

        /** {@return the index behind the last line} */
        long run() throws IOException {
            try (Disk disk = directory.open(segment)) {
                long sizeBytes = disk.size();
                if (segment == end.segment()) {
                    sizeBytes = Math.min(sizeBytes, end.bytes());
                }
                LineReader reader = new LineReader(
                        disk, 0, Math.min(sizeBytes, LedgerDescriptor.MAX_HEADER_BYTES));
                if (!reader.next() || !header(reader, sizeBytes)) {
                    return next;
                }
                long startBytes = seek(disk, reader.lineEndBytes(), sizeBytes);
                lines(
                        new LineReader(disk, startBytes, sizeBytes),
                        startBytes == reader.lineEndBytes());
                return next;
            }
        }

        /** False when a crash left it, or it is not complete yet. */
        private boolean header(LineReader reader, long sizeBytes) throws IOException {
            try {
                reader.requireComplete();
                LedgerLine.requireHeader(reader.copy(), segment);
                return true;
            } catch (IllegalArgumentException e) {
                boolean crash = isLast && sizeBytes <= LedgerDescriptor.MAX_HEADER_BYTES;
                while (crash && reader.next()) {
                    crash = wrong(reader) != null;
                }
                if (crash) {
                    return false;
                }
                throw fault(segment, 0, "the header is damaged: " + e.getMessage(), e);
            }
        }

        /** Halves the segment until the first line that is wanted is near. */
        private long seek(Disk disk, long startBytes, long sizeBytes) throws IOException {
            long low = startBytes;
            long high = sizeBytes;
            while (fromIndex > segment && high - low > NEAR_BYTES) {
                long middle = (low + high) >>> 1;
                LineReader reader = new LineReader(
                        disk,
                        middle,
                        Math.min(sizeBytes, middle + 2L * LedgerDescriptor.MAX_LINE_BYTES));
                if (reader.next()
                        && reader.complete()
                        && reader.next()
                        && isAtOrBefore(reader)
                        && reader.offsetBytes() < high) {
                    low = reader.offsetBytes();
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private boolean isAtOrBefore(LineReader reader) {
            if (!reader.complete()) {
                return false;
            }
            try {
                fields.read(reader.buffer(), reader.from(), reader.length());
                return fields.index() <= fromIndex;
            } catch (IllegalArgumentException _) {
                return false; // The damage is found by whoever reads that far.
            }
        }

        private void lines(LineReader reader, boolean atBegin) throws IOException {
            boolean first = !atBegin;
            while (next < toIndex && reader.next()) {
                String wrong = wrong(reader);
                if (wrong == null && first) {
                    next = fields.index();
                }
                first = false;
                if (wrong == null && fields.index() != next) {
                    throw fault(
                            segment,
                            reader.offsetBytes(),
                            "index=" + fields.index() + " is not " + next,
                            null);
                }
                if (wrong != null) {
                    requireLeftByCrash(reader, wrong);
                    return;
                }
                if (next >= fromIndex) {
                    visitor.line(
                            next,
                            segment,
                            reader.offsetBytes(),
                            reader.buffer(),
                            reader.from(),
                            reader.length());
                }
                next++;
            }
        }

        private @Nullable String wrong(LineReader reader) {
            try {
                reader.requireComplete();
                fields.read(reader.buffer(), reader.from(), reader.length());
                return null;
            } catch (IllegalArgumentException e) {
                return String.valueOf(e.getMessage());
            }
        }

        /** What a crash left, or is being written, is at the end, with no later batch behind it. */
        private void requireLeftByCrash(LineReader reader, String what) throws IOException {
            long offsetBytes = reader.offsetBytes();
            boolean crash = isLast;
            long endBytes = offsetBytes;
            do {
                endBytes = reader.lineEndBytes();
                crash &= endBytes - offsetBytes <= LedgerDescriptor.MAX_BATCH_BYTES
                        && (wrong(reader) != null
                                || (fields.batch() <= next && fields.index() > next));
            } while (crash && reader.next());
            if (!crash) {
                throw fault(segment, offsetBytes, "record " + next + ": " + what, null);
            }
        }
    }
}
