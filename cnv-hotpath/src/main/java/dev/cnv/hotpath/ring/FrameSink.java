package dev.cnv.hotpath.ring;

import java.lang.foreign.MemorySegment;

/**
 * The producer's side of a ring: a frame is claimed, written in place, and committed or aborted.
 *
 * <p><b>Threading.</b> One thread at a time; a hand-over to another needs a happens-before of its
 * own. Until it is committed or aborted, a claimed frame keeps those behind it from the consumer.
 */
public sealed interface FrameSink permits FrameRing, LaneProducer, SharedProducer {

    /**
     * Where the frames lie.
     *
     * @return the segment that offsets refer to
     */
    MemorySegment segment();

    /**
     * Claims a frame. What was in it is not cleared: write every field that is read later.
     *
     * @return the frame's offset in bytes, {@link RingStatus#FULL} or {@link RingStatus#CLOSED}
     */
    long claim();

    /**
     * Claims several frames at once, all or none. {@link #after} leads from one to the next.
     *
     * @param count how many, at least 1
     * @return the first frame's offset in bytes, {@link RingStatus#FULL} or {@link RingStatus#CLOSED}
     * @throws IllegalArgumentException when it is more than this side can ever have claimed
     */
    long claim(int count);

    /**
     * The frame after one of the same batch.
     *
     * @param frame the offset of a frame, in bytes
     * @return the offset of the next one, which may be smaller, because a ring goes round
     */
    long after(long frame);

    /**
     * Hands a claimed frame to the consumer: releases all that was written before.
     *
     * @param frame the offset that was claimed; any other is misuse that only assertions (-ea) find
     * @return false when the ring gave the frame up, because it was claimed for too long; the consumer
     *     does not see it
     */
    boolean commit(long frame);

    /**
     * Hands a claimed batch to the consumer, first frame first.
     *
     * @param first the offset that was claimed
     * @param count how many were claimed
     * @return false when the ring gave up one of them or more; the others are handed over
     */
    boolean commit(long first, int count);

    /**
     * Gives a claimed frame back: the consumer passes over it.
     *
     * @param frame the offset that was claimed
     */
    void abort(long frame);

    /**
     * Says that this producer claims no more. What it has claimed can still be committed, and the
     * consumer waits for it.
     */
    void close();
}
