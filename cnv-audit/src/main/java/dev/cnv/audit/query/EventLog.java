package dev.cnv.audit.query;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.tlog.Frontier;
import dev.cnv.runtime.tlog.MerkleHasher;
import java.nio.file.Path;
import java.util.HexFormat;
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
    private Frontier tree = new Frontier();

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
     * @param head the last one's hash as a leaf (RFC 9162); zeros for none
     * @param root the root of the tree over them
     */
    public record End(long size, Digest head, Digest root) {}

    /**
     * Reads all events that there are now. While a reader looks at an event, {@link #size} and {@link #root}
     * are those before it.
     *
     * @param reader sees each event, in order
     * @return where that ended
     * @throws LedgerException when the ledger is damaged or cannot be read
     */
    public End read(Consumer<EventHit> reader) {
        LineFacts facts = new LineFacts();
        MerkleHasher hasher = new MerkleHasher();
        byte[] leaf = new byte[MerkleHasher.HASH_BYTES];
        tree = new Frontier();
        lines.scan(0, Long.MAX_VALUE, (_, _, _, buffer, offset, length) -> {
            byte[] line = new byte[length];
            System.arraycopy(buffer, offset, line, 0, length);
            facts.read(line, 0, length);
            reader.accept(new EventHit(facts, line));
            hasher.leaf(line, 0, length, leaf, 0);
            tree.append(leaf);
        });
        return new End(tree.size(), new Digest(HexFormat.of().formatHex(leaf)), tree.root());
    }

    /**
     * Reads the events of a range, and nothing before it than its segment.
     *
     * @param fromIndex the first one's index
     * @param toIndex the index behind the last one
     * @param reader sees each event, in order
     * @return the index of the event that comes next: {@code fromIndex} when the ledger ends before it
     * @throws LedgerException when the ledger is damaged there or cannot be read
     */
    public long read(long fromIndex, long toIndex, Consumer<EventHit> reader) {
        LineFacts facts = new LineFacts();
        return lines.scan(fromIndex, toIndex, (_, _, _, buffer, offset, length) -> {
            byte[] line = new byte[length];
            System.arraycopy(buffer, offset, line, 0, length);
            facts.read(line, 0, length);
            reader.accept(new EventHit(facts, line));
        });
    }

    /** {@return how many events were read} */
    public long size() {
        return tree.size();
    }

    /** {@return the root of the RFC 9162 tree over the events that were read} */
    public Digest root() {
        return tree.root();
    }

    @Override
    public void close() {
        lines.close();
    }
}
