package dev.cnv.benchmarks.call;

import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerRecord;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Counts records and keeps none, to measure the path without a disk. Of no other use. */
public final class DiscardingLedger implements Ledger {

    private final AtomicLong count = new AtomicLong();

    /** An empty ledger. */
    public DiscardingLedger() {}

    @Override
    public long append(LedgerEvent event, Durability durability) {
        return count.getAndIncrement();
    }

    @Override
    public void read(Consumer<LedgerRecord> reader) {
        // A runtime reads it when it opens: then there is nothing, and nothing is missing.
        if (count.get() > 0) {
            throw new UnsupportedOperationException("records=" + count + " were discarded");
        }
    }

    @Override
    public void close() {}
}
