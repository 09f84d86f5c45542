package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.LineReader.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pass over a ledger's file: checks each line and its place, and tells what a crash can have left
 * from damage.
 *
 * <p><b>Threading:</b> one thread, one use.
 */
final class LedgerScan {

    private static final int MAX_DAMAGE_COUNT = 100;

    private final Disk disk;
    private final long sizeBytes;
    private final Visitor visitor;
    private final List<LedgerDamage> damage = new ArrayList<>();

    /* The good part, which ends before the first damage. */
    private long records;
    private long endBytes;
    private long batch = -1;
    private long batchStartBytes;
    private Digest head = Digest.of(new byte[0]);

    /* Where the next line must fit. Beyond the first damage, behind the last line that could be read. */
    private long lineNumber;
    private long expectedIndex;
    private long behind;
    private boolean beyondCrash;

    /** Sees each record of the good part, in order. */
    @FunctionalInterface
    interface Visitor {
        /** {@return what is wrong with a record that is whole and in its place; empty when nothing is} */
        Optional<String> check(LedgerLine line, byte[] bytes);
    }

    /**
     * What the pass found.
     *
     * @param hasHeader whether the first line is a header; without one, nothing else is good
     * @param records how many records are good
     * @param recordsBehind how many records behind the first damage can be read
     * @param endBytes where the good part ends
     * @param batchStartBytes where the last batch of the good part begins
     * @param sizeBytes where the file ends
     * @param head the SHA-256 of the last good line
     * @param damage what is wrong behind the good part
     * @param crashed whether a crash explains all of the damage
     */
    record Result(
            boolean hasHeader,
            long records,
            long recordsBehind,
            long endBytes,
            long batchStartBytes,
            long sizeBytes,
            Digest head,
            List<LedgerDamage> damage,
            boolean crashed) {

        long tailBytes() {
            return sizeBytes - endBytes;
        }
    }

    private LedgerScan(Disk disk, long sizeBytes, Visitor visitor) {
        this.disk = disk;
        this.sizeBytes = sizeBytes;
        this.visitor = visitor;
    }

    static Result of(Disk disk, long sizeBytes, Visitor visitor) throws IOException {
        return new LedgerScan(disk, sizeBytes, visitor).run();
    }

    private Result run() throws IOException {
        LineReader reader = new LineReader(disk, 0, sizeBytes);
        boolean hasHeader = readHeader(reader.next());
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            lineNumber++;
            readRecord(line.get());
        }
        long largestTail =
                hasHeader ? LedgerDescriptor.MAX_BATCH_BYTES : LedgerDescriptor.MAX_HEADER_BYTES;
        boolean crashed = !beyondCrash && sizeBytes - endBytes <= largestTail;
        return new Result(
                hasHeader,
                records,
                behind,
                endBytes,
                batchStartBytes,
                sizeBytes,
                head,
                damage,
                crashed);
    }

    private boolean readHeader(Optional<Line> first) {
        lineNumber = 1;
        if (first.isEmpty()) {
            return false;
        }
        Line line = first.get();
        try {
            requireComplete(line);
            LedgerLine.requireHeader(line.bytes());
        } catch (IllegalArgumentException e) {
            damage.add(new LedgerDamage(1, 0, -1, "the header is damaged: " + e.getMessage()));
            return false;
        }
        endBytes = line.endBytes();
        head = Digest.of(line.bytes());
        return true;
    }

    private void readRecord(Line line) {
        LedgerLine parsed;
        try {
            requireComplete(line);
            parsed = LedgerLine.parseRecord(line.bytes());
        } catch (IllegalArgumentException e) {
            report(line, String.valueOf(e.getMessage()));
            expectedIndex++;
            return;
        }
        Optional<String> wrong = damage.isEmpty() ? accept(line, parsed) : resume(parsed);
        if (wrong.isPresent()) {
            // A crash damages lines; it does not make whole ones that belong elsewhere.
            beyondCrash = true;
            report(line, wrong.get());
        }
        expectedIndex = parsed.index() + 1;
    }

    private Optional<String> accept(Line line, LedgerLine parsed) {
        Optional<String> wrong = misplaced(parsed).or(() -> visitor.check(parsed, line.bytes()));
        if (wrong.isPresent()) {
            return wrong;
        }
        if (parsed.batch() != batch) {
            batch = parsed.batch();
            batchStartBytes = line.offsetBytes();
        }
        records++;
        endBytes = line.endBytes();
        head = parsed.digest();
        return Optional.empty();
    }

    /** A whole line behind damage: of the same batch, or a sign that the damaged one was on disk. */
    private Optional<String> resume(LedgerLine parsed) {
        behind++;
        beyondCrash |= parsed.batch() > records || parsed.index() <= records;
        return parsed.index() < expectedIndex
                ? Optional.of("index=" + parsed.index() + " is out of order")
                : Optional.empty();
    }

    private Optional<String> misplaced(LedgerLine parsed) {
        if (parsed.index() != expectedIndex) {
            return Optional.of("index=" + parsed.index() + " is not " + expectedIndex);
        }
        if (!parsed.prev().equals(head)) {
            return Optional.of("prev=" + parsed.prev() + " is not the line before: " + head);
        }
        if (parsed.batch() != batch && parsed.batch() != parsed.index()) {
            return Optional.of(
                    "batch=" + parsed.batch() + " is neither " + batch + " nor the index");
        }
        return Optional.empty();
    }

    private static void requireComplete(Line line) {
        if (!line.complete()) {
            throw new IllegalArgumentException(
                    "the line is incomplete: lengthBytes=" + line.lengthBytes());
        }
    }

    private void report(Line line, String what) {
        if (damage.size() < MAX_DAMAGE_COUNT) {
            damage.add(new LedgerDamage(lineNumber, line.offsetBytes(), expectedIndex, what));
        }
    }
}
