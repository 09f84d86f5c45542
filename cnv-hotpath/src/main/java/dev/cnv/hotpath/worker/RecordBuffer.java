package dev.cnv.hotpath.worker;

import dev.cnv.hotpath.grant.FrameStatus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What one worker did with some batches, on its way to the ledger.
 *
 * <p><b>Threading:</b> a worker's while it fills it, the recorder's while it writes it; handed over by
 * {@link RecordLane}.
 */
final class RecordBuffer {

    private static final int BYTES_PER_FRAME = 3 * Long.BYTES;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Of each executed frame its grant's handle, verb and correlation, as they are hashed. */
    final byte[] entries;

    /** How many frames of each verb, and at the end of none, got each status. */
    final long[] counts;

    private final int verbCount;
    /** How many bytes of the entries are there. */
    int used;

    long batches;
    long denied;

    /** The tick at which the first batch was put in. */
    long since;

    RecordBuffer(int frames, int verbCount) {
        this.entries = new byte[Math.multiplyExact(frames, BYTES_PER_FRAME)];
        this.counts = new long[(verbCount + 1) * FrameStatus.COUNT];
        this.verbCount = verbCount;
    }

    boolean fits(int frames) {
        return used + frames * BYTES_PER_FRAME <= entries.length;
    }

    int executed() {
        return used / BYTES_PER_FRAME;
    }

    void execute(long handle, int verb, long correlation) {
        int at = used;
        LONGS.set(entries, at, handle);
        LONGS.set(entries, at + Long.BYTES, (long) verb);
        LONGS.set(entries, at + 2 * Long.BYTES, correlation);
        used = at + BYTES_PER_FRAME;
    }

    /** Takes back what was put down last: its verb did not run after all, because of its arguments. */
    void takeBack() {
        used -= BYTES_PER_FRAME;
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
        Arrays.fill(counts, 0);
    }
}
