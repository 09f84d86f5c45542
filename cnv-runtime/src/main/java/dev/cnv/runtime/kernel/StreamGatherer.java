package dev.cnv.runtime.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects a stream for a caller that wants all of it at once, up to a limit.
 *
 * <p><b>Threading:</b> the publisher calls serially, as the rules of {@link Flow} ask.
 */
final class StreamGatherer implements Flow.Subscriber<Object> {

    /** How many elements are collected at most. */
    static final int MAX_ELEMENTS = 10_000;

    private final List<Object> elements = new ArrayList<>();
    private final CompletableFuture<List<Object>> gathered = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    private StreamGatherer() {}

    @SuppressWarnings("unchecked") // A publisher of anything is a publisher of objects to read.
    static CompletionStage<List<Object>> gather(Flow.Publisher<?> publisher) {
        StreamGatherer gatherer = new StreamGatherer();
        ((Flow.Publisher<Object>) publisher).subscribe(gatherer);
        return gatherer.gathered;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Object element) {
        if (elements.size() == MAX_ELEMENTS) {
            if (subscription != null) {
                subscription.cancel();
            }
            gathered.completeExceptionally(new IllegalStateException(
                    "the stream has more than " + MAX_ELEMENTS + " elements"));
            return;
        }
        elements.add(element);
    }

    @Override
    public void onError(Throwable failure) {
        gathered.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        gathered.complete(List.copyOf(elements));
    }
}
