package dev.cnv.hotpath.ring;

import java.util.List;
import java.util.Objects;
import org.jctools.queues.atomic.MpmcAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A ring of references from several producers to several consumers: for what fits in no frame. Frames
 * go by the other rings, which are faster.
 *
 * <p>It is a queue of JCTools, in the words of the other rings. References come out in the order in
 * which they went in, so that one consumer sees those of each producer in their order. Each is handed
 * out once. Nothing but the factories allocates, blocks or waits.
 *
 * <p>When the ring is closed, producers are refused, consumers take what is left, and then are told
 * that it is over: after that nothing comes.
 *
 * <p><b>Threading.</b> Any thread may call all of it. What a producer did before {@link #offer}
 * happens before what a consumer does with the reference.
 *
 * @param <T> what is handed over
 */
public final class ReferenceRing<T> {

    /*
     * Implementation notes. The queue knows no end. A producer counts its offer before it reads
     * `closed`, and takes the count back after the queue has the reference. Both are volatile, as are
     * `closed` and the reads of `isOver`: a consumer that sees `closed` and then no offer under way
     * knows that later offers see `closed` too, and that the queue has what was accepted before. `over`
     * keeps that: an offer that looked before the end may still begin, only to be refused. Whoever looks
     * first and sees the end does not begin, so that consumers wait for no one who tries again and again.
     *
     * The relaxed methods of the queue are used: the others spin while a thread is suspended between
     * taking its place and filling or clearing it. So FULL and PENDING may also mean such a thread.
     */

    private final MpmcAtomicArrayQueue<T> queue;
    /** Of the consumers that sleep. */
    private final WaitStrategy[] sleeping;

    private final OffersUnderWay offers = new OffersUnderWay();

    private volatile boolean closed;
    private volatile boolean over;

    private ReferenceRing(int capacity, List<WaitStrategy> waiting) {
        this.queue = new MpmcAtomicArrayQueue<>(capacity);
        this.sleeping = waiting.stream().filter(WaitStrategy::wakes).toArray(WaitStrategy[]::new);
    }

    /**
     * Makes a ring.
     *
     * @param <T> what is handed over
     * @param capacity how many references there is room for, a power of two of 2 to {@link
     *     RingSettings#MAX_CAPACITY}
     * @param waiting how consumers wait, so that an offer wakes those that sleep; a strategy that blocks
     *     is for one consumer, any other need not be named
     * @return the ring, empty
     * @throws IllegalArgumentException when the capacity is not one of those, with its value
     */
    public static <T> ReferenceRing<T> create(int capacity, WaitStrategy... waiting) {
        if (capacity < 2
                || capacity > RingSettings.MAX_CAPACITY
                || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity=" + capacity
                    + " is not a power of two of 2 to " + RingSettings.MAX_CAPACITY);
        }
        return new ReferenceRing<>(capacity, List.of(waiting));
    }

    /**
     * Hands a reference over.
     *
     * @param item the reference
     * @return 1, {@link RingStatus#FULL} or {@link RingStatus#CLOSED}
     * @throws NullPointerException when it is null
     */
    public long offer(T item) {
        Objects.requireNonNull(item, "item");
        if (closed) {
            return RingStatus.CLOSED;
        }
        int cell = offers.begin();
        try {
            if (closed) {
                return RingStatus.CLOSED;
            }
            return queue.relaxedOffer(item) ? 1 : full(cell);
        } finally {
            end(cell);
        }
    }

    /**
     * Hands references over, in their order, as many as there is room for. Those of other producers may
     * come between them.
     *
     * @param items where they are
     * @param from the first one
     * @param to behind the last one
     * @return how many were handed over, {@link RingStatus#FULL} when none was, or {@link
     *     RingStatus#CLOSED}
     * @throws IllegalArgumentException when the range is empty or not in the array
     * @throws NullPointerException when one of them is null; none was handed over
     */
    public long offerAll(T[] items, int from, int to) {
        checkAll(items, from, to);
        if (closed) {
            return RingStatus.CLOSED;
        }
        int cell = offers.begin();
        try {
            if (closed) {
                return RingStatus.CLOSED;
            }
            int next = from;
            while (next < to && queue.relaxedOffer(items[next])) {
                next++;
            }
            return next > from ? next - from : full(cell);
        } finally {
            end(cell);
        }
    }

    private static void checkAll(Object[] items, int from, int to) {
        if (from < 0 || from >= to || to > items.length) {
            throw new IllegalArgumentException(
                    "from=" + from + " to=" + to + " is no range of length=" + items.length);
        }
        for (int i = from; i < to; i++) {
            Objects.requireNonNull(items[i], "item");
        }
    }

    private long full(int cell) {
        offers.countFull(cell);
        return RingStatus.FULL;
    }

    /** Also an offer that was refused wakes: consumers may wait for it, to know that it is over. */
    private void end(int cell) {
        offers.end(cell);
        wake();
    }

    private void wake() {
        for (WaitStrategy consumer : sleeping) {
            consumer.wake();
        }
    }

    /**
     * Takes the next reference.
     *
     * @return the reference; null says that none is ready, not why: see {@link #isOver}
     */
    public @Nullable T poll() {
        return queue.relaxedPoll();
    }

    /**
     * Takes the references that are ready, oldest first.
     *
     * @param max how many at most
     * @param into takes them, from its beginning; its length is a limit too
     * @return how many were taken, {@link RingStatus#EMPTY}, {@link RingStatus#PENDING} when the next
     *     one is being put, or {@link RingStatus#CLOSED}
     * @throws IllegalArgumentException when there is room for none
     * @throws ArrayStoreException when the array is of another type than it says; the reference is lost
     */
    public long drain(int max, T[] into) {
        int limit = Math.min(max, into.length);
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "max=" + max + " length=" + into.length + " are not positive");
        }
        int taken = 0;
        T item = queue.relaxedPoll();
        while (item != null) {
            into[taken++] = item;
            item = taken < limit ? queue.relaxedPoll() : null;
        }
        return taken > 0 ? taken : status();
    }

    private long status() {
        if (isOver()) {
            return RingStatus.CLOSED;
        }
        return queue.isEmpty() ? RingStatus.EMPTY : RingStatus.PENDING;
    }

    /** Refuses offers from now on; those that are under way may still be accepted. */
    public void close() {
        closed = true;
        wake();
    }

    /**
     * Whether the ring is closed and everything was taken.
     *
     * @return whether nothing will come; once true it stays so
     */
    public boolean isOver() {
        if (!over && closed && offers.areNone() && queue.isEmpty()) {
            over = true;
        }
        return over;
    }

    /**
     * The number of references that there is room for.
     *
     * @return the capacity
     */
    public int capacity() {
        return queue.capacity();
    }

    /**
     * How many references lie in the ring. It reads what producers and consumers write, so that it costs
     * them time.
     *
     * @return the number as of about now
     */
    public long depth() {
        // The head first: the tail is never behind it then.
        long taken = queue.currentConsumerIndex();
        return queue.currentProducerIndex() - taken;
    }

    /**
     * What went through the ring so far: a reference that was accepted is claimed, one that was taken is
     * taken and released.
     *
     * @return the numbers: exact when all sides are at rest, otherwise each from about now
     */
    public RingStatistics statistics() {
        long taken = queue.currentConsumerIndex();
        long claimed = queue.currentProducerIndex();
        return new RingStatistics(claimed, 0, 0, 0, 0, offers.full(), taken, 0, taken);
    }
}
