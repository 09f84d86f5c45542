package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.EventOrigins;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The applying side of a feed: what a follower took of its pages, and how far it is.
 *
 * <p><b>Threading:</b> one thread at a time applies; any may read the position and the counts.
 */
final class FollowedBook {

    private final DelegationBook book;
    private final Supplier<Trust> trust;
    private final EventOrigins origins;
    private final Map<Digest, FeedEvents.LeftOut> leftOut = new HashMap<>();

    /* Written by who applies; read by all. */
    private volatile long position;
    private volatile FollowerCounts counts = FollowerCounts.NONE;

    FollowedBook(DelegationBook book, Supplier<Trust> trust, EventOrigins origins) {
        this.book = book;
        this.trust = trust;
        this.origins = origins;
    }

    /** {@return the sequence of the next change} */
    long position() {
        return position;
    }

    FollowerCounts counts() {
        return counts;
    }

    void fault(String what) {
        counts = counts.fault(what);
    }

    void refused(String what) {
        counts = counts.refused(what);
    }

    /**
     * The events of a page, none of which is applied yet.
     *
     * @param lenient whether what does not hold any more is left out
     * @throws FeedRefusedException when the page says what does not hold
     */
    FeedEvents checked(FeedPage page, boolean lenient) throws FeedRefusedException {
        FeedEvents checked = new FeedEvents(book, leftOut, trust.get(), origins, lenient);
        for (FeedEntry entry : page.entries()) {
            checked.take(entry);
        }
        return checked;
    }

    /** Applies a page whose events were checked. */
    void apply(FeedPage page, FeedEvents checked) {
        leftOut.putAll(checked.leftOut());
        for (FeedEvents.Placed each : checked.events()) {
            if (page.snapshot().isPresent()) {
                book.apply(each.event());
            } else {
                book.apply(each.sequence(), each.event());
            }
        }
        if (page.snapshot().isEmpty()) {
            position = page.next();
        } else if (page.last()) {
            position = page.snapshot().getAsLong();
            book.restart(position);
        }
        counts = counts.applied(
                checked.events().size(),
                leftOut.size(),
                Math.max(position, page.snapshot().orElse(page.end())));
    }
}
