package dev.cnv.tests;

import java.util.List;
import java.util.concurrent.Flow;

/** Takes all that a publisher gives. */
record Collecting(List<Integer> seen) implements Flow.Subscriber<Integer> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Integer item) {
        seen.add(item);
    }

    @Override
    public void onError(Throwable failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {}
}
