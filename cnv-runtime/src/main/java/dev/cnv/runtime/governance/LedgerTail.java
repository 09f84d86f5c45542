package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a ledger that another process writes, and goes on where it stopped. Each line is checked as it
 * comes: its checksum, its index and that it follows the line before. A record can be seen here before it
 * is durable; when a crash takes it back, the next reading says so.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
public final class LedgerTail implements AutoCloseable {

    private final Path file;
    private final Disk disk;
    private long offsetBytes;
    private long nextIndex;
    private Digest head = Digest.of(new byte[0]);

    private LedgerTail(Path file, Disk disk) {
        this.file = file;
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
        Path file = directory.resolve(LedgerDescriptor.FILE_NAME);
        try {
            return new LedgerTail(file, FileDisk.openForReading(file));
        } catch (FileNotFoundException e) {
            throw new LedgerException(
                    "directory=" + directory + " has no ledger that can be read", e);
        } catch (IOException e) {
            throw new LedgerException("file=" + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the complete records that were appended since the last reading. When this throws, it stands
     * before the record that it could not read; what the reader saw before that stays seen.
     *
     * @param reader sees each record, in order
     * @return how many there were
     * @throws LedgerException when the file became shorter, what was read before is there no more, a line
     *     is damaged, or the file cannot be read
     */
    public long poll(Consumer<LedgerRecord> reader) {
        long before = nextIndex;
        try {
            long sizeBytes = disk.size();
            if (sizeBytes < offsetBytes) {
                throw fault("sizeBytes=" + sizeBytes + " is less than was read", null);
            }
            LineReader lines = new LineReader(disk, offsetBytes, sizeBytes);
            Optional<LineReader.Line> line = lines.next();
            while (line.isPresent() && take(line.get(), reader)) {
                line = lines.next();
            }
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
        try {
            disk.close();
        } catch (IOException e) {
            throw fault("could not be closed: " + e.getMessage(), e);
        }
    }

    /** Takes one line; false when it is not complete yet. */
    private boolean take(LineReader.Line line, Consumer<LedgerRecord> reader) {
        if (!line.complete() && line.lengthBytes() < LedgerDescriptor.MAX_LINE_BYTES) {
            return false;
        }
        try {
            if (offsetBytes == 0) {
                LedgerLine.requireHeader(line.bytes());
                head = Digest.of(line.bytes());
            } else {
                record(line, reader);
            }
        } catch (IllegalArgumentException e) {
            throw fault(String.valueOf(e.getMessage()), e);
        }
        offsetBytes = line.endBytes();
        return true;
    }

    private void record(LineReader.Line line, Consumer<LedgerRecord> reader) {
        LedgerLine parsed = LedgerLine.parseRecord(line.bytes());
        if (parsed.index() != nextIndex || !parsed.prev().equals(head)) {
            throw new IllegalArgumentException("index=" + parsed.index() + " prev="
                    + parsed.prev().shortHex() + " does not follow the record read before, head="
                    + head.shortHex());
        }
        reader.accept(parsed.toRecord());
        head = parsed.digest();
        nextIndex++;
    }

    private LedgerException fault(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new LedgerException(
                "file=" + file + " before record=" + nextIndex + ": " + what
                        + "; when this stays, read the ledger again from its beginning",
                cause);
    }
}
