package dev.cnv.runtime.governance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait to be written together.
 *
 * <p><b>Threading:</b> guarded by the ledger's lock, but the gates and what is known behind them.
 */
final class Batch {

    /**
     * A record that waits.
     *
     * @param type the name of the event's type
     * @param event the canonical bytes of the event's members
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Waiting(String type, byte[] event) {

        int lengthBytes(long index) {
            return LineWriter.lengthBytes(index, type, event);
        }
    }

    /**
     * Why records were not made durable.
     *
     * @param durable the index of the first one of these
     * @param message what to tell their callers
     * @param cause what was thrown
     */
    record Failure(long durable, String message, Throwable cause) {}

    /** Opens when the batch before this one has been written. */
    final Gate turn = new Gate();
    /** Opens when this batch has been written, or could not be. */
    final Gate done = new Gate();

    private final long first;
    private final List<Waiting> records = new ArrayList<>();
    private long bytes;
    private boolean claimed;
    private int promisedCount;
    private @Nullable Failure failure;

    /** Begins an empty batch with the index of its first record. */
    Batch(long first) {
        this.first = first;
    }

    /** {@return a batch without records that has been written} */
    static Batch written(long first) {
        Batch batch = new Batch(first);
        batch.turn.open();
        batch.done.open();
        return batch;
    }

    long first() {
        return first;
    }

    /** {@return the index behind the last record} */
    long next() {
        return first + records.size();
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    List<Waiting> records() {
        return records;
    }

    /** Says whether a record may still join. */
    boolean fits(Waiting record) {
        return isEmpty() || bytes + record.lengthBytes(next()) <= LedgerDescriptor.MAX_BATCH_BYTES;
    }

    /** {@return the record's index} */
    long add(Waiting record) {
        long index = next();
        records.add(record);
        bytes += record.lengthBytes(index);
        return index;
    }

    /** Notes that the caller of the last record is told its index before it is durable. */
    void promise() {
        promisedCount = records.size();
    }

    /** {@return how many records from the first on must keep their indices} */
    int promisedCount() {
        return promisedCount;
    }

    /** {@return true for one caller, which must write the batch when it is its turn} */
    boolean claim() {
        boolean free = !claimed;
        claimed = true;
        return free;
    }

    /** Says whether somebody waits for it. */
    boolean isClaimed() {
        return claimed;
    }

    /** Takes a claim back. */
    void unclaim() {
        claimed = false;
    }

    /** Before {@link #done} opens. */
    void fail(Failure why) {
        failure = why;
    }

    /** Behind {@link #done}: {@return why a record is not durable, null when it is} */
    @Nullable Failure failureOf(long index) {
        Failure why = failure;
        return why == null || index < why.durable() ? null : why;
    }
}
