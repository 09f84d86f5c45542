package dev.cnv.runtime.contract;

import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Readings of a {@link Time} counted from one origin, so that they can be compared and added without
 * overflow: an origin as far away as {@link System#nanoTime} may have would allow neither.
 *
 * <p><b>Threading:</b> immutable.
 */
final class RelativeTime {

    /** Later than every reading. */
    static final long NEVER = Long.MAX_VALUE;

    private final Time time;
    private final long originNanos;

    RelativeTime(Time time) {
        this.time = time;
        this.originNanos = time.nanos();
    }

    /** {@return nanoseconds since the origin} */
    long now() {
        return relative(time.nanos());
    }

    /** {@return a reading of the time, as nanoseconds since the origin} */
    long relative(long nanos) {
        return nanos - originNanos;
    }

    /** {@return nanoseconds since the origin, as a reading of the time} */
    long absolute(long at) {
        return at + originNanos;
    }

    /** Runs a short task at a moment, at once when it is past. */
    Time.Timer at(long at, Runnable task) {
        return time.after(Duration.ofNanos(Math.max(0, at - now())), task);
    }

    static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }

    /** {@return the sum, {@link #NEVER} where it is beyond all readings} */
    static long plus(long at, long nanos) {
        long sum = at + nanos;
        return nanos > 0 && sum < at ? NEVER : sum;
    }
}
