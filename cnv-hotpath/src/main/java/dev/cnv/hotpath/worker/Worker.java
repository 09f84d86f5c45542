package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.BatchGate;
import dev.cnv.hotpath.grant.CoarseClock;
import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.grant.GrantTable;
import dev.cnv.hotpath.ring.FrameSink;
import dev.cnv.hotpath.ring.FrameSource;
import dev.cnv.hotpath.ring.RingStatus;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.time.Time;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread that takes frames from its rings, batch by batch: it makes room for their record, checks
 * them, runs the verbs of those that may, says in each frame what became of it, and releases them. It
 * allocates nothing once it runs.
 *
 * <p>In this order, because what is waited for comes before what is checked: a batch that waits for a
 * slow ledger is checked after it has waited.
 *
 * <p><b>Threading:</b> {@link #start} and {@link #close} by whoever owns it, {@link #metrics} by
 * anybody. The rings' consumer sides are this worker's alone.
 */
public final class Worker implements AutoCloseable {

    /** How long {@link #close} lets a worker drain its rings. */
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(10);

    private static final int SPIN_COUNT = 2_000;
    private static final int YIELD_COUNT = 50;
    private static final long PARK_NANOS = 50_000;

    private final Terms terms;
    private final FrameDispatcher dispatcher;
    private final Lane[] lanes;
    private final GrantTable table;
    private final CoarseClock clock;
    private final Time time;
    private final BatchGate gate;
    private final RecordLane records;
    private final WorkerCounters counters = new WorkerCounters();
    private final long[] frames;

    /** How many frames of this batch got each status. */
    private final int[] said = new int[FrameStatus.COUNT];

    private @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile long stopNanos;
    private volatile @Nullable Throwable lastFailure;

    /**
     * How a worker works.
     *
     * @param name its name, in records and of its thread
     * @param maxBatch how many frames it takes at once at most, 1 to {@link BatchGate#MAX_BATCH}
     */
    public record Terms(String name, int maxBatch) {

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException when it is out of range
         */
        public Terms {
            if (maxBatch < 1 || maxBatch > BatchGate.MAX_BATCH) {
                throw new IllegalArgumentException(
                        "maxBatch=" + maxBatch + " is not 1 to " + BatchGate.MAX_BATCH);
            }
        }
    }

    /**
     * A ring that a worker serves.
     *
     * @param requests where frames come from
     * @param responses where they go to with their status, in a ring of the same slots; null when the
     *     status in the frame is enough
     */
    public record Lane(FrameSource requests, @Nullable FrameSink responses) {}

    /**
     * A worker that does not run yet.
     *
     * @param terms how it works
     * @param records takes its records; their table is the one that it checks frames against
     * @param module runs verbs; its verbs are those of the table, in the same order
     * @param lanes the rings that it serves in turn, each for this worker alone
     * @throws IllegalArgumentException when there is no ring, a batch does not fit a record, or the
     *     module's verbs are not the table's
     */
    public Worker(Terms terms, BatchRecords records, FrameModule module, List<Lane> lanes) {
        this(terms, records, dispatcher(records, module), lanes);
    }

    private static FrameDispatcher dispatcher(BatchRecords records, FrameModule module) {
        List<CapabilityId> granted =
                records.table().verbs().stream().map(VerbDescriptor::id).toList();
        if (!granted.equals(module.verbs())) {
            throw new IllegalArgumentException(
                    "verbs=" + module.verbs() + " are not those of the table, " + granted);
        }
        return module.dispatcher(WorkerRight.genuine(module));
    }

    /** A worker whose dispatcher is not generated. */
    Worker(Terms terms, BatchRecords records, FrameDispatcher dispatcher, List<Lane> lanes) {
        if (lanes.isEmpty()) {
            throw new IllegalArgumentException("lanes=[] gives the worker nothing to do");
        }
        this.terms = terms;
        this.dispatcher = dispatcher;
        this.lanes = lanes.toArray(Lane[]::new);
        this.table = records.table();
        this.clock = table.clock();
        this.time = table.lifts().time();
        this.gate = new BatchGate(table);
        this.records = records.lane(terms.name(), terms.maxBatch());
        this.frames = new long[terms.maxBatch()];
    }

    /**
     * Begins to work, on a thread of its own.
     *
     * @param threads makes the thread
     * @return this
     * @throws IllegalStateException when it was started before, or too many workers run
     */
    public Worker start(ThreadFactory threads) {
        if (thread != null) {
            throw new IllegalStateException("worker=" + terms.name() + " was started before");
        }
        table.enter();
        Thread own = threads.newThread(this::run);
        thread = own;
        own.start();
        return this;
    }

    private void run() {
        try {
            work();
        } finally {
            records.handOver();
            records.awaitWritten();
            table.exit();
        }
    }

    private void work() {
        int idle = 0;
        while (true) {
            if (sweep()) {
                idle = 0;
            } else if (stopping && (drained() || time.nanos() - stopNanos >= 0)) {
                return;
            } else {
                idle(idle++);
            }
        }
    }

    /**
     * Takes one batch of each ring, on the calling thread: for a loop of the caller's own, instead of
     * {@link #start}, and by one thread at a time. Records that are not full wait for further batches, or
     * for {@link #close}.
     *
     * @return false when no ring had any
     */
    public boolean sweep() {
        boolean any = false;
        for (Lane lane : lanes) {
            int count = lane.requests().poll(frames.length, frames);
            if (count != 0) {
                serve(lane, count);
                any = true;
            }
        }
        return any;
    }

    private void serve(Lane lane, int count) {
        MemorySegment segment = lane.requests().segment();
        long begun = time.nanos();
        RecordBuffer buffer = records.room(count, clock.ticks(begun));
        long now = buffer == null || buffer.batches > 1 ? begun : time.nanos();
        if (buffer == null) {
            refuse(segment, count);
        } else {
            int passed = gate.check(segment, frames, count, clock.ticks(now));
            dispatch(segment, count, buffer);
            if (passed < count) {
                deny(segment, count, buffer);
            }
        }
        counters.batch(count, time.nanos() - begun, said);
        if (lane.responses() != null) {
            respond(segment, count, lane.responses());
        }
        lane.requests().release();
        records.age(clock.ticks(now));
    }

    private void dispatch(MemorySegment segment, int count, RecordBuffer buffer) {
        long[] allowed = gate.allowed();
        for (int first = 0; first < count; first += Long.SIZE) {
            long left = allowed[first >>> 6];
            while (left != 0) {
                int i = first + Long.numberOfTrailingZeros(left);
                left &= left - 1;
                run(segment, frames[i], i, buffer);
            }
        }
    }

    private void run(MemorySegment segment, long frame, int index, RecordBuffer buffer) {
        int verb = gate.verb(index);
        buffer.execute(gate.handle(index), verb, FrameDescriptor.correlation(segment, frame));
        int status;
        try {
            status = dispatcher.dispatch(segment, frame, verb);
        } catch (Throwable e) {
            lastFailure = e;
            status = FrameStatus.FAILED;
        }
        boolean refused = status == FrameStatus.ARGUMENT_REFUSED;
        if (!refused && (!FrameStatus.ran(status) || status > Byte.MAX_VALUE)) {
            status = FrameStatus.FAILED;
        }
        FrameResult.write(segment, frame, status);
        int kind = refused || status == FrameStatus.FAILED ? status : FrameStatus.DONE;
        buffer.count(verb, kind);
        said[kind]++;
    }

    private void deny(MemorySegment segment, int count, RecordBuffer buffer) {
        for (int i = 0; i < count; i++) {
            int status = gate.status(i);
            if (status != FrameStatus.DONE) {
                FrameResult.write(segment, frames[i], status);
                buffer.count(gate.verb(i), status);
                buffer.denied++;
                said[status]++;
            }
        }
    }

    private void refuse(MemorySegment segment, int count) {
        for (int i = 0; i < count; i++) {
            FrameResult.write(segment, frames[i], FrameStatus.UNRECORDABLE);
        }
        said[FrameStatus.UNRECORDABLE] += count;
    }

    /** Waits for room, unless the worker is over its time to stop or nobody reads responses any more. */
    private void respond(MemorySegment segment, int count, FrameSink responses) {
        for (int i = 0; i < count; i++) {
            long response = responses.claim();
            for (int tries = 0; response == RingStatus.FULL && !overtime(); tries++) {
                idle(tries);
                response = responses.claim();
            }
            if (response < 0) {
                counters.unanswered();
            } else {
                FrameResult.copy(segment, frames[i], responses, response);
                responses.commit(response);
            }
        }
    }

    private boolean overtime() {
        return stopping && time.nanos() - stopNanos >= 0;
    }

    /** Whether every ring was closed by its producer, and is empty. */
    private boolean drained() {
        boolean all = true;
        for (Lane lane : lanes) {
            lane.requests().refuse();
            long frame = lane.requests().next();
            if (frame >= 0) {
                frames[0] = frame;
                serve(lane, 1);
            }
            all &= frame == RingStatus.CLOSED;
        }
        return all;
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // To yield is one of the ways to wait, and no order of work.
    private void idle(int round) {
        if (round < SPIN_COUNT) {
            Thread.onSpinWait();
        } else if (round < SPIN_COUNT + YIELD_COUNT) {
            Thread.yield();
        } else {
            records.age(clock.tick());
            LockSupport.parkNanos(PARK_NANOS);
        }
    }

    /**
     * What it has done so far. It is not held up by the reading.
     *
     * @return the numbers of one moment between two batches
     */
    public WorkerMetrics metrics() {
        return counters.read(records.waits());
    }

    /**
     * What a verb threw last.
     *
     * @return the exception; null when none threw
     */
    public @Nullable Throwable lastFailure() {
        return lastFailure;
    }

    /** Stops with a drain of {@link #DEFAULT_DRAIN}. */
    @Override
    public void close() {
        close(DEFAULT_DRAIN);
    }

    /**
     * Asks producers to stop, serves what they have handed over, hands the last record over, and ends.
     * Returns when the thread has ended.
     *
     * @param drain how long to wait for producers to close their rings; what is in rings after that stays
     *     there, unserved
     */
    public void close(Duration drain) {
        stopNanos = time.nanos() + drain.toNanos();
        stopping = true;
        Thread running = thread;
        if (running == null) {
            records.handOver();
            records.awaitWritten();
        }
        boolean interrupted = false;
        while (running != null && running.isAlive()) {
            LockSupport.unpark(running);
            try {
                running.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
