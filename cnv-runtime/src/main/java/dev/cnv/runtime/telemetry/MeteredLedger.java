package dev.cnv.runtime.telemetry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerLeaf;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.TreeHead;
import dev.cnv.runtime.time.Time;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A ledger whose appends are counted and timed. Everything else is the other ledger's.
 *
 * <p><b>Threading:</b> safe for use by several threads, as the other ledger is.
 */
final class MeteredLedger implements Ledger {

    private final Ledger ledger;
    private final Instruments instruments;
    private final Time time;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong size = new AtomicLong();

    MeteredLedger(Ledger ledger, Instruments instruments, Time time) {
        this.ledger = ledger;
        this.instruments = instruments;
        this.time = time;
    }

    @Override
    public long append(LedgerEvent event, Durability durability) {
        pending.incrementAndGet();
        long before = time.nanos();
        boolean accepted = false;
        try {
            long index = ledger.append(event, durability);
            accepted = true;
            size.accumulateAndGet(index + 1, Math::max);
            return index;
        } finally {
            instruments.append(durability, accepted, time.nanos() - before);
            pending.decrementAndGet();
        }
    }

    /** How many appends have not returned. */
    long pendingCount() {
        return pending.get();
    }

    /** How many records have a place, as far as appends through here say. */
    long size() {
        return size.get();
    }

    @Override
    public void read(Consumer<LedgerRecord> reader) {
        ledger.read(reader);
    }

    @Override
    public Optional<LedgerLeaf> leaf(long index) {
        return ledger.leaf(index);
    }

    @Override
    public Optional<TreeHead> treeHead() {
        return ledger.treeHead();
    }

    @Override
    public boolean keepsPayloads() {
        return ledger.keepsPayloads();
    }

    @Override
    public Digest keep(byte[] payload) {
        return ledger.keep(payload);
    }

    @Override
    public Optional<byte[]> payload(Digest digest) {
        return ledger.payload(digest);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
