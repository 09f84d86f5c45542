package dev.cnv.hotpath.grant;

import dev.cnv.runtime.time.Time;
import java.time.Duration;

/**
 * Time in ticks of a millisecond since an arbitrary origin, never going back: fine enough for the end of
 * a grant, and read once for a whole batch.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class CoarseClock {

    private static final long NANOS_PER_TICK = 1_000_000;

    private final Time time;
    private final long origin;

    /**
     * A clock.
     *
     * @param time what it reads
     */
    public CoarseClock(Time time) {
        this.time = time;
        this.origin = time.nanos();
    }

    /** {@return the tick that is now, at least 0} */
    public long tick() {
        return ticks(time.nanos());
    }

    /**
     * The tick of a reading.
     *
     * @param nanos a reading of the time's nanoseconds, not before the clock was made
     * @return the tick that it falls into
     */
    public long ticks(long nanos) {
        return (nanos - origin) / NANOS_PER_TICK;
    }

    /**
     * The first tick at which something that is good for a while from now is good no more.
     *
     * @param life how long; not positive is over already
     * @return the tick; rounded so that the life is never longer
     */
    public long expiry(Duration life) {
        long now = tick();
        return life.isPositive() ? now + life.toNanos() / NANOS_PER_TICK : now;
    }
}
