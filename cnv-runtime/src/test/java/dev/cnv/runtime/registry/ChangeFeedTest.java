package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.DelegationEvent.DelegationRevoked;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {

    private final HandTime time = new HandTime(Family.NOON);
    private final ListLedger ledger = new ListLedger();
    private final DelegationRegistry registry = registry(4);

    private DelegationRegistry registry(int rememberedCount) {
        return Openings.registry(
                ledger,
                time,
                new DelegationBook(time, rememberedCount),
                () -> Family.TRUST,
                1_000,
                100_000);
    }

    private static Digest token(int number) {
        return Digest.of("token" + number);
    }

    private static List<Long> sequences(ChangePage page) {
        return assertInstanceOf(ChangePage.Changes.class, page).changes().stream()
                .map(DelegationChange::sequence)
                .toList();
    }

    @Test
    void changes_fromAPlace_haveNoGapAndSayWhereToGoOn() {
        for (int i = 0; i < 4; i++) {
            registry.revoke(token(i), "");
        }
        assertEquals(List.of(0L, 1L), sequences(registry.changes(0, 2)));
        assertEquals(List.of(2L, 3L), sequences(registry.changes(2, 99)));
        assertEquals(new ChangePage.Changes(List.of(), 4), registry.changes(4, 99));
        assertEquals(new ChangePage.Changes(List.of(), 9), registry.changes(9, 99));
        assertThrows(IllegalArgumentException.class, () -> registry.changes(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> registry.changes(0, 0));
    }

    @Test
    void changes_forgotten_sayFellBehindAndTheSnapshotGoesOn() {
        for (int i = 0; i < 6; i++) {
            registry.revoke(token(i), "");
        }
        assertEquals(new ChangePage.FellBehind(1, 2), registry.changes(1, 99));
        assertEquals(List.of(2L, 3L, 4L, 5L), sequences(registry.changes(2, 99)));
        DelegationSnapshot snapshot = registry.snapshot();
        assertEquals(6, snapshot.revokedHere().size());
        registry.revoke(token(6), "");
        assertEquals(List.of(6L), sequences(registry.changes(snapshot.next(), 99)));
    }

    @Test
    void feed_askedForSome_sendsNoMore() {
        Collecting collecting = new Collecting(2);
        registry.feed(0, Runnable::run).subscribe(collecting);
        for (int i = 0; i < 4; i++) {
            registry.revoke(token(i), "");
        }
        assertEquals(List.of(0L, 1L), collecting.seen);
        collecting.subscription().request(1);
        assertEquals(List.of(0L, 1L, 2L), collecting.seen);
        collecting.subscription().request(Long.MAX_VALUE);
        collecting.subscription().request(Long.MAX_VALUE);
        registry.revoke(token(4), "");
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), collecting.seen);
        collecting.subscription().cancel();
        registry.revoke(token(5), "");
        assertEquals(5, collecting.seen.size());
    }

    @Test
    void feed_slowSubscriber_isToldThatItFellBehind() {
        Collecting slow = new Collecting(1);
        registry.feed(0, Runnable::run).subscribe(slow);
        for (int i = 0; i < 7; i++) {
            registry.revoke(token(i), "");
        }
        assertEquals(List.of(), slow.failures);
        slow.subscription().request(1);
        assertEquals(1, slow.failures.size());
        String message = assertInstanceOf(FellBehindException.class, slow.failures.getFirst())
                .getMessage();
        assertTrue(message.contains("sequence=1"), message);
        assertTrue(message.contains("oldest=3"), message);
        assertEquals(List.of(0L), slow.seen);
        slow.subscription().request(1);
        assertEquals(1, slow.failures.size());
    }

    @Test
    void feed_misuse_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> registry.feed(-1, Runnable::run));
        Collecting collecting = new Collecting(0);
        registry.feed(0, Runnable::run).subscribe(collecting);
        assertInstanceOf(IllegalArgumentException.class, collecting.failures.getFirst());
    }

    @Test
    void feed_subscriberThatThrows_isSentNothingMore() {
        Collecting throwing = new Collecting(99) {
            @Override
            public void onNext(DelegationChange change) {
                super.onNext(change);
                throw new IllegalStateException("full");
            }
        };
        registry.feed(0, Runnable::run).subscribe(throwing);
        assertThrows(IllegalStateException.class, () -> registry.revoke(token(0), ""));
        registry.revoke(token(1), "");
        assertEquals(List.of(0L), throwing.seen);
        assertEquals(2, registry.snapshot().revokedHere().size());
    }

    @Test
    void feed_underConcurrentWriters_losesNothingAndKeepsTheOrder() throws Exception {
        int writers = 8;
        int each = 200;
        DelegationRegistry busy = registry(writers * each);
        try (ExecutorService executor = Executors.newFixedThreadPool(writers + 3)) {
            List<Collecting> followers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Collecting follower = new Collecting(Long.MAX_VALUE, writers * each);
                followers.add(follower);
                busy.feed(0, executor).subscribe(follower);
            }
            for (int w = 0; w < writers; w++) {
                int writer = w;
                executor.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        busy.revoke(token(writer * each + i), "");
                    }
                });
            }
            for (Collecting follower : followers) {
                follower.all.await();
                assertEquals(
                        java.util.stream.LongStream.range(0, (long) writers * each)
                                .boxed()
                                .toList(),
                        follower.seen);
                assertEquals(writers * each, follower.tokens.size());
            }
        }
    }

    /** Asks for a number of changes when it begins. */
    private static class Collecting implements Flow.Subscriber<DelegationChange> {

        final List<Long> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        final Set<Digest> tokens = ConcurrentHashMap.newKeySet();
        final List<Throwable> failures = new ArrayList<>();
        final CountDownLatch all;
        private final long wanted;
        private Flow.Subscription begun = new Flow.Subscription() {
            @Override
            public void request(long count) {
                throw new AssertionError("not begun");
            }

            @Override
            public void cancel() {}
        };

        Collecting(long wanted) {
            this(wanted, 1);
        }

        Collecting(long wanted, int count) {
            this.wanted = wanted;
            this.all = new CountDownLatch(count);
        }

        Flow.Subscription subscription() {
            return begun;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            begun = subscription;
            subscription.request(wanted);
        }

        @Override
        public void onNext(DelegationChange change) {
            seen.add(change.sequence());
            tokens.addAll(((DelegationRevoked) change.event()).tokens());
            all.countDown();
        }

        @Override
        public void onError(Throwable failure) {
            failures.add(failure);
        }

        @Override
        public void onComplete() {
            throw new AssertionError("a feed has no end");
        }
    }
}
