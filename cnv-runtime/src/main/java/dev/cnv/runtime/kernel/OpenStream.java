package dev.cnv.runtime.kernel;

import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.stream.StreamAnswer;
import dev.cnv.runtime.stream.StreamControl;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamStatus;
import dev.cnv.runtime.stream.StreamStatus.State;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/** A call and the channel of its events. */
final class OpenStream implements StreamHandle {

    private final StreamChannel channel;
    private final PendingCall<JsonNode> call;
    private final AsyncCalls threads;
    private final AtomicBoolean taken = new AtomicBoolean();

    OpenStream(StreamChannel channel, PendingCall<JsonNode> call, AsyncCalls threads) {
        this.channel = channel;
        this.call = call;
        this.threads = threads;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super StreamEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (!taken.compareAndSet(false, true)) {
            subscriber.onSubscribe(Refusing.INSTANCE);
            subscriber.onError(new IllegalStateException(
                    "the stream has its subscriber; a stream has one"));
            return;
        }
        threads.thread(new StreamPump(channel, () -> call.cancel(true), subscriber)).start();
    }

    @Override
    public StreamAnswer control(StreamControl what) {
        boolean done =
                switch (what) {
                    case STATUS -> true;
                    case PAUSE -> channel.pause(true);
                    case RESUME -> channel.pause(false);
                    case CANCEL -> !channel.standing().ended() && call.cancel(true);
                };
        return done
                ? new StreamAnswer.Applied(standing())
                : new StreamAnswer.Refused(what, standing());
    }

    private StreamStatus standing() {
        StreamChannel.Standing now = channel.standing();
        return new StreamStatus(
                state(now), now.next(), now.bufferedCount(), now.demand(), now.blocked());
    }

    private State state(StreamChannel.Standing now) {
        if (now.ended()) {
            return State.ENDED;
        }
        if (call.cancelAsked()) {
            return State.CANCELLING;
        }
        return now.paused() ? State.PAUSED : State.RUNNING;
    }

    @Override
    public CompletionStage<Outcome<JsonNode>> outcome() {
        return call.minimalCompletionStage();
    }

    /** The subscription of a subscriber that is refused. */
    private enum Refusing implements Flow.Subscription {
        INSTANCE;

        @Override
        public void request(long more) {}

        @Override
        public void cancel() {}
    }
}
