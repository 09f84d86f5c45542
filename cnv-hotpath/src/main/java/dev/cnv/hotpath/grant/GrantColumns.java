package dev.cnv.hotpath.grant;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The rows of a grant table, each column an array of its own.
 *
 * <pre>
 *  handle   63            32 31             0
 *          +----------------+----------------+
 *          |   generation   |      row       |
 *          +----------------+----------------+
 *  key     +----------------+----------------+
 *          |   generation   |      verb      |   what a frame must name
 *          +----------------+----------------+
 *  effects +--+--+---------------------------+
 *          |L |R |0         effect bits      |   L: uses are limited, R: a rate is
 *          +--+--+---------------------------+
 *  uses    +----------------+----------------+
 *          |   generation   |   uses left    |
 *          +----------------+----------------+
 *  expiry   the first tick at which the row is good no more; 0 in a free row
 *  epoch    when the grant was last found to hold; -1 in a free row
 *  tenant   the index of the tenant
 * </pre>
 *
 * <p><b>Threading.</b> Rows are written under the table's lock and read by workers without one. Taking
 * a row away sets its key first and then the other columns; giving it sets its key last. A reader reads
 * the key first and last. A key that it finds before is published with all columns of its grant, so that
 * it reads nothing older; and if it reads anything newer, then it finds another key after.
 */
final class GrantColumns {

    /** The effects column's bit of a row whose uses are limited. */
    static final long LIMITED = Long.MIN_VALUE;

    /** The effects column's bit of a row whose verb or tenant has a rate. */
    static final long RATED = 1L << 62;

    /**
     * The key of a free row. Its verb is negative, and the gate lets no negative verb through: a frame
     * that names it could otherwise pass while the row is given, when the other columns are there.
     */
    static final long FREE = -1;

    static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final long GENERATION = 0xFFFF_FFFF_0000_0000L;
    private static final long LOW = 0xFFFF_FFFFL;

    final int mask;
    final long[] key;
    final long[] effects;
    final long[] expiry;
    final long[] epoch;
    final long[] uses;
    final long[] tenant;

    GrantColumns(int capacity) {
        if (capacity < 1 || capacity > 1 << 28 || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "capacity=" + capacity + " is not a power of two of at most " + (1 << 28));
        }
        mask = capacity - 1;
        key = new long[capacity];
        effects = new long[capacity];
        expiry = new long[capacity];
        epoch = new long[capacity];
        uses = new long[capacity];
        tenant = new long[capacity];
        java.util.Arrays.fill(key, FREE);
        java.util.Arrays.fill(epoch, -1);
    }

    static long handle(int row, int generation) {
        return ((long) generation << Integer.SIZE) | row;
    }

    static int generation(long handle) {
        return (int) (handle >>> Integer.SIZE);
    }

    static int row(long handle) {
        return (int) handle;
    }

    static long key(long handle, int verb) {
        return (handle & GENERATION) | (verb & LOW);
    }

    /** Gives a row. What is written before is released with the key, to whoever is told the handle. */
    void give(long handle, int verb, long bits, long expires, long held, long left, int of) {
        int row = row(handle);
        LONGS.setRelease(effects, row, bits);
        LONGS.setRelease(expiry, row, expires);
        LONGS.setRelease(epoch, row, held);
        LONGS.setRelease(uses, row, (handle & GENERATION) | left);
        LONGS.setRelease(tenant, row, (long) of);
        LONGS.setVolatile(key, row, key(handle, verb));
    }

    /** Takes a row away: no batch that begins after this lets a frame through by it. */
    void take(int row) {
        LONGS.setVolatile(key, row, FREE);
        LONGS.setRelease(expiry, row, 0L);
        LONGS.setRelease(epoch, row, -1L);
    }

    /** Says that a row's grant was found to hold. */
    void held(int row, long at) {
        LONGS.setRelease(epoch, row, at);
    }

    /**
     * Takes a use of a limited row. Exact: the generation is in the word, so that it is never another
     * grant's use, and of any number of threads as many succeed as there are uses.
     */
    boolean use(long handle) {
        int row = row(handle);
        while (true) {
            long word = (long) LONGS.getVolatile(uses, row);
            if (((word ^ handle) & GENERATION) != 0 || (word & LOW) == 0) {
                return false;
            }
            if (LONGS.compareAndSet(uses, row, word, word - 1)) {
                return true;
            }
        }
    }

    /** The uses that a row has left; meaningless when they are not limited. */
    long usesLeft(int row) {
        return (long) LONGS.getVolatile(uses, row) & LOW;
    }
}
