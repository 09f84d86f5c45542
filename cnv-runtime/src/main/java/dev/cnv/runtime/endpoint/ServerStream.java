package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.StreamControlPayload;
import dev.cnv.runtime.protocol.StreamStatusPayload;
import dev.cnv.runtime.stream.StreamAnswer;
import dev.cnv.runtime.stream.StreamControl;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import dev.cnv.runtime.stream.StreamStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call whose events go to a peer: each when the peer has given a credit for it. What became of the
 * call is said as soon as it has ended, whether or not there is a credit.
 *
 * <p><b>Threading:</b> controls come from the thread that reads; events from the stream's own; the end
 * from any. {@code credit} and {@code movedNanos} are for all.
 */
final class ServerStream implements Flow.Subscriber<StreamEvent> {

    private static final Executor ELSEWHERE =
            task -> Thread.ofVirtual().name("cnv-stream-answer").start(task);

    private final Connection connection;
    private final int number;
    private final long correlation;
    private final RemoteCall call;
    private final StreamHandle handle;
    private final Consumer<ServerStream> forget;
    private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final CompletableFuture<Boolean> answered;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicLong credit = new AtomicLong();
    private volatile long movedNanos;

    /**
     * Begins the call.
     *
     * @param forget takes the stream's number back
     */
    ServerStream(
            Connection connection,
            int number,
            long correlation,
            RemoteCall call,
            Consumer<ServerStream> forget) {
        this.connection = connection;
        this.number = number;
        this.correlation = correlation;
        this.call = call.withoutArguments();
        this.forget = forget;
        movedNanos = connection.nanos();
        handle = call.open(new StreamOptions(ServerStreams.MAX_BUFFERED_EVENTS));
        answered = handle.outcome().handleAsync(this::answer, ELSEWHERE).toCompletableFuture();
    }

    /** Begins to send events. */
    void begin(Runnable atAnswer, Runnable atEnd) {
        var _ = CompletableFuture.allOf(over, answered.thenRun(atAnswer)).thenRun(atEnd);
        handle.subscribe(this);
    }

    boolean isEnding() {
        return ending.get();
    }

    long correlation() {
        return correlation;
    }

    /**
     * Does what the peer asks.
     *
     * @throws EndpointException when it asks for more events than may be, or the connection ended
     */
    void control(StreamControlPayload asked) throws EndpointException {
        movedNanos = connection.nanos();
        switch (asked.code()) {
            case CREDIT -> credit(asked.value());
            case PAUSE -> answer(asked.code(), StreamControl.PAUSE);
            case RESUME -> answer(asked.code(), StreamControl.RESUME);
            case CANCEL -> answer(asked.code(), StreamControl.CANCEL);
            case STATUS -> answer(asked.code(), StreamControl.STATUS);
        }
    }

    private void credit(long more) throws EndpointException {
        long now = credit.addAndGet(more);
        if (now > StreamControlPayload.MAX_CREDIT) {
            throw new EndpointException(
                    EndpointFault.PROTOCOL_VIOLATION,
                    "credit=" + now + " of stream=" + number + " is above "
                            + StreamControlPayload.MAX_CREDIT);
        }
        var _ = subscribed.thenAccept(subscription -> subscription.request(more));
    }

    private void answer(StreamControlPayload.Code code, StreamControl what)
            throws EndpointException {
        StreamAnswer answer = handle.control(what);
        StreamStatus status = answer.status();
        StreamStatusPayload said = new StreamStatusPayload(
                code,
                answer instanceof StreamAnswer.Applied,
                state(status.state()),
                status.next(),
                status.bufferedCount(),
                status.demand(),
                status.blocked());
        connection.send(number, false, MessageType.STREAM_CONTROL, correlation, said.encode());
    }

    private static StreamStatusPayload.State state(StreamStatus.State state) {
        return switch (state) {
            case RUNNING -> StreamStatusPayload.State.RUNNING;
            case PAUSED -> StreamStatusPayload.State.PAUSED;
            case CANCELLING -> StreamStatusPayload.State.CANCELLING;
            case ENDED -> StreamStatusPayload.State.ENDED;
        };
    }

    /** Says what became of the call; false when it could not be said, and the stream is over. */
    private boolean answer(@Nullable Outcome<JsonNode> outcome, @Nullable Throwable fault) {
        try {
            if (outcome == null) {
                throw new EndpointException(
                        EndpointFault.REMOTE_FAULT, "the call has no outcome: " + fault);
            }
            if (ending.get()) {
                return false;
            }
            connection.send(
                    number,
                    false,
                    MessageType.RESPONSE,
                    correlation,
                    call.answer(outcome).encode());
            return true;
        } catch (EndpointException e) {
            fail(e);
        } catch (RuntimeException | StackOverflowError e) {
            fail(unexpected(e));
        }
        return false;
    }

    private static EndpointException unexpected(Throwable e) {
        return new EndpointException(
                EndpointFault.REMOTE_FAULT,
                "the stream could not go on: " + e.getClass().getSimpleName());
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (over.isDone()) {
            subscription.cancel();
        }
        subscribed.complete(subscription);
    }

    @Override
    public void onNext(StreamEvent event) {
        movedNanos = connection.nanos();
        credit.decrementAndGet();
        boolean last = event.kind().last();
        try {
            byte[] payload = StreamEventJson.payload(call.signed(event)).encode();
            if (last && (!answered.join() || !endOnce())) {
                return;
            }
            connection.send(number, last, MessageType.STREAM_DATA, correlation, payload);
        } catch (EndpointException e) {
            fail(e);
        } catch (RuntimeException | StackOverflowError e) {
            fail(unexpected(e));
        } finally {
            if (last) {
                over.complete(true);
            }
        }
    }

    @Override
    public void onError(Throwable thrown) {
        fail(unexpected(thrown));
    }

    @Override
    public void onComplete() {
        // The last event said so.
    }

    /** Whoever gets true is the one to say that the stream is over, and its number is free. */
    private boolean endOnce() {
        if (!ending.compareAndSet(false, true)) {
            return false;
        }
        forget.accept(this);
        return true;
    }

    /** Ends the stream without the rest of its events, and cancels the call. */
    private void fail(EndpointException why) {
        if (!endOnce()) {
            return;
        }
        cancel();
        try {
            connection.send(
                    number,
                    true,
                    MessageType.ERROR,
                    correlation,
                    ErrorCodes.payload(why.fault(), String.valueOf(why.getMessage())));
        } catch (EndpointException _) {
            // The connection has ended; there is nobody to tell.
        } finally {
            over.complete(true);
        }
    }

    private void cancel() {
        handle.control(StreamControl.CANCEL);
        var _ = subscribed.thenAccept(Flow.Subscription::cancel);
    }

    /** Whether nothing came or went for so long, because the peer asks for nothing. */
    boolean isIdle(long now, long idleNanos) {
        return now - movedNanos >= idleNanos
                && (credit.get() <= 0 || handle.status().state() == StreamStatus.State.PAUSED);
    }

    void endIdle() {
        fail(new EndpointException(
                EndpointFault.IDLE, "nothing was asked of stream=" + number + " for too long"));
    }

    /** Ends it when there is nobody to hear. */
    void abandon() {
        if (endOnce()) {
            cancel();
            over.complete(true);
        }
    }
}
