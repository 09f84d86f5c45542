package dev.cnv.hotpath.bank;

import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A ledger that a test can look into, hold up, and tell to fail. */
public final class Recorded implements Ledger {

    private final List<LedgerEvent> events = new ArrayList<>();
    private final List<Durability> durabilities = new ArrayList<>();
    private volatile Predicate<LedgerEvent> failing = _ -> false;
    private volatile Predicate<LedgerEvent> held = _ -> false;
    private final Semaphore leave = new Semaphore(0);

    /** Fails on some events from now on. */
    public void failOn(Predicate<LedgerEvent> which) {
        failing = which;
    }

    /** Holds up the append of some events until {@link #letGo}. */
    public void holdUp(Predicate<LedgerEvent> which) {
        held = which;
    }

    /** Lets so many held appends go on. */
    public void letGo(int count) {
        leave.release(count);
    }

    @Override
    public long append(LedgerEvent event, Durability durability) {
        if (held.test(event)) {
            leave.acquireUninterruptibly();
        }
        if (failing.test(event)) {
            throw new LedgerException("ledger=test cannot take the record", null);
        }
        synchronized (this) {
            events.add(event);
            durabilities.add(durability);
            return events.size() - 1;
        }
    }

    @Override
    public synchronized void read(Consumer<LedgerRecord> reader) {
        for (int i = 0; i < events.size(); i++) {
            reader.accept(new LedgerRecord(i, events.get(i)));
        }
    }

    /** The events of a type so far, in order. */
    public synchronized <E extends LedgerEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** With which durability the events of a type were appended. */
    public synchronized List<Durability> durabilities(Class<? extends LedgerEvent> type) {
        List<Durability> found = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (type.isInstance(events.get(i))) {
                found.add(durabilities.get(i));
            }
        }
        return found;
    }

    @Override
    public void close() {}
}
