package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.crypto.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Two pages of a feed that their source signed and that cannot both be true: of the same sequences, one has
 * an entry that the other one has not. Whoever knows the source's key can check it with {@link #between}.
 *
 * @param sequence the first one at which they differ
 * @param one a page, as the source signed it; not to be changed
 * @param other another one; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record FeedConflict(long sequence, byte[] one, byte[] other) {

    /**
     * Compares two pages, where they are of the same sequences. A page of a snapshot is not compared: it
     * says what was there at a time, and not how that came.
     *
     * @param key the source's key
     * @param one a page
     * @param other another one
     * @return the first difference; empty when there is none
     * @throws CborRefusedException when a page is not in form, or not signed by the key
     */
    public static Optional<FeedConflict> between(PublicKey key, byte[] one, byte[] other) {
        OptionalLong sequence = difference(FeedPage.parse(one, key), FeedPage.parse(other, key));
        return sequence.isPresent()
                ? Optional.of(new FeedConflict(sequence.getAsLong(), one, other))
                : Optional.empty();
    }

    /** A page has all entries from its "from" up to its "next", whoever asked for it. */
    static OptionalLong difference(FeedPage one, FeedPage other) {
        if (one.snapshot().isPresent() || other.snapshot().isPresent()) {
            return OptionalLong.empty();
        }
        long from = Math.max(one.from(), other.from());
        long to = Math.min(one.next(), other.next());
        List<FeedEntry> ours = within(one, from, to);
        List<FeedEntry> theirs = within(other, from, to);
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            long ourAt = i < ours.size() ? ours.get(i).sequence() : Long.MAX_VALUE;
            long theirAt = i < theirs.size() ? theirs.get(i).sequence() : Long.MAX_VALUE;
            if (ourAt != theirAt || !ours.get(i).equals(theirs.get(i))) {
                return OptionalLong.of(Math.min(ourAt, theirAt));
            }
        }
        return OptionalLong.empty();
    }

    private static List<FeedEntry> within(FeedPage page, long from, long to) {
        return page.entries().stream()
                .filter(entry -> entry.sequence() >= from && entry.sequence() < to)
                .toList();
    }

    @Override
    public String toString() {
        return "FeedConflict[sequence=" + sequence + ", one=" + Arrays.hashCode(one) + ", other="
                + Arrays.hashCode(other) + "]";
    }
}
