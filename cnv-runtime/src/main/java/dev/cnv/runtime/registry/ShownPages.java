package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.crypto.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Pages that another follower of a source took, to be compared with one's own.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class ShownPages {

    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    private record Shown(byte[] bytes, FeedPage page) {}

    private final PublicKey key;
    private final List<Shown> all;
    private @Nullable FeedConflict found;

    /**
     * Reads pages.
     *
     * @throws CborRefusedException when one is not in form, or not signed by the key
     */
    ShownPages(List<byte[]> pages, PublicKey key) {
        this.key = key;
        this.all = pages.stream()
                .map(bytes -> new Shown(bytes, FeedPage.parse(bytes, key)))
                .toList();
    }

    /** {@return what their source told up to, by its changes} */
    long next() {
        return all.stream()
                .map(Shown::page)
                .filter(page -> page.snapshot().isEmpty())
                .mapToLong(FeedPage::next)
                .max()
                .orElse(0);
    }

    /** Compares them with a page of one's own. */
    void compare(byte[] own) {
        FeedPage page = FeedPage.parse(own, key);
        for (Shown shown : all) {
            OptionalLong at = FeedConflict.difference(page, shown.page());
            if (at.isPresent() && (found == null || at.getAsLong() < found.sequence())) {
                found = new FeedConflict(at.getAsLong(), own, shown.bytes());
            }
        }
    }

    /** {@return the first difference there was} */
    Optional<FeedConflict> found() {
        return Optional.ofNullable(found);
    }
}
