package dev.cnv.tests;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.RuntimeEvent;
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
    public boolean keepsPayloads() {
        return true;
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

    synchronized void erase(Digest digest) {
        payloads.remove(digest);
    }

    /** The events but for those by which a runtime says what it is made of when it is built. */
    List<LedgerEvent> asked() {
        return events().stream()
                .filter(event -> !(event instanceof RuntimeEvent)
                        || !event.origin().agent().isEmpty())
                .toList();
    }

    synchronized Durability durability(LedgerEvent event) {
        return durabilities.get(events.indexOf(event));
    }

    synchronized Durability durability(int index) {
        return durabilities.get(index);
    }

    List<PolicyDecision> decisions() {
        return events().stream()
                .filter(PolicyDecision.class::isInstance)
                .map(PolicyDecision.class::cast)
                .toList();
    }

    List<InvocationCompleted> completions() {
        return events().stream()
                .filter(InvocationCompleted.class::isInstance)
                .map(InvocationCompleted.class::cast)
                .toList();
    }
}
