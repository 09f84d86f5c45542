package dev.cnv.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StreamGathererTest {

    private final AtomicReference<Flow.Subscriber<? super Object>> subscriber =
            new AtomicReference<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger requested = new AtomicInteger();
    private final CompletableFuture<List<Object>> gathered =
            StreamGatherer.gather(subscriber::set).toCompletableFuture();

    private Flow.Subscription subscription() {
        return new Flow.Subscription() {
            @Override
            public void request(long more) {
                requested.incrementAndGet();
            }

            @Override
            public void cancel() {
                cancelled.incrementAndGet();
            }
        };
    }

    @Test
    void stream_thatEnds_isGatheredAndNotCancelled() throws Exception {
        subscriber.get().onSubscribe(subscription());
        subscriber.get().onNext("a");
        subscriber.get().onComplete();
        assertEquals(List.of("a"), gathered.get());
        assertEquals(0, cancelled.get());
    }

    @Test
    void stream_thatNobodyWaitsForAnyMore_isCancelledOnce() {
        subscriber.get().onSubscribe(subscription());
        gathered.cancel(true);
        assertEquals(1, cancelled.get());
        subscriber.get().onNext("late");
        subscriber.get().onComplete();
        assertEquals(1, cancelled.get());
        assertTrue(gathered.isCancelled());
    }

    @Test
    void subscription_thatComesAfterTheEnd_isCancelledAndAskedForNothing() {
        gathered.cancel(true);
        subscriber.get().onSubscribe(subscription());
        assertEquals(1, cancelled.get());
        assertEquals(0, requested.get());
    }

    @Test
    void secondSubscription_isCancelled() {
        subscriber.get().onSubscribe(subscription());
        subscriber.get().onSubscribe(subscription());
        assertEquals(1, cancelled.get());
        assertEquals(1, requested.get());
    }

    @Test
    void stream_withTooManyElements_failsAndIsCancelled() {
        subscriber.get().onSubscribe(subscription());
        for (int i = 0; i <= StreamGatherer.MAX_ELEMENTS; i++) {
            subscriber.get().onNext(i);
        }
        assertEquals(1, cancelled.get());
        assertThrows(ExecutionException.class, gathered::get);
    }

    @Test
    void stream_thatFails_failsAndIsNotCancelled() {
        subscriber.get().onSubscribe(subscription());
        subscriber.get().onError(new IllegalStateException("broken"));
        assertThrows(ExecutionException.class, gathered::get);
        assertEquals(0, cancelled.get());
    }
}
