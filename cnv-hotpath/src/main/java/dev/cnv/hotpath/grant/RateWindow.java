package dev.cnv.hotpath.grant;

/**
 * Counts what begins within a second, so that in no window of one second, wherever it begins, more
 * begins than may. Time is in ticks of a {@link CoarseClock}; a real second can touch 1,001 of them, and
 * so many are looked at.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by its own monitor, which is held for a
 * few additions. Only verbs and tenants with a limit have one.
 */
final class RateWindow {

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

    /** Lets one more begin, unless as many began within a second. */
    synchronized boolean take(long tick) {
        advance(tick);
        if (sum >= perSecond) {
            return false;
        }
        taken[slot(latest)]++;
        sum++;
        return true;
    }

    /** Takes back the last that began. Without effect when a second has passed meanwhile. */
    synchronized void putBack() {
        if (taken[slot(latest)] > 0) {
            taken[slot(latest)]--;
            sum--;
        }
    }

    /** A worker whose tick is older than another's counts in the newer one. */
    private void advance(long tick) {
        if (tick - latest >= WINDOW_TICKS) {
            java.util.Arrays.fill(taken, 0);
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
