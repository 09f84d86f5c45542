package dev.cnv.runtime.swarm;

import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of many swarms: each is a row of 128 bytes, named by a number, and agents are only
 * counted. {@link Swarms} gives swarms and agents names.
 *
 * <p>A move is claimed by one compare-and-set of the swarm's word against the table, written by the
 * recorder, and settled by another. Two moves of one swarm at a time are not queued: the second is
 * refused with {@link Refusal.MoveUnderWay}. Moves of different swarms never meet.
 *
 * <p><b>Threading:</b> safe for use by several threads; no method of this class takes a lock or
 * waits for another move, except that a view looks again while a move settles, which takes some
 * nanoseconds. A move also takes what its recorder takes (with a ledger it waits for the disk) and what its
 * listener takes, which may lock.
 */
public final class SwarmTable {

    /** The bytes that a swarm takes. */
    public static final int ROW_BYTES = SwarmState.ROW_CELLS * Long.BYTES;

    /** The most agents of a swarm. */
    public static final int MAX_AGENTS = SwarmWord.MAX_AGENTS;

    /** The most swarms of a table. */
    public static final int MAX_CAPACITY = Integer.MAX_VALUE / SwarmState.ROW_CELLS;

    /** How often a view looks again at least. */
    private static final int MIN_PASSES = 3;

    /** Of a small table it looks again more often, at so many rows altogether. */
    private static final int PASS_ROWS = 10_000;

    private final int capacity;
    private final Time time;
    private final @Nullable PhaseRecorder recorder;
    private final PhaseListener listener;
    private final SwarmState state;
    private final AtomicInteger used = new AtomicInteger();
    private final IntUnaryOperator oneMore;
    private final FreeRows free;
    private final LongAdder listenerFaults = new LongAdder();

    private SwarmTable(
            int capacity,
            Time time,
            @Nullable PhaseRecorder recorder,
            PhaseListener listener,
            Cells cells) {
        this.capacity = capacity;
        this.time = time;
        this.recorder = recorder;
        this.listener = listener;
        this.state = new SwarmState(cells);
        this.free = new FreeRows(state);
        this.oneMore = count -> count < capacity ? count + 1 : count;
    }

    /**
     * A table whose moves are written down before they hold.
     *
     * @param capacity the most swarms at a time, 1 to {@link #MAX_CAPACITY}; all memory is taken at once
     * @param time the source of time
     * @param recorder writes each move
     * @param listener hears of each move after it holds
     * @return an empty table
     * @throws IllegalArgumentException when the capacity is out of range
     */
    public static SwarmTable recorded(
            int capacity, Time time, PhaseRecorder recorder, PhaseListener listener) {
        return new SwarmTable(capacity, time, recorder, listener, cells(capacity));
    }

    /**
     * A table whose moves are written nowhere.
     *
     * @param capacity the most swarms at a time, 1 to {@link #MAX_CAPACITY}; all memory is taken at once
     * @param time the source of time
     * @param listener hears of each move after it holds
     * @return an empty table
     * @throws IllegalArgumentException when the capacity is out of range
     */
    public static SwarmTable unrecorded(int capacity, Time time, PhaseListener listener) {
        return new SwarmTable(capacity, time, null, listener, cells(capacity));
    }

    /** A table over other memory, for the explorer of interleavings. */
    static SwarmTable over(Cells cells, int capacity, Time time, @Nullable PhaseRecorder recorder) {
        return new SwarmTable(capacity, time, recorder, PhaseListener.none(), cells);
    }

    private static Cells cells(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "capacity=" + capacity + " is not 1 to " + MAX_CAPACITY);
        }
        return new ArrayCells(capacity * SwarmState.ROW_CELLS);
    }

    /**
     * Begins a swarm in BOOTSTRAP.
     *
     * @return its row, which may have been that of a swarm that was finalised
     * @throws IllegalStateException when the table is full
     */
    public int open() {
        return open(Phase.BOOTSTRAP, time.nanos());
    }

    int open(Phase phase, long enteredNanos) {
        int row = free.take();
        if (row < 0) {
            row = used.getAndUpdate(oneMore);
            if (row >= capacity) {
                throw new IllegalStateException(
                        "capacity=" + capacity + " swarms are open already");
            }
        }
        state.open(row, phase, enteredNanos);
        return row;
    }

    /** For a swarm that is known from the ledger, before anyone else knows of its row. */
    void restore(int row, Map<Phase, Duration> durations, Iterable<Phase> history) {
        state.restore(row, durations, SwarmState.history(history));
    }

    Time time() {
        return time;
    }

    /**
     * Where a swarm stands, in one atomic read.
     *
     * @param row the swarm
     * @return its mark, with which a move may be asked for
     * @throws IllegalArgumentException when no swarm has this row
     */
    public SwarmMark mark(int row) {
        return find(checked(row)).orElseThrow(() -> noSwarm(row));
    }

    /**
     * All that is known of a swarm.
     *
     * @param row the swarm
     * @return a view that no move tears
     * @throws IllegalArgumentException when no swarm has this row
     */
    public SwarmView view(int row) {
        return state.view(checked(row), time.nanos()).orElseThrow(() -> noSwarm(row));
    }

    /**
     * Moves a swarm.
     *
     * @param row the swarm
     * @param at where it is thought to stand
     * @param to the phase to move to
     * @param by who moves it, for the ledger
     * @param why in words, for the ledger; may be empty
     * @return why it was not moved; empty when it was
     */
    public Optional<Refusal> move(int row, SwarmMark at, Phase to, String by, String why) {
        checked(row);
        Phase from = at.phase();
        if (!PhaseTable.allows(from, to)) {
            return Optional.of(new Refusal.IllegalMove(from, to));
        }
        int stage = recorder == null ? SwarmWord.SETTLING : SwarmWord.RECORDING;
        long found = state.claim(row, from, at.epoch(), stage);
        if (!SwarmState.claimable(found, from, at.epoch())) {
            return Optional.of(refusal(found, from, at.epoch()));
        }
        if (recorder != null) {
            Optional<Refusal> refused = record(recorder, row, new PhaseMove(from, to), by, why);
            if (refused.isPresent()) {
                return refused;
            }
        }
        settle(row, from, to, SwarmWord.epoch(SwarmWord.moved(found, to)));
        return Optional.empty();
    }

    /** Writes a claimed move, or gives the claim back. */
    private Optional<Refusal> record(
            PhaseRecorder log, int row, PhaseMove move, String by, String why) {
        boolean written = false;
        try {
            log.record(row, move, by, why);
            written = true;
        } catch (LedgerException e) {
            return Optional.of(new Refusal.NotRecorded(Denial.of(
                    Reason.LEDGER_UNAVAILABLE,
                    "the ledger cannot take the move, so everything stays: " + e.getMessage())));
        } finally {
            state.stage(row, written ? SwarmWord.SETTLING : SwarmWord.AT_REST);
        }
        return Optional.empty();
    }

    private void settle(int row, Phase from, Phase to, int epoch) {
        long now = time.nanos();
        long lasted = state.settle(row, from, to, now);
        try {
            listener.moved(row, from, to, epoch, now, lasted);
        } catch (RuntimeException e) {
            // The move holds whatever its hearers do; that they failed is counted.
            listenerFaults.increment();
        }
    }

    private static Refusal refusal(long found, Phase held, int epoch) {
        if (SwarmWord.stage(found) == SwarmWord.FREE) {
            return new Refusal.Gone();
        }
        Phase phase = SwarmWord.phase(found);
        return SwarmWord.holds(found, held, epoch)
                ? new Refusal.MoveUnderWay(phase)
                : new Refusal.StalePhase(
                        held, phase, (SwarmWord.epoch(found) - epoch) & Integer.MAX_VALUE);
    }

    /**
     * Counts a success, in OPERATIONAL.
     *
     * @param row the swarm
     * @param at where it is thought to stand
     * @return why it was not counted; empty when it was
     */
    public Optional<Refusal> succeeded(int row, SwarmMark at) {
        Refusal refused = admitted(row, "success", Phase.OPERATIONAL, at.phase(), at.epoch());
        if (refused == null) {
            state.addSuccess(row);
        }
        return Optional.ofNullable(refused);
    }

    /**
     * Counts a failure, in OPERATIONAL: it is an error of that phase too.
     *
     * @param row the swarm
     * @param at where it is thought to stand
     * @return why it was not counted; empty when it was
     */
    public Optional<Refusal> failed(int row, SwarmMark at) {
        Refusal refused = admitted(row, "failure", Phase.OPERATIONAL, at.phase(), at.epoch());
        if (refused == null) {
            state.addFailure(row);
            state.addError(row, Phase.OPERATIONAL);
        }
        return Optional.ofNullable(refused);
    }

    /**
     * Counts an error of any phase but SHUTDOWN.
     *
     * @param row the swarm
     * @param at where it is thought to stand
     * @return why it was not counted; empty when it was
     */
    public Optional<Refusal> erred(int row, SwarmMark at) {
        Refusal refused = at.phase().terminal()
                ? new Refusal.WrongPhase("error", at.phase())
                : admitted(row, "error", at.phase(), at.phase(), at.epoch());
        if (refused == null) {
            state.addError(row, at.phase());
        }
        return Optional.ofNullable(refused);
    }

    private @Nullable Refusal admitted(int row, String step, Phase needed, Phase held, int epoch) {
        if (held != needed) {
            return new Refusal.WrongPhase(step, held);
        }
        long found = state.word(checked(row));
        return SwarmWord.holds(found, held, epoch) ? null : refusal(found, held, epoch);
    }

    /**
     * Sets the count of open failures to 0, in RECOVERY. No move can happen meanwhile.
     *
     * @param row the swarm
     * @param at where it is thought to stand
     * @return why it was not done; empty when it was
     */
    public Optional<Refusal> resetFailures(int row, SwarmMark at) {
        if (at.phase() != Phase.RECOVERY) {
            return Optional.of(new Refusal.WrongPhase("reset of failures", at.phase()));
        }
        long found = state.claim(checked(row), at.phase(), at.epoch(), SwarmWord.RECORDING);
        if (!SwarmState.claimable(found, at.phase(), at.epoch())) {
            return Optional.of(refusal(found, at.phase(), at.epoch()));
        }
        state.resetFailures(row);
        state.stage(row, SwarmWord.AT_REST);
        return Optional.empty();
    }

    /**
     * Counts one more agent, in ACTIVATION.
     *
     * @param row the swarm
     * @param at where it is thought to stand
     * @return why it was not counted; empty when it was
     */
    public Optional<Refusal> joined(int row, SwarmMark at) {
        return AgentStep.JOIN.in(at.phase())
                ? step(row, AgentStep.JOIN, at)
                : Optional.of(new Refusal.WrongPhase("registration of an agent", at.phase()));
    }

    /**
     * Counts an agent as failed.
     *
     * @param row the swarm
     * @param at where it is thought to stand
     * @return why it was not counted; empty when it was
     */
    public Optional<Refusal> agentFailed(int row, SwarmMark at) {
        return step(row, AgentStep.FAIL, at);
    }

    /**
     * Counts a failed agent as recovered.
     *
     * @param row the swarm
     * @param at where it is thought to stand
     * @return why it was not counted; empty when it was
     */
    public Optional<Refusal> agentRecovered(int row, SwarmMark at) {
        return step(row, AgentStep.RECOVER, at);
    }

    /**
     * Counts an agent as gone.
     *
     * @param row the swarm
     * @param at where it is thought to stand
     * @param wasFailed whether it is one of those that have failed
     * @return why it was not counted; empty when it was
     */
    public Optional<Refusal> agentLeft(int row, SwarmMark at, boolean wasFailed) {
        return step(row, wasFailed ? AgentStep.LEAVE_FAILED : AgentStep.LEAVE, at);
    }

    /**
     * Counts an agent that is back, in any phase from OPERATIONAL on but SHUTDOWN. The table does not
     * know agents: that this one was in before is for the caller to know.
     *
     * @param row the swarm
     * @param at where it is thought to stand
     * @return why it was not counted; empty when it was
     */
    public Optional<Refusal> rejoined(int row, SwarmMark at) {
        return AgentStep.REJOIN.in(at.phase())
                ? step(row, AgentStep.REJOIN, at)
                : Optional.of(new Refusal.WrongPhase("return of an agent", at.phase()));
    }

    private Optional<Refusal> step(int row, AgentStep step, SwarmMark at) {
        long found = state.count(checked(row), step, at.phase(), at.epoch());
        if (!SwarmWord.holds(found, at.phase(), at.epoch())) {
            return Optional.of(refusal(found, at.phase(), at.epoch()));
        }
        return step.allowed(found)
                ? Optional.empty()
                : Optional.of(new Refusal.AgentRefused(
                        "", "step=" + step + " is not possible with " + SwarmMark.of(found)));
    }

    /**
     * Ends a swarm that is in SHUTDOWN: its row is free for another.
     *
     * @param row the swarm
     * @param at where it is thought to stand
     * @return what was known of it, once; or why not
     */
    public Step<SwarmView> finalise(int row, SwarmMark at) {
        Step<SwarmView> last = end(row, at);
        if (last instanceof Step.Done) {
            release(row);
        }
        return last;
    }

    /** Ends a swarm without giving its row away. */
    Step<SwarmView> end(int row, SwarmMark at) {
        if (at.phase() != Phase.SHUTDOWN) {
            return new Step.Refused<>(new Refusal.WrongPhase("finalise", at.phase()));
        }
        long found = state.claim(checked(row), at.phase(), at.epoch(), SwarmWord.RECORDING);
        if (!SwarmState.claimable(found, at.phase(), at.epoch())) {
            return new Step.Refused<>(refusal(found, at.phase(), at.epoch()));
        }
        SwarmView last = findView(row).orElseThrow();
        state.free(row);
        return new Step.Done<>(last);
    }

    /** Lets another swarm have the row of one that ended. */
    void release(int row) {
        free.give(row);
    }

    /** The view of a row; empty when no swarm has it. */
    Optional<SwarmView> findView(int row) {
        return state.view(row, time.nanos());
    }

    private static IllegalArgumentException noSwarm(int row) {
        return new IllegalArgumentException("row=" + row + " belongs to no swarm");
    }

    /** The mark of a row; empty when no swarm has it. */
    Optional<SwarmMark> find(int row) {
        long word = state.word(row);
        return SwarmWord.stage(word) == SwarmWord.FREE
                ? Optional.empty()
                : Optional.of(SwarmMark.of(word));
    }

    /**
     * Sums over all swarms, by reading each word once, and again to see whether any moved meanwhile. It
     * looks again a bounded number of times, of small tables more often than of large ones, and keeps
     * nobody from moving: under steady moves the sums may be of no one moment, and then say so.
     *
     * @return the sums; see {@link TableView#atOneMoment}
     */
    public TableView view() {
        TableScan scan = TableScan.of(state, used.get());
        int limit = Math.max(MIN_PASSES, PASS_ROWS / Math.max(1, used.get()));
        for (int tries = 0; tries < limit; tries++) {
            TableScan again = TableScan.of(state, used.get());
            if (scan.sameMoves(again)) {
                return again.view(true);
            }
            scan = again;
        }
        return scan.view(false);
    }

    /** {@return how often a listener threw; the moves that it heard of hold all the same} */
    public long listenerFaultCount() {
        return listenerFaults.sum();
    }

    private int checked(int row) {
        if (row < 0 || row >= used.get()) {
            throw new IllegalArgumentException("row=" + row + " was never a swarm's");
        }
        return row;
    }
}
