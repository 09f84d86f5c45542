package dev.cnv.examples.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.worker.BatchRecords;
import dev.cnv.hotpath.worker.FrameResult;
import dev.cnv.hotpath.worker.Worker;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.time.SystemTime;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated frames run the verbs, under a grant, as a worker runs them. */
class FramesTest {

    private static final int ACCOUNTS = 1_000_000;
    private static final int TRANSFERS = 200_000;
    private static final int OPENING_CENTS = 1_000;

    @TempDir
    private Path folder;

    private final Payments payments = Payments.open(ACCOUNTS, OPENING_CENTS, Arena.ofAuto());
    private final FrameRing ring = FrameRing.create(Arena.ofAuto(), 256, 1);
    private final long[] sent = new long[256];
    private final PaymentsFrames.TransferFrame transfer = new PaymentsFrames.TransferFrame();
    private SystemTime time;
    private PaymentsOffice office;
    private BatchRecords records;
    private Worker worker;
    private long grant;

    @BeforeEach
    void open() {
        time = new SystemTime(Clock.systemUTC());
        office = new PaymentsOffice(
                payments, 2, FileLedger.open(folder.resolve("ledger"), time), time);
        records = new BatchRecords(
                office.table(), BatchRecords.Terms.DEFAULT, Thread.ofPlatform().factory());
        worker = new Worker(
                new Worker.Terms("payments", 256),
                records,
                office.verbs().frames(),
                List.of(new Worker.Lane(ring, null)));
        grant = office.transferGrant(1);
    }

    @AfterEach
    void close() {
        worker.close();
        records.close();
        office.close();
        time.close();
    }

    private void send(int index, int from, int to, long amount) {
        sent[index] = ring.claim();
        transfer.at(ring.segment(), sent[index]).under(grant, index).put(from, to, amount);
        ring.commit(sent[index]);
    }

    private int status(int index) {
        return FrameResult.status(ring.segment(), sent[index]);
    }

    @Test
    void transfers_byFrames_leaveTheSumAsItWas() {
        long[] expected = new long[ACCOUNTS];
        Arrays.fill(expected, OPENING_CENTS);
        Random random = new Random(138);
        Payments.Booking[] bookings = new Payments.Booking[sent.length];
        for (int i = 0; i < TRANSFERS / sent.length; i++) {
            for (int index = 0; index < sent.length; index++) {
                int from = random.nextInt(100);
                int to = random.nextInt(100, ACCOUNTS);
                int amount = random.nextInt(1, 300);
                send(index, from, to, amount);
                boolean enough = expected[from] >= amount;
                bookings[index] = enough ? Payments.Booking.BOOKED : Payments.Booking.INSUFFICIENT;
                expected[from] -= enough ? amount : 0;
                expected[to] += enough ? amount : 0;
            }
            worker.sweep();
            for (int index = 0; index < sent.length; index++) {
                assertEquals(FrameStatus.DONE, status(index));
                assertEquals(
                        bookings[index],
                        transfer.at(ring.segment(), sent[index]).result());
            }
        }
        assertFalse(worker.sweep());
        assertEquals((long) ACCOUNTS * OPENING_CENTS, payments.total());
        for (int account = 0; account < ACCOUNTS; account++) {
            assertEquals(expected[account], payments.centsOf(account));
        }
    }

    @Test
    void transfer_ofNothingOrTooMuch_isRefusedBeforeTheHandler() {
        long[] amounts = {0, -1, 100_000_001, Long.MIN_VALUE, Long.MAX_VALUE};
        for (int i = 0; i < amounts.length; i++) {
            send(i, 1, 2, amounts[i]);
        }
        send(amounts.length, -1, 2, 1);
        worker.sweep();
        for (int i = 0; i <= amounts.length; i++) {
            assertEquals(FrameStatus.ARGUMENT_REFUSED, status(i));
        }
        assertEquals(OPENING_CENTS, payments.centsOf(1));
        assertEquals(0, worker.metrics().executed());
    }

    /** The grant is for transfers, so that a look at a balance does not run under it. */
    @Test
    void balance_underAGrantForTransfers_isDenied() {
        sent[0] = ring.claim();
        new PaymentsFrames.BalanceFrame()
                .at(ring.segment(), sent[0])
                .under(grant, 0)
                .put(1);
        ring.commit(sent[0]);
        worker.sweep();
        assertEquals(FrameStatus.VERB_NOT_GRANTED, status(0));
    }
}
