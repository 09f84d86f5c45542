package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.Batch.Failure;
import dev.cnv.runtime.governance.Batch.Waiting;
import dev.cnv.runtime.governance.LedgerEvent.Unrecognised;
import dev.cnv.runtime.governance.LedgerScan.Place;
import dev.cnv.runtime.time.Time;
import dev.cnv.runtime.tlog.LogFiles;
import dev.cnv.runtime.tlog.LogPublisher;
import dev.cnv.runtime.tlog.NoteSigner;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ledger in a directory: {@link LedgerDescriptor} draws it.
 *
 * <p>An append with {@link Ledger.Durability#ON_DISK} returns when the record is on the device; callers
 * that wait at the same time share one write and one force. A buffered record is made durable together
 * with the next such append, when 1 MiB has gathered, by {@link #read(Consumer)} or by {@link
 * #close()}. At most {@value LedgerDescriptor#MAX_BATCH_BYTES} bytes wait; who comes then waits too.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>{@link #state()}</th><th>cause</th><th>an append</th></tr>
 * <tr><td>open</td><td></td><td>takes the record</td></tr>
 * <tr><td>full</td><td>there was no room for a write; what was written of it was cut back, and the
 *     callers were told that their records are not recorded. Buffered records keep their places and are
 *     written when there is room; so may those before them whose callers were told otherwise</td>
 *     <td>tries again; when it works, the ledger is open</td></tr>
 * <tr><td>read-only</td><td>a write or a force failed otherwise, or the ledger was damaged when it was
 *     opened</td><td>throws; nothing is tried again. What is on disk is found out by opening the ledger
 *     again</td></tr>
 * <tr><td>closed</td><td>{@link #close()}</td><td>throws</td></tr>
 * </table>
 *
 * <p><b>Threading:</b> safe for use by several threads. One of the callers that wait does the
 * writing for all; where only buffered records have gathered, a thread that ends when they are written.
 * An interrupt neither ends a wait for the disk nor harms
 * the ledger; it stays pending.
 */
public final class FileLedger implements Ledger {

    /*
     * Implementation notes
     *
     * Callers join the open batch under the lock. The first one that must wait claims the batch: it
     * waits for its turn, which the writer of the batch before gives it, closes the batch, and makes the
     * lines, writes and forces them without the lock. So one thread at a time uses the writer, each
     * batch is written only after the one before it is on disk, which recovery relies on, and a caller
     * whose record is on disk needs the lock no more.
     *
     * A writer that finds the next batch claimed writes that too, a few times: a thread that had to wake
     * up first would leave the device idle meanwhile. The batch's own claimant gets its turn when it is done.
     */

    private static final int FLUSH_AT_BYTES = 1024 * 1024;
    /** How many batches a caller may write for others behind its own. */
    private static final int MAX_MORE_BATCHES = 8;

    private final DiskDirectory segments;
    private final @Nullable SegmentWriter writer;
    private final @Nullable PayloadStore payloads;
    private final Closeable directoryLock;
    private final String name;
    private final OpenReport report;
    private final LedgerTree tree = new LedgerTree();
    private final ReentrantLock lock = new ReentrantLock();

    /* Guarded by the lock. */
    private Batch open;
    private Batch writing;
    private long durable;
    private Place durableEnd;
    private LedgerState state;
    private @Nullable Throwable failure;
    private boolean closed;

    private FileLedger(
            DiskDirectory segments,
            @Nullable PayloadStore payloads,
            Closeable directoryLock,
            String name,
            @Nullable SegmentWriter writer,
            Recovery recovered) {
        this.segments = segments;
        this.payloads = payloads;
        this.directoryLock = directoryLock;
        this.name = name;
        this.writer = writer;
        this.report = recovered.report();
        this.durable = report.records();
        this.durableEnd = recovered.end();
        this.writing = Batch.written(durable);
        this.open = new Batch(durable);
        open.turn.open();
        this.state = report.damage()
                .<LedgerState>map(
                        _ -> new LedgerState.ReadOnly(report.warnings().getFirst()))
                .orElse(new LedgerState.Open());
    }

    /**
     * Opens a ledger for writing; makes the directory and the ledger when they are missing. A ledger that
     * is damaged in a way that no crash explains is opened too and not touched: its {@link #state()} is
     * read-only, and its {@link #report()} has the place.
     *
     * @param directory where the ledger is; made readable by its owner only
     * @param time when a segment begins
     * @return the ledger
     * @throws LedgerException when another ledger writes to the directory, it is of another version, or
     *     cannot be read or written
     */
    public static FileLedger open(Path directory, Time time) {
        return open(directory, time, LedgerDescriptor.SEGMENT_BYTES);
    }

    /** Opens a ledger that begins a new segment at another size. */
    static FileLedger open(Path directory, Time time, long segmentBytes) {
        try {
            FileDiskDirectory.makeFolder(directory);
            DirectoryLock held = DirectoryLock.acquire(directory);
            try {
                return on(
                        FileDiskDirectory.openForWriting(directory),
                        PayloadStore.openForWriting(directory),
                        held,
                        "directory=" + directory,
                        time,
                        segmentBytes);
            } catch (IOException | RuntimeException e) {
                held.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LedgerException(
                    "directory=" + directory + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Opens a ledger on a directory of disks, which it closes. */
    static FileLedger on(
            DiskDirectory segments,
            @Nullable PayloadStore payloads,
            Closeable directoryLock,
            String name,
            Time time,
            long segmentBytes)
            throws IOException {
        try {
            Recovery recovered = Recovery.of(segments, time);
            Disk disk = recovered.disk();
            SegmentWriter writer = disk == null
                    ? null
                    : new SegmentWriter(segments, time, segmentBytes, disk, recovered);
            return new FileLedger(segments, payloads, directoryLock, name, writer, recovered);
        } catch (LedgerException e) {
            segments.close();
            throw new LedgerException(name + ": " + e.getMessage(), e.getCause());
        } catch (IOException | RuntimeException e) {
            segments.close();
            throw e;
        }
    }

    /**
     * Checks a whole ledger. Needs no right to write, and works while another process writes.
     *
     * @param directory where the ledger is
     * @return what was found
     * @throws LedgerException when there is no ledger, it is of another version, or cannot be read
     */
    public static LedgerVerification verify(Path directory) {
        return LedgerFile.withSegments(
                directory,
                segments -> LedgerFile.verify(segments, Optional.of(new PayloadStore(directory))));
    }

    /**
     * Reads a ledger up to its last complete record. Needs no right to write, and works while another
     * process writes.
     *
     * @param directory where the ledger is
     * @param reader sees each record, in order
     * @throws LedgerException when there is no ledger, it is of another version, cannot be read, or is
     *     damaged; the reader has seen the records before the damage then
     */
    public static void read(Path directory, Consumer<LedgerRecord> reader) {
        LedgerFile.withSegments(
                directory,
                segments -> LedgerFile.read(
                        segments, Place.END, new PayloadStore(directory)::find, reader));
    }

    /**
     * Finds a payload of a ledger. Needs no right to write.
     *
     * @param directory where the ledger is
     * @param digest its SHA-256
     * @return the bytes; empty when they were erased, or never kept there
     * @throws LedgerException when they cannot be read, or are not what was kept
     */
    public static Optional<byte[]> payload(Path directory, Digest digest) {
        return new PayloadStore(directory).find(digest);
    }

    /**
     * What opening found.
     *
     * @return records, bytes cut, warnings and damage, as they were when this ledger was opened
     */
    public OpenReport report() {
        return report;
    }

    /**
     * Whether the ledger takes records now.
     *
     * @return the state, with the reason
     */
    public LedgerState state() {
        lock.lock();
        try {
            return closed ? new LedgerState.Closed() : state;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long append(LedgerEvent event, Durability durability) {
        requireWritable(event);
        Waiting record = waiting(event);
        while (true) {
            Batch batch;
            boolean leads;
            long index = -1;
            lock.lock();
            try {
                requireOpen();
                batch = open;
                boolean fits = batch.fits(record);
                if (fits) {
                    requireLength(record, batch.next());
                    index = batch.add(record);
                }
                boolean waits = durability == Durability.ON_DISK
                        || state instanceof LedgerState.Full; // Not known that there is room.
                if (fits && !waits) {
                    batch.promise();
                    writeBehind(batch);
                    return index;
                }
                leads = batch.claim();
            } finally {
                lock.unlock();
            }
            finish(batch, leads);
            if (index >= 0) {
                requireDurable(batch, index);
                return index;
            }
            requireDurable(batch, batch.first());
        }
    }

    @Override
    public void read(Consumer<LedgerRecord> reader) {
        Place end = settle();
        try {
            LedgerFile.read(segments, end, this::find, reader);
        } catch (IOException e) {
            throw new LedgerException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<LedgerLeaf> leaf(long index) {
        @Nullable Place end;
        lock.lock();
        try {
            requireReadable();
            if (index < 0 || index >= open.next()) {
                return Optional.empty();
            }
            end = index < durable ? durableEnd : null;
        } finally {
            lock.unlock();
        }
        return leaf(index, end == null ? settle() : end);
    }

    @Override
    public boolean keepsPayloads() {
        return payloads != null;
    }

    @Override
    public Digest keep(byte[] payload) {
        lock.lock();
        try {
            requireOpen();
        } finally {
            lock.unlock();
        }
        return payloads().keep(payload);
    }

    @Override
    public Optional<byte[]> payload(Digest digest) {
        return payloads().find(digest);
    }

    /**
     * Removes the bytes of a payload; the records that name it, the tree over them and every proof stay
     * valid. What the device or a backup still has of them is beyond this.
     *
     * <p>Append the record of the erasure first, with {@link Ledger.Durability#ON_DISK}, and call this
     * then: a process that dies between the two leaves a record of an erasure that can be done again,
     * which {@link #verify(Path)} lists as unfinished. The other way round it would leave a payload that
     * is gone and nothing that says why. Erasing again changes nothing.
     *
     * @param digest the SHA-256 of the bytes
     * @return whether there was something to remove; it is gone from the disk when this returns
     * @throws LedgerException when that is not certain
     */
    boolean erase(Digest digest) {
        lock.lock();
        try {
            requireReadable();
        } finally {
            lock.unlock();
        }
        return payloads().erase(digest);
    }

    /**
     * The tree over all records that were appended before this call; buffered ones are made durable
     * first. The first time, the whole ledger is read.
     *
     * @return the tree's size and root
     * @throws LedgerException when a record cannot be read
     */
    @Override
    public Optional<TreeHead> treeHead() {
        Place end = settle();
        long size = durableSize();
        return Optional.of(tree.upTo(new LedgerLines(name, segments, end), size));
    }

    /** {@return how many records are on disk} */
    public long durableSize() {
        lock.lock();
        try {
            return durable;
        } finally {
            lock.unlock();
        }
    }

    /**
     * This ledger as a transparency log, whose files lie in {@value LedgerDescriptor#LOG} within its
     * directory: entries, tiles and a signed checkpoint, as the C2SP specifications lay them out. All of
     * them but what was signed last are made from the lines. Only one publisher at a time, while this
     * ledger is open.
     *
     * @param directory this ledger's directory
     * @param origin the log's name, in checkpoints
     * @param signers what signs checkpoints: see {@link NoteSigner#forLog}
     * @param time when a checkpoint is signed
     * @return the publisher; it signs nothing that is not on disk
     * @throws LedgerException when the log's state cannot be read or is that of another log
     */
    public LogPublisher log(Path directory, String origin, List<NoteSigner> signers, Time time) {
        try {
            return LogPublisher.open(
                    LogFiles.in(directory.resolve(LedgerDescriptor.LOG)),
                    LogFiles.in(directory),
                    new LedgerLeaves(
                            this::durableSize, () -> new LedgerLines(name, segments, Place.END)),
                    origin,
                    signers,
                    time);
        } catch (IOException e) {
            throw new LedgerException(name + " cannot be published: " + e.getMessage(), e);
        }
    }

    /**
     * Erases a payload: records that it is erased, then removes the bytes, as {@link #erase(Digest)}.
     *
     * @param origin who erases it, and when
     * @param digest the SHA-256 of the bytes
     * @param why in words
     * @return whether there was something to remove; it is gone from the disk when this returns
     * @throws LedgerException when the ledger cannot take the record, and nothing is removed then; or when
     *     it is not certain that it is gone
     */
    public boolean erase(EventOrigin origin, Digest digest, String why) {
        append(new AuditEvent.PayloadErased(origin, digest, why), Durability.ON_DISK);
        return erase(digest);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        try (directoryLock;
                segments;
                SegmentWriter _ = writer) {
            flush();
        } catch (IOException e) {
            throw new LedgerException(name + " could not be closed: " + e.getMessage(), e);
        }
    }

    private Optional<byte[]> find(Digest digest) {
        return payloads == null ? Optional.empty() : payloads.find(digest);
    }

    private PayloadStore payloads() {
        if (payloads == null) {
            throw new LedgerException(name + " has no store for payloads", null);
        }
        return payloads;
    }

    private Optional<LedgerLeaf> leaf(long index, Place end) {
        AtomicReference<@Nullable LedgerLeaf> found = new AtomicReference<>();
        try {
            new LedgerLines(name, segments, end)
                    .scan(index, index + 1, (_, _, _, buffer, offset, length) -> {
                        byte[] line = java.util.Arrays.copyOfRange(buffer, offset, offset + length);
                        LedgerRecord record = LedgerLine.parseRecord(line).toRecord(this::find);
                        found.set(LedgerLeaf.ofLine(record, line));
                    });
        } catch (IllegalArgumentException e) {
            throw new LedgerException(
                    name + " record=" + index + " cannot be read: " + e.getMessage(), e);
        }
        LedgerLeaf leaf = found.get();
        if (leaf == null) {
            throw new LedgerException(
                    name + " the ledger is damaged: record=" + index + " is there no more", null);
        }
        return Optional.of(leaf);
    }

    /** Makes everything durable that was appended before; {@return where it ends} */
    private Place settle() {
        lock.lock();
        try {
            requireReadable();
        } finally {
            lock.unlock();
        }
        flush();
        lock.lock();
        try {
            requireReadable();
            return durableEnd;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when nothing waits any more of what was appended before. */
    private void flush() {
        while (true) {
            Batch batch;
            boolean leads;
            lock.lock();
            try {
                requireNoFailure();
                if (open.isEmpty() && writing.done.isOpen()) {
                    return;
                }
                batch = open.isEmpty() ? writing : open;
                leads = batch == open && batch.claim();
            } finally {
                lock.unlock();
            }
            long last = batch.next() - 1;
            finish(batch, leads);
            if (batch.promisedCount() > 0) {
                requireDurable(batch, last);
            }
        }
    }

    /** Lets a thread of its own write what many buffered records have become. */
    private void writeBehind(Batch batch) {
        if (batch.bytes() < FLUSH_AT_BYTES || !batch.turn.isOpen() || !batch.claim()) {
            return;
        }
        try {
            Thread.ofPlatform()
                    .name("cnv-ledger-write")
                    .daemon()
                    .inheritInheritableThreadLocals(false)
                    .start(() -> finish(batch, true));
        } catch (OutOfMemoryError _) {
            batch.unclaim(); // No thread to be had: the next caller that waits writes it.
        }
    }

    /** Waits until a batch has been written, or writes it. */
    private void finish(Batch batch, boolean leads) {
        if (leads) {
            batch.turn.await();
            if (!batch.done.isOpen()) {
                write(batch);
            }
        }
        batch.done.await();
    }

    /** Writes a batch and those that are waited for when it is done, up to a limit. */
    private void write(Batch batch) {
        Batch next = batch;
        for (int more = MAX_MORE_BATCHES; next != null; more--) {
            next = write(next, more > 0);
        }
    }

    /** {@return the next batch when this thread shall write that too} */
    private @Nullable Batch write(Batch batch, boolean more) {
        lock.lock();
        try {
            writing = batch;
            open = new Batch(batch.next());
        } finally {
            lock.unlock();
        }
        Throwable thrown = null;
        SegmentWriter out = java.util.Objects.requireNonNull(writer);
        try {
            out.write(batch.records());
        } catch (Throwable e) {
            thrown = e;
        }
        Batch next = null;
        lock.lock();
        try {
            durable = out.next();
            durableEnd = out.end();
            if (thrown != null) {
                giveUp(batch, thrown);
            } else {
                state = new LedgerState.Open();
                next = more && open.isClaimed() ? open : null;
            }
        } finally {
            if (next == null) {
                open.turn.open();
            }
            lock.unlock();
            // In this order: whoever gets the turn looks whether it is done.
            batch.done.open();
            batch.turn.open();
        }
        return next;
    }

    /** Tells the callers of this batch and of those that joined the next one. */
    private void giveUp(Batch batch, Throwable thrown) {
        Batch joined = open;
        Failure why;
        if (thrown instanceof DiskFullException) {
            state = new LedgerState.Full(String.valueOf(thrown.getMessage()));
            why = new Failure(durable, full(thrown), thrown);
            open = kept(batch, joined);
        } else {
            failure = thrown;
            state = new LedgerState.ReadOnly(thrown.toString());
            why = new Failure(durable, readOnly(thrown, joined.next() - durable), thrown);
            open = new Batch(durable);
        }
        batch.fail(why);
        joined.fail(why);
        // In this order: whoever gets the turn looks whether it is done.
        joined.done.open();
        joined.turn.open();
    }

    /** The records that must keep their indices, because a caller was told that of the last of them. */
    private Batch kept(Batch batch, Batch joined) {
        long end = joined.promisedCount() > 0
                ? joined.first() + joined.promisedCount()
                : batch.first() + batch.promisedCount();
        Batch kept = new Batch(durable);
        for (long index = durable; index < end; index++) {
            Batch from = index < joined.first() ? batch : joined;
            kept.add(from.records().get((int) (index - from.first())));
            kept.promise();
        }
        return kept;
    }

    private void requireDurable(Batch batch, long index) {
        Failure why = batch.failureOf(index);
        if (why != null) {
            throw new LedgerException(why.message(), why.cause());
        }
    }

    private void requireOpen() {
        requireReadable();
        if (state instanceof LedgerState.ReadOnly(String why)) {
            throw new LedgerException(name + " state=read-only takes no record: " + why, null);
        }
    }

    private void requireReadable() {
        requireNoFailure();
        if (closed) {
            throw new LedgerException(name + " state=closed takes no record", null);
        }
    }

    private void requireNoFailure() {
        if (failure != null) {
            throw new LedgerException(readOnly(failure, 0), failure);
        }
    }

    private String full(Throwable thrown) {
        return name + " state=full: the disk is full: " + thrown.getMessage()
                + "; the record was not recorded, those acknowledged before, up to record "
                + (durable - 1) + ", are safe; make room: the next append tries again";
    }

    private String readOnly(Throwable thrown, long lost) {
        return name + " state=read-only takes no record since writing behind record "
                + (durable - 1) + " failed: " + thrown + "; "
                + (lost > 0 ? lost + " records were not made durable; " : "")
                + "find the cause and open the ledger again";
    }

    private static void requireLength(Waiting record, long index) {
        int lengthBytes = record.lengthBytes(index);
        if (lengthBytes > LedgerDescriptor.MAX_LINE_BYTES) {
            throw new LedgerException(
                    "lineBytes=" + lengthBytes + " is more than " + LedgerDescriptor.MAX_LINE_BYTES
                            + " for a " + record.type()
                            + " record; nothing was written and the ledger goes on: keep large data"
                            + " as a payload",
                    null);
        }
    }

    private static void requireWritable(LedgerEvent event) {
        if (event instanceof Unrecognised unrecognised) {
            throw new IllegalArgumentException("type=" + unrecognised.type()
                    + " is a later version's, so this one cannot vouch for it");
        }
        if (event instanceof PolicyDecision decided
                && EventJson.depth(decided.arguments()) > LedgerDescriptor.MAX_ARGUMENT_DEPTH) {
            throw new LedgerException(
                    "argumentDepth=" + EventJson.depth(decided.arguments()) + " is more than "
                            + LedgerDescriptor.MAX_ARGUMENT_DEPTH
                            + "; nothing was written and the ledger goes on",
                    null);
        }
    }

    /** The members as they stand in the line: all, or what stays of an event that is too long for one. */
    private Waiting waiting(LedgerEvent event) {
        String type = EventJson.type(event);
        try {
            ObjectNode members = EventJson.write(event);
            Waiting whole = new Waiting(type, CanonicalJson.bytes(members));
            if (payloads == null
                    || whole.lengthBytes(Long.MAX_VALUE) <= LedgerDescriptor.MAX_LINE_BYTES) {
                return whole;
            }
            Digest kept = keep(whole.event());
            return new Waiting(type, CanonicalJson.bytes(SpilledEvent.line(members, kept)));
        } catch (IllegalArgumentException e) {
            throw new LedgerException(
                    "the event has no canonical form: " + e.getMessage()
                            + "; nothing was written and the ledger goes on",
                    e);
        }
    }
}
