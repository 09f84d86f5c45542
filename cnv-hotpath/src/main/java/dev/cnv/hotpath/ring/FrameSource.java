package dev.cnv.hotpath.ring;

import java.lang.foreign.MemorySegment;

/**
 * The consumer's side of a ring: frames are handed out in order, read in place, and released.
 *
 * <p><b>Threading.</b> One thread at a time; a hand-over to another needs a happens-before of its
 * own.
 */
public sealed interface FrameSource permits ConsumerSide, LanedRing {

    /**
     * Where the frames lie.
     *
     * @return the segment that offsets refer to
     */
    MemorySegment segment();

    /**
     * Hands out the frames that are ready, oldest first; those that were aborted are passed over.
     *
     * @param max how many at most
     * @param frames takes the offsets, in bytes, from its beginning; its length is a limit too
     * @return how many were handed out; 0 says that none is ready, not why
     */
    int poll(int max, long[] frames);

    /**
     * Hands out the next frame.
     *
     * @return the frame's offset in bytes, {@link RingStatus#EMPTY}, {@link RingStatus#PENDING} or
     *     {@link RingStatus#CLOSED}
     */
    long next();

    /** Gives all frames that were handed out back to the ring: they may be overwritten from now on. */
    void release();

    /**
     * Gives the oldest of the frames that were handed out back to the ring.
     *
     * @param frames how many
     * @throws IllegalArgumentException when fewer are out, with both numbers
     */
    void release(int frames);

    /**
     * Asks the producers to stop: their claims are answered {@link RingStatus#CLOSED}. Any thread may
     * call it. Frames that are committed are still handed out.
     */
    void refuse();

    /**
     * How many frames lie in the ring: those that are ready, and those that producers have claimed. Any
     * thread may call it; it reads what producers write, so that it costs them time.
     *
     * @return the number as of about now, without frames that were handed out
     */
    long depth();

    /**
     * The size of every slot.
     *
     * @return the size in lines: 1, 2 or 4
     */
    int lines();

    /**
     * Whether a thread that waits by a strategy is woken by a commit, if it needs to be.
     *
     * @param waiting the strategy
     * @return false for a strategy that blocks and that the ring was not made with
     */
    boolean wakes(WaitStrategy waiting);

    /**
     * What went through the ring so far. Any thread may call it.
     *
     * @return the numbers: exact when all sides are at rest, otherwise each from about now
     */
    RingStatistics statistics();
}
