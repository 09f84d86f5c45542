package dev.cnv.runtime.governance;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads and checks the file of a ledger. */
final class LedgerFile {

    private LedgerFile() {}

    /** Something that is done with an open disk. */
    @FunctionalInterface
    interface Reading<T extends @Nullable Object> {
        T with(Disk disk) throws IOException;
    }

    static <T extends @Nullable Object> T withDisk(Path directory, Reading<T> reading) {
        Path file = directory.resolve(LedgerDescriptor.FILE_NAME);
        try (Disk disk = FileDisk.openForReading(file)) {
            return reading.with(disk);
        } catch (FileNotFoundException e) {
            throw new LedgerException(
                    "directory=" + directory + " has no ledger that can be read", e);
        } catch (IOException e) {
            throw new LedgerException("file=" + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads the records up to an end; what a crash left at the end is no record. */
    static @Nullable Void read(Disk disk, long endBytes, Consumer<LedgerRecord> reader)
            throws IOException {
        LedgerScan.Result found = LedgerScan.of(disk, endBytes, (line, _) -> deliver(line, reader));
        if (!found.damage().isEmpty() && !found.crashed()) {
            throw new LedgerException(
                    "the ledger is damaged at " + found.damage().getFirst(), null);
        }
        return null;
    }

    /**
     * Reads one record.
     *
     * @param startBytes where a line at or before it begins
     */
    static Optional<LedgerLeaf> leaf(Disk disk, long startBytes, long endBytes, long index)
            throws IOException {
        LineReader reader = new LineReader(disk, startBytes, endBytes);
        if (startBytes == 0) {
            reader.next(); // The header.
        }
        for (Optional<LineReader.Line> line = reader.next();
                line.isPresent();
                line = reader.next()) {
            byte[] bytes = line.get().bytes();
            try {
                LedgerLine parsed = LedgerLine.parseRecord(bytes);
                if (parsed.index() == index) {
                    return Optional.of(LedgerLeaf.ofLine(parsed.toRecord(), bytes));
                }
            } catch (IllegalArgumentException e) {
                throw new LedgerException(
                        "the ledger is damaged at offsetBytes=" + line.get().offsetBytes() + ": "
                                + e.getMessage(),
                        e);
            }
        }
        return Optional.empty();
    }

    static LedgerVerification verify(Disk disk) throws IOException {
        Verifier verifier = new Verifier();
        LedgerScan.Result found = LedgerScan.of(disk, disk.size(), verifier);
        return new LedgerVerification(
                found.records(),
                found.recordsBehind(),
                Optional.ofNullable(verifier.first),
                Optional.ofNullable(verifier.last),
                verifier.unrecognised,
                found.crashed() ? List.of() : found.damage(),
                found.crashed() ? found.tailBytes() : 0,
                found.head());
    }

    /** Looks into each record, which a scan does not. */
    private static final class Verifier implements LedgerScan.Visitor {

        private @Nullable Instant first;
        private @Nullable Instant last;
        private long unrecognised;

        @Override
        public Optional<String> check(LedgerLine line, byte[] bytes) {
            LedgerEvent event;
            try {
                event = line.toRecord().event();
            } catch (IllegalArgumentException e) {
                return Optional.of("the event cannot be read: " + e.getMessage());
            }
            if (!line.isCanonical(bytes)) {
                return Optional.of("the line is not in canonical form");
            }
            if (event instanceof LedgerEvent.Unrecognised) {
                unrecognised++;
            }
            if (first == null) {
                first = event.time();
            }
            last = event.time();
            return Optional.empty();
        }
    }

    private static Optional<String> deliver(LedgerLine line, Consumer<LedgerRecord> reader) {
        LedgerRecord record;
        try {
            record = line.toRecord();
        } catch (IllegalArgumentException e) {
            throw new LedgerException(
                    "record=" + line.index() + " type=" + line.type() + " cannot be read: "
                            + e.getMessage(),
                    e);
        }
        reader.accept(record);
        return Optional.empty();
    }
}
