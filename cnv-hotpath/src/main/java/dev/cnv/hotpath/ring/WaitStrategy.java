package dev.cnv.hotpath.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How a thread waits that found nothing to do.
 *
 * <pre>{@code
 * int rounds = 0;
 * while (running) {
 *     int taken = ring.poll(frames.length, frames);
 *     rounds = taken > 0 ? 0 : waiting.idle(rounds);
 * }
 * }</pre>
 *
 * <table>
 * <caption>What each costs</caption>
 * <tr><th>strategy</th><th>processor</th><th>a commit costs</th><th>wakes after</th></tr>
 * <tr><td>spinning</td><td>a whole one</td><td>nothing more</td><td>one cache line</td></tr>
 * <tr><td>yielding</td><td>what nobody else wants</td><td>nothing more</td><td>a time slice</td></tr>
 * <tr><td>parking</td><td>little</td><td>nothing more</td><td>the pause, and what the system adds</td></tr>
 * <tr><td>blocking</td><td>none</td><td>a full fence</td><td>a wake-up by the system</td></tr>
 * </table>
 *
 * All of them spin at first. A strategy that blocks is for one waiting thread, which may look into
 * several rings that were all made with it; the others may be shared by all.
 *
 * <p><b>Threading.</b> {@link #idle} is called by the thread that waits, {@link #wake} by any.
 */
public final class WaitStrategy {

    private enum Kind {
        SPIN,
        YIELD,
        PARK,
        BLOCK
    }

    /** About ten microseconds. */
    private static final int SPINS = 1_000;

    private static final int YIELDS = 50;

    private static final VarHandle WAITER = waiter();

    private final Kind kind;
    private final long pauseNanos;

    private volatile @Nullable Thread waiter;

    private WaitStrategy(Kind kind, long pauseNanos) {
        this.kind = kind;
        this.pauseNanos = pauseNanos;
    }

    /**
     * Spins for ever: for a thread with a processor of its own.
     *
     * @return the strategy
     */
    public static WaitStrategy spinning() {
        return new WaitStrategy(Kind.SPIN, 0);
    }

    /**
     * Spins, then lets other threads run.
     *
     * @return the strategy
     */
    public static WaitStrategy yielding() {
        return new WaitStrategy(Kind.YIELD, 0);
    }

    /**
     * Spins, yields, then pauses again and again.
     *
     * @param pause how long; Linux adds about 50 microseconds
     * @return the strategy
     * @throws IllegalArgumentException when it is not positive
     */
    public static WaitStrategy parking(Duration pause) {
        return new WaitStrategy(Kind.PARK, positiveNanos(pause));
    }

    /**
     * Spins, then sleeps until it is woken.
     *
     * @param longest how long it sleeps at most before it looks around by itself
     * @return the strategy
     * @throws IllegalArgumentException when it is not positive
     */
    public static WaitStrategy blocking(Duration longest) {
        return new WaitStrategy(Kind.BLOCK, positiveNanos(longest));
    }

    private static long positiveNanos(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("duration=" + duration + " is not positive");
        }
        return duration.toNanos();
    }

    /**
     * Waits a little. The caller looks for work after each call, because that is what a strategy that
     * blocks relies on between saying that it will sleep and sleeping.
     *
     * @param rounds 0 after there was work, otherwise what the call before returned
     * @return what the next call is to be given
     */
    public int idle(int rounds) {
        return idle(rounds, Long.MAX_VALUE);
    }

    /**
     * Waits a little, and sleeps no longer than it may, for a thread that has something else to look
     * after meanwhile.
     *
     * @param rounds 0 after there was work, otherwise what the call before returned
     * @param mostNanos how long it may sleep, in nanoseconds, positive
     * @return what the next call is to be given
     */
    public int idle(int rounds, long mostNanos) {
        if (rounds < SPINS || kind == Kind.SPIN) {
            Thread.onSpinWait();
            return Math.min(rounds, SPINS) + 1;
        }
        switch (kind) {
            case YIELD -> letOthersRun();
            case PARK -> yieldThenPark(rounds, mostNanos);
            case BLOCK -> announceThenPark(mostNanos);
            case SPIN -> Thread.onSpinWait();
        }
        return Math.min(rounds, SPINS + YIELDS) + 1;
    }

    private void yieldThenPark(int rounds, long mostNanos) {
        if (rounds < SPINS + YIELDS) {
            letOthersRun();
        } else {
            LockSupport.parkNanos(this, Math.min(pauseNanos, mostNanos));
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // A hint, and nothing more is wanted of it.
    private static void letOthersRun() {
        Thread.yield();
    }

    /** The fences here and in {@link #wake} let one of both threads see what the other has written. */
    private void announceThenPark(long mostNanos) {
        if (waiter == null) {
            waiter = Thread.currentThread();
            VarHandle.fullFence();
        } else {
            LockSupport.parkNanos(this, Math.min(pauseNanos, mostNanos));
        }
    }

    /** Wakes the thread that waits, if the strategy blocks. To be called after work was published. */
    public void wake() {
        if (kind != Kind.BLOCK) {
            return;
        }
        VarHandle.fullFence();
        Thread sleeper = waiter;
        if (sleeper != null && WAITER.compareAndSet(this, sleeper, null)) {
            LockSupport.unpark(sleeper);
        }
    }

    boolean wakes() {
        return kind == Kind.BLOCK;
    }

    private static VarHandle waiter() {
        try {
            return MethodHandles.lookup().findVarHandle(WaitStrategy.class, "waiter", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
