package dev.cnv.runtime.registry;

import dev.cnv.runtime.governance.DelegationEvent;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.LedgerTail;
import dev.cnv.runtime.time.Time;
import java.nio.file.Path;

/**
 * The delegations and revocations of a runtime in another process, as its ledger tells them. Who follows a
 * ledger trusts the file: revocations by that runtime's operator hold here too.
 *
 * {@snippet :
 * DelegationFollower other = DelegationFollower.open(Path.of("/var/lib/first/ledger"), time);
 * Cnv cnv = Cnv.builder().revocations(other.revocations()).build();
 * scheduler.scheduleWithFixedDelay(other::poll, 0, 1, TimeUnit.SECONDS);
 * }
 *
 * <p>Between two polls it knows what it knew: poll as often as a revocation has to arrive.
 *
 * <p><b>Threading:</b> safe for use by several threads; one at a time polls.
 */
public final class DelegationFollower extends BookView implements AutoCloseable {

    private final LedgerTail tail;

    private DelegationFollower(LedgerTail tail, DelegationBook book) {
        super(book);
        this.tail = tail;
    }

    /**
     * Reads a ledger up to its last complete record.
     *
     * @param ledger the ledger's directory; needs no right to write
     * @param time the source of time
     * @return the follower
     * @throws LedgerException when there is no ledger, or it cannot be read
     */
    public static DelegationFollower open(Path ledger, Time time) {
        LedgerTail tail = LedgerTail.open(ledger);
        DelegationFollower follower = new DelegationFollower(
                tail, new DelegationBook(time, ChangeRing.DEFAULT_CAPACITY_COUNT));
        try {
            follower.poll();
            return follower;
        } catch (RuntimeException e) {
            tail.close();
            throw e;
        }
    }

    /**
     * Takes what was appended to the ledger since the last poll.
     *
     * @return how many records there were, calls included
     * @throws LedgerException when the ledger cannot be read, or is no longer the one that was read before;
     *     what is known stays known. When it happens again, open a new follower
     */
    public long poll() {
        long count;
        synchronized (tail) {
            count = tail.poll(this::take);
        }
        book.announce();
        return count;
    }

    private void take(LedgerRecord record) {
        if (record.event() instanceof DelegationEvent event) {
            book.apply(record.index(), event);
        }
    }

    @Override
    public void close() {
        synchronized (tail) {
            tail.close();
        }
    }
}
