package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.governance.EventJson;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** A ledger that a test can look into, and that can be told to fail. Events go through their bytes. */
final class ListLedger implements Ledger {

    private final List<LedgerEvent> events = new ArrayList<>();
    private final List<Durability> durabilities = new ArrayList<>();
    private final Map<Digest, byte[]> payloads = new HashMap<>();
    private boolean failing;

    synchronized void failFromNowOn() {
        failing = true;
    }

    @Override
    public synchronized long append(LedgerEvent event, Durability durability) {
        if (failing) {
            throw new LedgerException("ledger=list cannot take the record", null);
        }
        String text = CanonicalJson.text(EventJson.write(event));
        events.add(EventJson.read(EventJson.type(event), (ObjectNode) StrictJson.parse(text)));
        durabilities.add(durability);
        return events.size() - 1L;
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
    public void close() {}

    synchronized List<LedgerEvent> events() {
        return List.copyOf(events);
    }

    synchronized Durability lastDurability() {
        return durabilities.getLast();
    }
}
