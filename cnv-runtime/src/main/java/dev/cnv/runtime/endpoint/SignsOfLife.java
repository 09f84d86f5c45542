package dev.cnv.runtime.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * When the two ends of a connection last did something, in readings of {@link
 * dev.cnv.runtime.time.Time#nanos}: what is due, and who is taken for dead.
 *
 * <p><b>Threading:</b> reader and writer say what they did; one thread at a time asks what is due. Each
 * write below is a {@code setRelease} that pairs with the {@code getAcquire} of the thread that asks, and
 * publishes nothing but itself: no decision needs two fields, so a late value costs one tick.
 *
 * <pre>
 * field              written by                       read by
 * heardNanos         the reader                       overdue
 * spokeNanos         the writer; heartbeatDue         heartbeatDue
 * askedNanos         any thread; idleDue              idleDue
 * writingSinceNanos  the writer                       overdue
 * outputOverNanos    the writer, once                 overdue
 * </pre>
 */
final class SignsOfLife {

    /** It is not so at present. */
    private static final long NOT = Long.MIN_VALUE;

    /** How long the other side may take to close when this one has. */
    private static final long LINGER_NANOS = 2_000_000_000L;

    private final long heartbeatNanos;
    private final long deadNanos;
    private final long idleNanos;

    /* Volatile for release and acquire; a volatile long is never seen half written. */
    private volatile long heardNanos;
    private volatile long spokeNanos;
    private volatile long askedNanos;
    private volatile long writingSinceNanos = NOT;
    private volatile long outputOverNanos = NOT;

    SignsOfLife(EndpointSettings settings, long now) {
        heartbeatNanos = settings.heartbeatEvery().toNanos();
        deadNanos = settings.deadAfter().toNanos();
        idleNanos = settings.idleAfter().toNanos();
        heardNanos = now;
        spokeNanos = now;
        askedNanos = now;
    }

    /** The peer was heard of. */
    void heard(long now) {
        heardNanos = now;
    }

    /** The reader does something else for a while: that nothing is heard means nothing. */
    void notReading() {
        heardNanos = NOT;
    }

    /** A write begins. */
    void writes(long now) {
        writingSinceNanos = now;
    }

    /** The peer took what was written. */
    void wrote(long now) {
        writingSinceNanos = NOT;
        spokeNanos = now;
    }

    /** Nothing is written any more. */
    void outputOver(long now) {
        outputOverNanos = now;
    }

    /** A call was made. */
    void asked(long now) {
        askedNanos = now;
    }

    long idleNanos() {
        return idleNanos;
    }

    /** Something that the peer has not done for longer than it may. */
    record Overdue(String what, long nanos) {}

    /**
     * What the peer should have done by now.
     *
     * @param finishing whether nothing more is expected of it but that it closes
     * @return null when there is nothing
     */
    @Nullable Overdue overdue(long now, boolean finishing) {
        long writing = writingSinceNanos;
        long over = outputOverNanos;
        long heard = heardNanos;
        if (writing != NOT && now - writing > deadNanos) {
            return new Overdue("takes nothing", now - writing);
        }
        if (over != NOT && now - over > LINGER_NANOS) {
            return new Overdue("does not close", now - over);
        }
        if (!finishing && heard != NOT && now - heard > deadNanos) {
            return new Overdue("is not heard of", now - heard);
        }
        return null;
    }

    /** {@return whether the peer should hear that this end lives; it is taken to hear it then} */
    boolean heartbeatDue(long now) {
        if (now - spokeNanos < heartbeatNanos) {
            return false;
        }
        spokeNanos = now;
        return true;
    }

    /** {@return whether nothing was asked for too long; not again before it was so for as long} */
    boolean idleDue(long now) {
        if (now - askedNanos < idleNanos) {
            return false;
        }
        askedNanos = now;
        return true;
    }
}
