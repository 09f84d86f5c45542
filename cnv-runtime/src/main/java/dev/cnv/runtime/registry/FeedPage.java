package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborType;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** A page of a feed in the form of {@link FeedDescriptor}: what a source says, in order. */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody but answers.
record FeedPage(
        byte[] nonce,
        OptionalLong snapshot,
        long from,
        List<FeedEntry> entries,
        long next,
        long end) {

    /**
     * Checks that the entries are between from and next, and ascend.
     *
     * @throws IllegalArgumentException when they do not
     */
    FeedPage {
        entries = List.copyOf(entries);
        if (from < 0 || next < from || end < next || snapshot.orElse(0) < 0) {
            throw new IllegalArgumentException("snapshot=" + snapshot + " from=" + from + " next="
                    + next + " end=" + end + " do not ascend");
        }
        long least = from;
        for (FeedEntry entry : entries) {
            if (entry.sequence() < least || (snapshot.isPresent() && entry.sequence() != least)) {
                throw new IllegalArgumentException("sequence=" + entry.sequence()
                        + " is out of order, least=" + least + " was due");
            }
            least = entry.sequence() + 1;
        }
        // What lies between the last entry and next would be lost, or told again.
        if (next != least) {
            throw new IllegalArgumentException(
                    "next=" + next + " is not behind the last entry, which is " + least);
        }
    }

    /** {@return whether this page answers a question} */
    boolean answers(FeedQuery query) {
        return Arrays.equals(nonce, query.nonce());
    }

    /** {@return whether there was no more when the page was made} */
    boolean last() {
        return next == end;
    }

    byte[] signed(SigningKey key) {
        CborWriter out = new CborWriter(1024)
                .map(7)
                .key(FeedDescriptor.KEY_VERSION)
                .integer(FeedDescriptor.VERSION)
                .key(FeedDescriptor.KEY_NONCE)
                .bytes(nonce)
                .key(FeedDescriptor.KEY_SNAPSHOT);
        if (snapshot.isPresent()) {
            out.integer(snapshot.getAsLong());
        } else {
            out.nil();
        }
        out.key(FeedDescriptor.KEY_FROM).integer(from);
        out.key(FeedDescriptor.KEY_ENTRIES).array(entries.size());
        entries.forEach(entry -> entry.write(out));
        out.key(FeedDescriptor.KEY_NEXT).integer(next);
        out.key(FeedDescriptor.KEY_END).integer(end);
        return CoseSign1.sign(key, FeedDescriptor.CONTENT_TYPE, out.toBytes()).bytes();
    }

    /**
     * Reads a page, after its signature was checked.
     *
     * @throws CborRefusedException when it is too long, not signed by the key or of another form
     */
    static FeedPage parse(byte[] bytes, PublicKey key) {
        CborReader in = CoseSign1.parse(
                        CborReader.within("feed", bytes, FeedDescriptor.MAX_BYTES),
                        FeedDescriptor.MAX_BYTES)
                .verifiedReader("feed", key, FeedDescriptor.CONTENT_TYPE)
                .orElseThrow(() -> CborReader.of("feed", bytes, FeedDescriptor.MAX_BYTES)
                        .refused("is not signed by key=" + key.id().shortHex()));
        return read(in);
    }

    private static FeedPage read(CborReader in) {
        in.openMap();
        in.key(FeedDescriptor.KEY_VERSION, "v");
        in.integer(FeedDescriptor.VERSION, FeedDescriptor.VERSION);
        in.key(FeedDescriptor.KEY_NONCE, "nonce");
        byte[] nonce = in.bytesExactly(FeedDescriptor.NONCE_BYTES);
        in.key(FeedDescriptor.KEY_SNAPSHOT, "snapshot");
        OptionalLong snapshot = OptionalLong.empty();
        if (in.peek() == CborType.NULL) {
            in.nil();
        } else {
            snapshot = OptionalLong.of(in.integer(0, Long.MAX_VALUE));
        }
        in.key(FeedDescriptor.KEY_FROM, "from");
        long from = in.integer(0, Long.MAX_VALUE);
        in.key(FeedDescriptor.KEY_ENTRIES, "entries");
        List<FeedEntry> entries = new ArrayList<>();
        for (int left = in.openArray(FeedDescriptor.MAX_ENTRY_COUNT); left > 0; left--) {
            entries.add(FeedEntry.read(in));
        }
        in.close();
        in.key(FeedDescriptor.KEY_NEXT, "next");
        long next = in.integer(0, Long.MAX_VALUE);
        in.key(FeedDescriptor.KEY_END, "end");
        long end = in.integer(0, Long.MAX_VALUE);
        in.close();
        in.end();
        OptionalLong at = snapshot;
        return in.checked(() -> new FeedPage(nonce, at, from, entries, next, end));
    }
}
