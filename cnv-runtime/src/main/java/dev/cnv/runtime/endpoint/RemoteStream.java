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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private static final Executor ELSEWHERE =
            task -> Thread.ofVirtual().name("cnv-stream-outcome").start(task);

    private final ClientStreams streams;
    private final int number;
    private final EventWindow window;
    private final EventPump pump;
    private final AskedControls controls;
    private final CompletableFuture<RemoteOutcome> outcome = new CompletableFuture<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final ReentrantLock sending = new ReentrantLock();
    private volatile long correlation;

    /* Of the thread that reads. */
    private @Nullable RemoteOutcome became;

    RemoteStream(ClientStreams streams, int number, StreamOptions how) {
        this.streams = streams;
        this.number = number;
        this.window = new EventWindow(number, how.bufferCapacity());
        this.pump = new EventPump(this, window);
        this.controls = new AskedControls(number, window::atTheEnd, ELSEWHERE);
    }

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
        window.received(event, last, Optional.ofNullable(became).map(RemoteOutcome::outcome));
        if (last) {
            controls.end();
        }
    }

    /**
     * Takes what became of the call.
     *
     * @throws EndpointException when it was said before
     * @throws RuntimeException when it is not in form
     */
    void answered(ResponsePayload answer) throws EndpointException {
        RemoteOutcome read = AnswerReader.outcome(answer);
        if (became != null) {
            throw EventWindow.violation(number, "what became of the call is said twice");
        }
        became = read;
        outcome.completeAsync(() -> read, ELSEWHERE);
    }

    /**
     * Takes the answer to a control.
     *
     * @throws EndpointException when nothing such was asked
     */
    void answered(StreamStatusPayload said) throws EndpointException {
        controls.answered(said);
    }

    /** Ends it here, since nothing more will come. */
    void lost(EndpointException why) {
        if (!window.lost(why)) {
            return;
        }
        outcome.completeAsync(
                () -> {
                    throw new CompletionException(why);
                },
                ELSEWHERE);
        controls.end();
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

    CompletableFuture<StreamAnswer> ask(StreamControl what) {
        sending.lock();
        try {
            Optional<CompletableFuture<StreamAnswer>> answer = controls.add(what);
            if (answer.isEmpty()) {
                return CompletableFuture.completedFuture(controls.refused(what));
            }
            if (!send(new StreamControlPayload(AskedControls.code(what), 0))) {
                controls.refuseAll();
            }
            return answer.get();
        } finally {
            sending.unlock();
        }
    }

    /** Lets the server send more events. */
    void credit(long count) {
        var _ = send(new StreamControlPayload(StreamControlPayload.Code.CREDIT, count));
    }

    /** False when the connection has ended: the thread that reads finds that out, and ends the stream. */
    private boolean send(StreamControlPayload control) {
        try {
            streams.send(this, MessageType.STREAM_CONTROL, control.encode());
            return true;
        } catch (EndpointException _) {
            return false;
        }
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
        if (window.giveUp(why) && taken.compareAndSet(false, true)) {
            pump.startDrain();
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super StreamEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (taken.compareAndSet(false, true)) {
            pump.start(subscriber);
        } else {
            EventPump.refuse(subscriber);
        }
    }

    @Override
    public String toString() {
        return "RemoteStream[number=" + number + ", correlation=" + correlation + "]";
    }
}
