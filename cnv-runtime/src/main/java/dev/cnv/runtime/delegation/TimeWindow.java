package dev.cnv.runtime.delegation;

import java.time.Instant;
import java.util.Optional;

/**
 * When something is good: from a moment on, before another. Either end may be open. What two windows
 * have in common is a window again; it may hold no moment.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param start the first moment; empty when there is none
 * @param end the first moment after; empty when there is none
 */
public record TimeWindow(Optional<Instant> start, Optional<Instant> end) {

    /** Every moment. */
    public static final TimeWindow ALWAYS = new TimeWindow(Optional.empty(), Optional.empty());

    /**
     * A window with two ends.
     *
     * @param start the first moment
     * @param end the first moment after
     * @return the window
     * @throws IllegalArgumentException when the start is not before the end
     */
    public static TimeWindow between(Instant start, Instant end) {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("start=" + start + " is not before end=" + end);
        }
        return new TimeWindow(Optional.of(start), Optional.of(end));
    }

    /**
     * A window without an end.
     *
     * @param start the first moment
     * @return the window
     */
    public static TimeWindow from(Instant start) {
        return new TimeWindow(Optional.of(start), Optional.empty());
    }

    /**
     * A window without a start.
     *
     * @param end the first moment after
     * @return the window
     */
    public static TimeWindow until(Instant end) {
        return new TimeWindow(Optional.empty(), Optional.of(end));
    }

    /**
     * Whether a moment is in the window.
     *
     * @param moment the moment
     * @return true from the start on, before the end
     */
    public boolean holds(Instant moment) {
        return start.filter(moment::isBefore).isEmpty()
                && end.filter(last -> !moment.isBefore(last)).isEmpty();
    }

    /** {@return true when no moment is in the window} */
    public boolean isEmpty() {
        return start.isPresent() && end.isPresent() && !start.get().isBefore(end.get());
    }

    /**
     * The moments in this window and in another: the later start, the earlier end.
     *
     * @param other the other window
     * @return the window, which may hold no moment
     */
    public TimeWindow intersect(TimeWindow other) {
        boolean later = startsBefore(other);
        boolean earlier = other.endsBefore(this);
        return new TimeWindow(later ? other.start : start, earlier ? other.end : end);
    }

    /**
     * Whether another window starts no earlier and ends no later.
     *
     * @param narrower the other window
     * @return true when this one is the same or wider
     */
    public boolean includes(TimeWindow narrower) {
        return !narrower.startsBefore(this) && !endsBefore(narrower);
    }

    private boolean startsBefore(TimeWindow other) {
        return other.start.isPresent()
                && (start.isEmpty() || start.get().isBefore(other.start.get()));
    }

    private boolean endsBefore(TimeWindow other) {
        return end.isPresent() && (other.end.isEmpty() || end.get().isBefore(other.end.get()));
    }

    /** {@return the window in words} */
    @Override
    public String toString() {
        if (start.isEmpty() && end.isEmpty()) {
            return "always";
        }
        String from = start.map(moment -> "from " + moment).orElse("");
        String until = end.map(moment -> "until " + moment).orElse("");
        return from.isEmpty() || until.isEmpty() ? from + until : from + " " + until;
    }
}
