package dev.cnv.tests;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerEvent.CallCompleted;
import dev.cnv.runtime.governance.LedgerEvent.CallDecided;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A ledger that a test can look into, and that can be told to fail. */
final class MemoryLedger implements Ledger {

    private final List<LedgerEvent> events = new ArrayList<>();
    private final List<Durability> durabilities = new ArrayList<>();
    private final Map<Digest, byte[]> payloads = new HashMap<>();
    private Predicate<LedgerEvent> failing = _ -> false;
    private boolean closed;

    synchronized void failOn(Predicate<LedgerEvent> which) {
        failing = which;
    }

    @Override
    public synchronized long append(LedgerEvent event, Durability durability) {
        if (closed || failing.test(event)) {
            throw new LedgerException("ledger=memory cannot take the record", null);
        }
        events.add(event);
        durabilities.add(durability);
        return events.size() - 1;
    }

    @Override
    public synchronized void read(Consumer<LedgerRecord> reader) {
        for (int i = 0; i < events.size(); i++) {
            reader.accept(new LedgerRecord(i, events.get(i)));
        }
    }

    @Override
    public synchronized Digest keep(byte[] payload) {
        Digest digest = Digest.of(payload);
        payloads.put(digest, payload.clone());
        return digest;
    }

    @Override
    public synchronized Optional<byte[]> payload(Digest digest) {
        return Optional.ofNullable(payloads.get(digest)).map(byte[]::clone);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    synchronized boolean closed() {
        return closed;
    }

    synchronized List<LedgerEvent> events() {
        return List.copyOf(events);
    }

    synchronized Durability durability(int index) {
        return durabilities.get(index);
    }

    List<CallDecided> decisions() {
        return events().stream()
                .filter(CallDecided.class::isInstance)
                .map(CallDecided.class::cast)
                .toList();
    }

    List<CallCompleted> completions() {
        return events().stream()
                .filter(CallCompleted.class::isInstance)
                .map(CallCompleted.class::cast)
                .toList();
    }
}
