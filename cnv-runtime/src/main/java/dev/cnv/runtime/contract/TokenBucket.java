package dev.cnv.runtime.contract;

import java.util.Arrays;

/**
 * So many tokens a second: a token taken comes back one second later, not earlier. So in no window of
 * one second, wherever it begins, do more calls begin than there are tokens. (A bucket that refills
 * evenly lets nearly twice as many begin in the second after a pause.)
 *
 * <p>Takes 8 bytes for each token taken within the last second.
 *
 * <p><b>Threading:</b> not safe for use by several threads; the lane's lock guards it.
 */
final class TokenBucket {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int FIRST_CAPACITY = 16;

    private final int perSecond;

    /** When tokens were taken, oldest first, from {@code first} on, round the end. */
    private long[] takenAt;

    private int first;
    private int count;

    TokenBucket(int perSecond) {
        this.perSecond = perSecond;
        this.takenAt = new long[Math.min(perSecond, FIRST_CAPACITY)];
    }

    boolean available(long now) {
        expire(now);
        return count < perSecond;
    }

    /** Takes a token that is {@link #available}. */
    void take(long now) {
        if (count == takenAt.length) {
            grow();
        }
        takenAt[index(count)] = now;
        count++;
    }

    /** Gives a token back whose call did not begin. */
    void putBack(long taken) {
        int found = count - 1;
        while (found >= 0 && takenAt[index(found)] != taken) {
            found--;
        }
        if (found < 0) {
            return; // It has come back by itself.
        }
        for (int i = found; i < count - 1; i++) {
            takenAt[index(i)] = takenAt[index(i + 1)];
        }
        count--;
    }

    /** {@return when a call could begin that lets {@code ahead} others take tokens first} */
    long availableAt(long now, int ahead) {
        expire(now);
        int laps = ahead / perSecond;
        int replaced = count + ahead % perSecond - perSecond;
        long next = replaced < 0 ? now : takenAt[index(replaced)] + SECOND_NANOS;
        return RelativeTime.plus(next, laps * SECOND_NANOS);
    }

    private void expire(long now) {
        while (count > 0 && now - takenAt[first] >= SECOND_NANOS) {
            first = index(1);
            count--;
        }
    }

    private int index(int offset) {
        // Below zero until it passes the end; in this order it never overflows.
        int behind = first - takenAt.length + offset;
        return behind < 0 ? behind + takenAt.length : behind;
    }

    private void grow() {
        int larger = (int) Math.min(perSecond, 2L * takenAt.length);
        long[] moved = Arrays.copyOf(takenAt, larger);
        for (int i = 0; i < count; i++) {
            moved[i] = takenAt[index(i)];
        }
        takenAt = moved;
        first = 0;
    }
}
