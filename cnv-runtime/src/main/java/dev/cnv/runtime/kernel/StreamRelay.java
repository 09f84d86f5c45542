package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes the stream that a verb returns, element by element, on the verb's own thread: the next is asked
 * for when the one before was taken on, so that a subscriber who is slow holds up the publisher.
 *
 * <p><b>Threading:</b> the publisher calls serially, as the rules of {@link Flow} ask; {@link #relay} is
 * called by one thread. One element is asked for at a time, so that the queue has at most that and an end.
 */
final class StreamRelay implements Flow.Subscriber<Object> {

    /**
     * What a stream came to.
     *
     * @param count the elements
     * @param digest a chain over them: each link is the SHA-256 of the link before it and the element's
     *     SHA-256; the first link is the SHA-256 of nothing
     */
    record Relayed(long count, Digest digest) {}

    private sealed interface Signal {
        record Element(Object value) implements Signal {}

        record End(Optional<Throwable> failure) implements Signal {}
    }

    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();

    private StreamRelay() {}

    @SuppressWarnings("unchecked") // A publisher of anything is a publisher of objects to read.
    static Relayed relay(
            Flow.Publisher<?> publisher, Function<Object, JsonNode> write, Consumer<JsonNode> to)
            throws Throwable {
        StreamRelay relay = new StreamRelay();
        ((Flow.Publisher<Object>) publisher).subscribe(relay);
        return relay.relay(write, to);
    }

    private Relayed relay(Function<Object, JsonNode> write, Consumer<JsonNode> to)
            throws Throwable {
        Flow.Subscription subscription = subscribed.get();
        long count = 0;
        Digest link = Digest.of("");
        boolean ended = false;
        try {
            while (true) {
                subscription.request(1);
                switch (signals.take()) {
                    case Signal.Element(Object value) -> {
                        JsonNode element = write.apply(value);
                        link = Digest.linked(link, CanonicalJson.digest(element));
                        to.accept(element);
                        count++;
                    }
                    case Signal.End(Optional<Throwable> failure) -> {
                        ended = true;
                        if (failure.isPresent()) {
                            throw failure.get();
                        }
                        return new Relayed(count, link);
                    }
                }
            }
        } finally {
            if (!ended) {
                subscription.cancel();
            }
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (!subscribed.complete(given)) {
            given.cancel();
        }
    }

    @Override
    public void onNext(Object element) {
        signals.add(new Signal.Element(element));
    }

    @Override
    public void onError(@Nullable Throwable failure) {
        signals.add(new Signal.End(Optional.of(
                failure == null ? new NullPointerException("onError(null)") : failure)));
        // A publisher may fail without a subscription.
        subscribed.complete(Nothing.INSTANCE);
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.End(Optional.empty()));
        subscribed.complete(Nothing.INSTANCE);
    }

    private enum Nothing implements Flow.Subscription {
        INSTANCE;

        @Override
        public void request(long more) {}

        @Override
        public void cancel() {}
    }
}
