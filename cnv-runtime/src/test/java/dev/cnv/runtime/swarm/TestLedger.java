package dev.cnv.runtime.swarm;

import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.RuntimeEvent.PhaseChanged;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A ledger in memory that can be told to refuse. */
final class TestLedger implements Ledger {

    private final List<LedgerEvent> events = new ArrayList<>();
    private volatile boolean refusing;
    private volatile Runnable onAppend = () -> {};

    static EventOrigins origins(Time time) {
        return new EventOrigins(time, new RandomIds(new Random(1)));
    }

    void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** What happens on the thread that appends, before the event is kept. */
    void onAppend(Runnable what) {
        onAppend = what;
    }

    synchronized List<String> moves() {
        return events.stream()
                .filter(PhaseChanged.class::isInstance)
                .map(PhaseChanged.class::cast)
                .map(e -> e.swarm() + " " + e.from() + "->" + e.to()
                        + (e.forced() ? " forced" : "") + " by " + e.origin().agent() + ": "
                        + e.why())
                .toList();
    }

    @Override
    public long append(LedgerEvent event, Durability durability) {
        onAppend.run();
        if (refusing) {
            throw new LedgerException("told to refuse", null);
        }
        synchronized (this) {
            events.add(event);
            return events.size() - 1;
        }
    }

    @Override
    public synchronized void read(Consumer<LedgerRecord> reader) {
        for (int i = 0; i < events.size(); i++) {
            reader.accept(new LedgerRecord(i, events.get(i)));
        }
    }

    @Override
    public void close() {}
}
