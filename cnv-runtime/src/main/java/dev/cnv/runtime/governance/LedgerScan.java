package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One pass over a ledger's segments: checks each line and its place, and tells what a crash can have
 * left from damage.
 *
 * <p><b>Threading:</b> one thread, one use.
 */
final class LedgerScan {

    private static final int MAX_DAMAGE_COUNT = 100;
    private static final int DIGEST_BYTES = 32;

    private final DiskDirectory directory;
    private final Place end;
    private final Visitor visitor;
    private final LineFields fields = new LineFields();
    private final List<LedgerDamage> damage = new ArrayList<>();

    /* The good part, which ends before the first damage. */
    private long records;
    private byte[] head = new byte[DIGEST_BYTES];

    /* In the segment that is read. */
    private long segment = NO_SEGMENT;
    private boolean hasHeader;
    private long sizeBytes;
    private long endBytes;
    private long batch;
    private long batchStartBytes;

    /* Where the next line must fit. Beyond the first damage, behind the last line that could be read. */
    private long lineNumber;
    private long expectedIndex;
    private long behind;
    private boolean beyondCrash;

    /** Stands for the last segment of a ledger that has none. */
    static final long NO_SEGMENT = -1;

    /**
     * A place in a ledger.
     *
     * @param segment the segment
     * @param bytes the offset in it
     */
    record Place(long segment, long bytes) {

        /** Behind everything. */
        static final Place END = new Place(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Sees each record of the good part, in order. */
    @FunctionalInterface
    interface Visitor {
        /** {@return what is wrong with a record that is whole and in its place; empty when nothing is} */
        Optional<String> check(LineFields fields, LineReader line);
    }

    /**
     * What the pass found. Offsets are in the last segment.
     *
     * @param segment the last segment, {@link #NO_SEGMENT} for none
     * @param hasHeader whether it has its header; without one, nothing else in it is good
     * @param records how many records are good
     * @param recordsBehind how many records behind the first damage can be read
     * @param endBytes where the good part ends
     * @param batchStartBytes where the last batch of the good part begins, or the header
     * @param sizeBytes where the segment ends
     * @param head the leaf hash of the last good line; all zeros for none
     * @param damage what is wrong behind the good part
     * @param crashed whether a crash explains all of the damage
     */
    record Result(
            long segment,
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

        /** {@return the first damage that no crash explains} */
        Optional<LedgerDamage> fault() {
            return crashed || damage.isEmpty() ? Optional.empty() : Optional.of(damage.getFirst());
        }
    }

    private LedgerScan(DiskDirectory directory, Place end, Visitor visitor) {
        this.directory = directory;
        this.end = end;
        this.visitor = visitor;
    }

    static Result of(DiskDirectory directory, Place end, Visitor visitor) throws IOException {
        return new LedgerScan(directory, end, visitor).run();
    }

    private Result run() throws IOException {
        for (long next : directory.segments()) {
            if (next <= end.segment()) {
                pass(next);
            }
        }
        long largestTail =
                hasHeader ? LedgerDescriptor.MAX_BATCH_BYTES : LedgerDescriptor.MAX_HEADER_BYTES;
        boolean crashed = !beyondCrash && sizeBytes - endBytes <= largestTail;
        return new Result(
                segment,
                hasHeader,
                records,
                behind,
                endBytes,
                batchStartBytes,
                sizeBytes,
                new Digest(HexFormat.of().formatHex(head)),
                damage,
                crashed);
    }

    private void pass(long next) throws IOException {
        // A segment is begun when everything before it is on disk.
        beyondCrash |= !damage.isEmpty();
        segment = next;
        lineNumber = 0;
        endBytes = 0;
        batchStartBytes = 0;
        batch = -1;
        requireSegmentInPlace();
        try (Disk disk = directory.open(segment)) {
            sizeBytes = disk.size();
            if (segment == end.segment()) {
                sizeBytes = Math.min(sizeBytes, end.bytes());
            }
            LineReader reader = new LineReader(disk, 0, sizeBytes);
            hasHeader = reader.next() && readHeader(reader);
            while (reader.next()) {
                lineNumber++;
                readRecord(reader);
            }
        }
    }

    private void requireSegmentInPlace() {
        if (damage.isEmpty() && segment != expectedIndex) {
            beyondCrash = true;
            report(
                    0,
                    "the segment begins with record " + segment + " and not " + expectedIndex
                            + ": one is missing, or lines before it are");
        }
        expectedIndex = segment;
    }

    private boolean readHeader(LineReader line) {
        lineNumber = 1;
        try {
            line.requireComplete();
            if (line.length() >= LedgerDescriptor.MAX_HEADER_BYTES) {
                throw new IllegalArgumentException("lengthBytes=" + line.length());
            }
            byte[] prev = LedgerLine.requireHeader(line.copy(), segment).bytes();
            if (damage.isEmpty() && !java.util.Arrays.equals(prev, head)) {
                beyondCrash = true;
                throw new IllegalArgumentException("prev is not the record before");
            }
        } catch (IllegalArgumentException e) {
            report(0, -1, "the header is damaged: " + e.getMessage());
            return false;
        }
        endBytes = damage.isEmpty() ? line.lineEndBytes() : endBytes;
        return true;
    }

    private void readRecord(LineReader line) {
        try {
            line.requireComplete();
            fields.read(line.buffer(), line.from(), line.length());
        } catch (IllegalArgumentException e) {
            report(line.offsetBytes(), String.valueOf(e.getMessage()));
            expectedIndex++;
            return;
        }
        long index = fields.index();
        Optional<String> wrong = damage.isEmpty() ? accept(line) : resume();
        if (wrong.isPresent()) {
            // A crash damages lines; it does not make whole ones that belong elsewhere.
            beyondCrash = true;
            report(line.offsetBytes(), wrong.get());
        }
        expectedIndex = index + 1;
    }

    private Optional<String> accept(LineReader line) {
        Optional<String> wrong = misplaced().or(() -> visitor.check(fields, line));
        if (wrong.isPresent()) {
            return wrong;
        }
        if (fields.batch() != batch) {
            batch = fields.batch();
            batchStartBytes = line.offsetBytes();
        }
        records++;
        endBytes = line.lineEndBytes();
        head = fields.leafHash();
        return Optional.empty();
    }

    /** A whole line behind damage: of the same batch, or a sign that the damaged one was on disk. */
    private Optional<String> resume() {
        behind++;
        beyondCrash |= !hasHeader || fields.batch() > records || fields.index() <= records;
        return fields.index() < expectedIndex
                ? Optional.of("index=" + fields.index() + " is out of order")
                : Optional.empty();
    }

    private Optional<String> misplaced() {
        long index = fields.index();
        if (index != expectedIndex) {
            return Optional.of("index=" + index + " is not " + expectedIndex);
        }
        if (!fields.follows(head)) {
            return Optional.of("prev=" + fields.prev() + " is not the line before: "
                    + HexFormat.of().formatHex(head));
        }
        if (fields.batch() != batch && fields.batch() != index) {
            return Optional.of(
                    "batch=" + fields.batch() + " is neither " + batch + " nor the index");
        }
        return Optional.empty();
    }

    private void report(long offsetBytes, String what) {
        report(offsetBytes, expectedIndex, what);
    }

    private void report(long offsetBytes, long index, String what) {
        if (damage.size() < MAX_DAMAGE_COUNT) {
            damage.add(new LedgerDamage(segment, lineNumber, offsetBytes, index, what));
        }
    }
}
