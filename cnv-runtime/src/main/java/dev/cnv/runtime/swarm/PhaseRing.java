package dev.cnv.runtime.swarm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last events, in a ring that many threads write: a new event takes the place of the oldest.
 *
 * <pre>
 *  slot: stamp | row, epoch | from, to | at | lasted      (5 longs), and the swarm's name beside them
 *  stamp: 0 never written; 2t + 1 ticket t is being written; 2t + 2 ticket t is there
 * </pre>
 *
 * <p><b>Threading:</b> any number of writers and readers. Writers take tickets; one waits for another
 * only when that one has been overtaken by a whole ring in the middle of its write.
 */
final class PhaseRing {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SLOT = 5;

    private final long[] cells;
    private final AtomicReferenceArray<String> names;
    private final int capacity;
    private final AtomicLong tickets = new AtomicLong();

    PhaseRing(int capacity) {
        this.capacity = capacity;
        this.cells = new long[Math.multiplyExact(capacity, SLOT)];
        this.names = new AtomicReferenceArray<>(capacity);
    }

    /** What reads an event, with the name that its swarm had; empty when nobody knew it. */
    @FunctionalInterface
    interface Reader {
        void read(String name, PhaseEvent event);
    }

    void add(
            String name, int row, Phase from, Phase to, int epoch, long atNanos, long lastedNanos) {
        long ticket = tickets.getAndIncrement();
        int slot = (int) (ticket % capacity) * SLOT;
        if (!claim(slot, ticket)) {
            return;
        }
        // Orders the odd stamp before the fields: pairs with the fence of readers.
        VarHandle.storeStoreFence();
        CELL.setOpaque(cells, slot + 1, ((long) row << 32) | epoch);
        CELL.setOpaque(cells, slot + 2, ((long) from.number() << 3) | to.number());
        CELL.setOpaque(cells, slot + 3, atNanos);
        CELL.setOpaque(cells, slot + 4, lastedNanos);
        names.setOpaque(slot / SLOT, name);
        // Publishes the fields to readers that see this stamp.
        CELL.setRelease(cells, slot, 2 * ticket + 2);
    }

    /** Takes a slot; not when a later ticket has it, for then this event is overwritten already. */
    @SuppressWarnings(
            "ThreadPriorityCheck") // The writer that was overtaken may wait for this processor.
    private boolean claim(int slot, long ticket) {
        while (true) {
            long stamp = (long) CELL.getAcquire(cells, slot);
            if (stamp > 2 * ticket) {
                return false;
            }
            if (stamp % 2 == 0) {
                if (CELL.compareAndSet(cells, slot, stamp, 2 * ticket + 1)) {
                    return true;
                }
            } else {
                Thread.yield();
            }
        }
    }

    /** The events ever added. */
    long added() {
        return tickets.get();
    }

    /** The events that gave way to later ones. */
    long overwritten() {
        return Math.max(0, tickets.get() - capacity);
    }

    /** The events that are there, oldest first. */
    List<PhaseEvent> events() {
        List<PhaseEvent> events = new ArrayList<>();
        for (long ticket = overwritten(), end = tickets.get(); ticket < end; ticket++) {
            read(ticket, (_, event) -> events.add(event));
        }
        return events;
    }

    /**
     * Reads on from a ticket, up to an event that is still being written.
     *
     * @return the ticket to go on from; what lies between the first and the events that were read, and
     *     was not read, is overwritten
     */
    long readFrom(long from, Reader reader) {
        long ticket = Math.max(from, overwritten());
        while (ticket < tickets.get() && (read(ticket, reader) || ticket < overwritten())) {
            ticket++;
        }
        return ticket;
    }

    private boolean read(long ticket, Reader reader) {
        int slot = (int) (ticket % capacity) * SLOT;
        if ((long) CELL.getAcquire(cells, slot) != 2 * ticket + 2) {
            return false;
        }
        long place = (long) CELL.getOpaque(cells, slot + 1);
        long move = (long) CELL.getOpaque(cells, slot + 2);
        long at = (long) CELL.getOpaque(cells, slot + 3);
        long lasted = (long) CELL.getOpaque(cells, slot + 4);
        String name = names.getOpaque(slot / SLOT);
        // A writer that changed a field set the stamp before: it shows below.
        VarHandle.loadLoadFence();
        if ((long) CELL.getOpaque(cells, slot) != 2 * ticket + 2) {
            return false;
        }
        reader.read(
                name,
                new PhaseEvent(
                        (int) (place >>> 32),
                        Phase.of((int) (move >>> 3)),
                        Phase.of((int) (move & 7)),
                        (int) place,
                        at,
                        lasted));
        return true;
    }
}
