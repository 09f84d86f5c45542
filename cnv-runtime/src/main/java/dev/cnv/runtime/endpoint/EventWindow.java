package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.protocol.StreamPayload;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.stream.StreamStatus;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The events of a stream elsewhere that wait for its subscriber, and how many more may come.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by {@code lock}. One reads messages, one
 * takes what is next.
 */
final class EventWindow {

    /*
     * Implementation notes. "demand" counts what the subscriber asked for and has not got, whether or not
     * it was asked of the server; "outstanding" what was asked of the server and has not come.
     */

    private final int number;
    private final int window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ArrayDeque<StreamEvent> waiting = new ArrayDeque<>();
    private long next;
    private long demand;
    private long outstanding;
    private boolean cancelled;
    private boolean cancelSent;
    private boolean ended;
    private @Nullable Throwable misuse;
    private @Nullable EndpointException lost;

    /** What is to be done next for the subscriber. */
    sealed interface Next {

        /** Give it an event. */
        record Event(StreamEvent event) implements Next {}

        /** Ask the server for more events. */
        record Credit(long count) implements Next {}

        /** Ask the server to cancel the call. */
        record Cancel() implements Next {}

        /** Tell it that it hears no more. */
        record Failed(Throwable why) implements Next {}

        /** Nothing: all is over. */
        record Over() implements Next {}
    }

    EventWindow(int number, int window) {
        this.number = number;
        this.window = window;
    }

    static EndpointException violation(int stream, String what) {
        return new EndpointException(
                EndpointFault.PROTOCOL_VIOLATION, "an event of stream=" + stream + ": " + what);
    }

    /**
     * Takes an event.
     *
     * @throws EndpointException when it is not the next one, or was not asked for
     * @throws IllegalArgumentException when it is none
     */
    void received(StreamPayload event, boolean last, Optional<Outcome<JsonNode>> became)
            throws EndpointException {
        lock.lock();
        try {
            requireNext(event, last);
            StreamEvent read = StreamEventJson.event(event, became);
            next++;
            outstanding--;
            ended = last;
            if (!cancelled) {
                waiting.add(read);
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void requireNext(StreamPayload event, boolean last) throws EndpointException {
        if (event.sequence() != next) {
            throw violation(number, "sequence=" + event.sequence() + " comes where next=" + next);
        }
        if (outstanding == 0) {
            throw violation(number, "sequence=" + next + " was not asked for");
        }
        if (event.kind().isLast() != last) {
            throw violation(number, "kind=" + event.kind() + " comes with last=" + last);
        }
    }

    /** Nothing more will come; false when that was known. */
    boolean lost(EndpointException why) {
        lock.lock();
        try {
            if (lost != null || ended) {
                return false;
            }
            lost = why;
            moved.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** How the stream stands here when it has ended. */
    StreamStatus atTheEnd() {
        lock.lock();
        try {
            return new StreamStatus(StreamStatus.State.ENDED, next, waiting.size(), demand, false);
        } finally {
            lock.unlock();
        }
    }

    /** The subscriber asks for more events; it must ask for at least one (Reactive Streams 3.9). */
    void request(long more) {
        lock.lock();
        try {
            if (more > 0) {
                demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
                moved.signalAll();
                return;
            }
            if (misuse == null && !cancelled) {
                misuse = new IllegalArgumentException(
                        "request=" + more + " is not positive (Reactive Streams 3.9)");
            }
            cancel();
        } finally {
            lock.unlock();
        }
    }

    void cancel() {
        lock.lock();
        try {
            cancelled = true;
            waiting.clear();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    /** Cancels, and lets the subscriber be told why; false when all is over already. */
    boolean giveUp(Throwable why) {
        lock.lock();
        try {
            if (cancelled || ended || lost != null) {
                return false;
            }
            misuse = why;
            cancel();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for what is to be done next. */
    Next await() {
        lock.lock();
        try {
            while (true) {
                Next due = cancelled ? dueWhenCancelled() : due();
                if (due != null) {
                    return due;
                }
                moved.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Next due() {
        if (!waiting.isEmpty()) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            return new Next.Event(waiting.remove());
        }
        if (lost != null) {
            Throwable why = lost;
            cancelled = true;
            return new Next.Failed(why);
        }
        long coming = outstanding + waiting.size();
        long more = Math.min(demand, window) - coming;
        // Half a window at a time, unless the subscriber asked for less.
        boolean worth = more > 0 && (demand - coming == more || 2 * more >= window);
        return worth && !ended ? granted(more) : null;
    }

    private @Nullable Next dueWhenCancelled() {
        if (!cancelSent && !ended && lost == null) {
            cancelSent = true;
            return new Next.Cancel();
        }
        if (misuse != null) {
            Throwable why = misuse;
            misuse = null;
            return new Next.Failed(why);
        }
        if (ended || lost != null) {
            return new Next.Over();
        }
        return outstanding == 0 ? granted(window) : null;
    }

    private Next granted(long more) {
        outstanding += more;
        return new Next.Credit(more);
    }
}
