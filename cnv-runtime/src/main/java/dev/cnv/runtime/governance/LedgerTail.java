package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ledger that another process writes, and goes on where it stopped. Each line is checked as it
 * comes: its checksum, its index and that it follows the line before. A record can be seen here before it
 * is durable; when a crash or a full disk takes it back, the next reading says so.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
public final class LedgerTail implements AutoCloseable {

    private final Path ledger;
    private final DiskDirectory directory;
    private Disk disk;
    private long segment;
    private long offsetBytes;
    private long nextIndex;
    private Digest head = LedgerDescriptor.NO_RECORD;

    private LedgerTail(Path ledger, DiskDirectory directory, Disk disk) {
        this.ledger = ledger;
        this.directory = directory;
        this.disk = disk;
    }

    /**
     * Begins at the ledger's first record. Needs no right to write.
     *
     * @param directory where the ledger is
     * @return the reader
     * @throws LedgerException when there is no ledger that can be read
     */
    public static LedgerTail open(Path directory) {
        return LedgerFile.reading(directory, () -> {
            DiskDirectory segments = FileDiskDirectory.openForReading(directory);
            return new LedgerTail(directory, segments, segments.open(0));
        });
    }

    /**
     * Reads the complete records that were appended since the last reading. When this throws, it stands
     * before the record that it could not read; what the reader saw before that stays seen.
     *
     * @param reader sees each record, in order
     * @return how many there were
     * @throws LedgerException when a segment became shorter, what was read before is there no more, a line
     *     is damaged, or the ledger cannot be read
     */
    public long poll(Consumer<LedgerRecord> reader) {
        long before = nextIndex;
        try {
            do {
                readSegment(reader);
            } while (goOn(reader));
            return nextIndex - before;
        } catch (IOException e) {
            throw fault("cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@return the index of the record that comes next} */
    public long nextIndex() {
        return nextIndex;
    }

    @Override
    public void close() {
        try (directory) {
            disk.close();
        } catch (IOException e) {
            throw fault("could not be closed: " + e.getMessage(), e);
        }
    }

    private void readSegment(Consumer<LedgerRecord> reader) throws IOException {
        long sizeBytes = disk.size();
        if (sizeBytes < offsetBytes) {
            throw fault("sizeBytes=" + sizeBytes + " is less than was read", null);
        }
        LineReader lines = new LineReader(disk, offsetBytes, sizeBytes);
        boolean took = true;
        while (took && lines.next()) {
            took = take(lines, reader);
        }
    }

    /** Goes to the next segment, if there is one; the one before it is complete then. */
    private boolean goOn(Consumer<LedgerRecord> reader) throws IOException {
        if (directory.segments().stream().noneMatch(other -> other > segment)) {
            return false;
        }
        readSegment(reader);
        if (nextIndex == segment || !directory.segments().contains(nextIndex)) {
            throw fault("segment=" + segment + " ends before the next one begins", null);
        }
        Disk next = directory.open(nextIndex);
        disk.close();
        disk = next;
        segment = nextIndex;
        offsetBytes = 0;
        return true;
    }

    /** Takes one line; false when it is not complete yet. */
    private boolean take(LineReader line, Consumer<LedgerRecord> reader) {
        if (!line.complete() && line.length() < LedgerDescriptor.MAX_LINE_BYTES - 1) {
            return false;
        }
        try {
            line.requireComplete();
            if (offsetBytes == 0) {
                header(line.copy());
            } else {
                record(line.copy(), reader);
            }
        } catch (IllegalArgumentException e) {
            throw fault(String.valueOf(e.getMessage()), e);
        }
        offsetBytes = line.lineEndBytes();
        return true;
    }

    private void header(byte[] line) {
        if (!LedgerLine.requireHeader(line, segment).equals(head)) {
            throw new IllegalArgumentException(
                    "segment=" + segment + " does not follow the record read before");
        }
    }

    private void record(byte[] line, Consumer<LedgerRecord> reader) {
        LedgerLine parsed = LedgerLine.parseRecord(line);
        if (parsed.index() != nextIndex || !parsed.prev().equals(head)) {
            throw new IllegalArgumentException("index=" + parsed.index() + " prev="
                    + parsed.prev().shortHex() + " does not follow the record read before, head="
                    + head.shortHex());
        }
        reader.accept(parsed.toRecord(new PayloadStore(ledger)::find));
        head = parsed.digest();
        nextIndex++;
    }

    private LedgerException fault(String what, @Nullable Throwable cause) {
        return new LedgerException(
                "directory=" + ledger + " segment=" + segment + " before record=" + nextIndex + ": "
                        + what + "; when this stays, read the ledger again from its beginning",
                cause);
    }
}
