package dev.cnv.hotpath.grant;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The rows of a grant table, of eight longs each, so that a frame's check reads one cache line, or two.
 *
 * <pre>
 *  handle   63            32 31             0
 *          +----------------+----------------+
 *          |   generation   |      row       |   0: what a frame must name
 *          +--+--+----+-----+----------------+
 *          |L |R |O 0 | not |      verb      |   1: L: uses are limited, R: a rate is, O: it is over,
 *          +--+--+----+-----+----------------+      not: the 16 effect bits it does not have
 *          |             expiry              |   2: the first tick at which it is good no more
 *          +---------------------------------+
 *          |              epoch              |   3: when the grant was last found to hold
 *          +----------------+----------------+
 *          |   generation   |   uses left    |   4
 *          +----------------+----------------+
 *          |             tenant              |   5: the index of the tenant, when it has a rate
 *          +---------------------------------+
 *          |               0                 |   6, 7
 * </pre>
 *
 * <p>A free row has the handle of another row, which no frame names that finds this one, the expiry 0
 * and the epoch -1.
 *
 * <p><b>Threading.</b> Rows are written under the table's lock and read by workers without one. Taking
 * a row away sets its handle first and then the rest; giving it sets its handle last. A reader has two
 * ways. It may read the handle first and last, each with acquire: a handle that it finds before is
 * published with all of its grant, so that it reads nothing older; and if it reads anything newer, then
 * it finds another handle after. Or it reads many rows as they lie, between {@link #changes} and {@link
 * #unchanged}, and throws away what it read when any row has changed meanwhile.
 */
final class GrantRows {

    /** The most rows. */
    static final int MAX_CAPACITY = 1 << 27;

    /** In the call word of a row whose uses are limited. */
    static final long LIMITED = Long.MIN_VALUE;

    /** In the call word of a row whose verb or tenant has a rate. */
    static final long RATED = 1L << 62;

    /** In the call word of a row whose expiry was found to be over; the only mark that is a fault. */
    static final long OVER = 1L << 61;

    static final int HANDLE = 0;
    static final int CALL = 1;
    static final int EXPIRY = 2;
    static final int EPOCH = 3;
    static final int USES = 4;
    static final int TENANT = 5;

    /** A row's place among the longs is its number times 2 to this. */
    static final int SHIFT = 3;

    /** The verb's bits of a call word, in a row as in a frame. */
    static final long VERB_BITS = 0xFFFF_FFFFL;

    /** The effects' bits of a call word: in a row what it lacks, in a frame what it asks for. */
    static final long EFFECT_BITS = 0xFFFFL << Integer.SIZE;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle VERSION = version();
    private static final long GENERATION = 0xFFFF_FFFF_0000_0000L;
    private static final long LOW = 0xFFFF_FFFFL;

    /** How long rows are not swept again: a tick for so many of them. */
    private static final int ROWS_PER_TICK = 1 << 10;

    final int mask;
    final long[] longs;

    /** At this tick and later, a row that is not marked may be over. */
    private long soonest = Long.MAX_VALUE;

    /** No row was last found to hold before this epoch. */
    private long oldest = Long.MAX_VALUE;

    /** From which tick on it is worth to look for rows that are over. */
    private volatile long sweepAt = Long.MAX_VALUE;

    private long restsUntil;

    @SuppressWarnings("unused") // By its VarHandle.
    private long version;

    GrantRows(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "capacity=" + capacity + " is not a power of two of at most " + MAX_CAPACITY);
        }
        // Two at least: a free row has the handle of another.
        int rows = Math.max(2, capacity);
        mask = rows - 1;
        longs = new long[rows << SHIFT];
        for (int row = 0; row < rows; row++) {
            longs[at(row, HANDLE)] = free(row);
            longs[at(row, EPOCH)] = -1;
        }
    }

    private static long free(int row) {
        return row ^ 1;
    }

    private static int at(int row, int column) {
        return (row << SHIFT) + column;
    }

    static long handle(int row, int generation) {
        return ((long) generation << Integer.SIZE) | row;
    }

    static int row(long handle) {
        return (int) handle;
    }

    /** The row that a handle finds, whatever it is. */
    int find(long handle) {
        return (int) handle & mask;
    }

    /** A row's call word: its verb, what it lacks of 16 effect bits, and its marks. */
    static long call(int verb, int effects, long marks) {
        return marks | ((~(long) effects << Integer.SIZE) & EFFECT_BITS) | (verb & VERB_BITS);
    }

    long read(int row, int column) {
        return (long) LONGS.getAcquire(longs, at(row, column));
    }

    /** Gives a row. What is written before is released with the handle, to whoever is told it. */
    void give(long handle, long call, long expires, long held, long left, int tenant) {
        int row = row(handle);
        begin();
        write(row, CALL, call);
        write(row, EXPIRY, expires);
        write(row, EPOCH, held);
        write(row, USES, (handle & GENERATION) | left);
        write(row, TENANT, tenant);
        soonest = Math.min(soonest, expires);
        oldest = Math.min(oldest, held);
        LONGS.setVolatile(longs, at(row, HANDLE), handle);
        end();
        sweepAt = Math.max(Math.min(sweepAt, expires), restsUntil);
    }

    /** Takes a row away: no batch that begins after this lets a frame through by it. */
    void take(int row) {
        begin();
        LONGS.setVolatile(longs, at(row, HANDLE), free(row));
        write(row, EXPIRY, 0);
        write(row, EPOCH, -1);
        end();
    }

    /** Says that a row's grant was found to hold. */
    void markHeld(int row, long epoch) {
        begin();
        write(row, EPOCH, epoch);
        end();
    }

    /** Says that every row's grant was found to hold at an epoch, or taken away. */
    void markAllHeld(long epoch) {
        begin();
        oldest = epoch;
        end();
    }

    /**
     * Whether at a tick no row is over but for those that are marked, and each was found to hold at an epoch
     * or later. Like a row's words, for who then asks whether all is {@link #unchanged}.
     */
    boolean allGood(long tick, long epoch) {
        return tick < soonest && epoch <= oldest;
    }

    /** Whether there may be rows that are over and not marked, and the last look is long enough ago. */
    boolean isSweepDue(long tick) {
        return tick >= sweepAt;
    }

    /** Marks rows that are over at a tick, so that later batches need not look at expiries for them. */
    void sweep(long tick) {
        begin();
        long next = Long.MAX_VALUE;
        for (int row = 0; row <= mask; row++) {
            long call = longs[at(row, CALL)];
            if (row(longs[at(row, HANDLE)]) != row || (call & OVER) != 0) {
                continue; // Free, or known to be over.
            }
            long expiry = longs[at(row, EXPIRY)];
            if (expiry <= tick) {
                write(row, CALL, call | OVER);
            } else {
                next = Math.min(next, expiry);
            }
        }
        soonest = next;
        end();
        restsUntil = tick + 1 + mask / ROWS_PER_TICK;
        sweepAt = Math.max(next, restsUntil);
    }

    private void write(int row, int column, long value) {
        LONGS.setRelease(longs, at(row, column), value);
    }

    private void begin() {
        VERSION.setOpaque(this, (long) VERSION.get(this) + 1);
        VarHandle.storeStoreFence();
    }

    private void end() {
        VERSION.setRelease(this, (long) VERSION.get(this) + 1);
    }

    /** {@return a number that is another after any change, and odd during one} */
    long changes() {
        return (long) VERSION.getAcquire(this);
    }

    /**
     * Whether no row has changed since a moment, so that what was read since then, in whatever way, is of
     * one moment.
     *
     * @param since what {@link #changes} said then
     */
    boolean unchanged(long since) {
        VarHandle.acquireFence();
        return (since & 1) == 0 && (long) VERSION.getOpaque(this) == since;
    }

    /**
     * Takes a use of a limited row. Exact: the generation is in the word, so that it is never another
     * grant's use, and of any number of threads as many succeed as there are uses.
     */
    boolean use(long handle) {
        int at = at(row(handle), USES);
        while (true) {
            long word = (long) LONGS.getVolatile(longs, at);
            if (((word ^ handle) & GENERATION) != 0 || (word & LOW) == 0) {
                return false;
            }
            if (LONGS.compareAndSet(longs, at, word, word - 1)) {
                return true;
            }
        }
    }

    /** The uses that a row has left; meaningless when they are not limited. */
    long usesLeft(int row) {
        return (long) LONGS.getVolatile(longs, at(row, USES)) & LOW;
    }

    private static VarHandle version() {
        try {
            return MethodHandles.lookup().findVarHandle(GrantRows.class, "version", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
