package dev.cnv.runtime.kernel;

import dev.cnv.runtime.stream.StreamEvent;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gives the events of one stream to its subscriber, one after the other, as they are asked for (rules 1
 * and 3 of Reactive Streams 1.0.4, whose interfaces {@link Flow} has).
 *
 * <p><b>Threading:</b> the subscriber is called by the thread that runs this alone; the subscription may
 * be used by any. {@code misuse} is written before the channel is deafened, and read behind that.
 */
final class StreamPump implements Flow.Subscription, Runnable {

    private final StreamChannel channel;
    private final Runnable cancelCall;
    private final AtomicReference<@Nullable IllegalArgumentException> misuse =
            new AtomicReference<>();

    /** Forgotten when the last signal was given. Used by the thread of {@link #run} alone. */
    private Flow.@Nullable Subscriber<? super StreamEvent> subscriber;

    StreamPump(
            StreamChannel channel,
            Runnable cancelCall,
            Flow.Subscriber<? super StreamEvent> subscriber) {
        this.channel = channel;
        this.cancelCall = cancelCall;
        this.subscriber = subscriber;
    }

    @Override
    public void request(long more) {
        if (more > 0) {
            channel.request(more);
            return;
        }
        misuse.compareAndSet(
                null,
                new IllegalArgumentException(
                        "request=" + more + " is not positive (Reactive Streams 3.9)"));
        cancel();
    }

    @Override
    public void cancel() {
        channel.deafen();
        cancelCall.run();
    }

    @Override
    public void run() {
        Flow.Subscriber<? super StreamEvent> to = subscriber;
        subscriber = null;
        if (to == null) {
            return;
        }
        try {
            to.onSubscribe(this);
            pump(to);
        } catch (RuntimeException | Error e) {
            // A subscriber must not throw (2.13): it is taken for one that went away.
            cancel();
            throw e;
        }
    }

    private void pump(Flow.Subscriber<? super StreamEvent> to) {
        while (true) {
            Optional<StreamEvent> event = channel.take();
            if (event.isEmpty()) {
                Optional<Throwable> why = Optional.<Throwable>ofNullable(misuse.get())
                        .or(channel::fault);
                why.ifPresent(to::onError);
                return;
            }
            to.onNext(event.get());
            if (event.get().kind().last()) {
                if (!channel.isDeaf()) {
                    to.onComplete();
                }
                return;
            }
        }
    }
}
