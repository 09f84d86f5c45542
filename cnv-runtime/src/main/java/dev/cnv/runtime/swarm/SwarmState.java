package dev.cnv.runtime.swarm;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The state of swarms, one row of 16 cells (128 bytes) each, and the steps that change it.
 *
 * <pre>
 *  cell  0       the word: {@link SwarmWord}
 *        1       when the phase was entered, in nanoseconds; in a free row, the next free row
 *        2       successes
 *        3 - 10  time spent in each phase before now, in nanoseconds; that of SHUTDOWN, which would
 *                stay 0, holds the failures since they were last reset
 *       11 - 14  errors in each phase, two counts of 32 bits a cell; they stop at the largest
 *       15       the last 20 phases, 3 bits each, the present one lowest, below a marking 1
 * </pre>
 *
 * <p><b>Threading:</b> any number of threads. A step claims the word with one compare-and-set, and no
 * step waits for another: who finds the word claimed is told so. Between {@link SwarmWord#SETTLING} and
 * the next epoch a row's cells 1, 3 to 10 and 15 change; readers of them look again (a sequence lock
 * whose sequence is the epoch). Counts are changed on their own at any time.
 */
final class SwarmState {

    static final int ROW_CELLS = 16;
    static final int HISTORY_LIMIT = 20;

    private static final int ENTERED = 1;
    private static final int SUCCESSES = 2;
    private static final int DURATIONS = 3;
    private static final int FAILURES = DURATIONS + 6;
    private static final int ERRORS = 11;
    private static final int HISTORY = 15;
    private static final long HISTORY_MARK = 1L << (3 * HISTORY_LIMIT);
    private static final long MAX_ERRORS = 0xFFFF_FFFFL;

    private final Cells cells;

    SwarmState(Cells cells) {
        this.cells = cells;
    }

    long word(int row) {
        return cells.getAcquire(row * ROW_CELLS);
    }

    /** What the links of a free row hold. */
    long link(int row) {
        return cells.getOpaque(row * ROW_CELLS + ENTERED);
    }

    void link(int row, long next) {
        cells.setOpaque(row * ROW_CELLS + ENTERED, next);
    }

    /** Begins a life in a row that nobody else has: the epoch goes on, so that older holders stay stale. */
    int open(int row, Phase phase, long enteredNanos) {
        int base = row * ROW_CELLS;
        // Orders the end of the life before, which readers of that life check for, before the
        // clearing.
        VarHandle.storeStoreFence();
        for (int cell = ENTERED; cell < ROW_CELLS; cell++) {
            cells.setOpaque(base + cell, 0);
        }
        cells.setOpaque(base + ENTERED, enteredNanos);
        cells.setOpaque(base + HISTORY, (1L << 3) | phase.number());
        long word = word(row);
        int epoch = SwarmWord.epoch(word) + 1;
        // Publishes the cleared row to everyone who finds it open.
        cells.compareAndSet(base, word, SwarmWord.of(phase, SwarmWord.AT_REST, epoch, 0, 0));
        return epoch;
    }

    /** Ends a life whose word this thread has claimed. */
    void free(int row) {
        int base = row * ROW_CELLS;
        long word = word(row);
        int epoch = SwarmWord.epoch(word) + 1;
        while (!cells.compareAndSet(
                base, word, SwarmWord.of(Phase.SHUTDOWN, SwarmWord.FREE, epoch, 0, 0))) {
            word = word(row);
        }
    }

    /**
     * Claims the word for a step.
     *
     * @return the word that was found: it is claimed when that {@link #claimable}
     */
    long claim(int row, Phase from, int epoch, int stage) {
        while (true) {
            long word = word(row);
            if (!claimable(word, from, epoch)
                    || cells.compareAndSet(
                            row * ROW_CELLS, word, SwarmWord.withStage(word, stage))) {
                return word;
            }
        }
    }

    static boolean claimable(long word, Phase from, int epoch) {
        return SwarmWord.holds(word, from, epoch) && SwarmWord.stage(word) == SwarmWord.AT_REST;
    }

    /** Changes the stage of a word that this thread has claimed. */
    void stage(int row, int stage) {
        int base = row * ROW_CELLS;
        long word = word(row);
        while (!cells.compareAndSet(base, word, SwarmWord.withStage(word, stage))) {
            word = word(row);
        }
    }

    /**
     * Finishes a move whose word this thread has claimed and set to settling.
     *
     * @return how long the phase before lasted, in nanoseconds
     */
    long settle(int row, Phase from, Phase to, long nowNanos) {
        int base = row * ROW_CELLS;
        // Orders the claim before the writes below, for readers that pair it with their acquire
        // fence.
        VarHandle.storeStoreFence();
        long lasted = Math.max(0, nowNanos - cells.getOpaque(base + ENTERED));
        if (from == Phase.RECOVERY && to == Phase.OPERATIONAL) {
            resetFailures(row);
        }
        int duration = base + DURATIONS + from.number();
        cells.setOpaque(duration, cells.getOpaque(duration) + lasted);
        cells.setOpaque(base + ENTERED, nowNanos);
        cells.setOpaque(base + HISTORY, extended(cells.getOpaque(base + HISTORY), to));
        long word = word(row);
        // Publishes the cells above to whoever sees the next epoch.
        while (!cells.compareAndSet(base, word, SwarmWord.moved(word, to))) {
            word = word(row);
        }
        return lasted;
    }

    private static long extended(long history, Phase phase) {
        long longer = (history << 3) | phase.number();
        return history >= HISTORY_MARK ? (longer & (HISTORY_MARK - 1)) | HISTORY_MARK : longer;
    }

    /** Sets durations that are known from elsewhere, before anyone else knows of the row. */
    void restore(int row, Map<Phase, Duration> durations, long history) {
        int base = row * ROW_CELLS;
        durations.forEach((phase, spent) -> cells.setOpaque(
                base + DURATIONS + phase.number(), TimeUnit.NANOSECONDS.convert(spent)));
        cells.setOpaque(base + HISTORY, history);
    }

    /** The history of phases in this order, the last {@value #HISTORY_LIMIT} of them. */
    static long history(Iterable<Phase> phases) {
        long history = 1;
        for (Phase phase : phases) {
            history = extended(history, phase);
        }
        return history;
    }

    /**
     * Counts more or fewer agents, in one step with the check of the phase.
     *
     * @return the word that was found; it was changed when {@link AgentStep#allowed} by it
     */
    long count(int row, AgentStep step, Phase phase, int epoch) {
        while (true) {
            long word = word(row);
            if (!SwarmWord.holds(word, phase, epoch)
                    || !step.allowed(word)
                    || cells.compareAndSet(row * ROW_CELLS, word, step.applied(word))) {
                return word;
            }
        }
    }

    void addSuccess(int row) {
        add(row * ROW_CELLS + SUCCESSES, 1, Long.MAX_VALUE);
    }

    void addFailure(int row) {
        add(row * ROW_CELLS + FAILURES, 1, Long.MAX_VALUE);
    }

    void resetFailures(int row) {
        cells.setOpaque(row * ROW_CELLS + FAILURES, 0);
    }

    void addError(int row, Phase phase) {
        int cell = row * ROW_CELLS + ERRORS + phase.number() / 2;
        int shift = 32 * (phase.number() % 2);
        add(cell, 1L << shift, MAX_ERRORS << shift);
    }

    /** Adds to the bits of a mask, unless they are all set. */
    private void add(int cell, long amount, long mask) {
        long value = cells.getOpaque(cell);
        while ((value & mask) != mask && !cells.compareAndSet(cell, value, value + amount)) {
            value = cells.getOpaque(cell);
        }
    }

    /** Everything of a row, as it was at one moment as far as moves go; empty when it is free. */
    Optional<SwarmView> view(int row, long nowNanos) {
        for (int tries = 0; ; tries++) {
            long word = word(row);
            if (SwarmWord.stage(word) == SwarmWord.FREE) {
                return Optional.empty();
            }
            if (SwarmWord.stage(word) != SwarmWord.SETTLING) {
                SwarmView view = read(row, word, nowNanos);
                // Pairs with the fence in settle: a changed cell that was read shows in the word
                // below.
                VarHandle.loadLoadFence();
                if (unmoved(word, cells.getOpaque(row * ROW_CELLS))) {
                    return Optional.of(view);
                }
            }
            pause(tries);
        }
    }

    private static boolean unmoved(long before, long after) {
        return SwarmWord.epoch(before) == SwarmWord.epoch(after)
                && SwarmWord.stage(after) != SwarmWord.SETTLING;
    }

    @SuppressWarnings("ThreadPriorityCheck") // The thread that settles may wait for this processor.
    private static void pause(int tries) {
        if (tries < 64) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    private SwarmView read(int row, long word, long nowNanos) {
        int base = row * ROW_CELLS;
        long[] durations = new long[Phase.COUNT];
        long[] errors = new long[Phase.COUNT];
        for (int phase = 0; phase < Phase.COUNT; phase++) {
            durations[phase] = cells.getOpaque(base + DURATIONS + phase);
            errors[phase] = (cells.getOpaque(base + ERRORS + phase / 2) >>> (32 * (phase % 2)))
                    & MAX_ERRORS;
        }
        durations[Phase.SHUTDOWN.number()] = 0;
        return SwarmView.of(
                word,
                cells.getOpaque(base + SUCCESSES),
                cells.getOpaque(base + FAILURES),
                durations,
                errors,
                nowNanos - cells.getOpaque(base + ENTERED),
                cells.getOpaque(base + HISTORY));
    }
}
