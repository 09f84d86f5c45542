package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The record of every decision and outcome, append-only.
 *
 * <p><b>Threading:</b> safe for use by several threads. An append that cannot be made durable throws;
 * nothing is ever dropped in silence.
 */
public interface Ledger extends AutoCloseable {

    /** When an append returns. */
    enum Durability {
        /** When the record is on disk. */
        ON_DISK,
        /** When the record has its place in a bounded buffer; a full buffer makes the caller wait. */
        BUFFERED
    }

    /**
     * Appends a record.
     *
     * @param event what happened
     * @param durability when to return
     * @return the record's index, counted from 0 without gaps
     * @throws LedgerException when the ledger cannot take the record: storage failed, after which it
     *     takes none until it is opened again; it is closed; or this very record is beyond the format's
     *     limits, after which it goes on
     * @throws IllegalArgumentException for an event of {@link LedgerEvent.Unrecognised}
     */
    long append(LedgerEvent event, Durability durability);

    /**
     * Reads every record that was appended before this call, in order, buffered ones included.
     *
     * @param reader sees each record
     * @throws LedgerException when a record cannot be read
     */
    void read(Consumer<LedgerRecord> reader);

    /**
     * Finds a record, and what stands for it in a tree over the ledger. A buffered record is made
     * durable first: what a leaf says is on disk.
     *
     * <p>This default reads the whole ledger and takes the canonical JSON of the record for its line.
     * A ledger with lines of its own overrides it.
     *
     * @param index the record's place
     * @return the record; empty when there is none at this place
     * @throws LedgerException when it cannot be read
     */
    default Optional<LedgerLeaf> leaf(long index) {
        AtomicReference<@Nullable LedgerLeaf> found = new AtomicReference<>();
        read(record -> {
            if (record.index() == index) {
                found.set(LedgerLeaf.ofRecord(record));
            }
        });
        return Optional.ofNullable(found.get());
    }

    /**
     * The tree over all records that were appended before this call.
     *
     * @return its size and root; empty for a ledger without a tree
     * @throws LedgerException when a record cannot be read
     */
    default Optional<TreeHead> treeHead() {
        return Optional.empty();
    }

    /** {@return whether {@link #keep} keeps anything} */
    default boolean keepsPayloads() {
        return false;
    }

    /**
     * Keeps bytes beside the records, which name them by their digest: what is too large for a record, or
     * must be erasable. Keeping the same bytes again changes nothing.
     *
     * <p>This default refuses: a ledger need not have a store.
     *
     * @param payload the bytes
     * @return their SHA-256; the bytes are on disk when this returns
     * @throws LedgerException when the ledger has no store, it cannot keep the bytes, or they are too many
     */
    default Digest keep(byte[] payload) {
        throw new LedgerException(
                "payloadBytes=" + payload.length + ": this ledger has no store for payloads", null);
    }

    /**
     * Finds bytes that were kept.
     *
     * @param digest their SHA-256
     * @return the bytes; empty when they were erased or never kept
     * @throws LedgerException when they cannot be read, or are not what was kept
     */
    default Optional<byte[]> payload(Digest digest) {
        return Optional.empty();
    }

    /** Makes every buffered record durable and closes the ledger. */
    @Override
    void close();
}
