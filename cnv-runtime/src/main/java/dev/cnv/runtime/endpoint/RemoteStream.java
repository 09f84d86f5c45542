package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.ResponsePayload;
import dev.cnv.runtime.protocol.StreamControlPayload;
import dev.cnv.runtime.protocol.StreamPayload;
import dev.cnv.runtime.protocol.StreamStatusPayload;
import dev.cnv.runtime.stream.StreamAnswer;
import dev.cnv.runtime.stream.StreamControl;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import dev.cnv.runtime.stream.StreamStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call that runs in another process, as its caller holds it: in all that a {@link StreamHandle} is, but
 * that the connection between the two can end. Then {@code onError} and {@link #outcome} give an {@link
 * EndpointException}, the server cancels the call, and a control is refused.
 *
 * <p>The other side sends an event when the subscriber has asked for it. It keeps at most 16 events that
 * nobody asked for; then the verb stands where it next says something. On the way, and here, are at most
 * as many as {@link StreamOptions} names. An event out of its order, one that was not asked for, and one
 * behind the end break the protocol, which ends the connection with {@link
 * EndpointFault#PROTOCOL_VIOLATION}.
 *
 * <p>A stream counts as a running call until its last event was taken. One of which nothing is asked for
 * as long as a connection may be idle is ended by the server, and its call cancelled.
 *
 * <p><b>Threading:</b> safe for use by several threads. The subscriber is called by a thread of its own.
 */
public final class RemoteStream implements StreamHandle {

    /*
     * Implementation notes. "demand" counts what the subscriber asked for and has not got, whether or not
     * it was asked of the server; "outstanding" what was asked of the server and has not come. Only the
     * pump asks the server, so that neither the thread that reads nor the subscriber waits for room to
     * write. Controls are added to "asked" in the order they are sent, under "sending"; the server answers
     * in that order.
     */

    private static final Executor ELSEWHERE =
            task -> Thread.ofVirtual().name("cnv-stream-outcome").start(task);

    private final ClientStreams streams;
    private final int number;
    private final int window;
    private final CompletableFuture<RemoteOutcome> outcome = new CompletableFuture<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ArrayDeque<StreamEvent> waiting = new ArrayDeque<>();
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private volatile long correlation;
    private @Nullable RemoteOutcome became;
    private long next;
    private long demand;
    private long outstanding;
    private boolean taken;
    private boolean cancelled;
    private boolean cancelSent;
    private boolean ended;
    private @Nullable Throwable misuse;
    private @Nullable EndpointException lost;

    RemoteStream(ClientStreams streams, int number, StreamOptions how) {
        this.streams = streams;
        this.number = number;
        this.window = how.bufferCapacity();
    }

    /** A control that waits for its answer. */
    private record Asked(StreamControl what, CompletableFuture<StreamAnswer> answer) {}

    int number() {
        return number;
    }

    long correlation() {
        return correlation;
    }

    /** It is sent as this exchange. */
    void sentAs(long exchange) {
        correlation = exchange;
    }

    /**
     * Takes an event.
     *
     * @throws EndpointException when it is not the next one, or was not asked for
     * @throws IllegalArgumentException when it is none
     */
    void received(StreamPayload event, boolean last) throws EndpointException {
        lock.lock();
        try {
            requireNext(event, last);
            RemoteOutcome known = became;
            StreamEvent read = StreamEventJson.event(
                    event, Optional.ofNullable(known).map(RemoteOutcome::outcome));
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
        if (last) {
            refuseAsked();
        }
    }

    private void requireNext(StreamPayload event, boolean last) throws EndpointException {
        if (event.sequence() != next) {
            throw violation("sequence=" + event.sequence() + " comes where next=" + next);
        }
        if (outstanding == 0) {
            throw violation("sequence=" + next + " was not asked for");
        }
        if (event.kind().isLast() != last) {
            throw violation("kind=" + event.kind() + " comes with last=" + last);
        }
    }

    private EndpointException violation(String what) {
        return new EndpointException(
                EndpointFault.PROTOCOL_VIOLATION, "an event of stream=" + number + ": " + what);
    }

    /**
     * Takes what became of the call.
     *
     * @throws EndpointException when it was said before
     * @throws RuntimeException when it is not in form
     */
    void answered(ResponsePayload answer) throws EndpointException {
        RemoteOutcome read = RemoteSession.outcome(answer);
        lock.lock();
        try {
            if (became != null) {
                throw violation("what became of the call is said twice");
            }
            became = read;
        } finally {
            lock.unlock();
        }
        outcome.completeAsync(() -> read, ELSEWHERE);
    }

    /**
     * Takes the answer to a control.
     *
     * @throws EndpointException when nothing such was asked
     */
    void answered(StreamStatusPayload said) throws EndpointException {
        Asked first;
        lock.lock();
        try {
            first = asked.poll();
        } finally {
            lock.unlock();
        }
        if (first == null || code(first.what()) != said.code()) {
            throw violation("code=" + said.code() + " answers no control");
        }
        StreamStatus status = new StreamStatus(
                state(said.state()), said.next(), said.buffered(), said.demand(), said.blocked());
        first.answer()
                .completeAsync(
                        () -> said.applied()
                                ? new StreamAnswer.Applied(status)
                                : new StreamAnswer.Refused(first.what(), status),
                        ELSEWHERE);
    }

    private static StreamStatus.State state(StreamStatusPayload.State state) {
        return switch (state) {
            case RUNNING -> StreamStatus.State.RUNNING;
            case PAUSED -> StreamStatus.State.PAUSED;
            case CANCELLING -> StreamStatus.State.CANCELLING;
            case ENDED -> StreamStatus.State.ENDED;
        };
    }

    private static StreamControlPayload.Code code(StreamControl what) {
        return switch (what) {
            case PAUSE -> StreamControlPayload.Code.PAUSE;
            case RESUME -> StreamControlPayload.Code.RESUME;
            case CANCEL -> StreamControlPayload.Code.CANCEL;
            case STATUS -> StreamControlPayload.Code.STATUS;
        };
    }

    /** Ends it here, since nothing more will come. */
    void lost(EndpointException why) {
        lock.lock();
        try {
            if (lost != null || ended) {
                return;
            }
            lost = why;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        outcome.completeAsync(
                () -> {
                    throw new CompletionException(why);
                },
                ELSEWHERE);
        refuseAsked();
    }

    private void refuseAsked() {
        List<Asked> left;
        lock.lock();
        try {
            left = new ArrayList<>(asked);
            asked.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(
                each -> each.answer().completeAsync(() -> refusedAtTheEnd(each.what()), ELSEWHERE));
    }

    private StreamAnswer refusedAtTheEnd(StreamControl what) {
        StreamStatus status;
        lock.lock();
        try {
            status =
                    new StreamStatus(StreamStatus.State.ENDED, next, waiting.size(), demand, false);
        } finally {
            lock.unlock();
        }
        return what == StreamControl.STATUS
                ? new StreamAnswer.Applied(status)
                : new StreamAnswer.Refused(what, status);
    }

    /**
     * Asks something of the call, and waits for the answer.
     *
     * @param what what is asked
     * @return what came of it, with how the stream stands on the other side; when the stream has ended or
     *     the connection has, how it stands here
     */
    @Override
    public StreamAnswer control(StreamControl what) {
        return ask(what).join();
    }

    private CompletableFuture<StreamAnswer> ask(StreamControl what) {
        CompletableFuture<StreamAnswer> answer = new CompletableFuture<>();
        sending.lock();
        try {
            if (!add(new Asked(what, answer))) {
                return CompletableFuture.completedFuture(refusedAtTheEnd(what));
            }
            send(new StreamControlPayload(code(what), 0));
        } catch (EndpointException _) {
            refuseAsked();
        } finally {
            sending.unlock();
        }
        return answer;
    }

    private boolean add(Asked one) {
        lock.lock();
        try {
            return !ended && lost == null && asked.add(one);
        } finally {
            lock.unlock();
        }
    }

    private void send(StreamControlPayload control) throws EndpointException {
        streams.send(this, MessageType.STREAM_CONTROL, control.encode());
    }

    @Override
    public CompletionStage<Outcome<JsonNode>> outcome() {
        return outcome.thenApply(RemoteOutcome::outcome).minimalCompletionStage();
    }

    /**
     * How the call ends, with its signed receipt where one was asked for.
     *
     * @return completed when it has ended; with an {@link EndpointException} when that was not heard of
     */
    public CompletionStage<RemoteOutcome> remoteOutcome() {
        return outcome.minimalCompletionStage();
    }

    CompletableFuture<RemoteOutcome> waitedFor() {
        return outcome;
    }

    /** Waits no longer: the subscriber is told, and the call cancelled if it can be. */
    void giveUp(Throwable why) {
        boolean drained;
        lock.lock();
        try {
            if (cancelled || ended || lost != null) {
                return;
            }
            misuse = why;
            drained = taken;
            taken = true;
            cancel();
        } finally {
            lock.unlock();
        }
        if (!drained) {
            Thread.ofVirtual().name("cnv-stream-drain").start(this::drain);
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super StreamEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        boolean second;
        lock.lock();
        try {
            second = taken;
            taken = true;
        } finally {
            lock.unlock();
        }
        if (second) {
            subscriber.onSubscribe(new Refusing());
            subscriber.onError(
                    new IllegalStateException("the stream has its subscriber; a stream has one"));
            return;
        }
        Thread.ofVirtual().name("cnv-stream-events").start(() -> pump(subscriber));
    }

    /** Gives events as they were asked for (rules 1 and 3 of Reactive Streams 1.0.4). */
    private void pump(Flow.Subscriber<? super StreamEvent> to) {
        try {
            to.onSubscribe(new Asking());
            while (true) {
                switch (awaitNext()) {
                    case Next.Event(StreamEvent event) -> {
                        to.onNext(event);
                        if (event.kind().last()) {
                            if (!isCancelled()) {
                                to.onComplete();
                            }
                            return;
                        }
                    }
                    case Next.Credit(long count) -> credit(count);
                    case Next.Cancel() -> {
                        var _ = ask(StreamControl.CANCEL);
                    }
                    case Next.Failed(Throwable why) -> {
                        to.onError(why);
                        drain();
                        return;
                    }
                    case Next.Over() -> {
                        return;
                    }
                }
            }
        } catch (RuntimeException | Error e) {
            // A subscriber must not throw (2.13): it is taken for one that went away.
            cancel();
            drain();
            throw e;
        }
    }

    /** Takes the rest of a stream that nobody hears, so that it ends. */
    private void drain() {
        while (true) {
            switch (awaitNext()) {
                case Next.Credit(long count) -> credit(count);
                case Next.Cancel() -> {
                    var _ = ask(StreamControl.CANCEL);
                }
                case Next.Event _, Next.Failed _ -> {}
                case Next.Over() -> {
                    return;
                }
            }
        }
    }

    private void credit(long count) {
        try {
            send(new StreamControlPayload(StreamControlPayload.Code.CREDIT, count));
        } catch (EndpointException _) {
            // The connection has ended, which the thread that reads finds out.
        }
    }

    private sealed interface Next {
        record Event(StreamEvent event) implements Next {}

        record Credit(long count) implements Next {}

        record Cancel() implements Next {}

        record Failed(Throwable why) implements Next {}

        record Over() implements Next {}
    }

    private Next awaitNext() {
        lock.lock();
        try {
            while (true) {
                Next due = due();
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
        if (cancelled) {
            return dueWhenCancelled();
        }
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

    private Next granted(long more) {
        outstanding += more;
        return new Next.Credit(more);
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

    private boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    private void cancel() {
        lock.lock();
        try {
            cancelled = true;
            waiting.clear();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void request(long more) {
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
        } finally {
            lock.unlock();
        }
        cancel();
    }

    private final class Asking implements Flow.Subscription {

        @Override
        public void request(long more) {
            RemoteStream.this.request(more);
        }

        @Override
        public void cancel() {
            RemoteStream.this.cancel();
        }
    }

    /** The subscription of a subscriber that is refused. */
    private static final class Refusing implements Flow.Subscription {

        @Override
        public void request(long more) {}

        @Override
        public void cancel() {}
    }

    @Override
    public String toString() {
        return "RemoteStream[number=" + number + ", correlation=" + correlation + "]";
    }
}
