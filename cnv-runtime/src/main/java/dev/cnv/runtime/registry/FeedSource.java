package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.crypto.SigningKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The feed of a registry for followers elsewhere: signed pages of changes, or of a snapshot for who is so
 * far behind that the changes are remembered no more.
 *
 * <p><b>Threading:</b> safe for use by several threads. A follower that waits for a change keeps its
 * thread.
 */
public final class FeedSource {

    /** How many snapshots are kept, for followers that are in the middle of one. */
    private static final int KEPT_COUNT = 2;

    private record Kept(long at, List<FeedEntry> entries) {}

    private final DelegationView view;
    private final SigningKey key;
    private final Duration longestWait;
    private final ArrayDeque<Kept> snapshots = new ArrayDeque<>();

    /**
     * A feed.
     *
     * @param view the delegations
     * @param key signs the pages; followers know its public key
     * @param longestWait how long a follower may have a page wait for a change
     */
    public FeedSource(DelegationView view, SigningKey key, Duration longestWait) {
        this.view = view;
        this.key = key;
        this.longestWait = longestWait;
    }

    /**
     * Answers a follower.
     *
     * @param query what it asks
     * @return the signed page
     * @throws InterruptedException when the thread was interrupted while it waited
     */
    public byte[] page(FeedQuery query) throws InterruptedException {
        if (query.snapshot().isPresent()) {
            return part(query).signed(key);
        }
        long end = view.next();
        if (query.from() == end) {
            await(end, shorter(query.patience(), longestWait));
        }
        return changes(query).signed(key);
    }

    private FeedPage changes(FeedQuery query) {
        long before = view.next();
        if (query.from() > before) {
            // Somebody else's position, or this ledger went back: the follower sees where this is.
            return new FeedPage(
                    query.nonce(), OptionalLong.empty(), before, List.of(), before, before);
        }
        return switch (view.changes(query.from(), query.maxCount())) {
            case ChangePage.FellBehind _ -> begin(query);
            case ChangePage.Changes page -> {
                List<FeedEntry> entries =
                        fitting(page.changes().stream().map(FeedEntry::of).toList());
                long next = next(query.from(), entries);
                yield new FeedPage(
                        query.nonce(),
                        OptionalLong.empty(),
                        query.from(),
                        entries,
                        next,
                        Math.max(next, before));
            }
        };
    }

    private static long next(long from, List<FeedEntry> entries) {
        return entries.isEmpty() ? from : entries.getLast().sequence() + 1;
    }

    /** The first part of a snapshot: of the newest one, while changes since it are remembered. */
    private FeedPage begin(FeedQuery query) {
        return part(query, newest(), 0);
    }

    private synchronized Kept newest() {
        Kept newest = snapshots.peekLast();
        if (newest == null || view.changes(newest.at(), 1) instanceof ChangePage.FellBehind) {
            DelegationSnapshot taken = view.snapshot();
            newest = new Kept(taken.next(), FeedEntry.of(taken));
            snapshots.addLast(newest);
            if (snapshots.size() > KEPT_COUNT) {
                snapshots.removeFirst();
            }
        }
        return newest;
    }

    private FeedPage part(FeedQuery query) {
        long at = query.snapshot().orElseThrow();
        return kept(at).filter(kept -> query.from() <= kept.entries().size())
                .map(kept -> part(query, kept, query.from()))
                .orElseGet(() -> begin(query));
    }

    private synchronized Optional<Kept> kept(long at) {
        return snapshots.stream().filter(kept -> kept.at() == at).findFirst();
    }

    private static FeedPage part(FeedQuery query, Kept kept, long from) {
        int begin = (int) from;
        int limit = Math.min(kept.entries().size(), begin + query.maxCount());
        List<FeedEntry> entries = fitting(kept.entries().subList(begin, limit));
        return new FeedPage(
                query.nonce(),
                OptionalLong.of(kept.at()),
                from,
                entries,
                from + entries.size(),
                kept.entries().size());
    }

    /** As many as a page takes, at least one. */
    private static List<FeedEntry> fitting(List<FeedEntry> all) {
        List<FeedEntry> fitting = new ArrayList<>();
        int bytes = 0;
        for (FeedEntry entry : all) {
            CborWriter out = new CborWriter();
            entry.write(out);
            bytes += out.length();
            if (bytes > FeedDescriptor.FULL_BYTES && !fitting.isEmpty()) {
                break;
            }
            fitting.add(entry);
        }
        return fitting;
    }

    private void await(long from, Duration wait) throws InterruptedException {
        if (!wait.isPositive()) {
            return;
        }
        Awaiting awaiting = new Awaiting();
        view.feed(from, Runnable::run).subscribe(awaiting);
        try {
            awaiting.come.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            // There is nothing new, which is an answer too.
        } catch (ExecutionException e) {
            throw new IllegalStateException("a wait failed", e);
        } finally {
            awaiting.cancel();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Waits for one change. */
    private static final class Awaiting implements Flow.Subscriber<DelegationChange> {

        private final CompletableFuture<Boolean> come = new CompletableFuture<>();
        private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscribed.complete(subscription);
            subscription.request(1);
        }

        @Override
        public void onNext(DelegationChange change) {
            come.complete(true);
        }

        @Override
        public void onError(Throwable failure) {
            // It fell behind meanwhile: there is something new.
            come.complete(true);
        }

        @Override
        public void onComplete() {
            come.complete(false);
        }

        void cancel() {
            var _ = subscribed.thenAccept(Flow.Subscription::cancel);
        }
    }
}
