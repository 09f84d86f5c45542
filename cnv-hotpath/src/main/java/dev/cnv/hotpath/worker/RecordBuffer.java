package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.grant.FrameStatus;

/**
 * What one worker did with some batches, on its way to the ledger.
 *
 * <p><b>Threading:</b> a worker's while it fills it, the recorder's while it writes it; handed over by
 * {@link RecordLane}.
 */
final class RecordBuffer {

    private static final int LONGS_PER_FRAME = 3;

    /** Of each executed frame: its grant's handle, verb and correlation. */
    final long[] entries;

    /** How many frames of each verb, and at the end of none, got each status. */
    final long[] counts;

    private final int verbCount;
    int used;
    long batches;
    long denied;

    /** The tick at which the first batch was put in. */
    long since;

    RecordBuffer(int frames, int verbCount) {
        this.entries = new long[Math.multiplyExact(frames, LONGS_PER_FRAME)];
        this.counts = new long[(verbCount + 1) * FrameStatus.COUNT];
        this.verbCount = verbCount;
    }

    boolean fits(int frames) {
        return used + frames * LONGS_PER_FRAME <= entries.length;
    }

    int executed() {
        return used / LONGS_PER_FRAME;
    }

    void execute(long handle, int verb, long correlation) {
        int at = used;
        entries[at] = handle;
        entries[at + 1] = verb;
        entries[at + 2] = correlation;
        used = at + LONGS_PER_FRAME;
    }

    /** Takes back what was put down last: its verb did not run after all, because of its arguments. */
    void takeBack() {
        used -= LONGS_PER_FRAME;
        denied++;
    }

    void count(int verb, int status) {
        int row = verb >= 0 && verb < verbCount ? verb : verbCount;
        counts[row * FrameStatus.COUNT + status]++;
    }

    void clear() {
        used = 0;
        batches = 0;
        denied = 0;
        java.util.Arrays.fill(counts, 0);
    }
}
