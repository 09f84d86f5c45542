package dev.cnv.runtime.registry;

import dev.cnv.runtime.crypto.PublicKey;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * The asking side of a feed: it asks the source for pages, and takes none that is not the answer to what was
 * asked.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
final class FeedFetch {

    /**
     * A page that answers.
     *
     * @param bytes as the source signed it
     * @param page what it says
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Fetched(byte[] bytes, FeedPage page) {}

    private final FeedReader source;
    private final PublicKey key;
    private final FollowerSettings settings;
    private final RandomGenerator random;

    FeedFetch(FeedReader source, PublicKey key, FollowerSettings settings, RandomGenerator random) {
        this.source = source;
        this.key = key;
        this.settings = settings;
        this.random = random;
    }

    /**
     * Asks for one page.
     *
     * @param snapshot the snapshot that is being read; empty for changes
     * @param from the first entry that is wanted
     * @param wait how long the source may wait for one
     * @param position where the follower is
     * @throws FeedRefusedException when the answer is none
     */
    Fetched fetch(OptionalLong snapshot, long from, Duration wait, long position)
            throws IOException, FeedRefusedException, InterruptedException {
        FeedQuery query = new FeedQuery(nonce(), snapshot, from, settings.maxPageCount(), wait);
        byte[] bytes = source.read(query);
        FeedPage page = page(bytes);
        requireAnswer(page, query);
        if (page.snapshot().isPresent() && page.snapshot().getAsLong() < position) {
            throw new FeedRefusedException("the snapshot at=" + page.snapshot().getAsLong()
                    + " is older than position=" + position);
        }
        if (page.entries().isEmpty() && !page.last()) {
            throw new FeedRefusedException("the page says that there is more, and has none of it");
        }
        return new Fetched(bytes, page);
    }

    private byte[] nonce() {
        byte[] nonce = new byte[FeedDescriptor.NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    private FeedPage page(byte[] bytes) throws FeedRefusedException {
        try {
            return FeedPage.parse(bytes, key);
        } catch (RuntimeException e) {
            throw new FeedRefusedException("the page is not in form: " + e.getMessage(), e);
        }
    }

    private static void requireAnswer(FeedPage page, FeedQuery query) throws FeedRefusedException {
        if (!page.answers(query)) {
            throw new FeedRefusedException("the page answers another question");
        }
        boolean asked = page.snapshot().equals(query.snapshot()) && page.from() == query.from();
        boolean begins = page.snapshot().isPresent() && page.from() == 0;
        if (!asked && !begins) {
            throw new FeedRefusedException("the page is of snapshot=" + page.snapshot() + " from="
                    + page.from() + ", asked was " + query
                    + (page.end() < query.from() ? "; the source has gone back" : ""));
        }
    }
}
