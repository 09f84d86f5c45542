package dev.cnv.tests;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerRecord;
import java.util.Optional;
import java.util.function.Consumer;

/** A ledger that outlives the runtime that closes it, as a file outlives its process. */
record Surviving(Ledger ledger) implements Ledger {

    @Override
    public long append(LedgerEvent event, Durability durability) {
        return ledger.append(event, durability);
    }

    @Override
    public void read(Consumer<LedgerRecord> reader) {
        ledger.read(reader);
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
        // The next runtime uses it.
    }
}
