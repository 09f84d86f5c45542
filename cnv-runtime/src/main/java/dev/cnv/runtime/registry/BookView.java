package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Revocations;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** A view of a book that is kept by who extends this. */
abstract sealed class BookView implements DelegationView
        permits DelegationFollower, DelegationRegistry, FeedFollower {

    final DelegationBook book;

    BookView(DelegationBook book) {
        this.book = book;
    }

    @Override
    public final Optional<DelegationEntry> get(Digest token) {
        return book.get(token);
    }

    @Override
    public final Optional<Chain> chain(Digest token) {
        return book.chain(token);
    }

    @Override
    public final List<DelegationEntry> list(DelegationFilter filter) {
        return book.list(filter);
    }

    @Override
    public Revocations revocations() {
        return book.revocations();
    }

    @Override
    public final DelegationSnapshot snapshot() {
        return book.snapshot();
    }

    @Override
    public final long next() {
        return book.next();
    }

    @Override
    public final ChangePage changes(long from, int maxCount) {
        return book.changes(from, maxCount);
    }

    @Override
    public final Flow.Publisher<DelegationChange> feed(long from, Executor executor) {
        return book.feed(from, executor);
    }
}
