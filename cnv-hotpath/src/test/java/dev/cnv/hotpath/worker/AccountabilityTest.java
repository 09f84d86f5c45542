package dev.cnv.hotpath.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Teller;
import dev.cnv.hotpath.grant.EffectBits;
import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.ring.RingStatus;
import dev.cnv.runtime.governance.FrameEvent.BatchExecuted;
import dev.cnv.runtime.governance.FrameEvent.FrameCount;
import dev.cnv.runtime.governance.Ledger.Durability;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything is accounted for: behind a slow ledger, in a flood of denials, and by many threads. */
@Timeout(60)
class AccountabilityTest {

    private static final int THREADS = 16;
    private static final int EACH = 5_000;

    private final Branch branch = new Branch();
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        branch.close();
        arena.close();
    }

    private BatchRecords records(BatchRecords.Terms terms) {
        return new BatchRecords(branch.table, terms, Thread.ofPlatform().factory());
    }

    private long transferGrant() {
        return branch.grant(Branch.transfer(branch.session("alice"))).value();
    }

    private long counted(String status) {
        return branch.ledger.all(BatchExecuted.class).stream()
                .flatMap(event -> event.counts().stream())
                .filter(count -> count.status().equals(status))
                .mapToLong(FrameCount::frames)
                .sum();
    }

    /**
     * The ledger takes nothing for a while. So much is underway as fits the buffers and the ring, and
     * then the producer is told that the ring is full; when the ledger goes on, all of it is recorded.
     */
    @Test
    void ledger_thatFallsBehind_slowsTheProducerDownAndDropsNothing() throws Exception {
        branch.ledger.holdUp(BatchExecuted.class::isInstance);
        FrameRing ring = FrameRing.create(arena, 64, 1);
        long handle = transferGrant();
        BatchRecords records = records(
                new BatchRecords.Terms(2, 128, Duration.ofMillis(100), Durability.BUFFERED));
        Worker worker = new Worker(
                        new Worker.Terms("w", 32),
                        records,
                        new Teller(branch.bank),
                        List.of(new Worker.Lane(ring, null)))
                .start(Thread.ofPlatform().factory());
        long sent = 0;
        long lastTaken = System.nanoTime();
        while (System.nanoTime() - lastTaken < 300_000_000L) {
            long frame = ring.claim();
            if (frame == RingStatus.FULL) {
                Thread.onSpinWait();
            } else {
                FrameDescriptor.writeHead(
                        ring.segment(), frame, handle, Branch.TRANSFER, (short) 0, 1, sent++);
                ring.commit(frame);
                lastTaken = System.nanoTime();
            }
        }
        // Two buffers of 128, a ring of 64, and a batch of 32 that waits for its record.
        assertTrue(sent >= 128 + 64 && sent <= 2 * 128 + 64 + 32, "sent=" + sent);
        assertEquals(0, branch.ledger.all(BatchExecuted.class).size());
        assertTrue(worker.metrics().ledgerWaits() > 0);
        branch.ledger.letGo(1_000);
        ring.close();
        worker.close();
        records.close();
        assertEquals(sent, worker.metrics().executed());
        assertEquals(sent, counted("DONE"));
    }

    /** 100,000 denials in 1,000 milliseconds, at one record for each 100 of them. */
    @Test
    void denials_inAFlood_makeARecordForEachAgeAndAreAllCounted() {
        FrameRing ring = FrameRing.create(arena, 128, 1);
        BatchRecords records = records(
                new BatchRecords.Terms(4, 256, Duration.ofMillis(100), Durability.BUFFERED));
        Worker worker = new Worker(
                new Worker.Terms("w", 100),
                records,
                new Teller(branch.bank),
                List.of(new Worker.Lane(ring, null)));
        for (int millis = 0; millis < 1_000; millis++) {
            for (int i = 0; i < 100; i++) {
                Teller.send(ring, -i, Branch.TRANSFER, i, 1, 2, 1);
            }
            worker.sweep();
            branch.time.advance(Duration.ofMillis(1));
        }
        worker.close();
        records.close();
        int written = branch.ledger.all(BatchExecuted.class).size();
        assertTrue(written >= 9 && written <= 11, "written=" + written);
        assertEquals(100_000, counted("HANDLE_STALE"));
        assertEquals(100_000, worker.metrics().denied());
    }

    /**
     * Sixteen producers and sixteen workers over one table. Each writes frames whose flags ask for
     * effects, some of which its grant has not; one in seven names another's verb.
     */
    @Test
    void sixteenProducersAndWorkers_withFlagsOfTheirOwn_loseNothingAndCountExactly()
            throws Exception {
        BatchRecords records = records(BatchRecords.Terms.DEFAULT);
        List<Worker> workers = new ArrayList<>();
        List<Future<long[]>> sent = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                FrameRing ring = FrameRing.create(arena, 128, 1);
                workers.add(new Worker(
                                new Worker.Terms("w" + i, 64),
                                records,
                                new Teller(branch.bank),
                                List.of(new Worker.Lane(ring, null)))
                        .start(Thread.ofPlatform().factory()));
                long handle = transferGrant();
                int account = 20 + 2 * i;
                sent.add(threads.submit(() -> produce(ring, handle, account)));
            }
        }
        workers.forEach(Worker::close);
        records.close();
        long[] expected = new long[FrameStatus.COUNT];
        for (int i = 0; i < THREADS; i++) {
            long[] own = sent.get(i).get();
            WorkerMetrics metrics = workers.get(i).metrics();
            assertEquals(EACH, metrics.frames());
            for (int status = 0; status < expected.length; status++) {
                assertEquals(own[status], metrics.byStatus()[status], "status=" + status);
                expected[status] += own[status];
            }
            assertEquals(own[FrameStatus.DONE], branch.bank.cents[21 + 2 * i]);
            assertEquals(-own[FrameStatus.DONE], branch.bank.cents[20 + 2 * i]);
        }
        for (int status = 0; status < expected.length; status++) {
            assertEquals(expected[status], counted(FrameStatus.nameOf(status)));
        }
    }

    /** How many frames ought to get each status. */
    private static long[] produce(FrameRing ring, long handle, int account) {
        long[] expected = new long[FrameStatus.COUNT];
        for (int i = 0; i < EACH; i++) {
            int flags = i % 3 == 0
                    ? EffectBits.MUTATE_STATE
                    : i % 3 == 1 ? EffectBits.NONE : 1 << i % 16 | EffectBits.PRIVILEGED;
            int verb = i % 7 == 0 ? Branch.BALANCE : Branch.TRANSFER;
            long frame = ring.claim();
            while (frame < 0) {
                Thread.yield();
                frame = ring.claim();
            }
            FrameDescriptor.writeHead(ring.segment(), frame, handle, verb, (short) flags, 1, i);
            long arguments = frame + FrameDescriptor.ARGUMENTS_OFFSET;
            ring.segment().set(FrameDescriptor.INT, arguments, account);
            ring.segment().set(FrameDescriptor.INT, arguments + 4, account + 1);
            ring.segment().set(FrameDescriptor.LONG, arguments + 8, 1);
            ring.commit(frame);
            int status = verb != Branch.TRANSFER
                    ? FrameStatus.VERB_NOT_GRANTED
                    : i % 3 == 2 ? FrameStatus.EFFECTS_NOT_GRANTED : FrameStatus.DONE;
            expected[status]++;
        }
        ring.close();
        return expected;
    }
}
