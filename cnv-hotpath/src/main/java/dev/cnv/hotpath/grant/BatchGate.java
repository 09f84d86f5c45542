package dev.cnv.hotpath.grant;

import dev.cnv.hotpath.FrameDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Checks frames against a grant table, a batch at a time: which of them may run. Denied frames get a
 * status, never an exception. It allocates nothing.
 *
 * <p>A frame may run when its handle names a grant, for its verb, with all the effects that it asks for
 * in its flags, whose time is not over at the batch's one tick, which holds at the batch's one epoch, and
 * that has uses and a rate left. Uses and rates are taken in the order of the batch, and only by frames
 * that pass all else.
 *
 * <p><b>Threading:</b> used by one thread; any number of gates check against one table.
 */
public final class BatchGate {

    /** The most frames of a batch. */
    public static final int MAX_BATCH = 1_024;

    private static final VarHandle LONGS = GrantColumns.LONGS;
    private static final long ROW = 0xFFFF_FFFFL;
    private static final long NEGATIVE_VERB = 1L << (Integer.SIZE - 1);
    private static final long SPECIAL = GrantColumns.LIMITED | GrantColumns.RATED;

    private final GrantTable table;
    private final GrantColumns columns;
    private final Packing packing;
    private final long[] faults = new long[MAX_BATCH];

    /*
     * What was checked is what runs: a copy, so that a producer which writes into a frame that it has
     * handed over changes nothing about whose grant it runs under and which verb.
     */
    private final long[] handles = new long[MAX_BATCH];
    private final long[] calls = new long[MAX_BATCH];
    private final long[] allowed = new long[MAX_BATCH / Long.SIZE];
    private final byte[] statuses = new byte[MAX_BATCH];

    /** The frames whose status {@link #spend} has said. */
    private final long[] spent = new long[MAX_BATCH / Long.SIZE];

    private long tick;
    private long epoch;
    private boolean settledBefore;

    /**
     * A gate that packs in the way that is faster here.
     *
     * @param table the table
     */
    public BatchGate(GrantTable table) {
        this(table, Packing.best());
    }

    /**
     * A gate that packs in a given way.
     *
     * @param table the table
     * @param packing the way
     */
    public BatchGate(GrantTable table, Packing packing) {
        this.table = table;
        this.columns = table.columns();
        this.packing = packing;
    }

    /**
     * Checks a batch.
     *
     * @param segment what the frames lie in
     * @param frames their offsets, in bytes
     * @param count how many, at most {@value #MAX_BATCH}
     * @return how many may run; {@link #allowed} and {@link #status} say which, and why the others may
     *     not, until the next batch
     * @throws IllegalArgumentException when there are too many
     */
    public int check(MemorySegment segment, long[] frames, int count) {
        return check(segment, frames, count, table.clock().tick());
    }

    /**
     * Checks a batch at a tick that was read before.
     *
     * @param segment what the frames lie in
     * @param frames their offsets, in bytes
     * @param count how many, at most {@value #MAX_BATCH}
     * @param now the tick of the table's clock
     * @return how many may run
     * @throws IllegalArgumentException when there are too many
     */
    public int check(MemorySegment segment, long[] frames, int count, long now) {
        if (count < 0 || count > MAX_BATCH) {
            throw new IllegalArgumentException("count=" + count + " is not 0 to " + MAX_BATCH);
        }
        // A clock that went back gives no grant a longer life.
        tick = Math.max(tick, now);
        long before = table.settledFor();
        epoch = table.settle();
        settledBefore = before == epoch;
        long special = compare(segment, frames, count);
        packing.pack(faults, count, allowed);
        if ((special & SPECIAL) != 0) {
            spend(count);
        }
        return explain(count);
    }

    /**
     * Whether the batch was checked by what was known of the grants, because nothing had changed.
     *
     * @return false when all grants were asked about again first
     */
    public boolean settledBefore() {
        return settledBefore;
    }

    /**
     * Which frames of the batch may run.
     *
     * @return bits, 64 to a word, the first frame's in the lowest; owned by the gate, overwritten by the
     *     next check
     */
    public long[] allowed() {
        return allowed;
    }

    /**
     * What is said of a frame of the batch.
     *
     * @param index its place in the batch
     * @return {@link FrameStatus#DONE} when it may run, else why not
     */
    public int status(int index) {
        return statuses[index];
    }

    /**
     * Whose grant a frame of the batch was checked under.
     *
     * @param index its place in the batch
     * @return the handle
     */
    public long handle(int index) {
        return handles[index];
    }

    /**
     * The verb that a frame of the batch was checked for.
     *
     * @param index its place in the batch
     * @return the verb's index
     */
    public int verb(int index) {
        return (int) calls[index];
    }

    /** Computes each frame's fault, 0 for none, and returns what their rows' effects have in common. */
    private long compare(MemorySegment segment, long[] frames, int count) {
        // All in variables: behind each acquire, fields would be read anew.
        long[] keys = columns.key;
        long[] effects = columns.effects;
        long[] expiries = columns.expiry;
        long[] epochs = columns.epoch;
        long[] sentHandles = handles;
        long[] sentCalls = calls;
        long[] found = faults;
        int mask = columns.mask;
        long now = tick;
        long settled = epoch;
        long special = 0;
        for (int i = 0; i < count; i++) {
            long frame = frames[i];
            long handle = segment.get(FrameDescriptor.LONG, frame + FrameDescriptor.GRANT_OFFSET);
            long call = segment.get(FrameDescriptor.LONG, frame + FrameDescriptor.VERB_OFFSET);
            sentHandles[i] = handle;
            sentCalls[i] = call;
            int row = (int) handle & mask;
            long named = GrantColumns.key(handle, (int) call);
            // The key first and last: GrantColumns says why.
            long before = (long) LONGS.getAcquire(keys, row);
            long bits = (long) LONGS.getAcquire(effects, row);
            long over = (long) LONGS.getAcquire(expiries, row) - 1 - now;
            long held = (long) LONGS.getAcquire(epochs, row) - settled;
            long after = (long) LONGS.getAcquire(keys, row);
            long other = (before ^ named) | (after ^ named);
            // No row has the key of a negative verb but a free one.
            long beyond = ((handle & ROW) ^ row) | (call & NEGATIVE_VERB);
            long lacking = (call >>> Integer.SIZE) & 0xFFFF & ~bits;
            found[i] = other | beyond | lacking | ((over | held) >>> (Long.SIZE - 1));
            special |= bits;
        }
        return special;
    }

    /** Takes uses and rates for those that pass all else. */
    private void spend(int count) {
        for (int first = 0; first < count; first += Long.SIZE) {
            long left = allowed[first >>> 6];
            while (left != 0) {
                int i = first + Long.numberOfTrailingZeros(left);
                long bit = left & -left;
                left ^= bit;
                int status = table.spend(handles[i], (int) calls[i], tick);
                if (status != FrameStatus.DONE) {
                    allowed[first >>> 6] ^= bit;
                    spent[first >>> 6] |= bit;
                    statuses[i] = (byte) status;
                }
            }
        }
    }

    /** Says why each denied frame is denied, and counts those that are not. */
    private int explain(int count) {
        int passed = 0;
        for (int first = 0; first < count; first += Long.SIZE) {
            long word = allowed[first >>> 6];
            int size = Math.min(Long.SIZE, count - first);
            passed += Long.bitCount(word);
            if (Long.bitCount(word) == size) {
                java.util.Arrays.fill(statuses, first, first + size, (byte) FrameStatus.DONE);
                continue;
            }
            long said = spent[first >>> 6];
            spent[first >>> 6] = 0;
            for (int i = first; i < first + size; i++) {
                if ((word >>> i & 1) != 0) {
                    statuses[i] = FrameStatus.DONE;
                } else if ((said >>> i & 1) == 0) {
                    statuses[i] = (byte) why(handles[i], calls[i]);
                }
            }
        }
        return passed;
    }

    /**
     * Looks again at a denied frame. A row that has changed since is one whose grant has ended, so that a
     * frame which would pass now is told that its handle is stale.
     */
    private int why(long handle, long call) {
        int row = (int) handle & columns.mask;
        long key = (long) LONGS.getAcquire(columns.key, row);
        if ((handle & ROW) != row
                || GrantColumns.generation(key) != GrantColumns.generation(handle)
                || (long) LONGS.getAcquire(columns.expiry, row) == 0) {
            return FrameStatus.HANDLE_STALE;
        }
        if ((int) key != (int) call) {
            return FrameStatus.VERB_NOT_GRANTED;
        }
        if ((call >>> Integer.SIZE & 0xFFFF & ~(long) LONGS.getAcquire(columns.effects, row))
                != 0) {
            return FrameStatus.EFFECTS_NOT_GRANTED;
        }
        if (tick >= (long) LONGS.getAcquire(columns.expiry, row)) {
            return FrameStatus.EXPIRED;
        }
        return (long) LONGS.getAcquire(columns.epoch, row) < epoch
                ? FrameStatus.REVOKED
                : FrameStatus.HANDLE_STALE;
    }
}
