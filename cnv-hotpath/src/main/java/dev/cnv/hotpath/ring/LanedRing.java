package dev.cnv.hotpath.ring;

import dev.cnv.hotpath.FrameDescriptor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Frames from several producers to one consumer, off the heap, with a lane for each producer: a {@link
 * FrameRing} of its own, all in one segment and behind one {@link FrameSource}. No producer ever waits
 * for a cache line that another one writes, and a hand-over costs what it costs in a {@code FrameRing},
 * which is several times less than in a {@link SharedRing}.
 *
 * <p>Frames of one producer keep their order; those of different producers have none. The consumer looks
 * at lanes in turn, and begins where it stopped, so that a busy lane keeps no other one waiting for
 * longer than one poll for each lane.
 *
 * <p>A producer that holds a claim, or died with one, stops its own lane and no other, without any
 * limit of time; so settings' limit of claims is not looked at. {@link LaneProducer#abandon} frees the
 * lane of a producer that is known to be gone.
 *
 * <p>Every producer has an equal share of the slots, which is the capacity of its lane. A sweep looks at one
 * line of each lane: take a {@code SharedRing} where there are hundreds of producers that rarely send.
 *
 * <p><b>Threading.</b> One consumer thread calls the methods of {@link FrameSource}; {@link #producer},
 * {@link #refuse} and {@link #statistics} may be called by any. Each {@link LaneProducer} is for one
 * thread.
 */
public final class LanedRing extends RingFields.AfterSweep implements FrameSource {

    /*
     * Implementation notes. Between one producer and the consumer all is as in FrameRing. A lane goes from
     * one producer to the next under the lock, after the first has closed and settled all its claims, so
     * that the next one sees all that it wrote to the producer's side.
     *
     * A run is what one look at one lane handed out. There are never more runs than slots, so that their
     * array never overflows. Runs say in which order lanes are to be released.
     */

    private static final int LANE_SHIFT = 32;

    private final MemorySegment segment;
    private final FrameRing[] lanes;
    private final WaitStrategy waiting;

    /** By number modulo the length: the lane above, below how many frames are left of it. */
    private final long[] handed;

    /** By lane; guarded by this array's lock, as are closing and refusing. */
    private final @Nullable LaneProducer[] seats;

    private volatile boolean refusing;

    private LanedRing(MemorySegment segment, RingSettings settings) {
        int share = settings.share();
        RingSettings lane = new RingSettings(
                share,
                settings.lines(),
                1,
                settings.waiting(),
                settings.claimLimit(),
                settings.nanoClock());
        this.segment = segment;
        this.waiting = settings.waiting();
        this.lanes = new FrameRing[settings.producers()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new FrameRing(segment, i * lane.bytes(), lane);
        }
        this.seats = new LaneProducer[lanes.length];
        this.handed = new long[settings.capacity()];
    }

    /**
     * Makes a ring with memory of its own.
     *
     * @param arena where the memory comes from, one that several threads may use; it must outlive the
     *     use of the ring
     * @param settings capacity of all lanes together, lines, producers and waiting; the limit of claims
     *     does not concern this ring
     * @return the ring, empty
     */
    public static LanedRing create(Arena arena, RingSettings settings) {
        return over(arena.allocate(settings.bytes(), FrameDescriptor.LINE_BYTES), settings);
    }

    /**
     * Makes a ring over memory that the caller gives, which is cleared.
     *
     * @param segment native memory of exactly the slots' size, aligned to a line, that several threads
     *     may use; it must outlive the use of the ring
     * @param settings capacity of all lanes together, lines, producers and waiting; the limit of claims
     *     does not concern this ring
     * @return the ring, empty
     * @throws IllegalArgumentException when the segment is not as asked for
     */
    public static LanedRing over(MemorySegment segment, RingSettings settings) {
        return new LanedRing(ConsumerSide.cleared(segment, settings), settings);
    }

    /**
     * A producer, to be closed by who is done with it. Allocates.
     *
     * @return the producer, for one thread
     * @throws IllegalStateException when all producers of the settings are there already; one that is
     *     closed stays until it has committed or aborted what it had claimed
     */
    public LaneProducer producer() {
        synchronized (seats) {
            for (int i = 0; i < seats.length; i++) {
                LaneProducer seated = seats[i];
                if (seated == null || (seated.isClosed() && lanes[i].isSettled())) {
                    LaneProducer producer = new LaneProducer(this, lanes[i]);
                    seats[i] = producer;
                    return producer;
                }
            }
            throw new IllegalStateException("producers=" + seats.length + " are there already");
        }
    }

    void close(LaneProducer producer) {
        synchronized (seats) {
            if (!producer.isClosed()) {
                producer.markClosed();
                if (refusing) {
                    producer.lane().close();
                }
            }
        }
    }

    void abandon(LaneProducer producer) {
        synchronized (seats) {
            if (holdsSeat(producer)) {
                producer.lane().abortOpen();
                close(producer);
            }
        }
    }

    /** Whether the lane is still a producer's own, closed or not. */
    private boolean holdsSeat(LaneProducer producer) {
        for (LaneProducer seated : seats) {
            if (seated == producer) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@inheritDoc} A producer looks when it next finds its lane without room. The ring is closed when all
     * producers are, or have looked.
     */
    @Override
    public void refuse() {
        synchronized (seats) {
            refusing = true;
            for (int i = 0; i < lanes.length; i++) {
                lanes[i].refuse();
                LaneProducer seated = seats[i];
                if (seated == null || seated.isClosed()) {
                    lanes[i].close();
                }
            }
        }
        waiting.wake();
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    /**
     * The number of lanes.
     *
     * @return how many producers there can be
     */
    public int lanes() {
        return lanes.length;
    }

    @Override
    public int poll(int max, long[] frames) {
        int most = Math.min(max, frames.length);
        int taken = 0;
        int lane = (int) turn;
        for (int i = 0; i < lanes.length && taken < most; i++) {
            int more = lanes[lane].poll(taken, most, frames);
            if (more > 0) {
                remember(lane, more);
                taken += more;
            }
            lane = after(lane);
        }
        turn = lane;
        return taken;
    }

    @Override
    public long next() {
        int lane = (int) turn;
        for (int i = 0; i < lanes.length; i++) {
            long frame = lanes[lane].next();
            if (frame >= 0) {
                remember(lane, 1);
                turn = after(lane);
                return frame;
            }
            lane = after(lane);
        }
        return refusing && areClosed() ? RingStatus.CLOSED : RingStatus.EMPTY;
    }

    /** Whether every lane is closed and drained. */
    private boolean areClosed() {
        for (FrameRing lane : lanes) {
            if (lane.status() != RingStatus.CLOSED) {
                return false;
            }
        }
        return true;
    }

    private int after(int lane) {
        return lane + 1 == lanes.length ? 0 : lane + 1;
    }

    private void remember(int lane, int frames) {
        handed[index(runs)] = (long) lane << LANE_SHIFT | frames;
        runs++;
    }

    private int index(long run) {
        return (int) run & handed.length - 1;
    }

    @Override
    public void release() {
        while (runsReleased < runs) {
            lane(handed[index(runsReleased)]).release();
            runsReleased++;
        }
    }

    private FrameRing lane(long run) {
        return lanes[(int) (run >>> LANE_SHIFT)];
    }

    @Override
    public void release(int frames) {
        if (frames < 0 || frames > outstanding()) {
            throw new IllegalArgumentException(
                    "frames=" + frames + " is not 0 to outstanding=" + outstanding());
        }
        int left = frames;
        while (left > 0) {
            long run = handed[index(runsReleased)];
            int some = Math.min(left, (int) run);
            lane(run).release(some);
            left -= some;
            if (some == (int) run) {
                runsReleased++;
            } else {
                handed[index(runsReleased)] = run - some;
            }
        }
    }

    private long outstanding() {
        long sum = 0;
        for (long run = runsReleased; run < runs; run++) {
            sum += (int) handed[index(run)];
        }
        return sum;
    }

    @Override
    public long depth() {
        long sum = 0;
        for (FrameRing lane : lanes) {
            sum += lane.depth();
        }
        return sum;
    }

    @Override
    public int lines() {
        return lanes[0].lines();
    }

    @Override
    public boolean wakes(WaitStrategy other) {
        return lanes[0].wakes(other);
    }

    @Override
    public RingStatistics statistics() {
        RingStatistics sum = lanes[0].statistics();
        for (int i = 1; i < lanes.length; i++) {
            sum = sum.plus(lanes[i].statistics());
        }
        return sum;
    }
}
