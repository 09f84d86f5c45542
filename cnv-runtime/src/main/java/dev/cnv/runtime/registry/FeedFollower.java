package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
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

    private final FeedReader source;
    private final PublicKey key;
    private final Supplier<Trust> trust;
    private final FollowerSettings settings;
    private final EventOrigins origins;
    private final RandomGenerator random;
    private final FollowedRevocations known;
    private final ReentrantLock polling = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);

    /* Guarded by "polling"; read by all. */
    private final List<byte[]> outOfOrder = new ArrayList<>();
    private final Map<Digest, FeedEvents.LeftOut> leftOut = new HashMap<>();
    private @Nullable FeedJournal journal;
    private @Nullable Thread thread;
    private volatile long position;
    private volatile FollowerCounts counts = FollowerCounts.NONE;
    private volatile @Nullable FeedConflict conflict;

    /* What others were told up to. */
    private volatile long shown;

    private FeedFollower(
            FeedReader source,
            PublicKey key,
            Supplier<Trust> trust,
            FollowerSettings settings,
            Time time,
            RandomGenerator random) {
        super(new DelegationBook(time, ChangeRing.DEFAULT_CAPACITY_COUNT));
        this.source = source;
        this.key = key;
        this.trust = trust;
        this.settings = settings;
        this.random = random;
        this.origins = new EventOrigins(time, new RandomIds(random));
        this.known = new FollowedRevocations(book.revocations(), settings, time);
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
        FeedFollower follower = new FeedFollower(source, key, trust, settings, time, random);
        follower.polling.lock();
        try {
            FeedJournal file = FeedJournal.open(journal, follower::replay);
            follower.journal = file;
            follower.requireEvidence(file);
        } finally {
            follower.polling.unlock();
        }
        return follower;
    }

    private void replay(byte[] bytes) throws IOException {
        try {
            FeedPage page = FeedPage.parse(bytes, key);
            if (page.snapshot().isEmpty() && page.from() != position) {
                // Another follower's, which was kept as evidence; or else damage.
                outOfOrder.add(bytes);
                return;
            }
            apply(page, checked(page, true));
        } catch (CborRefusedException | FeedRefusedException e) {
            throw new IOException("the journal does not hold: " + e.getMessage(), e);
        }
    }

    private void requireEvidence(FeedJournal file) throws IOException {
        if (!outOfOrder.isEmpty() && find(new ShownPages(outOfOrder, key), file).isEmpty()) {
            file.close();
            throw new IOException("the journal has a page that does not follow the one before it");
        }
    }

    /**
     * Follows in a thread of its own until the follower is closed. Faults are counted, and asked again
     * after a while.
     *
     * @return this
     */
    public FeedFollower start() {
        polling.lock();
        try {
            if (thread == null && closing.getCount() > 0) {
                thread = Thread.ofVirtual().name("cnv-follow").start(this::follow);
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
            file();
            requireNoConflict();
            return takeAll();
        } catch (FeedRefusedException e) {
            counts = counts.refused(String.valueOf(e.getMessage()));
            throw e;
        } catch (IOException e) {
            counts = counts.fault(String.valueOf(e.getMessage()));
            throw e;
        } catch (RuntimeException e) {
            counts = counts.fault(e.toString());
            throw e;
        } finally {
            polling.unlock();
            book.announce();
        }
    }

    private long takeAll() throws IOException, FeedRefusedException, InterruptedException {
        long before = counts.applied();
        OptionalLong snapshot = OptionalLong.empty();
        long from = position;
        Duration wait = settings.patience();
        for (int begun = 0; ; ) {
            FollowedRevocations.Heard asked = known.now();
            FeedQuery query = new FeedQuery(nonce(), snapshot, from, settings.maxPageCount(), wait);
            byte[] bytes = source.read(query);
            FeedPage page = page(bytes, query);
            begun += page.snapshot().isPresent() && page.from() == 0 ? 1 : 0;
            if (begun > MAX_SNAPSHOT_COUNT) {
                throw new FeedRefusedException("the source began its snapshot anew too often");
            }
            take(bytes, page);
            wait = Duration.ZERO;
            if (page.snapshot().isEmpty() && page.last()) {
                requireAllThatWasShown(page);
                known.heard(asked);
                return counts.applied() - before;
            }
            snapshot = page.last() ? OptionalLong.empty() : page.snapshot();
            from = snapshot.isPresent() ? page.next() : position;
        }
    }

    private void requireAllThatWasShown(FeedPage last) throws FeedRefusedException {
        if (last.end() < shown) {
            throw new FeedRefusedException("the source says that it has no more than end="
                    + last.end() + ", and told another follower up to " + shown);
        }
    }

    private void requireNoConflict() throws FeedRefusedException {
        FeedConflict found = conflict;
        if (found != null) {
            throw new FeedRefusedException(saidTwice(found));
        }
    }

    private static String saidTwice(FeedConflict found) {
        return "the registry that is followed told two followers different things, first at sequence="
                + found.sequence() + "; it is followed no more";
    }

    private byte[] nonce() {
        byte[] nonce = new byte[FeedDescriptor.NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    private FeedPage page(byte[] bytes, FeedQuery query) throws FeedRefusedException {
        FeedPage page;
        try {
            page = FeedPage.parse(bytes, key);
        } catch (RuntimeException e) {
            throw new FeedRefusedException("the page is not in form: " + e.getMessage(), e);
        }
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
        if (page.snapshot().isPresent() && page.snapshot().getAsLong() < position) {
            throw new FeedRefusedException("the snapshot at=" + page.snapshot().getAsLong()
                    + " is older than position=" + position);
        }
        if (page.entries().isEmpty() && !page.last()) {
            throw new FeedRefusedException("the page says that there is more, and has none of it");
        }
        return page;
    }

    private void take(byte[] bytes, FeedPage page) throws IOException, FeedRefusedException {
        FeedEvents checked = checked(page, false);
        boolean moves = !page.entries().isEmpty() || page.snapshot().isPresent();
        if (moves) {
            file().append(bytes);
        }
        apply(page, checked);
    }

    private FeedJournal file() throws IOException {
        FeedJournal file = journal;
        if (file == null) {
            throw new IOException("this follower is closed");
        }
        return file;
    }

    private FeedEvents checked(FeedPage page, boolean lenient) throws FeedRefusedException {
        FeedEvents checked = new FeedEvents(book, leftOut, trust.get(), origins, lenient);
        for (FeedEntry entry : page.entries()) {
            checked.take(entry);
        }
        return checked;
    }

    private void apply(FeedPage page, FeedEvents checked) {
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

    /**
     * The pages of changes that this follower took, as its source signed them, in order: what another
     * follower of the source gives to {@link #compare}.
     *
     * @param from the first sequence that is of interest
     * @return the pages; empty when there are none
     * @throws IOException when the journal cannot be read
     */
    public List<byte[]> pages(long from) throws IOException {
        List<byte[]> pages = new ArrayList<>();
        polling.lock();
        try {
            file().scan(bytes -> {
                FeedPage page = FeedPage.parse(bytes, key);
                if (page.snapshot().isEmpty() && page.next() > from) {
                    pages.add(bytes);
                }
            });
        } finally {
            polling.unlock();
        }
        return pages;
    }

    /**
     * Compares what this follower was told with what another one was. When the source told them different
     * things, that is kept in the journal, and calls by chains are refused here from now on, whatever the
     * settings say. When the source told the other one more, it has to tell as much here too: until it
     * does, no answer of it counts as heard.
     *
     * @param pages what {@link #pages} of the other one gave
     * @return the two pages that cannot both be true; empty when there are no such
     * @throws IOException when the journal cannot be read, or cannot take what was found, which holds
     *     nevertheless until this follower is closed
     * @throws dev.cnv.runtime.canonical.CborRefusedException when a page is not in form or not signed by
     *     the source; nothing is changed then
     */
    public Optional<FeedConflict> compare(List<byte[]> pages) throws IOException {
        ShownPages theirs = new ShownPages(pages, key);
        polling.lock();
        try {
            FeedJournal file = file();
            boolean isNew = conflict == null;
            Optional<FeedConflict> found = find(theirs, file);
            if (found.isPresent() && isNew) {
                file.append(found.get().other());
            }
            shown = Math.max(shown, theirs.next());
            return found;
        } finally {
            polling.unlock();
        }
    }

    private Optional<FeedConflict> find(ShownPages theirs, FeedJournal file) throws IOException {
        file.scan(theirs::compare);
        theirs.found().ifPresent(found -> {
            conflict = found;
            known.conflict(saidTwice(found));
        });
        return theirs.found();
    }

    /** {@return what this follower's source was found out with} */
    public Optional<FeedConflict> conflict() {
        return Optional.ofNullable(conflict);
    }

    /** {@return how far this follower is} */
    public FollowerState state() {
        FollowerCounts now = counts;
        return new FollowerState(
                position,
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
            FeedJournal file = journal;
            journal = null;
            if (file != null) {
                file.close();
            }
        } catch (IOException _) {
            // Each page was forced to the disk when it was appended.
        } finally {
            polling.unlock();
        }
    }
}
