package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.BatchGate;
import dev.cnv.hotpath.grant.CoarseClock;
import dev.cnv.hotpath.grant.GrantTable;
import dev.cnv.hotpath.memory.BumpArena;
import dev.cnv.hotpath.ring.FrameSink;
import dev.cnv.hotpath.ring.FrameSource;
import dev.cnv.hotpath.ring.RingStatus;
import dev.cnv.hotpath.ring.WaitStrategy;
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

    private static final Duration PAUSE = Duration.ofNanos(50_000);

    /** How often it finds nothing to do before it looks at the clock. */
    private static final int IDLES_PER_LOOK = 16;

    /** How long it sleeps at most while something is owed to the ledger, or it is to stop. */
    private static final long SHORT_SLEEP_NANOS = 1_000_000;

    private final Terms terms;
    private final Lane[] lanes;
    private final GrantTable table;
    private final CoarseClock clock;
    private final Time time;
    private final WaitStrategy waiting;
    private final WaitStrategy answering = WaitStrategy.parking(PAUSE);
    private final @Nullable BumpArena scratch;
    private final RecordLane records;
    private final WorkerCounters counters = new WorkerCounters();
    private final FrameBatch batch;

    private int idles;
    private boolean entered;
    private @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile long stopNanos;
    private volatile @Nullable Throwable failure;

    /**
     * How a worker works.
     *
     * @param name its name, in records
     * @param maxBatch how many frames it takes at once at most, 1 to {@link BatchGate#MAX_BATCH}
     * @param waiting how it waits for frames; one that blocks is that of all its rings
     * @param scratch memory for its verbs, which is reset behind each batch; null for none
     */
    public record Terms(
            String name,
            int maxBatch,
            WaitStrategy waiting,
            @Nullable BumpArena scratch) {

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

        /**
         * Terms of a worker that spins, yields, and then pauses for 50 microseconds, without scratch
         * memory.
         *
         * @param name its name, in records
         * @param maxBatch how many frames it takes at once at most
         * @throws IllegalArgumentException when the number is out of range
         */
        public Terms(String name, int maxBatch) {
            this(name, maxBatch, WaitStrategy.parking(PAUSE), null);
        }

        /**
         * The same with another way to wait.
         *
         * @param other how it waits for frames
         * @return new terms
         */
        public Terms withWaiting(WaitStrategy other) {
            return new Terms(name, maxBatch, other, scratch);
        }

        /**
         * The same with memory for verbs.
         *
         * @param memory reset behind each batch, for this worker alone
         * @return new terms
         */
        public Terms withScratch(BumpArena memory) {
            return new Terms(name, maxBatch, waiting, memory);
        }
    }

    /**
     * A ring that a worker serves.
     *
     * @param requests where frames come from
     * @param responses where they go to with their status; null when the status in the frame is enough
     */
    public record Lane(FrameSource requests, @Nullable FrameSink responses) {

        /**
         * Checks the slots.
         *
         * @throws IllegalArgumentException when those of the two rings are not of one size
         */
        public Lane {
            long bytes = (long) requests.lines() * FrameDescriptor.LINE_BYTES;
            if (responses != null && slotBytes(responses) != bytes) {
                throw new IllegalArgumentException("slotBytes=" + slotBytes(responses)
                        + " of responses are not slotBytes=" + bytes + " of requests");
            }
        }

        /** The second slot begins where the first ends; in a ring of one slot it is the first. */
        private static long slotBytes(FrameSink sink) {
            long second = sink.after(0);
            return second == 0 ? sink.segment().byteSize() : second;
        }
    }

    /**
     * A worker that does not run yet.
     *
     * @param terms how it works
     * @param records takes its records; their table is the one that it checks frames against
     * @param module runs verbs; its verbs are those of the table, in the same order
     * @param lanes the rings that it serves in turn, each for this worker alone
     * @throws IllegalArgumentException when there is no ring, a ring's slots are smaller than the
     *     module's frames, a ring would not wake this worker, a batch does not fit a record,
     *     another worker of the records has the name, or the module's verbs are not the table's
     * @throws IllegalStateException when the records are closed
     */
    public Worker(Terms terms, BatchRecords records, FrameModule module, List<Lane> lanes) {
        this(terms, records, dispatcher(records, module), largeEnough(lanes, module.lines()));
    }

    private static List<Lane> largeEnough(List<Lane> lanes, int lines) {
        for (Lane lane : lanes) {
            if (lane.requests().lines() < lines) {
                throw new IllegalArgumentException("lines=" + lane.requests().lines()
                        + " of a ring are less than lines=" + lines + " of the module's frames");
            }
        }
        return lanes;
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
        for (Lane lane : lanes) {
            if (!lane.requests().wakes(terms.waiting())) {
                throw new IllegalArgumentException("worker=" + terms.name()
                        + " blocks, and a ring was not made with its way to wait");
            }
        }
        this.terms = terms;
        this.lanes = lanes.toArray(Lane[]::new);
        this.table = records.table();
        this.clock = table.clock();
        this.time = table.lifts().time();
        this.waiting = terms.waiting();
        this.scratch = terms.scratch();
        this.batch = new FrameBatch(new BatchGate(table), dispatcher, terms.maxBatch());
        this.records = records.lane(terms.name(), terms.maxBatch());
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
        enter();
        Thread own = threads.newThread(this::run);
        thread = own;
        own.start();
        return this;
    }

    private void enter() {
        if (!entered) {
            table.enter();
            entered = true;
        }
    }

    /** What is thrown here is no verb's: CNV or whoever decides is at fault, and nothing more may run. */
    private void run() {
        try {
            work();
        } catch (Throwable e) {
            failure = e;
            for (Lane lane : lanes) {
                lane.requests().refuse();
            }
        } finally {
            end();
        }
    }

    private void end() {
        records.close();
        if (entered) {
            entered = false;
            table.exit();
        }
    }

    private void work() {
        int rounds = 0;
        while (true) {
            if (sweep()) {
                rounds = 0;
            } else if (stopping && (drained() || time.nanos() - stopNanos >= 0)) {
                return;
            } else {
                rounds = idle(waiting, rounds);
            }
        }
    }

    /**
     * Takes one batch of each ring, on the calling thread: for a loop of the caller's own, instead of
     * {@link #start}, and by one thread at a time. Records that are not full wait for further batches, or
     * for {@link #close}.
     *
     * @return false when no ring had any
     * @throws IllegalStateException at the first call, when too many workers run
     */
    public boolean sweep() {
        enter();
        boolean any = false;
        for (Lane lane : lanes) {
            FrameSource requests = lane.requests();
            int count = requests.poll(terms.maxBatch(), batch.frames);
            if (count != 0) {
                // Only a full batch may leave something behind; then a look at the tail is cheap.
                serve(lane, count, count < terms.maxBatch() ? count : count + requests.depth());
                any = true;
            }
        }
        return any;
    }

    private void serve(Lane lane, int count, long depth) {
        MemorySegment segment = lane.requests().segment();
        long begun = time.nanos();
        RecordBuffer buffer = records.room(count, clock.ticks(begun));
        long now = buffer == null || buffer.batches > 1 ? begun : time.nanos();
        if (buffer == null) {
            batch.refuse(segment, count);
        } else {
            batch.serve(segment, count, buffer, clock.ticks(now));
        }
        counters.observe(depth, buffer != null && batch.verdictsStood(), resetScratch());
        counters.batch(count, time.nanos() - begun, batch.byStatus);
        if (lane.responses() != null) {
            respond(lane, count, lane.responses());
        }
        lane.requests().release();
        records.age(clock.ticks(now));
    }

    /** How much of it the batch used. */
    private long resetScratch() {
        if (scratch == null) {
            return 0;
        }
        long used = scratch.usedBytes();
        scratch.reset();
        return used;
    }

    /** Waits for room, unless the worker is over its time to stop or nobody reads responses any more. */
    private void respond(Lane lane, int count, FrameSink responses) {
        MemorySegment segment = lane.requests().segment();
        int lines = lane.requests().lines();
        for (int i = 0; i < count; i++) {
            long response = responses.claim();
            for (int rounds = 0; response == RingStatus.FULL && !overtime(); ) {
                rounds = idle(answering, rounds);
                response = responses.claim();
            }
            if (response < 0) {
                counters.unanswered();
            } else {
                FrameResult.copy(segment, batch.frames[i], lines, responses, response);
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
                batch.frames[0] = frame;
                serve(lane, 1, 1);
            }
            all &= frame == RingStatus.CLOSED;
        }
        return all;
    }

    /** Waits a little; now and then it looks whether the ledger has waited long enough for a record. */
    private int idle(WaitStrategy way, int rounds) {
        if ((++idles & IDLES_PER_LOOK - 1) == 0) {
            records.age(clock.tick());
        }
        boolean busy = stopping || records.isOwing();
        return way.idle(rounds, busy ? SHORT_SLEEP_NANOS : Long.MAX_VALUE);
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
        return batch.lastFailure();
    }

    /**
     * What ended this worker before it was closed: not a verb, but its gate, its clock, or what decides
     * about grants. It ran nothing more from then on, and asked the producers of its rings to stop.
     *
     * @return the exception; null when there was none
     */
    public @Nullable Throwable failure() {
        return failure;
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
            end();
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
