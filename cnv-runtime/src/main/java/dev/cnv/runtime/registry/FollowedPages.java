package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.crypto.PublicKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The remembering side of a feed: the pages that a follower took, in its journal, and the evidence that the
 * source told somebody else other things.
 *
 * <p><b>Threading:</b> for one thread at a time; any may read the conflict.
 */
final class FollowedPages implements AutoCloseable {

    private final PublicKey key;
    private final FollowedBook followed;
    private final Consumer<String> onConflict;
    private final List<byte[]> outOfOrder = new ArrayList<>();
    private @Nullable FeedJournal journal;
    private volatile @Nullable FeedConflict conflict;

    private FollowedPages(PublicKey key, FollowedBook followed, Consumer<String> onConflict) {
        this.key = key;
        this.followed = followed;
        this.onConflict = onConflict;
    }

    /**
     * Opens a journal, and applies what it has.
     *
     * @param onConflict hears, once or more, in words of a conflict
     * @throws IOException when it cannot be read, is damaged or another source's
     */
    static FollowedPages open(
            FeedFile file, PublicKey key, FollowedBook followed, Consumer<String> onConflict)
            throws IOException {
        FollowedPages pages = new FollowedPages(key, followed, onConflict);
        FeedJournal journal = FeedJournal.open(file, pages::replay);
        pages.journal = journal;
        pages.requireEvidence(journal);
        return pages;
    }

    private void replay(byte[] bytes) throws IOException {
        try {
            FeedPage page = FeedPage.parse(bytes, key);
            if (page.snapshot().isEmpty() && page.from() != followed.position()) {
                // Another follower's, which was kept as evidence; or else damage.
                outOfOrder.add(bytes);
                return;
            }
            followed.apply(page, followed.checked(page, true));
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

    /** Throws when nothing may be taken: the journal is closed, or there was a conflict. */
    void requireTaking() throws IOException, FeedRefusedException {
        file();
        FeedConflict found = conflict;
        if (found != null) {
            throw new FeedRefusedException(saidTwice(found));
        }
    }

    /** Takes a page: it is on disk before it takes effect. */
    void take(FeedFetch.Fetched fetched) throws IOException, FeedRefusedException {
        FeedPage page = fetched.page();
        FeedEvents checked = followed.checked(page, false);
        if (!page.entries().isEmpty() || page.snapshot().isPresent()) {
            file().append(fetched.bytes());
        }
        followed.apply(page, checked);
    }

    /** {@return the pages of changes that reach behind a sequence} */
    List<byte[]> from(long sequence) throws IOException {
        List<byte[]> pages = new ArrayList<>();
        file().scan(bytes -> {
            FeedPage page = FeedPage.parse(bytes, key);
            if (page.snapshot().isEmpty() && page.next() > sequence) {
                pages.add(bytes);
            }
        });
        return pages;
    }

    /** Compares them with another follower's, and keeps the first conflict. */
    Optional<FeedConflict> compare(ShownPages theirs) throws IOException {
        FeedJournal file = file();
        boolean isNew = conflict == null;
        Optional<FeedConflict> found = find(theirs, file);
        if (found.isPresent() && isNew) {
            file.append(found.get().other());
        }
        return found;
    }

    private Optional<FeedConflict> find(ShownPages theirs, FeedJournal file) throws IOException {
        file.scan(theirs::compare);
        theirs.found().ifPresent(found -> {
            conflict = found;
            onConflict.accept(saidTwice(found));
        });
        return theirs.found();
    }

    Optional<FeedConflict> conflict() {
        return Optional.ofNullable(conflict);
    }

    private static String saidTwice(FeedConflict found) {
        return "the registry that is followed told two followers different things, first at sequence="
                + found.sequence() + "; it is followed no more";
    }

    private FeedJournal file() throws IOException {
        FeedJournal file = journal;
        if (file == null) {
            throw new IOException("this follower is closed");
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        FeedJournal file = journal;
        journal = null;
        if (file != null) {
            file.close();
        }
    }
}
