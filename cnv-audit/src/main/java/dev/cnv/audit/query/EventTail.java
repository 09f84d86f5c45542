package dev.cnv.audit.query;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.governance.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

    /** So long is a wait at most: some file systems do not tell of writes by other machines. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Lines lines;
    private final EventQuery query;
    private final WatchService writes;
    private long next;

    private EventTail(Lines lines, EventQuery query, WatchService writes, long next) {
        this.lines = lines;
        this.query = query;
        this.writes = writes;
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
        WatchService writes = writes(ledger.resolve(SEGMENTS));
        try {
            return atEnd(ledger, query, writes);
        } catch (RuntimeException e) {
            close(writes);
            throw e;
        }
    }

    private static EventTail atEnd(Path ledger, EventQuery query, WatchService writes) {
        Lines lines = LinesOnDisk.open(ledger);
        try {
            long end = lines.scan(lastSegment(ledger), Long.MAX_VALUE, (_, _, _, _, _, _) -> {});
            return new EventTail(lines, query, writes, end);
        } catch (RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    private static WatchService writes(Path segments) {
        try {
            WatchService writes = segments.getFileSystem().newWatchService();
            segments.register(
                    writes,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
            return writes;
        } catch (IOException e) {
            throw new LedgerException(
                    "segments=" + segments + " cannot be watched: " + e.getMessage(), e);
        }
    }

    private static void close(WatchService writes) {
        try {
            writes.close();
        } catch (IOException e) {
            throw new LedgerException("the watch of a ledger cannot be closed", e);
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

    /**
     * Waits until there may be events to {@link #poll} for: until the file system tells of a write in the
     * ledger, a second has passed, or the time is over.
     *
     * @param most how long to wait at most
     * @throws InterruptedException when this thread is interrupted
     */
    public void await(Duration most) throws InterruptedException {
        Duration wait = most.compareTo(LONGEST_WAIT) < 0 ? most : LONGEST_WAIT;
        WatchKey written = writes.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (written != null) {
            written.pollEvents();
            written.reset();
        }
    }

    /** {@return the index of the event that is looked at next} */
    public long nextIndex() {
        return next;
    }

    @Override
    public void close() {
        lines.close();
        close(writes);
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
