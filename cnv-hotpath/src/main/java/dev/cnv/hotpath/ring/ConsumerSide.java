package dev.cnv.hotpath.ring;

import static dev.cnv.hotpath.FrameDescriptor.SEQUENCE;

import dev.cnv.hotpath.FrameDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What the consumer does with a ring, whatever the number of producers. */
abstract sealed class ConsumerSide extends RingFields.BeforeProducer implements FrameSource
        permits ProducerFields.Single, ProducerFields.Shared {

    static final VarHandle CLOSED_AT =
            handle(MethodHandles.lookup(), RingFields.Slots.class, "closedAt");

    private static final VarHandle PUBLISHED =
            handle(MethodHandles.lookup(), RingFields.Published.class, "published");
    private static final VarHandle HEAD =
            handle(MethodHandles.lookup(), RingFields.Consumer.class, "head");
    private static final VarHandle SKIPPED =
            handle(MethodHandles.lookup(), RingFields.Consumer.class, "skipped");

    ConsumerSide(MemorySegment segment, long base, RingSettings settings) {
        super(segment, base, settings);
    }

    /**
     * Called when the frame at the head is not ready.
     *
     * @return whether to look again, because something changed
     */
    abstract boolean look();

    /** How many positions producers have taken so far. */
    abstract long claimedSeen();

    /** What {@link #next} answers when the frame at the head is not ready. */
    abstract long status();

    @Override
    public final MemorySegment segment() {
        return segment;
    }

    /**
     * The number of slots.
     *
     * @return the capacity
     */
    public final int capacity() {
        return (int) mask + 1;
    }

    @Override
    public final int lines() {
        return (1 << shift) / FrameDescriptor.LINE_BYTES;
    }

    @Override
    public final long depth() {
        // The head first: the tail is never behind it then.
        long taken = headSeen();
        return claimedSeen() - taken;
    }

    @Override
    public final boolean wakes(WaitStrategy other) {
        return !other.wakes() || other == waiting;
    }

    @Override
    public final int poll(int max, long[] frames) {
        return poll(0, Math.min(max, frames.length), frames);
    }

    /** The same into a part of the array. */
    final int poll(int from, int to, long[] frames) {
        int taken = pollReady(from, to, frames);
        if (taken == 0 && idle()) {
            taken = pollReady(from, to, frames);
        }
        return taken;
    }

    /** One fence after all ready words, not one with each, orders them before what is read of the frames. */
    private int pollReady(int from, int to, long[] frames) {
        MemorySegment slots = segment;
        long position = head;
        int next = from;
        while (next < to) {
            long frame = offset(position);
            long word = (long) SEQUENCE.getOpaque(slots, frame);
            if (word == RingWord.committed(position)) {
                frames[next++] = frame;
            } else if (RingWord.isPassedOver(word, position)) {
                passOver(word);
            } else {
                break;
            }
            position++;
        }
        VarHandle.acquireFence();
        head = position;
        outstanding += next - from;
        return next - from;
    }

    @Override
    public final long next() {
        long position = head;
        long frame = offset(position);
        if ((long) SEQUENCE.getAcquire(segment, frame) == RingWord.committed(position)) {
            head = position + 1;
            outstanding++;
            return frame;
        }
        return nextOrStatus();
    }

    private long nextOrStatus() {
        while (true) {
            long position = head;
            long word = (long) SEQUENCE.getAcquire(segment, offset(position));
            if (word == RingWord.committed(position)) {
                head = position + 1;
                outstanding++;
                return offset(position);
            } else if (RingWord.isPassedOver(word, position)) {
                passOver(word);
                head = position + 1;
            } else if (!idle()) {
                return status();
            }
        }
    }

    private void passOver(long word) {
        skipped++;
        if (!RingWord.has(word, RingWord.ABORTED)) {
            burned++;
        }
    }

    /** Keeps nothing back from producers while there is nothing to do. */
    private boolean idle() {
        if (outstanding == 0) {
            released = head;
        }
        if (released != publishedCopy) {
            publish();
        }
        return look();
    }

    @Override
    public final void release() {
        outstanding = 0;
        released = head;
        publishNowAndThen();
    }

    @Override
    public final void release(int frames) {
        if (frames < 0 || frames > outstanding) {
            throw new IllegalArgumentException(
                    "frames=" + frames + " is not 0 to outstanding=" + outstanding);
        }
        if (frames == outstanding) {
            released = head;
        } else {
            released = afterOldest(frames);
        }
        outstanding -= frames;
        publishNowAndThen();
    }

    /** Walks over what was passed over: it was never handed out, but lies between what was. */
    private long afterOldest(int frames) {
        long position = released;
        for (int left = frames; left > 0; position++) {
            long word = (long) SEQUENCE.get(segment, offset(position));
            if (word == RingWord.committed(position)) {
                left--;
            }
        }
        return position;
    }

    private void publishNowAndThen() {
        if (released - publishedCopy >= publishEvery) {
            publish();
        }
    }

    private void publish() {
        publishedCopy = released;
        PUBLISHED.setRelease(this, released);
    }

    final long publishedNow() {
        return (long) PUBLISHED.getAcquire(this);
    }

    final long headSeen() {
        return (long) HEAD.getOpaque(this);
    }

    final long skippedSeen() {
        return (long) SKIPPED.getOpaque(this);
    }

    final long offset(long position) {
        return base + ((position & mask) << shift);
    }

    final long offsetAfter(long frame) {
        return base + ((frame + (1L << shift)) & (mask << shift));
    }

    /** The position of a frame in the round of positions that ends with the last one. */
    final long positionOf(long frame, long last) {
        return last - (last - (frame >>> shift) & mask);
    }

    /** Memory that a ring can be laid over, with 0 in every ready word. */
    static MemorySegment cleared(MemorySegment segment, RingSettings settings) {
        if (!segment.isNative() || segment.byteSize() != settings.bytes()) {
            throw new IllegalArgumentException(
                    "native=" + segment.isNative() + " byteSize=" + segment.byteSize()
                            + " is not native memory of " + settings.bytes() + " bytes");
        }
        if (segment.address() % FrameDescriptor.LINE_BYTES != 0) {
            throw new IllegalArgumentException("address=" + segment.address()
                    + " is not a multiple of " + FrameDescriptor.LINE_BYTES);
        }
        return segment.fill((byte) 0);
    }

    static VarHandle handle(MethodHandles.Lookup lookup, Class<?> type, String field) {
        try {
            return lookup.findVarHandle(
                    type, field, type.getDeclaredField(field).getType());
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
