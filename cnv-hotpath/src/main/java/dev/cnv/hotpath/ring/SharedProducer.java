package dev.cnv.hotpath.ring;

import static dev.cnv.hotpath.FrameDescriptor.SEQUENCE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * One producer of a {@link SharedRing}, with a share of its slots.
 *
 * <p><b>Threading.</b> For one thread at a time, as {@link FrameSink} says.
 */
public final class SharedProducer extends ProducerFields.AfterTicketed implements FrameSink {

    /** Keeps what is written here two lines away from what lies before and behind. */
    private static final int PAD = 16;

    /** How often a batch is tried that does not fit between slots that are kept from use. */
    private static final int TRIES = 4;

    private static final VarHandle FULL =
            ConsumerSide.handle(MethodHandles.lookup(), ProducerFields.Ticketed.class, "full");

    private final SharedRing ring;
    private final MemorySegment segment;

    /** The last tickets, as many as there are slots in the share; see the notes of the ring. */
    private final long[] tickets;

    private final int mask;
    private volatile boolean closed;

    SharedProducer(SharedRing ring, int share) {
        this(ring, new long[share + 2 * PAD], 0);
        Arrays.fill(tickets, -1);
    }

    /** Takes over the share of a producer that is closed, with what is still in use of it. */
    SharedProducer(SharedRing ring, SharedProducer closed) {
        this(ring, closed.tickets, closed.taken);
    }

    private SharedProducer(SharedRing ring, long[] tickets, long taken) {
        this.ring = ring;
        this.segment = ring.segment();
        this.tickets = tickets;
        this.mask = tickets.length - 2 * PAD - 1;
        this.taken = taken;
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public long claim() {
        while (tickets[index(taken)] < freeBelow || hasRoom(1)) {
            long ticket = ring.take(1);
            if (ticket >= SharedRing.CLOSED_FROM) {
                return closeNow();
            }
            remember(ticket);
            if (ring.quarantined == 0 || ring.isUsable(ticket)) {
                return ring.offset(ticket);
            }
        }
        return fullOrClosed();
    }

    @Override
    public long claim(int count) {
        if (count < 1 || count > mask + 1) {
            throw new IllegalArgumentException("count=" + count + " is not 1 to " + (mask + 1));
        }
        for (int i = 0; i < TRIES; i++) {
            if (tickets[index(taken + count - 1)] >= freeBelow && !hasRoom(count)) {
                return fullOrClosed();
            }
            long first = ring.take(count);
            if (first >= SharedRing.CLOSED_FROM) {
                return closeNow();
            }
            for (int j = 0; j < count; j++) {
                remember(first + j);
            }
            if (ring.quarantined == 0 || areUsable(first, count)) {
                return ring.offset(first);
            }
        }
        return fullOrClosed();
    }

    private void remember(long ticket) {
        tickets[index(taken)] = ticket;
        taken++;
        last = ticket;
    }

    private boolean hasRoom(int count) {
        if (!closed) {
            freeBelow = ring.publishedNow();
        }
        return tickets[index(taken + count - 1)] < freeBelow;
    }

    private long fullOrClosed() {
        if (closed || ring.refusing) {
            return closeNow();
        }
        full++;
        return RingStatus.FULL;
    }

    private long closeNow() {
        close();
        return RingStatus.CLOSED;
    }

    /** Whether all of a batch is; what is usable of it is given back otherwise. */
    private boolean areUsable(long first, int count) {
        boolean all = true;
        for (int i = 0; i < count; i++) {
            boolean usable = ring.isUsable(first + i);
            if (all && !usable) {
                all = false;
                abortAll(first, i);
            } else if (!all && usable) {
                abortAt(first + i);
            }
        }
        return all;
    }

    private void abortAll(long first, int count) {
        for (int i = 0; i < count; i++) {
            abortAt(first + i);
        }
    }

    @Override
    public long after(long frame) {
        return ring.offsetAfter(frame);
    }

    @Override
    public boolean commit(long frame) {
        long position = ring.positionOf(frame, last);
        assert isOpen(frame, position, 1) : "frame=" + frame + " is not claimed by this producer";
        if (!ring.settle(position, RingWord.committed(position))) {
            return refused(position);
        }
        if (ring.waking) {
            ring.waiting.wake();
        }
        return true;
    }

    private boolean refused(long position) {
        ring.countRefused();
        ring.giveBack(position);
        return false;
    }

    /**
     * {@inheritDoc} Of a batch of a shared ring the consumer sees all or nothing, and nothing is
     * handed over when this returns false.
     */
    @Override
    public boolean commit(long first, int count) {
        long position = ring.positionOf(first, last);
        assert isOpen(first, position, count)
                : "first=" + first + " count=" + count + " are not claimed by this producer";
        if (!ring.settle(position, RingWord.committed(position) | RingWord.COMMITTING)) {
            abortAll(position + 1, count - 1);
            return refused(position);
        }
        for (int i = 1; i < count; i++) {
            long next = position + i;
            SEQUENCE.setRelease(segment, ring.offset(next), RingWord.committed(next));
        }
        SEQUENCE.setRelease(segment, first, RingWord.committed(position));
        if (ring.waking) {
            ring.waiting.wake();
        }
        return true;
    }

    @Override
    public void abort(long frame) {
        long position = ring.positionOf(frame, last);
        assert isOpen(frame, position, 1) : "frame=" + frame + " is not claimed by this producer";
        abortAt(position);
        if (ring.waking) {
            ring.waiting.wake(); // What was committed behind it can be read now.
        }
    }

    private void abortAt(long position) {
        if (ring.settle(position, RingWord.committed(position) | RingWord.ABORTED)) {
            ring.countAborted();
        } else {
            ring.giveBack(position);
        }
    }

    @Override
    public void close() {
        freeBelow = Long.MIN_VALUE;
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    long fullSeen() {
        return (long) FULL.getOpaque(this);
    }

    /**
     * Whether frames begin where slots do, within the ring, and are claimed by this producer; without a
     * limit of claims also, whether they are neither committed nor aborted. For assertions.
     */
    private boolean isOpen(long first, long position, int count) {
        boolean open = ring.offset(position) == first && count >= 1;
        for (int i = 0; open && i < count; i++) {
            open = holds(position + i) && !ring.wouldSettleTwice(position + i);
        }
        return open;
    }

    private boolean holds(long position) {
        for (int i = 0; i <= mask; i++) {
            if (tickets[index(i)] == position) {
                return true;
            }
        }
        return false;
    }

    private int index(long count) {
        return PAD + ((int) count & mask);
    }
}
