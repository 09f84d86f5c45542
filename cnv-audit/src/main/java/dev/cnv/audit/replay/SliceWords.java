package dev.cnv.audit.replay;

import dev.cnv.audit.query.TimeWords;
import dev.cnv.runtime.governance.AuditEvent.AuditCheckpoint;
import dev.cnv.runtime.governance.LedgerLines;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads where a slice begins and ends, as a person types it: an index (digits alone), a time in the words
 * of {@link TimeWords}, or the name of a mark in the ledger. Of a name the last mark counts; a name that
 * could be something else is written {@code mark:NAME}.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param ledger the ledger's directory
 * @param times reads times
 */
public record SliceWords(Path ledger, TimeWords times) {

    private static final String MARK = "mark:";
    private static final String DIGITS = "[0-9]{1,18}";

    private record Place(Optional<Long> index, Optional<Instant> time) {}

    /**
     * Reads a slice.
     *
     * @param from where it begins; behind the records that a mark stands for
     * @param to where it ends; with the records that a mark stands for
     * @return the slice
     * @throws IllegalArgumentException when a text is none of these, or the slice ends before it begins
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot be read
     */
    public ReplaySlice read(Optional<String> from, Optional<String> to) {
        Optional<Place> begin = from.map(text -> place(text, false));
        Optional<Place> end = to.map(text -> place(text, true));
        return new ReplaySlice(
                begin.flatMap(Place::index).orElse(0L),
                end.flatMap(Place::index).orElse(Long.MAX_VALUE),
                begin.flatMap(Place::time),
                end.flatMap(Place::time));
    }

    private Place place(String text, boolean isEnd) {
        if (text.matches(DIGITS)) {
            return new Place(Optional.of(Long.valueOf(text)), Optional.empty());
        }
        if (text.startsWith(MARK)) {
            return mark(text.substring(MARK.length()));
        }
        try {
            Instant time = isEnd ? times.end(text) : times.begin(text);
            return new Place(Optional.empty(), Optional.of(time));
        } catch (IllegalArgumentException _) {
            return mark(text);
        }
    }

    private Place mark(String name) {
        long size = find(name)
                .map(AuditCheckpoint::size)
                .orElseThrow(() -> new IllegalArgumentException("text=" + name
                        + " is no index, no mark of the ledger, and not "
                        + TimeWords.EXPECTED));
        return new Place(Optional.of(size), Optional.empty());
    }

    private Optional<AuditCheckpoint> find(String name) {
        AtomicReference<@Nullable AuditCheckpoint> found = new AtomicReference<>();
        try (LedgerLines lines = LedgerLines.open(ledger)) {
            lines.scan(0, Long.MAX_VALUE, (index, _, _, buffer, offset, length) -> {
                if (EventLine.isMark(buffer, offset + length)
                        && EventLine.read(index, buffer, offset, length, _ -> Optional.empty())
                                instanceof AuditCheckpoint mark
                        && mark.name().equals(name)) {
                    found.set(mark);
                }
            });
        }
        return Optional.ofNullable(found.get());
    }
}
