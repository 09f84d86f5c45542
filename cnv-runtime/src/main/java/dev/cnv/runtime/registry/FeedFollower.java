package dev.cnv.runtime.registry;

import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The delegations and revocations of a registry elsewhere, as its {@link FeedSource} tells them. What is
 * taken is taken in order and once, is on disk in a journal before it takes effect, and a follower that is
 * opened again goes on where it was.
 *
 * <p>The source is believed that it revokes, and nothing more: it cannot make a token good whose chain does
 * not hold by this side's own trust, nor take a revocation back. What it leaves out is noticed only where
 * {@link #compare} sees that it told somebody else. While it
 * was not heard of for longer than {@link FollowerSettings#longestSilence}, and from the opening until it was
 * heard of first, calls by chains are refused, unless the settings say otherwise.
 *
 * <p><b>Threading:</b> safe for use by several threads; one at a time polls, guarded by {@code polling}.
 */
public final class FeedFollower extends BookView implements AutoCloseable {

    /** How often a source may begin its snapshot anew within one poll. */
    private static final int MAX_SNAPSHOT_COUNT = 4;

    private final PublicKey key;
    private final FollowerSettings settings;
    private final FollowedRevocations known;
    private final FeedFetch fetch;
    private final FollowedBook followed;
    private final ReentrantLock polling = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);

    /* Guarded by "polling". */
    private final FollowedPages pages;
    private @Nullable Thread thread;

    /* What others were told up to. */
    private volatile long shown;

    private FeedFollower(
            FeedReader source,
            PublicKey key,
            Supplier<Trust> trust,
            FeedFile journal,
            FollowerSettings settings,
            Time time,
            RandomGenerator random)
            throws IOException {
        super(new DelegationBook(time, ChangeRing.DEFAULT_CAPACITY_COUNT));
        this.settings = settings;
        this.known = new FollowedRevocations(book.revocations(), settings, time);
        this.fetch = new FeedFetch(source, key, settings, random);
        this.followed =
                new FollowedBook(book, trust, new EventOrigins(time, new RandomIds(random)));
        this.key = key;
        this.pages = FollowedPages.open(journal, key, followed, known::conflict);
    }

    /**
     * Opens a follower, with all that it knew when it was closed. It asks nothing yet.
     *
     * @param source the way to the source
     * @param key the key that the source signs with
     * @param trust whose chains hold on this side
     * @param journal the follower's file, which need not be there yet; a follower has one of its own
     * @param settings how it follows
     * @param time the source of time
     * @param random makes nonces; a {@link java.security.SecureRandom} wherever it matters
     * @return the follower
     * @throws IOException when the journal cannot be read, is damaged or another source's
     */
    public static FeedFollower open(
            FeedReader source,
            PublicKey key,
            Supplier<Trust> trust,
            Path journal,
            FollowerSettings settings,
            Time time,
            RandomGenerator random)
            throws IOException {
        FeedFile file = LockedFeedFile.open(journal);
        try {
            return open(source, key, trust, file, settings, time, random);
        } catch (IOException e) {
            throw new IOException("journal=" + journal + ": " + e.getMessage(), e);
        }
    }

    /** Opens a follower on a file of any kind, which is closed with it. */
    static FeedFollower open(
            FeedReader source,
            PublicKey key,
            Supplier<Trust> trust,
            FeedFile journal,
            FollowerSettings settings,
            Time time,
            RandomGenerator random)
            throws IOException {
        return new FeedFollower(source, key, trust, journal, settings, time, random);
    }

    /**
     * Follows in a virtual thread until the follower is closed, as {@link #start(ThreadFactory)}.
     *
     * @return this
     */
    public FeedFollower start() {
        return start(Thread.ofVirtual().name("cnv-follow").factory());
    }

    /**
     * Follows in a thread of its own until the follower is closed. Faults are counted, and asked again
     * after a while. Where it follows already, or is closed, this does nothing.
     *
     * @param threads makes that thread
     * @return this
     */
    public FeedFollower start(ThreadFactory threads) {
        polling.lock();
        try {
            if (thread == null && closing.getCount() > 0) {
                Thread following = threads.newThread(this::follow);
                following.start();
                thread = following;
            }
        } finally {
            polling.unlock();
        }
        return this;
    }

    private void follow() {
        while (closing.getCount() > 0) {
            try {
                poll();
            } catch (IOException | FeedRefusedException | RuntimeException _) {
                if (paused()) {
                    return;
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /** Whether the follower was closed meanwhile. */
    private boolean paused() {
        try {
            return closing.await(settings.retryAfter().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    /**
     * Takes what is new. When there is nothing, the source may wait as long as the settings say.
     *
     * @return how many entries were applied
     * @throws IOException when the source cannot be asked, or the journal takes no more
     * @throws FeedRefusedException when the source said what does not hold; nothing of that page was
     *     applied
     * @throws InterruptedException when the thread was interrupted
     */
    public long poll() throws IOException, FeedRefusedException, InterruptedException {
        polling.lockInterruptibly();
        try {
            pages.requireTaking();
            return takeAll();
        } catch (FeedRefusedException e) {
            followed.refused(String.valueOf(e.getMessage()));
            throw e;
        } catch (IOException e) {
            followed.fault(String.valueOf(e.getMessage()));
            throw e;
        } catch (RuntimeException e) {
            followed.fault(e.toString());
            throw e;
        } finally {
            polling.unlock();
            book.announce();
        }
    }

    private long takeAll() throws IOException, FeedRefusedException, InterruptedException {
        long before = followed.counts().applied();
        OptionalLong snapshot = OptionalLong.empty();
        long from = followed.position();
        Duration wait = settings.patience();
        for (int begun = 0; ; ) {
            FollowedRevocations.Heard asked = known.now();
            FeedFetch.Fetched fetched = fetch.fetch(snapshot, from, wait, followed.position());
            FeedPage page = fetched.page();
            begun += page.snapshot().isPresent() && page.from() == 0 ? 1 : 0;
            if (begun > MAX_SNAPSHOT_COUNT) {
                throw new FeedRefusedException("the source began its snapshot anew too often");
            }
            pages.take(fetched);
            wait = Duration.ZERO;
            if (page.snapshot().isEmpty() && page.last()) {
                requireAllThatWasShown(page);
                known.heard(asked);
                return followed.counts().applied() - before;
            }
            snapshot = page.last() ? OptionalLong.empty() : page.snapshot();
            from = snapshot.isPresent() ? page.next() : followed.position();
        }
    }

    private void requireAllThatWasShown(FeedPage last) throws FeedRefusedException {
        if (last.end() < shown) {
            throw new FeedRefusedException("the source says that it has no more than end="
                    + last.end() + ", and told another follower up to " + shown);
        }
    }

    /**
     * The pages of changes that this follower took, as its source signed them, in order: what another
     * follower of the source gives to {@link #compare}.
     *
     * @param from the first sequence that is of interest
     * @return the pages; empty when there are none
     * @throws IOException when the journal cannot be read
     */
    public List<byte[]> pages(long from) throws IOException {
        polling.lock();
        try {
            return pages.from(from);
        } finally {
            polling.unlock();
        }
    }

    /**
     * Compares what this follower was told with what another one was. When the source told them different
     * things, that is kept in the journal, and calls by chains are refused here from now on, whatever the
     * settings say. When the source told the other one more, it has to tell as much here too: until it
     * does, no answer of it counts as heard.
     *
     * @param others what {@link #pages} of the other one gave
     * @return the two pages that cannot both be true; empty when there are no such
     * @throws IOException when the journal cannot be read, or cannot take what was found, which holds
     *     nevertheless until this follower is closed
     * @throws dev.cnv.runtime.canonical.CborRefusedException when a page is not in form or not signed by
     *     the source; nothing is changed then
     */
    public Optional<FeedConflict> compare(List<byte[]> others) throws IOException {
        ShownPages theirs = new ShownPages(others, key);
        polling.lock();
        try {
            Optional<FeedConflict> found = pages.compare(theirs);
            shown = Math.max(shown, theirs.next());
            return found;
        } finally {
            polling.unlock();
        }
    }

    /** {@return what this follower's source was found out with} */
    public Optional<FeedConflict> conflict() {
        return pages.conflict();
    }

    /** {@return how far this follower is} */
    public FollowerState state() {
        FollowerCounts now = followed.counts();
        return new FollowerState(
                followed.position(),
                now.sourceEnd(),
                known.age(),
                known.stale(),
                now.applied(),
                now.leftOut(),
                now.faults(),
                now.refused(),
                now.lastFault());
    }

    /** {@inheritDoc} Give them to {@link dev.cnv.runtime.CnvBuilder#revocations}. */
    @Override
    public Revocations revocations() {
        return known;
    }

    /** Follows no more. What is known stays known, until it is too old. */
    @Override
    public void close() {
        closing.countDown();
        Thread following = thread;
        if (following != null) {
            following.interrupt();
        }
        polling.lock();
        try {
            pages.close();
        } catch (IOException _) {
            // Each page was forced to the disk when it was appended.
        } finally {
            polling.unlock();
        }
    }
}
