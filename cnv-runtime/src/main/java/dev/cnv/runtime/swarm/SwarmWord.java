package dev.cnv.runtime.swarm;

/**
 * The layout of the one atomic word of a swarm.
 *
 * <pre>
 *  63           50 49           36 35                            5 4   3 2     0
 * +---------------+---------------+-------------------------------+-----+-------+
 * | failed agents | agents        | epoch                         |stage| phase |
 * |            14 |            14 |                            31 |   2 |     3 |
 * +---------------+---------------+-------------------------------+-----+-------+
 * </pre>
 *
 * <p>The epoch counts moves and wraps after 2<sup>31</sup>: a phase object is taken for the present one
 * only when phase and epoch are its own, so one that was left behind is mistaken only if exactly a
 * multiple of 2<sup>31</sup> moves happened since. Whoever sets the stage to {@link #RECORDING} or
 * {@link #SETTLING} has the move until it sets it back; nobody waits for it, others are told.
 */
final class SwarmWord {

    /** The row belongs to no swarm: what memory holds before its first use. */
    static final int FREE = 0;
    /** A move is being written to the ledger; everything still is as before it. */
    static final int RECORDING = 1;
    /** The rest of the row is being changed: readers of more than the word look again. */
    static final int SETTLING = 2;
    /** Nothing is under way. */
    static final int AT_REST = 3;

    /** The most agents of a swarm. */
    static final int MAX_AGENTS = (1 << 14) - 1;

    private static final int STAGE_SHIFT = 3;
    private static final int EPOCH_SHIFT = 5;
    private static final int AGENTS_SHIFT = 36;
    private static final int FAILED_SHIFT = 50;
    private static final long PHASE_MASK = 7;
    private static final long STAGE_MASK = 3L << STAGE_SHIFT;
    private static final long EPOCH_LIMIT = (1L << 31) - 1;
    private static final long EPOCH_MASK = EPOCH_LIMIT << EPOCH_SHIFT;
    private static final long AGENT = 1L << AGENTS_SHIFT;
    private static final long FAILED_AGENT = 1L << FAILED_SHIFT;

    private SwarmWord() {}

    static long of(Phase phase, int stage, int epoch, int agents, int failed) {
        return phase.number()
                | ((long) stage << STAGE_SHIFT)
                | ((epoch & EPOCH_LIMIT) << EPOCH_SHIFT)
                | ((long) agents << AGENTS_SHIFT)
                | ((long) failed << FAILED_SHIFT);
    }

    static Phase phase(long word) {
        return Phase.of((int) (word & PHASE_MASK));
    }

    static int stage(long word) {
        return (int) ((word & STAGE_MASK) >>> STAGE_SHIFT);
    }

    static int epoch(long word) {
        return (int) ((word & EPOCH_MASK) >>> EPOCH_SHIFT);
    }

    static int agents(long word) {
        return (int) (word >>> AGENTS_SHIFT) & MAX_AGENTS;
    }

    static int failed(long word) {
        return (int) (word >>> FAILED_SHIFT);
    }

    /** Whether an epoch comes after another one, neither being 2<sup>30</sup> moves or more away. */
    static boolean later(int epoch, int than) {
        return (epoch - than) << 1 > 0;
    }

    /** Whether a word is of this phase and epoch, whatever is under way and however many agents. */
    static boolean holds(long word, Phase phase, int epoch) {
        return (word & (PHASE_MASK | EPOCH_MASK))
                        == (phase.number() | ((epoch & EPOCH_LIMIT) << EPOCH_SHIFT))
                && stage(word) != FREE;
    }

    static long withStage(long word, int stage) {
        return (word & ~STAGE_MASK) | ((long) stage << STAGE_SHIFT);
    }

    /** The word after a move: the next epoch, at rest, with the same agents. */
    static long moved(long word, Phase to) {
        long epoch = (epoch(word) + 1) & EPOCH_LIMIT;
        return (word & ~(PHASE_MASK | STAGE_MASK | EPOCH_MASK))
                | to.number()
                | ((long) AT_REST << STAGE_SHIFT)
                | (epoch << EPOCH_SHIFT);
    }

    static long withAgent(long word, int count) {
        return word + count * AGENT;
    }

    static long withFailed(long word, int count) {
        return word + count * FAILED_AGENT;
    }
}
