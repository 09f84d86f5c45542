package dev.cnv.runtime.registry;

import java.io.IOException;

/**
 * The way to a source's feed.
 *
 * <p><b>Threading:</b> called by one thread at a time.
 */
@FunctionalInterface
public interface FeedReader {

    /**
     * Asks for a page.
     *
     * @param query what is asked
     * @return the page's bytes, as {@link FeedSource#page} gives them; the follower trusts none of it
     * @throws IOException when there is no answer
     * @throws InterruptedException when the thread was interrupted
     */
    byte[] read(FeedQuery query) throws IOException, InterruptedException;
}
