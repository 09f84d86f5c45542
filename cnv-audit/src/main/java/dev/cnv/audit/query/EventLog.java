package dev.cnv.audit.query;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.governance.LedgerException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads all events of a ledger from its lines, without an index.
 *
 * <p><b>Threading:</b> for one thread.
 */
@EffectBoundary(
        value = Effect.READ_ONLY,
        reason = "it reads the ledger's files through an interface whose other reader is the index")
public final class EventLog implements AutoCloseable {

    private final Lines lines;

    EventLog(Lines lines) {
        this.lines = lines;
    }

    /**
     * Opens a ledger.
     *
     * @param ledger the ledger's folder
     * @return the reader
     * @throws LedgerException when there is no ledger that can be read
     */
    public static EventLog open(Path ledger) {
        return new EventLog(LinesOnDisk.open(ledger));
    }

    /**
     * Where reading ended.
     *
     * @param size how many events were read
     * @param head the last one's hash as a leaf (RFC 9162), in hexadecimal digits; zeros for none
     */
    public record End(long size, String head) {}

    /**
     * Reads all events that there are now.
     *
     * @param reader sees each event, in order
     * @return where that ended
     * @throws LedgerException when the ledger is damaged or cannot be read
     */
    public End read(Consumer<EventHit> reader) {
        LineFacts facts = new LineFacts();
        byte[][] last = new byte[1][];
        long size = lines.scan(0, Long.MAX_VALUE, (_, _, _, buffer, offset, length) -> {
            byte[] line = new byte[length];
            System.arraycopy(buffer, offset, line, 0, length);
            facts.read(line, 0, length);
            last[0] = line;
            reader.accept(new EventHit(facts, line));
        });
        return new End(
                size,
                size == 0
                        ? Mark.EMPTY.leaf().hex()
                        : Mark.leaf(last[0], 0, last[0].length).hex());
    }

    @Override
    public void close() {
        lines.close();
    }
}
