package dev.cnv.runtime.governance;

import dev.cnv.runtime.governance.Batch.Failure;
import dev.cnv.runtime.governance.Batch.Waiting;
import dev.cnv.runtime.governance.LedgerScan.Place;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The records that wait for the disk, and those that were refused: callers that wait at the same time
 * share one write and one force. {@link FileLedger} says what its states mean.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class GroupCommit implements Closeable {

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

    private final String name;
    private final @Nullable SegmentWriter writer;
    private final ThreadFactory writers;
    private final ReentrantLock lock = new ReentrantLock();

    /* Guarded by the lock. */
    private Batch open;
    private Batch writing;
    private long durable;
    private Place durableEnd;
    private LedgerState state;
    private @Nullable Throwable failure;
    private boolean ended;

    /** Goes on behind what was recovered; without a writer it takes no record. */
    GroupCommit(
            String name,
            @Nullable SegmentWriter writer,
            Recovery recovered,
            ThreadFactory writers) {
        OpenReport report = recovered.report();
        this.name = name;
        this.writer = writer;
        this.writers = writers;
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

    LedgerState state() {
        lock.lock();
        try {
            return ended ? new LedgerState.Closed() : state;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more records; {@return false when that was so already} */
    boolean end() {
        lock.lock();
        try {
            boolean first = !ended;
            ended = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the writer; what waits must be flushed before. */
    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }

    /** Says whether a record was taken, durable or not. */
    boolean has(long index) {
        lock.lock();
        try {
            requireNotEnded();
            return index >= 0 && index < open.next();
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many records are on disk} */
    long durableSize() {
        lock.lock();
        try {
            return durable;
        } finally {
            lock.unlock();
        }
    }

    /** {@return where the records that are on disk end} */
    Place durableEnd() {
        lock.lock();
        try {
            return durableEnd;
        } finally {
            lock.unlock();
        }
    }

    /** Throws when no record would be taken. */
    void requireOpen() {
        lock.lock();
        try {
            requireTaking();
        } finally {
            lock.unlock();
        }
    }

    /** Throws when a write failed, or this has ended. */
    void requireReadable() {
        lock.lock();
        try {
            requireNotEnded();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a record.
     *
     * @param durably whether the caller waits until it is on disk
     * @return its index
     */
    long append(Waiting record, boolean durably) {
        while (true) {
            Batch batch;
            boolean leads;
            long index = -1;
            lock.lock();
            try {
                requireTaking();
                batch = open;
                boolean fits = batch.fits(record);
                if (fits) {
                    requireLength(record, batch.next());
                    index = batch.add(record);
                }
                boolean waits = durably
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

    /**
     * What is on disk.
     *
     * @param size how many records
     * @param end where they end
     */
    record Settled(long size, Place end) {}

    /** Makes everything durable that was appended before; {@return what is on disk then} */
    Settled settle() {
        requireReadable();
        flush();
        lock.lock();
        try {
            requireNotEnded();
            return new Settled(durable, durableEnd);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until nothing waits any more of what was appended before; what comes later is not waited for.
     * Throws when a record is not durable whose caller was told its index.
     */
    void flush() {
        Batch batch;
        boolean leads;
        long promised;
        lock.lock();
        try {
            requireNoFailure();
            batch = open.isEmpty() ? writing : open;
            if (batch.done.isOpen()) {
                return;
            }
            leads = batch == open && batch.claim();
            promised = promisedEnd();
        } finally {
            lock.unlock();
        }
        finish(batch, leads);
        requireDurable(batch, promised - 1);
    }

    /** Behind the last record that waits and whose caller was told its index; else what is durable. */
    private long promisedEnd() {
        if (open.promisedCount() > 0) {
            return open.first() + open.promisedCount();
        }
        return Math.max(durable, writing.first() + writing.promisedCount());
    }

    /** Lets a thread of the factory write what many buffered records have become. */
    private void writeBehind(Batch batch) {
        if (batch.bytes() < FLUSH_AT_BYTES || !batch.turn.isOpen() || !batch.claim()) {
            return;
        }
        AtomicBoolean taken = new AtomicBoolean();
        try {
            writers.newThread(() -> finish(batch, taken.compareAndSet(false, true)))
                    .start();
        } catch (OutOfMemoryError | RuntimeException _) {
            // No thread to be had: the next caller that waits writes it, unless one runs
            // nevertheless.
            if (taken.compareAndSet(false, true)) {
                batch.unclaim();
            }
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

    private void requireTaking() {
        requireNotEnded();
        if (state instanceof LedgerState.ReadOnly(String why)) {
            throw new LedgerException(name + " state=read-only takes no record: " + why, null);
        }
    }

    private void requireNotEnded() {
        requireNoFailure();
        if (ended) {
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
}
