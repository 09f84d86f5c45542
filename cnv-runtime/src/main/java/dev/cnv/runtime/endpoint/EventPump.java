package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.stream.StreamControl;
import dev.cnv.runtime.stream.StreamEvent;
import java.util.concurrent.Flow;

/**
 * Gives the events of a stream elsewhere to its subscriber, in a thread of its own. It alone asks the
 * server for more, so that neither the thread that reads nor the subscriber waits for room to write.
 */
final class EventPump {

    private final RemoteStream stream;
    private final EventWindow window;

    EventPump(RemoteStream stream, EventWindow window) {
        this.stream = stream;
        this.window = window;
    }

    /** Begins to give events. */
    void start(Flow.Subscriber<? super StreamEvent> to) {
        Thread.ofVirtual().name("cnv-stream-events").start(() -> pump(to));
    }

    /** Begins to take events that nobody hears, so that the stream ends. */
    void startDrain() {
        Thread.ofVirtual().name("cnv-stream-drain").start(this::drain);
    }

    /** Refuses a second subscriber (rules 1.9 and 1.10 of Reactive Streams 1.0.4). */
    static void refuse(Flow.Subscriber<? super StreamEvent> second) {
        second.onSubscribe(new Refusing());
        second.onError(
                new IllegalStateException("the stream has its subscriber; a stream has one"));
    }

    /** Gives events as they were asked for (rules 1 and 3 of Reactive Streams 1.0.4). */
    private void pump(Flow.Subscriber<? super StreamEvent> to) {
        try {
            to.onSubscribe(new Asking());
            while (true) {
                switch (window.await()) {
                    case EventWindow.Next.Event(StreamEvent event) -> {
                        to.onNext(event);
                        if (event.kind().last()) {
                            if (!window.isCancelled()) {
                                to.onComplete();
                            }
                            return;
                        }
                    }
                    case EventWindow.Next.Credit(long count) -> stream.credit(count);
                    case EventWindow.Next.Cancel() -> cancelThere();
                    case EventWindow.Next.Failed(Throwable why) -> {
                        to.onError(why);
                        drain();
                        return;
                    }
                    case EventWindow.Next.Over() -> {
                        return;
                    }
                }
            }
        } catch (RuntimeException | Error e) {
            // A subscriber must not throw (2.13): it is taken for one that went away.
            window.cancel();
            drain();
            throw e;
        }
    }

    private void drain() {
        while (true) {
            switch (window.await()) {
                case EventWindow.Next.Credit(long count) -> stream.credit(count);
                case EventWindow.Next.Cancel() -> cancelThere();
                case EventWindow.Next.Event _, EventWindow.Next.Failed _ -> {}
                case EventWindow.Next.Over() -> {
                    return;
                }
            }
        }
    }

    private void cancelThere() {
        var _ = stream.ask(StreamControl.CANCEL);
    }

    private final class Asking implements Flow.Subscription {

        @Override
        public void request(long more) {
            window.request(more);
        }

        @Override
        public void cancel() {
            window.cancel();
        }
    }

    /** The subscription of a subscriber that is refused. */
    private static final class Refusing implements Flow.Subscription {

        @Override
        public void request(long more) {}

        @Override
        public void cancel() {}
    }
}
