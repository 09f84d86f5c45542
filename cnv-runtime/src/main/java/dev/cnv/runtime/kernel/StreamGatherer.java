package dev.cnv.runtime.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Collects a stream for a caller that wants all of it at once, up to a limit.
 *
 * <p><b>Threading:</b> the publisher calls serially, as the rules of {@link Flow} ask; whoever waits may
 * cancel meanwhile. {@code subscription} is set before {@code gathered} is read, and {@code gathered}
 * ended before {@code subscription} is taken, so that a cancellation meets the publisher in any order.
 */
final class StreamGatherer implements Flow.Subscriber<Object> {

    /** How many elements are collected at most. */
    static final int MAX_ELEMENTS = 10_000;

    private final List<Object> elements = new ArrayList<>();
    private final CompletableFuture<List<Object>> gathered = new CompletableFuture<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription =
            new AtomicReference<>();

    private StreamGatherer() {
        // However it ends: what is not wanted any more is not published either.
        var _ = gathered.whenComplete((_, _) -> cancel());
    }

    @SuppressWarnings("unchecked") // A publisher of anything is a publisher of objects to read.
    static CompletionStage<List<Object>> gather(Flow.Publisher<?> publisher) {
        StreamGatherer gatherer = new StreamGatherer();
        ((Flow.Publisher<Object>) publisher).subscribe(gatherer);
        return gatherer.gathered;
    }

    private void cancel() {
        Flow.Subscription given = subscription.getAndSet(null);
        if (given != null) {
            given.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (gathered.isDone() || !subscription.compareAndSet(null, given)) {
            given.cancel();
            return;
        }
        if (gathered.isDone()) {
            cancel(); // It ended before it could see the subscription.
            return;
        }
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Object element) {
        if (gathered.isDone()) {
            cancel();
        } else if (elements.size() == MAX_ELEMENTS) {
            gathered.completeExceptionally(new IllegalStateException(
                    "the stream has more than " + MAX_ELEMENTS + " elements"));
        } else {
            elements.add(element);
        }
    }

    @Override
    public void onError(Throwable failure) {
        subscription.set(null);
        gathered.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        subscription.set(null);
        gathered.complete(List.copyOf(elements));
    }
}
