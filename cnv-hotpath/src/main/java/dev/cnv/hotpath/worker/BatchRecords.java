package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.grant.GrantTable;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.FrameEvent.BatchExecuted;
import dev.cnv.runtime.governance.FrameEvent.FrameCount;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for frames in the ledger, beside the workers: each puts down what it executed and counts what
 * it denied, and one thread makes records of that. Nothing is dropped: a worker whose buffers are all on
 * their way waits, and one whose ledger has failed runs no more verbs.
 *
 * <p>A record is about as many batches as fit one buffer, or as began within {@link Terms#maxAge} of the
 * first, whichever is less. Denied frames take no room in a buffer, so that however many there are they
 * make one record for each {@code maxAge}, in which all are counted.
 *
 * <p>When the process dies, what is lost are at most the records of {@code buffers} times {@code frames}
 * executed frames of each worker, and what the ledger itself had buffered. What could have run under
 * which grants, until when and how often, is in the ledger all the same, because a grant is on disk
 * before it is good: docs/decisions/0117.
 *
 * <p><b>Threading:</b> safe for use by several threads. Close the workers first, then this, then the
 * runtime.
 */
public final class BatchRecords implements AutoCloseable {

    private static final long IDLE_NANOS = 100_000;

    private final GrantTable table;
    private final Terms terms;
    private final CopyOnWriteArrayList<RecordLane> lanes = new CopyOnWriteArrayList<>();
    private final MessageDigest sha256;
    private final Thread recorder;
    private volatile boolean closing;
    private volatile @Nullable LedgerException failure;

    /**
     * How records are made.
     *
     * @param buffers how many buffers a worker has, at least 2
     * @param frames how many executed frames fit a buffer, at least the largest batch
     * @param maxAge how long a batch waits for others at most, at least a millisecond
     * @param durability whether a record is on disk before the next one of any worker is made
     */
    public record Terms(int buffers, int frames, Duration maxAge, Durability durability) {

        /** Four buffers of 8,192 frames, 100 ms, buffered. */
        public static final Terms DEFAULT =
                new Terms(4, 8_192, Duration.ofMillis(100), Durability.BUFFERED);

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException when one is out of range
         */
        public Terms {
            if (buffers < 2 || buffers > 1_024 || frames < 1 || frames > 1 << 20) {
                throw new IllegalArgumentException("buffers=" + buffers + " frames=" + frames
                        + " are not 2 to 1024 and 1 to " + (1 << 20));
            }
            if (maxAge.toMillis() < 1) {
                throw new IllegalArgumentException("maxAge=" + maxAge + " is less than 1 ms");
            }
        }
    }

    /**
     * Begins to record, on a thread of its own.
     *
     * @param table the table whose frames are recorded; its runtime's ledger takes the records
     * @param terms how
     * @param threads makes the thread
     */
    public BatchRecords(GrantTable table, Terms terms, ThreadFactory threads) {
        this.table = table;
        this.terms = terms;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        this.recorder = threads.newThread(this::run);
        recorder.start();
    }

    GrantTable table() {
        return table;
    }

    /** The way of a worker's records, which are counted by its name. */
    synchronized RecordLane lane(String worker, int maxBatch) {
        if (closing) {
            throw new IllegalStateException(
                    "worker=" + worker + " has no records: they are closed");
        }
        for (RecordLane lane : lanes) {
            if (lane.worker.equals(worker)) {
                throw new IllegalArgumentException(
                        "worker=" + worker + " is another worker's name in these records");
            }
        }
        if (maxBatch > terms.frames()) {
            throw new IllegalArgumentException(
                    "maxBatch=" + maxBatch + " does not fit a buffer of frames=" + terms.frames());
        }
        RecordBuffer[] buffers = new RecordBuffer[terms.buffers()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = new RecordBuffer(terms.frames(), table.verbs().size());
        }
        RecordLane lane = new RecordLane(worker, buffers, terms.maxAge().toMillis());
        lanes.add(lane);
        return lane;
    }

    private synchronized void beginToClose() {
        for (RecordLane lane : lanes) {
            if (!lane.isClosed()) {
                throw new IllegalStateException(
                        "worker=" + lane.worker + " is not closed: close it before its records");
            }
        }
        closing = true;
    }

    private void run() {
        while (true) {
            boolean last = closing;
            boolean wrote = false;
            for (RecordLane lane : lanes) {
                wrote |= writeOne(lane);
            }
            if (wrote) {
                continue;
            }
            if (last) {
                return;
            }
            LockSupport.parkNanos(IDLE_NANOS);
        }
    }

    private boolean writeOne(RecordLane lane) {
        RecordBuffer buffer = lane.waiting();
        if (buffer == null || lane.isFailed()) {
            return false;
        }
        try {
            Digest digest = digest(buffer);
            List<FrameCount> counts = counts(buffer);
            table.lifts()
                    .record(
                            origin -> new BatchExecuted(
                                    origin,
                                    table.id(),
                                    lane.worker,
                                    lane.sequence(),
                                    buffer.batches,
                                    buffer.executed(),
                                    buffer.denied,
                                    digest,
                                    counts),
                            terms.durability());
            buffer.clear();
            lane.written();
            return true;
        } catch (RuntimeException | Error e) {
            // An Error too: a recorder that ended without a word would have workers wait for ever.
            failure = e instanceof LedgerException known
                    ? known
                    : new LedgerException("a record of frames could not be made", e);
            lanes.forEach(RecordLane::fail);
            return false;
        }
    }

    private Digest digest(RecordBuffer buffer) {
        sha256.update(buffer.entries, 0, buffer.used);
        return new Digest(HexFormat.of().formatHex(sha256.digest()));
    }

    private List<FrameCount> counts(RecordBuffer buffer) {
        List<FrameCount> counts = new ArrayList<>();
        for (int i = 0; i < buffer.counts.length; i++) {
            if (buffer.counts[i] != 0) {
                int verb = i / FrameStatus.COUNT;
                counts.add(new FrameCount(
                        verb < table.verbs().size()
                                ? table.verbs().get(verb).id().path()
                                : "",
                        FrameStatus.nameOf(i % FrameStatus.COUNT),
                        buffer.counts[i]));
            }
        }
        return counts;
    }

    /**
     * Why nothing is recorded any more; then no worker runs verbs either.
     *
     * @return what the ledger said; null while it takes records
     */
    public @Nullable LedgerException failure() {
        return failure;
    }

    /**
     * Writes what was handed over and ends.
     *
     * @throws IllegalStateException when a worker is not closed, whose last record would be missing;
     *     nothing has ended then
     * @throws LedgerException when the ledger did not take everything
     */
    @Override
    public void close() {
        beginToClose();
        LockSupport.unpark(recorder);
        boolean interrupted = false;
        while (recorder.isAlive()) {
            try {
                recorder.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        lanes.forEach(RecordLane::fail);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        LedgerException failed = failure;
        if (failed != null) {
            throw new LedgerException("records of frames were not all taken", failed);
        }
    }
}
