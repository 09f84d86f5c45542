package dev.cnv.hotpath.ring;

import java.lang.foreign.MemorySegment;

/**
 * One producer of a {@link LanedRing}, with a lane of its own.
 *
 * <p><b>Threading.</b> For one thread at a time, as {@link FrameSink} says. {@link #close} and {@link
 * #abandon} may be called by another thread when the producer's own calls no method any more, and that is
 * known by a happens-before, such as {@link Thread#join()}.
 */
public final class LaneProducer extends ProducerFields.AfterSeated implements FrameSink {

    private final LanedRing ring;

    LaneProducer(LanedRing ring, FrameRing lane) {
        super(lane);
        this.ring = ring;
    }

    @Override
    public MemorySegment segment() {
        return lane.segment;
    }

    @Override
    public long claim() {
        return closed ? RingStatus.CLOSED : lane.claim();
    }

    @Override
    public long claim(int count) {
        return closed ? RingStatus.CLOSED : lane.claim(count);
    }

    @Override
    public long after(long frame) {
        return lane.after(frame);
    }

    /** {@inheritDoc} A lane never gives a frame up: always true. */
    @Override
    public boolean commit(long frame) {
        return lane.commit(frame);
    }

    /** {@inheritDoc} A lane never gives a frame up: always true. */
    @Override
    public boolean commit(long first, int count) {
        return lane.commit(first, count);
    }

    @Override
    public void abort(long frame) {
        lane.abort(frame);
    }

    /** {@inheritDoc} The lane is free for another producer when all that was claimed is settled. */
    @Override
    public void close() {
        ring.close(this);
    }

    /**
     * Closes for a producer whose thread is gone: what it has claimed and not committed is aborted, so that
     * the lane does not wait for it.
     */
    public void abandon() {
        ring.abandon(this);
    }

    FrameRing lane() {
        return lane;
    }

    boolean isClosed() {
        return closed;
    }

    /** Only under the ring's lock. */
    void markClosed() {
        closed = true;
    }
}
