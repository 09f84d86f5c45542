package dev.cnv.audit.query;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.governance.LedgerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds events in a ledger. It keeps a Lucene index in the folder {@code index} of the ledger, which is
 * made from the ledger's lines whenever it is missing, behind, of another ledger or damaged; deleting it
 * loses nothing. The index only proposes: each hit is read from the ledger, its checksum is checked and
 * the filters are asked again. Lines behind the index are read one by one, so that an answer is complete up
 * to the end that the ledger had when the question was put.
 *
 * <p>One process at a time writes the index. Another one asks what that one committed, and reads the rest
 * from the lines; so does one that may not write the folder. A fault is a {@link LedgerException}, never
 * an empty answer. Of an index above 64 MiB only the headers are checked when it is opened.
 *
 * <p><b>Threading:</b> safe for use by several threads, one at a time.
 */
@EffectBoundary(
        value = Effect.STORAGE_WRITE,
        reason = "Lucene, which is not looked into, writes the index's folder and nothing else")
public final class EventIndex implements AutoCloseable {

    /** The folder of the index, within the ledger's. */
    public static final String FOLDER = "index";

    /** So many events are lost at most when the process ends while it builds an index. */
    private static final long COMMIT_EVERY = 2_000_000;

    private static final long REPORT_EVERY = 100_000;

    private final Lines lines;
    private final Path folder;
    private final Progress progress;
    private final List<String> notes = new ArrayList<>();
    private Optional<IndexFolder> index = Optional.empty();
    private Mark mark = Mark.EMPTY;
    private String ledger = "";

    private EventIndex(Lines lines, Path folder, Progress progress) {
        this.lines = lines;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Opens a ledger's index, and brings it up to the ledger's end if this process may write it.
     *
     * @param ledger the ledger's folder
     * @param progress hears how many events were indexed
     * @return the index
     * @throws LedgerException when there is no ledger that can be read
     */
    public static EventIndex open(Path ledger, Progress progress) {
        return open(LinesOnDisk.open(ledger), ledger.resolve(FOLDER), progress);
    }

    static EventIndex open(Lines lines, Path folder, Progress progress) {
        EventIndex opened = new EventIndex(lines, folder, progress);
        try {
            opened.begin();
            return opened;
        } catch (RuntimeException | Error e) {
            try {
                opened.close();
            } catch (RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /**
     * Indexes the events that the ledger got since, and throws an index away that is not the ledger's. Does
     * nothing in a process that may not write the index.
     *
     * @return how many events are in the index
     * @throws LedgerException when the ledger or the index cannot be read, or the index not be written
     */
    public synchronized long refresh() {
        try {
            if (!mark.holds(lines)) {
                rebuild("it is not of this ledger, or the ledger was cut");
            } else if (writable().isPresent()) {
                extend(writable().get());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw fault(e);
        }
        return mark.next();
    }

    /**
     * Finds a page.
     *
     * @param query what is asked for
     * @return the first hits, or those behind its cursor
     * @throws IllegalArgumentException when the cursor is none, or of another query or ledger
     * @throws LedgerException when the ledger or the index cannot be read
     */
    public synchronized EventPage find(EventQuery query) {
        List<EventHit> hits = new ArrayList<>();
        boolean[] more = new boolean[1];
        visit(query, hit -> {
            more[0] = hits.size() == query.limit();
            if (!more[0]) {
                hits.add(hit);
            }
            return !more[0];
        });
        return new EventPage(
                hits,
                more[0]
                        ? Optional.of(new Cursor(
                                        ledger(),
                                        query.fingerprint(),
                                        hits.getLast().index())
                                .text())
                        : Optional.empty());
    }

    /**
     * Goes over all hits, whatever the query's limit; in memory that does not grow with their number.
     *
     * @param query what is asked for
     * @param reader sees each hit, in order
     * @throws IllegalArgumentException when the cursor is none, or of another query or ledger
     * @throws LedgerException when the ledger or the index cannot be read
     */
    public synchronized void forEach(EventQuery query, Consumer<EventHit> reader) {
        visit(query, hit -> {
            reader.accept(hit);
            return true;
        });
    }

    /** {@return what was done to the index that nobody asked for, such as building it anew} */
    public synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    /** {@return how many events the ledger has now} */
    public synchronized long size() {
        return lines.scan(mark.next(), Long.MAX_VALUE, (_, _, _, _, _, _) -> {});
    }

    @Override
    public synchronized void close() {
        try (Lines _ = lines) {
            closeIndex();
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private void begin() {
        try {
            openIndex();
        } catch (IOException | IllegalArgumentException e) {
            rebuild("it cannot be read: " + e.getMessage());
        }
        refresh();
    }

    private void openIndex() throws IOException {
        index = IndexFolder.openForWriting(folder, false);
        if (index.isEmpty()) {
            index = IndexFolder.openForReading(folder);
        }
        if (index.isPresent()) {
            index.get().checkIfQuick();
            mark = index.get()
                    .mark()
                    .orElseThrow(() -> new IOException("it is not of the format " + Mark.FORMAT));
        }
    }

    /** Begins the index anew where that is allowed; elsewhere does without it. */
    private void rebuild(String why) {
        try {
            closeIndex();
            mark = Mark.EMPTY;
            ledger = "";
            index = IndexFolder.openForWriting(folder, true);
            notes.add("index=" + folder + " is " + (index.isPresent() ? "built anew" : "not used")
                    + ": " + why);
            if (index.isPresent()) {
                extend(index.get());
            }
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private void closeIndex() throws IOException {
        if (index.isPresent()) {
            IndexFolder old = index.get();
            index = Optional.empty();
            old.close();
        }
    }

    private Optional<IndexFolder> writable() {
        return index.filter(IndexFolder::isWritable);
    }

    private void extend(IndexFolder into) throws IOException {
        boolean more = true;
        while (more) {
            Filler filler = new Filler(into, mark);
            long end = mark.next() + COMMIT_EVERY;
            long next;
            try {
                next = lines.scan(mark.next(), end, filler);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            if (next > mark.next()) {
                mark = filler.commit();
            }
            more = next == end;
        }
    }

    /** Puts lines into the index. */
    private final class Filler implements Lines.Visitor {
        private final IndexFolder into;
        private final LineFacts facts = new LineFacts();
        private byte[] last = new byte[1024];
        private int lastLength;
        private Mark at;

        Filler(IndexFolder into, Mark begin) {
            this.into = into;
            this.at = begin;
        }

        @Override
        public void line(
                long lineIndex,
                long segment,
                long offsetBytes,
                byte[] buffer,
                int offset,
                int length) {
            facts.read(buffer, offset, length);
            try {
                into.add(facts, segment, offsetBytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            at = new Mark(lineIndex + 1, segment, offsetBytes, at.leaf());
            if (last.length < length) {
                last = new byte[2 * length];
            }
            System.arraycopy(buffer, offset, last, 0, length);
            lastLength = length;
            if (at.next() % REPORT_EVERY == 0) {
                progress.report(at.next(), 0, "events indexed");
            }
        }

        Mark commit() throws IOException {
            Mark end = new Mark(
                    at.next(), at.segment(), at.offsetBytes(), Mark.leaf(last, 0, lastLength));
            into.commit(end);
            return end;
        }
    }

    private void visit(EventQuery query, Predicate<EventHit> reader) {
        long from = query.fromIndex();
        long to = query.toIndex();
        if (query.cursor().isPresent()) {
            long last = Cursor.parse(query.cursor().get(), ledger(), query).last();
            if (query.isDescending()) {
                to = Math.min(to, last);
            } else {
                from = Math.max(from, last + 1);
            }
        }
        try {
            if (query.isDescending()) {
                descending(query, from, to, reader);
            } else {
                ascending(query, from, to, reader);
            }
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private void ascending(EventQuery query, long from, long to, Predicate<EventHit> reader)
            throws IOException {
        Hits hits = new Hits(lines, query, reader);
        if (index.isPresent() && from < mark.next()) {
            IndexSearch search = new IndexSearch(index.get().reader(), query);
            if (!search.ascending(from, Math.min(to, mark.next()), hits::at)) {
                return;
            }
        }
        hits.forward(Math.max(from, mark.next()), to);
    }

    private void descending(EventQuery query, long from, long to, Predicate<EventHit> reader)
            throws IOException {
        Hits hits = new Hits(lines, query, reader);
        if (to > mark.next() && !hits.backward(Math.max(from, mark.next()), to)) {
            return;
        }
        if (index.isPresent() && from < mark.next()) {
            new IndexSearch(index.get().reader(), query)
                    .descending(from, Math.min(to, mark.next()), hits::at);
        }
    }

    /** The beginning of the hash of the first line, which tells ledgers apart. */
    private String ledger() {
        if (ledger.isEmpty()) {
            lines.scan(
                    0,
                    1,
                    (_, _, _, buffer, offset, length) ->
                            ledger = Mark.leaf(buffer, offset, length).hex().substring(0, 16));
        }
        return ledger;
    }

    private LedgerException fault(Exception cause) {
        return new LedgerException(
                "index=" + folder + " cannot be used: " + cause.getMessage()
                        + "; delete that folder, it is built anew from the ledger",
                cause);
    }
}
