package dev.cnv.examples.payments;

/**
 * When frames ought to begin.
 *
 * @param startNanos when the first one ought to, by {@link System#nanoTime}
 * @param perSecond how many ought to in a second; 0 when none is ever due, and all may begin at once
 */
record Pace(long startNanos, int perSecond) {

    /** Of frames that are never due. */
    static final Pace NONE = new Pace(0, 0);

    /** Whether frames have a time at which they are due. */
    boolean isEven() {
        return perSecond != 0;
    }

    /** Whether a frame may begin now. */
    boolean mayBegin(long frame) {
        return !isEven() || System.nanoTime() - dueNanos(frame) >= 0;
    }

    /** When a frame ought to begin, whether or not the ones before it were quick: so none is left out. */
    long dueNanos(long frame) {
        return startNanos + (long) (frame * (1e9 / perSecond));
    }
}
