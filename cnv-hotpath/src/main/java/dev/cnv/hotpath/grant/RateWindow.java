package dev.cnv.hotpath.grant;

import java.util.Arrays;

/**
 * Counts what begins within a second, so that in no window of one second, wherever it begins, more
 * begins than may. Time is in ticks of a {@link CoarseClock}; a real second can touch 1,001 of them, and
 * so many are looked at.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by its own monitor, which is held for a
 * few additions. Only verbs and tenants with a limit have one.
 */
final class RateWindow {

    /** The answer of {@link #take} when as many began within a second as may. */
    static final long FULL = -1;

    private static final int WINDOW_TICKS = 1_001;
    private static final int SLOT_COUNT = 1_024;

    private final int perSecond;
    private final int[] taken = new int[SLOT_COUNT];
    private long latest;
    private int sum;

    RateWindow(int perSecond) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("perSecond=" + perSecond + " is less than 1");
        }
        this.perSecond = perSecond;
    }

    /** Lets one more begin, and says at which tick it is counted; or {@link #FULL}. */
    synchronized long take(long tick) {
        advance(tick);
        if (sum >= perSecond) {
            return FULL;
        }
        taken[slot(latest)]++;
        sum++;
        return latest;
    }

    /**
     * Takes back one that was counted at a tick; it is not another's, which leaves the window later.
     * Without effect when a second has passed meanwhile.
     */
    synchronized void putBack(long at) {
        if (latest - at < WINDOW_TICKS && taken[slot(at)] > 0) {
            taken[slot(at)]--;
            sum--;
        }
    }

    /** Whether nothing was asked for within the second before a tick. */
    synchronized boolean isIdle(long tick) {
        return tick - latest >= WINDOW_TICKS;
    }

    /** A worker whose tick is older than another's counts in the newer one. */
    private void advance(long tick) {
        if (tick <= latest) {
            return;
        }
        if (tick - latest >= WINDOW_TICKS) {
            Arrays.fill(taken, 0);
            sum = 0;
            latest = tick;
        }
        while (latest < tick) {
            latest++;
            int gone = slot(latest - WINDOW_TICKS);
            sum -= taken[gone];
            taken[gone] = 0;
        }
    }

    private static int slot(long tick) {
        return (int) tick & SLOT_COUNT - 1;
    }
}
