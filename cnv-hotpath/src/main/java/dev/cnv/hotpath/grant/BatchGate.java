package dev.cnv.hotpath.grant;

import dev.cnv.hotpath.FrameDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

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

    private static final long SPECIAL = GrantRows.LIMITED | GrantRows.RATED;

    private final GrantTable table;
    private final GrantRows rows;
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

    /** The frames that passed all else and were over a limit: {@link #spend} wrote their status. */
    private final long[] overLimits = new long[MAX_BATCH / Long.SIZE];

    private long tick;
    private long epoch;
    private boolean verdictsStood;

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
        this.rows = table.rows();
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
        long before = table.askedFor();
        epoch = table.askIfChanged();
        verdictsStood = before == epoch;
        table.expire(tick);
        long marks = compare(segment, frames, count);
        packing.pack(faults, count, allowed);
        if ((marks & SPECIAL) != 0) {
            spend(count);
        }
        return writeStatuses(count);
    }

    /**
     * Whether the batch was checked by what was known of the grants, because nothing had changed.
     *
     * @return false when all grants were asked about again first
     */
    public boolean verdictsStood() {
        return verdictsStood;
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

    /**
     * Computes each frame's fault, 0 for none, and returns the marks of all their rows. While no row
     * changes, which is nearly always, rows are read as they lie; else each is read with care.
     */
    private long compare(MemorySegment segment, long[] frames, int count) {
        long since = rows.changes();
        long marks = compareAtOnce(segment, frames, count);
        return rows.unchanged(since) ? marks : compareWithCare(count);
    }

    /** Copies what is checked, and compares it with rows as they lie. */
    private long compareAtOnce(MemorySegment segment, long[] frames, int count) {
        return rows.allGood(tick, epoch)
                ? compareWhatIsNamed(segment, frames, count)
                : compareAll(segment, frames, count);
    }

    /** When it is known of all rows together that none is over and each holds. */
    private long compareWhatIsNamed(MemorySegment segment, long[] frames, int count) {
        long[] longs = rows.longs;
        long[] sentHandles = handles;
        long[] sentCalls = calls;
        long[] found = faults;
        int mask = rows.mask;
        long marks = 0;
        for (int i = 0; i < count; i++) {
            long frame = frames[i];
            long handle = segment.get(FrameDescriptor.LONG, frame + FrameDescriptor.GRANT_OFFSET);
            long call = segment.get(FrameDescriptor.LONG, frame + FrameDescriptor.VERB_OFFSET);
            sentHandles[i] = handle;
            sentCalls[i] = call;
            int at = ((int) handle & mask) << GrantRows.SHIFT;
            long row = longs[at + GrantRows.CALL];
            found[i] = (handle ^ longs[at + GrantRows.HANDLE]) | fault(call, row);
            marks |= row;
        }
        return marks;
    }

    private long compareAll(MemorySegment segment, long[] frames, int count) {
        long marks = compareWhatIsNamed(segment, frames, count);
        long[] longs = rows.longs;
        int mask = rows.mask;
        long last = tick + 1;
        long settled = epoch;
        for (int i = 0; i < count; i++) {
            int at = ((int) handles[i] & mask) << GrantRows.SHIFT;
            long over = longs[at + GrantRows.EXPIRY] - last;
            long held = longs[at + GrantRows.EPOCH] - settled;
            faults[i] |= (over | held) >>> (Long.SIZE - 1);
        }
        return marks;
    }

    /** As {@link #compareAtOnce} of what was copied, whoever changes rows meanwhile. */
    private long compareWithCare(int count) {
        long marks = 0;
        for (int i = 0; i < count; i++) {
            int at = rows.find(handles[i]);
            // The handle first and last: GrantRows says why.
            long before = rows.read(at, GrantRows.HANDLE);
            long row = rows.read(at, GrantRows.CALL);
            long over = rows.read(at, GrantRows.EXPIRY) - 1 - tick;
            long held = rows.read(at, GrantRows.EPOCH) - epoch;
            long after = rows.read(at, GrantRows.HANDLE);
            faults[i] = (handles[i] ^ before)
                    | (handles[i] ^ after)
                    | fault(calls[i], row)
                    | ((over | held) >>> (Long.SIZE - 1));
            marks |= row;
        }
        return marks;
    }

    /** What is wrong with a frame's verb and effects, or known to be with its row; 0 for nothing. */
    private static long fault(long call, long row) {
        long effects = call & GrantRows.EFFECT_BITS;
        return ((call ^ row) & GrantRows.VERB_BITS) | (row & (effects | GrantRows.OVER));
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
                    overLimits[first >>> 6] |= bit;
                    statuses[i] = (byte) status;
                }
            }
        }
    }

    /** Says why each denied frame is denied, and counts those that are not. */
    private int writeStatuses(int count) {
        int passed = 0;
        for (int first = 0; first < count; first += Long.SIZE) {
            long word = allowed[first >>> 6];
            int size = Math.min(Long.SIZE, count - first);
            passed += Long.bitCount(word);
            if (Long.bitCount(word) == size) {
                Arrays.fill(statuses, first, first + size, (byte) FrameStatus.DONE);
                continue;
            }
            long written = overLimits[first >>> 6];
            overLimits[first >>> 6] = 0;
            for (int i = first; i < first + size; i++) {
                if ((word >>> i & 1) != 0) {
                    statuses[i] = FrameStatus.DONE;
                } else if ((written >>> i & 1) == 0) {
                    statuses[i] = (byte) reason(handles[i], calls[i]);
                }
            }
        }
        return passed;
    }

    /**
     * Looks again at a denied frame. A row that has changed since is one whose grant has ended, so that a
     * frame which would pass now is told that its handle is stale.
     */
    private int reason(long handle, long call) {
        int at = rows.find(handle);
        long expiry = rows.read(at, GrantRows.EXPIRY);
        if (rows.read(at, GrantRows.HANDLE) != handle || expiry == 0) {
            return FrameStatus.HANDLE_STALE;
        }
        long row = rows.read(at, GrantRows.CALL);
        if ((int) row != (int) call) {
            return FrameStatus.VERB_NOT_GRANTED;
        }
        if ((call & row & GrantRows.EFFECT_BITS) != 0) {
            return FrameStatus.EFFECTS_NOT_GRANTED;
        }
        if (tick >= expiry || (row & GrantRows.OVER) != 0) {
            return FrameStatus.EXPIRED;
        }
        return rows.read(at, GrantRows.EPOCH) < epoch
                ? FrameStatus.REVOKED
                : FrameStatus.HANDLE_STALE;
    }
}
