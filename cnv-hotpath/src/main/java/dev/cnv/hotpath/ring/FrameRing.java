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
 * ready word is p + 1; aborted, the same with the highest bit set. The consumer writes no ready word:
 * it publishes, now and then, up to which position slots are free, and the producer looks at that only
 * when the last value it saw leaves no room.
 *
 * <p>The slots belong to whoever owns the segment: it must live longer than the ring is used. No
 * method but the factories allocates, blocks or waits.
 *
 * <p><b>Threading.</b> One producer thread calls the methods of {@link FrameSink}, one consumer thread
 * those of {@link FrameSource}; {@link #refuse} and {@link #statistics} may be called by any.
 */
public final class FrameRing extends RingFields.Back implements FrameSink, FrameSource {

    /*
     * Implementation notes. The producer's setRelease of a ready word publishes the frame and pairs
     * with the consumer's getAcquire of it. The consumer's setRelease of `published` hands slots back
     * after its last read of them and pairs with the producer's getAcquire. The producer's setRelease
     * of `closedAt` comes after its last claim; a consumer that reads it at its own position knows that
     * nothing follows. All other fields have one writer; statistics read them opaquely.
     */

    /** The most slots that a ring has. */
    public static final int MAX_CAPACITY = 1 << 24;

    /** The bit of the ready word that says that a frame is to be passed over. */
    static final long ABORTED = Long.MIN_VALUE;

    /** How many positions a consumer that is busy keeps to itself before it publishes them. */
    private static final int PUBLISH_EVERY = 64;

    private static final VarHandle PUBLISHED = handle(RingFields.Shared.class, "published");
    private static final VarHandle CLOSED_AT = handle(RingFields.Shared.class, "closedAt");
    private static final VarHandle TAIL = handle(RingFields.Producer.class, "tail");
    private static final VarHandle ABORTS = handle(RingFields.Producer.class, "aborted");
    private static final VarHandle FULLS = handle(RingFields.Producer.class, "full");
    private static final VarHandle HEAD = handle(RingFields.Consumer.class, "head");
    private static final VarHandle SKIPS = handle(RingFields.Consumer.class, "skipped");

    private final MemorySegment segment;
    private final long mask;
    private final int shift;
    private final int publishEvery;

    private FrameRing(MemorySegment segment, int capacity, int lines) {
        this.segment = segment;
        this.mask = capacity - 1L;
        this.shift = Long.numberOfTrailingZeros(slotBytes(lines));
        this.publishEvery = Math.clamp(capacity / 4, 1, PUBLISH_EVERY);
        this.limit = capacity;
    }

    /**
     * Makes a ring with memory of its own.
     *
     * @param arena where the memory comes from; it must outlive the use of the ring
     * @param capacity the number of slots, a power of two of at most {@link #MAX_CAPACITY}
     * @param lines the size of every slot in lines: 1, 2 or 4
     * @return the ring, empty
     * @throws IllegalArgumentException when a number is not one of those, with its value
     */
    public static FrameRing create(Arena arena, int capacity, int lines) {
        return new FrameRing(allocate(arena, capacity, lines), capacity, lines);
    }

    /**
     * Makes a ring over memory that the caller gives, which is cleared.
     *
     * @param segment native memory of exactly the slots' size, aligned to a line; it must outlive the
     *     use of the ring
     * @param capacity the number of slots, a power of two of at most {@link #MAX_CAPACITY}
     * @param lines the size of every slot in lines: 1, 2 or 4
     * @return the ring, empty
     * @throws IllegalArgumentException when a number or the segment is not as asked for, with its value
     */
    public static FrameRing over(MemorySegment segment, int capacity, int lines) {
        long bytes = checkedBytes(capacity, lines);
        if (!segment.isNative() || segment.byteSize() != bytes) {
            throw new IllegalArgumentException("native=" + segment.isNative() + " byteSize="
                    + segment.byteSize() + " is not native memory of " + bytes + " bytes");
        }
        if (segment.address() % FrameDescriptor.LINE_BYTES != 0) {
            throw new IllegalArgumentException("address=" + segment.address()
                    + " is not a multiple of " + FrameDescriptor.LINE_BYTES);
        }
        return new FrameRing(segment.fill((byte) 0), capacity, lines);
    }

    static MemorySegment allocate(Arena arena, int capacity, int lines) {
        return arena.allocate(checkedBytes(capacity, lines), FrameDescriptor.LINE_BYTES);
    }

    static long slotBytes(int lines) {
        return (long) lines * FrameDescriptor.LINE_BYTES;
    }

    private static long checkedBytes(int capacity, int lines) {
        if (capacity < 1 || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity=" + capacity
                    + " is not a power of two of at most " + MAX_CAPACITY);
        }
        if (lines != 1 && lines != 2 && lines != FrameDescriptor.MAX_LINES) {
            throw new IllegalArgumentException("lines=" + lines + " is not 1, 2 or 4");
        }
        return capacity * slotBytes(lines);
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    /**
     * The number of slots.
     *
     * @return the capacity
     */
    public int capacity() {
        return (int) mask + 1;
    }

    /**
     * The size of a slot.
     *
     * @return the size in lines: 1, 2 or 4
     */
    public int lines() {
        return (1 << shift) / FrameDescriptor.LINE_BYTES;
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
        limit = (long) PUBLISHED.getAcquire(this) + mask + 1;
        if (position + count > limit) {
            full++;
            return RingStatus.FULL;
        }
        tail = position + count;
        return offset(position);
    }

    @Override
    public long after(long frame) {
        return (frame + (1L << shift)) & offset(mask);
    }

    @Override
    public boolean commit(long frame) {
        SEQUENCE.setRelease(segment, frame, positionOf(frame) + 1);
        return true;
    }

    @Override
    public boolean commit(long first, int count) {
        long position = positionOf(first);
        for (int i = 0; i < count; i++) {
            SEQUENCE.setRelease(segment, offset(position), position + 1);
            position++;
        }
        return true;
    }

    @Override
    public void abort(long frame) {
        aborted++;
        SEQUENCE.setRelease(segment, frame, (positionOf(frame) + 1) | ABORTED);
    }

    /** {@inheritDoc} To be called by the producer's thread; a second call does nothing. */
    @Override
    public void close() {
        if (closedAt == NEVER) {
            limit = Long.MIN_VALUE;
            CLOSED_AT.setRelease(this, tail);
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

    @Override
    public int poll(int max, long[] frames) {
        long position = head;
        int most = Math.min(max, frames.length);
        int taken = 0;
        while (taken < most) {
            long frame = offset(position);
            long word = (long) SEQUENCE.getAcquire(segment, frame);
            if (word == position + 1) {
                frames[taken++] = frame;
            } else if (word == (position + 1 | ABORTED)) {
                skipped++;
            } else {
                break;
            }
            position++;
        }
        head = position;
        outstanding += taken;
        if (taken == 0) {
            publishAll();
        }
        return taken;
    }

    @Override
    public long next() {
        long position = head;
        long frame = offset(position);
        if ((long) SEQUENCE.getAcquire(segment, frame) == position + 1) {
            head = position + 1;
            outstanding++;
            return frame;
        }
        return nextOrStatus();
    }

    private long nextOrStatus() {
        for (long position = head; ; position++) {
            long word = (long) SEQUENCE.getAcquire(segment, offset(position));
            if (word == (position + 1 | ABORTED)) {
                skipped++;
                continue;
            }
            if (word == position + 1) {
                head = position + 1;
                outstanding++;
                return offset(position);
            }
            head = position;
            publishAll();
            return (long) CLOSED_AT.getAcquire(this) == position
                    ? RingStatus.CLOSED
                    : RingStatus.EMPTY;
        }
    }

    @Override
    public void release() {
        outstanding = 0;
        released = head;
        if (released - publishedCopy >= publishEvery) {
            publish();
        }
    }

    @Override
    public void release(int frames) {
        if (frames < 0 || frames > outstanding) {
            throw new IllegalArgumentException(
                    "frames=" + frames + " is not 0 to outstanding=" + outstanding);
        }
        if (frames == outstanding) {
            release();
            return;
        }
        releaseOldest(frames);
        if (released - publishedCopy >= publishEvery) {
            publish();
        }
    }

    /** Walks over what was aborted: it was never handed out, but lies between what was. */
    private void releaseOldest(int frames) {
        long position = released;
        for (int left = frames; left > 0; position++) {
            if ((long) SEQUENCE.get(segment, offset(position)) == position + 1) {
                left--;
            }
        }
        released = position;
        outstanding -= frames;
    }

    private void publishAll() {
        if (outstanding == 0) {
            released = head;
        }
        if (released != publishedCopy) {
            publish();
        }
    }

    private void publish() {
        publishedCopy = released;
        PUBLISHED.setRelease(this, released);
    }

    @Override
    public RingStatistics statistics() {
        long skips = (long) SKIPS.getOpaque(this);
        return new RingStatistics(
                (long) TAIL.getOpaque(this),
                (long) ABORTS.getOpaque(this),
                0,
                0,
                0,
                (long) FULLS.getOpaque(this),
                (long) HEAD.getOpaque(this) - skips,
                skips,
                (long) PUBLISHED.getOpaque(this));
    }

    private long offset(long position) {
        return (position & mask) << shift;
    }

    /** The position of a frame that is claimed now: the last one before the tail in its slot. */
    private long positionOf(long frame) {
        long last = tail - 1;
        return last - (last - (frame >>> shift) & mask);
    }

    private static VarHandle handle(Class<?> type, String field) {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(type, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
