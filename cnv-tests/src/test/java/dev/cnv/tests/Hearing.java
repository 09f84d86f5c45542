package dev.cnv.tests;

import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.stream.StreamHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Hears a stream, as it asks for it. */
final class Hearing implements Flow.Subscriber<StreamEvent> {

    final List<StreamEvent> heard = new CopyOnWriteArrayList<>();
    final CountDownLatch completed = new CountDownLatch(1);
    volatile Throwable error;
    volatile Flow.Subscription subscription;
    private final long first;

    private Hearing(long first) {
        this.first = first;
    }

    static Hearing of(StreamHandle handle, long first) {
        Hearing hearing = new Hearing(first);
        handle.subscribe(hearing);
        Waiting.until(() -> hearing.subscription != null);
        return hearing;
    }

    /** One that is not subscribed. */
    static Hearing unheard(long first) {
        return new Hearing(first);
    }

    static Hearing all(StreamHandle handle) {
        return of(handle, Long.MAX_VALUE);
    }

    List<StreamEvent> untilTheEnd() {
        try {
            if (!completed.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("not over after 30 s: " + heard);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return heard;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (first > 0) {
            given.request(first);
        }
        subscription = given;
    }

    @Override
    public void onNext(StreamEvent event) {
        heard.add(event);
    }

    @Override
    public void onError(Throwable thrown) {
        error = thrown;
        completed.countDown();
    }

    @Override
    public void onComplete() {
        completed.countDown();
    }
}
