package dev.cnv.hotpath.ring;

import static dev.cnv.hotpath.FrameDescriptor.SEQUENCE;

import dev.cnv.hotpath.FrameDescriptor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A ring of frames from one producer to one consumer, off the heap. The ready word of a frame is in
 * the frame, so that a hand-over moves one cache line.
 *
 * <p>The frame at position p, counted from 0, lies in slot p modulo the capacity. Committed, its
 * ready word is p + 1; aborted, the same with the highest bit set. The consumer writes no ready word: it
 * publishes, now and then, up to which position slots are free, and the producer looks at that only
 * when the last value it saw leaves no room.
 *
 * <p>The slots belong to whoever owns the segment: it must live longer than the ring is used. No
 * method but the factories allocates, blocks or waits.
 *
 * <p><b>Threading.</b> One producer thread calls the methods of {@link FrameSink}, one consumer thread
 * those of {@link FrameSource}; {@link #refuse} and {@link #statistics} may be called by any.
 */
public final class FrameRing extends ProducerFields.AfterSingle implements FrameSink {

    /*
     * Implementation notes. The producer's setRelease of a ready word, or its releaseFence before those of
     * a batch, publishes the frame and pairs with the consumer's getAcquire of it, or its acquireFence
     * after those of a batch. The consumer's setRelease of `published` hands slots back
     * after its last read of them and pairs with the producer's getAcquire. The producer's setRelease
     * of `closedAt` comes after its last claim; a consumer that reads it at its own position knows that
     * nothing follows. All other fields have one writer; statistics read them opaquely.
     */

    private static final VarHandle TAIL =
            handle(MethodHandles.lookup(), ProducerFields.Single.class, "tail");
    private static final VarHandle ABORTED =
            handle(MethodHandles.lookup(), ProducerFields.Single.class, "aborted");
    private static final VarHandle FULL =
            handle(MethodHandles.lookup(), ProducerFields.Single.class, "full");

    /** A ring over a part of a segment, which is cleared. */
    FrameRing(MemorySegment segment, long base, RingSettings settings) {
        super(segment, base, settings);
    }

    /**
     * Makes a ring with memory of its own, for a consumer that does not need to be woken.
     *
     * @param arena where the memory comes from; it must outlive the use of the ring
     * @param capacity the number of slots, a power of two of at most {@link
     *     RingSettings#MAX_CAPACITY}
     * @param lines the size of every slot in lines: 1, 2 or 4
     * @return the ring, empty
     * @throws IllegalArgumentException when a number is not one of those, with its value
     */
    public static FrameRing create(Arena arena, int capacity, int lines) {
        return create(arena, RingSettings.of(capacity, 1).withLines(lines));
    }

    /**
     * Makes a ring with memory of its own.
     *
     * @param arena where the memory comes from; it must outlive the use of the ring
     * @param settings capacity, lines and waiting; the limit of claims does not concern this ring
     * @return the ring, empty
     * @throws IllegalArgumentException when the settings are for several producers
     */
    public static FrameRing create(Arena arena, RingSettings settings) {
        return over(arena.allocate(settings.bytes(), FrameDescriptor.LINE_BYTES), settings);
    }

    /**
     * Makes a ring over memory that the caller gives, which is cleared.
     *
     * @param segment native memory of exactly the slots' size, aligned to a line; it must outlive the
     *     use of the ring
     * @param settings capacity, lines and waiting; the limit of claims does not concern this ring
     * @return the ring, empty
     * @throws IllegalArgumentException when the segment is not as asked for, or the settings are for
     *     several producers
     */
    public static FrameRing over(MemorySegment segment, RingSettings settings) {
        if (settings.producers() != 1) {
            throw new IllegalArgumentException("producers=" + settings.producers() + " is not 1");
        }
        return new FrameRing(cleared(segment, settings), 0, settings);
    }

    @Override
    public long claim() {
        long position = tail;
        if (position < limit) {
            tail = position + 1;
            return offset(position);
        }
        return claimWithFreshLimit(1);
    }

    @Override
    public long claim(int count) {
        if (count < 1 || count > mask + 1) {
            throw new IllegalArgumentException("count=" + count + " is not 1 to " + (mask + 1));
        }
        long position = tail;
        if (position + count <= limit) {
            tail = position + count;
            return offset(position);
        }
        return claimWithFreshLimit(count);
    }

    private long claimWithFreshLimit(int count) {
        if (refusing) {
            close();
        }
        if (closedAt != NEVER) {
            return RingStatus.CLOSED;
        }
        long position = tail;
        limit = publishedNow() + mask + 1;
        if (position + count > limit) {
            full++;
            return RingStatus.FULL;
        }
        tail = position + count;
        return offset(position);
    }

    @Override
    public long after(long frame) {
        return offsetAfter(frame);
    }

    @Override
    public boolean commit(long frame) {
        assert isOpen(frame, 1) : "frame=" + frame + " is not claimed";
        long position = positionOf(frame, tail - 1);
        SEQUENCE.setRelease(segment, frame, RingWord.committed(position));
        if (waking) {
            waiting.wake();
        }
        return true;
    }

    @Override
    public boolean commit(long first, int count) {
        assert isOpen(first, count) : "first=" + first + " count=" + count + " are not claimed";
        MemorySegment slots = segment;
        long position = positionOf(first, tail - 1);
        VarHandle.releaseFence(); // One for all of them.
        for (int i = 0; i < count; i++) {
            SEQUENCE.setOpaque(slots, offset(position), RingWord.committed(position));
            position++;
        }
        if (waking) {
            waiting.wake();
        }
        return true;
    }

    @Override
    public void abort(long frame) {
        assert isOpen(frame, 1) : "frame=" + frame + " is not claimed";
        aborted++;
        long position = positionOf(frame, tail - 1);
        SEQUENCE.setRelease(segment, frame, RingWord.committed(position) | RingWord.ABORTED);
        if (waking) {
            waiting.wake(); // What was committed behind it can be read now.
        }
    }

    /**
     * Whether frames begin where slots do, within the ring, and are claimed and neither committed nor
     * aborted; for assertions.
     */
    private boolean isOpen(long first, int count) {
        long position = positionOf(first, tail - 1);
        boolean open = offset(position) == first
                && position >= 0
                && count >= 1
                && count <= tail - position;
        for (int i = 0; open && i < count; i++) {
            long word = (long) SEQUENCE.getAcquire(segment, offset(position + i));
            open = !RingWord.isAtOrAfter(word, position + i);
        }
        return open;
    }

    /** {@inheritDoc} To be called by the producer's thread; a second call does nothing. */
    @Override
    public void close() {
        if (closedAt == NEVER) {
            limit = Long.MIN_VALUE;
            CLOSED_AT.setRelease(this, tail);
            waiting.wake();
        }
    }

    /**
     * {@inheritDoc} The producer looks when it next finds the ring without room, so after at most as
     * many frames as there are slots.
     */
    @Override
    public void refuse() {
        refusing = true;
    }

    /** Whether all that was claimed is committed or aborted; for who is ordered with the producer. */
    boolean isSettled() {
        boolean settled = true;
        for (long position = publishedNow(); position < tail; position++) {
            settled &= isSettled(position);
        }
        return settled;
    }

    private boolean isSettled(long position) {
        long word = (long) SEQUENCE.getAcquire(segment, offset(position));
        return RingWord.isPassedOver(word, position);
    }

    /** Aborts what is claimed and neither committed nor aborted; for who knows that nobody else will. */
    void abortOpen() {
        for (long position = publishedNow(); position < tail; position++) {
            if (!isSettled(position)) {
                abort(offset(position));
            }
        }
    }

    @Override
    boolean look() {
        return false;
    }

    @Override
    long status() {
        return (long) CLOSED_AT.getAcquire(this) == head ? RingStatus.CLOSED : RingStatus.EMPTY;
    }

    @Override
    public RingStatistics statistics() {
        long skips = skippedSeen();
        return new RingStatistics(
                (long) TAIL.getOpaque(this),
                (long) ABORTED.getOpaque(this),
                0,
                0,
                0,
                (long) FULL.getOpaque(this),
                headSeen() - skips,
                skips,
                publishedNow());
    }
}
