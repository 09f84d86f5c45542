package dev.cnv.hotpath.ring;

import static dev.cnv.hotpath.FrameDescriptor.SEQUENCE;

import dev.cnv.hotpath.FrameDescriptor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A ring of frames from several producers to one consumer, off the heap. Where every producer can have
 * a lane of a {@link LanedRing}, that is the faster way.
 *
 * <p>A producer takes its position by one atomic addition, which cannot fail and cannot be taken back.
 * So that it never falls on a slot in use, every producer has an equal share of the slots, and takes no
 * position while its share is in use: all together can never have more in use than there are slots.
 * A producer whose share is in use is answered {@link RingStatus#FULL}, whatever the others do.
 *
 * <p>A frame that is claimed and not committed holds up those behind it. After the limit of the
 * settings the consumer gives it up and passes over it. The commit that comes later is refused. The
 * slot is not used again until then, because its producer may still write to it; positions that fall
 * on it are burned. A producer that never comes back costs the slots that it had claimed. A ring {@link
 * RingSettings#withoutClaimLimit without a limit} is faster and waits for ever.
 *
 * <p>A batch is committed as one: the consumer sees all of it or nothing.
 *
 * <p><b>Threading.</b> One consumer thread calls the methods of {@link FrameSource}; {@link #producer},
 * {@link #refuse} and {@link #statistics} may be called by any. Each {@link SharedProducer} is for one
 * thread.
 */
public final class SharedRing extends ProducerFields.AfterShared {

    /*
     * Implementation notes. Why a slot is free. Let h be the greatest head that any producer has seen
     * published before it took ticket t, in the order of the additions. When a producer took a ticket,
     * all but share - 1 of its earlier ones were below the head it had seen, so below h. So at most
     * producers * share <= capacity tickets of h .. t are taken, and these are all the numbers from h
     * to t: t - capacity < h. The additions are a chain of volatile accesses, so what happened before h
     * was published (the consumer's last read of the slot, its mark on a slot that is late) happened
     * before t was returned.
     *
     * A ready word of a ring with a limit changes by compare-and-set from what was left in it to what
     * becomes of the position: the producer's commit or abort and the consumer's giving up exclude each
     * other. Without a limit there is nothing to exclude, and it is stored with release. The commit of a
     * batch sets its first word to `committing`, which the consumer neither takes nor gives up, stores
     * the words of the others, and that of the first at last. Between these stores is nothing that can
     * fail.
     *
     * A slot is kept from use by the mark `late` with the number of the last position that fell on it;
     * who takes the next one sees the mark, because `quarantined` is not 0, and moves it on. A producer
     * that is suspended for longer than the limit between its ticket and that look cannot tell whose
     * the mark is, and leaves it: the slot is lost, as if the producer had died.
     *
     * The ring is closed by adding CLOSED_FROM to the tail: tickets before are good, those after void.
     */

    /** Tickets from here on were taken after the ring was closed. */
    static final long CLOSED_FROM = 1L << 58;

    /** How often the consumer finds nothing before it looks whether a claim is late. */
    private static final int LOOKS_PER_CHECK = 64;

    private static final VarHandle TAIL =
            handle(MethodHandles.lookup(), ProducerFields.Shared.class, "tail");
    private static final VarHandle QUARANTINED =
            handle(MethodHandles.lookup(), RingFields.Slots.class, "quarantined");
    private static final VarHandle EXPIRED =
            handle(MethodHandles.lookup(), RingFields.Consumer.class, "expired");
    private static final VarHandle BURNED =
            handle(MethodHandles.lookup(), RingFields.Consumer.class, "burned");
    private static final VarHandle ABORTED =
            handle(MethodHandles.lookup(), SharedRing.class, "aborted");
    private static final VarHandle REFUSED =
            handle(MethodHandles.lookup(), SharedRing.class, "refused");

    private final RingSettings settings;
    private final LongSupplier clock;
    private final long limitNanos;
    private final List<SharedProducer> seats = new ArrayList<>();
    private long fullOfGone;

    private int looks;
    private long awaited = NEVER;
    private long awaitedEnd;
    private long awaitedSince;
    private long expiredBelow;

    private volatile long aborted;
    private volatile long refused;

    private SharedRing(MemorySegment segment, RingSettings settings) {
        super(segment, 0, settings);
        this.settings = settings;
        this.clock = settings.nanoClock();
        this.limitNanos = settings.claimLimit().toNanos();
    }

    /**
     * Makes a ring with memory of its own.
     *
     * @param arena where the memory comes from, one that several threads may use; it must outlive the
     *     use of the ring
     * @param settings how the ring is made
     * @return the ring, empty
     */
    public static SharedRing create(Arena arena, RingSettings settings) {
        return over(arena.allocate(settings.bytes(), FrameDescriptor.LINE_BYTES), settings);
    }

    /**
     * Makes a ring over memory that the caller gives, which is cleared.
     *
     * @param segment native memory of exactly the slots' size, aligned to a line, that several threads
     *     may use; it must outlive the use of the ring
     * @param settings how the ring is made
     * @return the ring, empty
     * @throws IllegalArgumentException when the segment is not as asked for
     */
    public static SharedRing over(MemorySegment segment, RingSettings settings) {
        return new SharedRing(cleared(segment, settings), settings);
    }

    /**
     * A producer, to be closed by who is done with it. Allocates.
     *
     * @return the producer, for one thread
     * @throws IllegalStateException when all producers of the settings are there already
     */
    public SharedProducer producer() {
        synchronized (seats) {
            for (int i = 0; i < seats.size(); i++) {
                if (seats.get(i).isClosed()) {
                    fullOfGone += seats.get(i).fullSeen();
                    seats.set(i, new SharedProducer(this, seats.get(i)));
                    return seats.get(i);
                }
            }
            if (seats.size() == settings.producers()) {
                throw new IllegalStateException(
                        "producers=" + settings.producers() + " are there already");
            }
            seats.add(new SharedProducer(this, settings.share()));
            return seats.getLast();
        }
    }

    @Override
    public void refuse() {
        synchronized (seats) {
            if (!refusing) {
                refusing = true;
                closedAt = (long) TAIL.getAndAdd(this, CLOSED_FROM);
            }
        }
        waiting.wake();
    }

    @Override
    public RingStatistics statistics() {
        long skips = skippedSeen();
        return new RingStatistics(
                claimed(),
                aborted,
                (long) EXPIRED.getOpaque(this),
                (long) BURNED.getOpaque(this),
                refused,
                full(),
                headSeen() - skips,
                skips,
                publishedNow());
    }

    private long full() {
        synchronized (seats) {
            long sum = fullOfGone;
            for (int i = 0; i < seats.size(); i++) {
                sum += seats.get(i).fullSeen();
            }
            return sum;
        }
    }

    /** How many positions were taken before the ring was closed, or are taken so far. */
    private long claimed() {
        long taken = tail;
        return taken < CLOSED_FROM ? taken : Math.max(closedAt, 0);
    }

    @Override
    long status() {
        long taken = tail;
        if (taken == head) {
            return RingStatus.EMPTY;
        }
        return closedAt == head ? RingStatus.CLOSED : RingStatus.PENDING;
    }

    @Override
    boolean look() {
        looks++;
        return limited && (waking || (looks & LOOKS_PER_CHECK - 1) == 0) && giveUpLate();
    }

    /** Gives up the frames at the head that were claimed longer ago than the limit. */
    private boolean giveUpLate() {
        long position = head;
        if (position >= expiredBelow && !isLate(position)) {
            return false;
        }
        while (head < expiredBelow && giveUp(head)) {
            awaited = NEVER;
        }
        return head != position;
    }

    /** What was claimed before the wait for the head began is late together with it. */
    private boolean isLate(long position) {
        long end = claimed();
        if (position >= end) {
            awaited = NEVER;
            return false;
        }
        long now = clock.getAsLong();
        if (awaited != position) {
            awaited = position;
            awaitedEnd = end;
            awaitedSince = now;
        }
        if (now - awaitedSince < limitNanos) {
            return false;
        }
        expiredBelow = awaitedEnd;
        return true;
    }

    /** Gives up one frame, unless its producer has settled it or is about to. */
    private boolean giveUp(long position) {
        long frame = offset(position);
        long word = (long) SEQUENCE.getAcquire(segment, frame);
        if (RingWord.isAtOrAfter(word, position)) {
            return false;
        }
        // On a slot that is kept from use already, the producer died before it burned the position.
        int added = RingWord.has(word, RingWord.LATE) ? 0 : 1;
        QUARANTINED.getAndAdd(this, added);
        long late = RingWord.committed(position) | RingWord.LATE;
        if (!SEQUENCE.compareAndSet(segment, frame, word, late)) {
            QUARANTINED.getAndAdd(this, -added);
            return false;
        }
        skipped++;
        expired++;
        head = position + 1;
        return true;
    }

    /** Takes the next positions, for a producer that knows that there is room for them. */
    long take(int count) {
        return (long) TAIL.getAndAdd(this, (long) count);
    }

    /**
     * Whether the slot of a ticket may be written to; otherwise the position is burned. To be asked
     * when slots are kept from use.
     */
    boolean isUsable(long ticket) {
        long frame = offset(ticket);
        while (true) {
            long word = (long) SEQUENCE.getAcquire(segment, frame);
            if (RingWord.isAtOrAfter(word, ticket)) {
                return false;
            }
            if (!RingWord.has(word, RingWord.LATE)) {
                return true;
            }
            long burnt = RingWord.committed(ticket) | RingWord.LATE;
            if (SEQUENCE.compareAndSet(segment, frame, word, burnt)) {
                return false;
            }
        }
    }

    /** Settles a position, unless it is settled or was given up. */
    boolean settle(long position, long settled) {
        long frame = offset(position);
        if (!limited) {
            SEQUENCE.setRelease(segment, frame, settled);
            return true;
        }
        long word = (long) SEQUENCE.get(segment, frame);
        return !RingWord.isAtOrAfter(word, position)
                && SEQUENCE.compareAndSet(segment, frame, word, settled);
    }

    /** Whether {@link #settle} would settle a position twice, which only a ring without limit does. */
    boolean wouldSettleTwice(long position) {
        return !limited
                && RingWord.isAtOrAfter(
                        (long) SEQUENCE.getAcquire(segment, offset(position)), position);
    }

    /** Says that the slot of a position that was given up is written to no longer. */
    void giveBack(long position) {
        long frame = offset(position);
        while (true) {
            long word = (long) SEQUENCE.getAcquire(segment, frame);
            if (!RingWord.has(word, RingWord.LATE)) {
                return;
            }
            if (SEQUENCE.compareAndSet(segment, frame, word, RingWord.returned(word))) {
                QUARANTINED.getAndAdd(this, -1);
                return;
            }
        }
    }

    void countAborted() {
        ABORTED.getAndAdd(this, 1L);
    }

    void countRefused() {
        REFUSED.getAndAdd(this, 1L);
    }
}
