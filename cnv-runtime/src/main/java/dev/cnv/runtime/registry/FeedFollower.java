package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
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
 * not hold by this side's own trust, nor take a revocation back. What it leaves out is not noticed. While it
 * was not heard of for longer than {@link FollowerSettings#longestSilence}, and from the opening until it was
 * heard of first, calls by chains are refused, unless the settings say otherwise.
 *
 * <p><b>Threading:</b> safe for use by several threads; one at a time polls, guarded by {@code polling}.
 */
public final class FeedFollower implements DelegationView, AutoCloseable {

    /** How often a source may begin its snapshot anew within one poll. */
    private static final int MAX_SNAPSHOT_COUNT = 4;

    private final FeedReader source;
    private final PublicKey key;
    private final Supplier<Trust> trust;
    private final FollowerSettings settings;
    private final EventOrigins origins;
    private final Time time;
    private final RandomGenerator random;
    private final DelegationBook book;
    private final Known known = new Known();
    private final ReentrantLock polling = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);

    /* Guarded by "polling"; read by all. */
    private final Map<Digest, FeedEvents.LeftOut> leftOut = new HashMap<>();
    private @Nullable FeedJournal journal;
    private @Nullable Thread thread;
    private volatile long position;
    private volatile FollowerCounts counts = FollowerCounts.NONE;
    private volatile @Nullable Heard heard;

    /** When a question was asked whose answer said that there is no more. */
    private record Heard(long nanos, Instant at) {}

    private FeedFollower(
            FeedReader source,
            PublicKey key,
            Supplier<Trust> trust,
            FollowerSettings settings,
            Time time,
            RandomGenerator random) {
        this.source = source;
        this.key = key;
        this.trust = trust;
        this.settings = settings;
        this.time = time;
        this.random = random;
        this.origins = new EventOrigins(time, new RandomIds(random));
        this.book = new DelegationBook(time, ChangeRing.DEFAULT_CAPACITY_COUNT);
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
            follower.journal = FeedJournal.open(journal, follower::replay);
        } finally {
            follower.polling.unlock();
        }
        return follower;
    }

    private void replay(byte[] bytes) throws IOException {
        try {
            FeedPage page = FeedPage.parse(bytes, key);
            if (page.snapshot().isEmpty() && page.from() != position) {
                throw new IOException(
                        "the journal has from=" + page.from() + " at position=" + position);
            }
            apply(page, checked(page, true));
        } catch (CborRefusedException | FeedRefusedException e) {
            throw new IOException("the journal does not hold: " + e.getMessage(), e);
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
            if (closing.getCount() == 0) {
                throw new IOException("this follower is closed");
            }
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
            Heard asked = new Heard(time.nanos(), time.now());
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
                heard = asked;
                return counts.applied() - before;
            }
            snapshot = page.last() ? OptionalLong.empty() : page.snapshot();
            from = snapshot.isPresent() ? page.next() : position;
        }
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
        FeedJournal file = journal;
        if (file == null) {
            throw new IOException("this follower has no journal");
        }
        if (moves) {
            file.append(bytes);
        }
        apply(page, checked);
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

    /** {@return how far this follower is} */
    public FollowerState state() {
        FollowerCounts now = counts;
        return new FollowerState(
                position,
                now.sourceEnd(),
                age(),
                stale(),
                now.applied(),
                now.leftOut(),
                now.faults(),
                now.refused(),
                now.lastFault());
    }

    /** By the clock too: what measures may stand still while the machine sleeps. */
    private Optional<Duration> age() {
        Heard last = heard;
        if (last == null) {
            return Optional.empty();
        }
        Duration measured = Duration.ofNanos(time.nanos() - last.nanos());
        Duration read = Duration.between(last.at(), time.now());
        return Optional.of(measured.compareTo(read) > 0 ? measured : read);
    }

    private boolean stale() {
        return age().filter(age -> age.compareTo(settings.longestSilence()) < 0).isEmpty();
    }

    /** The book's revocations, and whether they are to be gone by. */
    private final class Known implements Revocations {

        private boolean wasStale = true;
        private long turns;

        @Override
        public synchronized long epoch() {
            boolean now = stale();
            if (now != wasStale) {
                wasStale = now;
                turns++;
            }
            return book.revocations().epoch() + turns;
        }

        @Override
        public Optional<Denial> unknown() {
            return settings.whenStale() == FollowerSettings.WhenStale.REFUSE && stale()
                    ? Optional.of(Denial.of(
                            Reason.REVOCATIONS_UNKNOWN,
                            "the registry that is followed was last heard of "
                                    + age().map(age -> age.toSeconds() + " s ago")
                                            .orElse("never")
                                    + ", longest=" + settings.longestSilence().toSeconds() + " s"))
                    : Optional.empty();
        }

        @Override
        public Optional<Digest> revoked(List<Link> chain) {
            return book.revocations().revoked(chain);
        }
    }

    /** {@inheritDoc} Give them to {@link dev.cnv.runtime.CnvBuilder#revocations}. */
    @Override
    public Revocations revocations() {
        return known;
    }

    @Override
    public Optional<DelegationEntry> get(Digest token) {
        return book.get(token);
    }

    @Override
    public Optional<Chain> chain(Digest token) {
        return book.chain(token);
    }

    @Override
    public List<DelegationEntry> list(DelegationFilter filter) {
        return book.list(filter);
    }

    @Override
    public DelegationSnapshot snapshot() {
        return book.snapshot();
    }

    @Override
    public long next() {
        return book.next();
    }

    @Override
    public ChangePage changes(long from, int maxCount) {
        return book.changes(from, maxCount);
    }

    @Override
    public Flow.Publisher<DelegationChange> feed(long from, Executor executor) {
        return book.feed(from, executor);
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
