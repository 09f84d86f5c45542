package dev.cnv.audit.query;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.governance.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sees events as they come, without an index. Another process writes the ledger; what it does not make
 * durable may be seen and be gone after a crash.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
@EffectBoundary(
        value = Effect.READ_ONLY,
        reason = "it reads the ledger's files through an interface whose other reader is the index")
public final class EventTail implements AutoCloseable {

    private static final String SEGMENTS = "segments";
    private static final String ENDING = ".jsonl";

    private final Lines lines;
    private final EventQuery query;
    private long next;

    EventTail(Lines lines, EventQuery query, long next) {
        this.lines = lines;
        this.query = query;
        this.next = next;
    }

    /**
     * Begins behind the last event that there is now.
     *
     * @param ledger the ledger's folder
     * @param query which events to see; its order, limit and cursor do not matter
     * @return the reader
     * @throws LedgerException when there is no ledger that can be read
     */
    public static EventTail atEnd(Path ledger, EventQuery query) {
        Lines lines = LinesOnDisk.open(ledger);
        try {
            long end = lines.scan(lastSegment(ledger), Long.MAX_VALUE, (_, _, _, _, _, _) -> {});
            return new EventTail(lines, query, end);
        } catch (RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /**
     * Looks for events that came since.
     *
     * @param reader sees each event that is asked for, in order
     * @throws LedgerException when the ledger is damaged or cannot be read
     */
    public void poll(Consumer<EventHit> reader) {
        Hits hits = new Hits(lines, query, hit -> {
            reader.accept(hit);
            return true;
        });
        next = hits.forward(next, Long.MAX_VALUE);
    }

    /** {@return the index of the event that is looked at next} */
    public long nextIndex() {
        return next;
    }

    @Override
    public void close() {
        lines.close();
    }

    /** The first index of the last segment, which its file is named by. */
    private static long lastSegment(Path ledger) {
        try (Stream<Path> files = Files.list(ledger.resolve(SEGMENTS))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{19,20}\\.jsonl"))
                    .mapToLong(name ->
                            Long.parseLong(name.substring(0, name.length() - ENDING.length())))
                    .max()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            throw new LedgerException("ledger=" + ledger + " cannot be read: " + e.getMessage(), e);
        }
    }
}
