package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.time.Time;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The way of events from a verb to a subscriber: bounded, so that the verb stands when nobody takes them,
 * and without loss.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by one lock, which is not held while
 * anything of others runs.
 */
final class StreamChannel implements Progress {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ArrayDeque<StreamEvent> waiting = new ArrayDeque<>();
    private final int capacity;
    private final Time time;
    private long next;
    private long demand;
    private int blocked;
    private boolean started;
    private boolean paused;
    private boolean ended;
    private boolean deaf;
    private @Nullable Throwable fault;

    StreamChannel(int capacity, Time time) {
        this.capacity = capacity;
        this.time = time;
    }

    /** How a channel stands. */
    record Standing(
            long next, int bufferedCount, long demand, boolean blocked, boolean paused, boolean ended) {}

    private interface Made {
        StreamEvent at(long sequence, Instant time);
    }

    @Override
    public void begun(UUID invocation) {
        lock.lock();
        try {
            if (started) {
                return; // A further attempt of the same call.
            }
            started = true;
        } finally {
            lock.unlock();
        }
        put((sequence, now) -> new StreamEvent.Started(sequence, now, invocation));
    }

    @Override
    public void report(long done, long total, String what) {
        put((sequence, now) -> new StreamEvent.Progressed(sequence, now, done, total, what));
    }

    @Override
    public void record(ObjectNode record) {
        element(record.deepCopy());
    }

    @Override
    public void log(String message) {
        put((sequence, now) -> new StreamEvent.Logged(sequence, now, message));
    }

    @Override
    public void warn(String message) {
        put((sequence, now) -> new StreamEvent.Warned(sequence, now, message));
    }

    @Override
    public void reached(Milestone milestone, JsonNode value) {
        put((sequence, now) -> new StreamEvent.PartialResult(
                sequence, now, value.deepCopy(), Optional.of(milestone)));
    }

    @Override
    public Optional<Consumer<JsonNode>> elements() {
        return Optional.of(this::element);
    }

    private void element(JsonNode value) {
        put((sequence, now) ->
                new StreamEvent.PartialResult(sequence, now, value, Optional.empty()));
    }

    /** Stands while paused or full, which an interruption of the verb ends. */
    private void put(Made event) {
        lock.lock();
        try {
            awaitRoom();
            if (ended) {
                throw new IllegalStateException("the call has ended, and its stream with it");
            }
            add(event);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the call was stopped where it says something");
        } finally {
            lock.unlock();
        }
    }

    /** Whoever is not heard any more stands until the cancellation, which is on its way, meets it. */
    private void awaitRoom() throws InterruptedException {
        while (!ended && (deaf || paused || waiting.size() >= capacity)) {
            blocked++;
            try {
                moved.await();
            } finally {
                blocked--;
            }
        }
    }

    private void add(Made event) {
        waiting.add(event.at(next, time.now()));
        next++;
        moved.signalAll();
    }

    /** Puts the last event, whether or not there is room. */
    void end(Outcome<JsonNode> outcome) {
        lock.lock();
        try {
            if (!ended) {
                add((sequence, now) -> last(sequence, now, outcome));
                ended = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private static StreamEvent last(long sequence, Instant now, Outcome<JsonNode> outcome) {
        return switch (outcome) {
            case Outcome.Denied<JsonNode>(Denial denial, Receipt receipt) ->
                refused(sequence, now, denial, receipt);
            case Outcome.Failed<JsonNode>(Denial failure, Receipt receipt) ->
                refused(sequence, now, failure, receipt);
            case Outcome.Completed<JsonNode> _, Outcome.Withheld<JsonNode> _ ->
                new StreamEvent.Completed(sequence, now, outcome);
        };
    }

    private static StreamEvent refused(
            long sequence, Instant now, Denial denial, Receipt receipt) {
        return denial.reason() == Reason.CANCELLED
                ? new StreamEvent.Cancelled(sequence, now, denial, receipt)
                : new StreamEvent.Erred(sequence, now, denial, receipt);
    }

    /** Pauses or lets go on; false when that is so already, or the call has ended. */
    boolean pause(boolean stand) {
        lock.lock();
        try {
            if (ended || paused == stand) {
                return false;
            }
            paused = stand;
            moved.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Adds to what is asked for; more than fits counts as no limit. */
    void request(long more) {
        lock.lock();
        try {
            demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives nothing any more. The call must be cancelled, too. */
    void deafen() {
        lock.lock();
        try {
            deaf = true;
            waiting.clear();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it by a fault of CNV itself, of which there is no outcome. */
    void fail(Throwable thrown) {
        lock.lock();
        try {
            fault = thrown;
            ended = true;
        } finally {
            lock.unlock();
        }
        deafen();
    }

    Optional<Throwable> fault() {
        lock.lock();
        try {
            return Optional.ofNullable(fault);
        } finally {
            lock.unlock();
        }
    }

    /** The next event that was asked for; empty when there will be none for this subscriber. */
    Optional<StreamEvent> take() {
        lock.lock();
        try {
            while (!deaf && (demand == 0 || waiting.isEmpty())) {
                moved.awaitUninterruptibly();
            }
            if (deaf) {
                return Optional.empty();
            }
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            StreamEvent event = waiting.remove();
            moved.signalAll();
            return Optional.of(event);
        } finally {
            lock.unlock();
        }
    }

    boolean isDeaf() {
        lock.lock();
        try {
            return deaf;
        } finally {
            lock.unlock();
        }
    }

    Standing standing() {
        lock.lock();
        try {
            return new Standing(next, waiting.size(), demand, blocked > 0, paused, ended);
        } finally {
            lock.unlock();
        }
    }
}
