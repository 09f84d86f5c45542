package dev.cnv.hotpath.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Teller;
import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.runtime.governance.FrameEvent.BatchExecuted;
import dev.cnv.runtime.governance.FrameEvent.FrameCount;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.telemetry.MetricSeries;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerTest {

    private static final BatchRecords.Terms SMALL =
            new BatchRecords.Terms(2, 256, Duration.ofMillis(100), Durability.BUFFERED);

    private final Branch branch = new Branch();
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        branch.close();
        arena.close();
    }

    private FrameRing ring(int capacity) {
        return FrameRing.create(arena, capacity, 1);
    }

    private BatchRecords records(BatchRecords.Terms terms) {
        return new BatchRecords(
                branch.table, terms, Thread.ofPlatform().name("recorder").factory());
    }

    private Worker worker(BatchRecords records, FrameDispatcher verbs, FrameRing... rings) {
        List<Worker.Lane> lanes = new ArrayList<>();
        for (FrameRing ring : rings) {
            lanes.add(new Worker.Lane(ring, null));
        }
        return new Worker(new Worker.Terms("w", 64), records, verbs, lanes)
                .start(Thread.ofPlatform().name("worker").factory());
    }

    private long transferGrant() {
        return branch.grant(Branch.transfer(branch.session("alice"))).value();
    }

    private static void await(BooleanSupplier what) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!what.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "nothing happened for 20 s");
            Thread.sleep(1);
        }
    }

    /** The sum over the series of a metric. */
    private long shown(String metric) {
        AtomicLong sum = new AtomicLong();
        branch.cnv.telemetry().series(series -> {
            if (series.metric().family().equals(metric)) {
                sum.addAndGet(
                        switch (series) {
                            case MetricSeries.Value number ->
                                (long) number.value().getAsDouble();
                            case MetricSeries.Durations durations ->
                                durations.count().getAsLong();
                        });
            }
        });
        return sum.get();
    }

    private long counted(String verb, String status) {
        return branch.ledger.all(BatchExecuted.class).stream()
                .flatMap(event -> event.counts().stream())
                .filter(count -> count.verb().equals(verb) && count.status().equals(status))
                .mapToLong(FrameCount::frames)
                .sum();
    }

    static String digest(long... longs) throws Exception {
        ByteBuffer bytes =
                ByteBuffer.allocate(longs.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long each : longs) {
            bytes.putLong(each);
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    }

    /**
     * Four producers, one worker, two verbs; one grant is revoked while its producer goes on. What the
     * bank did, what the frames say and what the ledger says are the same.
     */
    @Test
    void fourProducers_oneRevokedInMidRun_everyFrameIsAccountedFor() throws Exception {
        int each = 50_000;
        long[] handles = new long[4];
        FrameRing[] rings = new FrameRing[4];
        for (int i = 0; i < 4; i++) {
            handles[i] = transferGrant();
            rings[i] = ring(1_024);
        }
        long look = branch.grant(Branch.balance(branch.session("eve"))).value();
        BatchRecords records = records(BatchRecords.Terms.DEFAULT);
        Worker worker = worker(records, new Teller(branch.bank), rings);
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch revoked = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int p = 0; p < 4; p++) {
                int producer = p;
                threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        if (producer == 3 && i == each / 2) {
                            half.countDown();
                            revoked.await();
                        }
                        boolean transfer = i % 2 == 0;
                        assertTrue(Teller.send(
                                rings[producer],
                                transfer ? handles[producer] : look,
                                transfer ? Branch.TRANSFER : Branch.BALANCE,
                                i,
                                producer,
                                producer + 10,
                                1));
                    }
                    rings[producer].close();
                    return null;
                });
            }
            half.await();
            assertTrue(branch.table.revoke(handles[3]));
            // A batch that had begun may end; the frames after this are of batches that begin
            // later.
            await(() -> rings[3].statistics().depth() == 0);
            revoked.countDown();
        }
        worker.close();
        records.close();
        WorkerMetrics metrics = worker.metrics();
        WorkerViews.show(branch.cnv.telemetry(), List.of(worker));
        assertEquals(metrics.frames(), shown("cnv_hotpath_frames"));
        assertEquals(metrics.batches(), shown("cnv_hotpath_batches"));
        assertEquals(metrics.frames(), shown("cnv_hotpath_frame_duration_seconds"));
        long[] cents = branch.bank.cents;
        for (int i = 0; i < 3; i++) {
            assertEquals(each / 2, cents[i + 10]);
            assertEquals(-each / 2, cents[i]);
        }
        assertTrue(cents[13] <= each / 4, "moved=" + cents[13]);
        assertEquals(-cents[13], cents[3]);
        long moved = cents[10] + cents[11] + cents[12] + cents[13];
        long stale = 4L * each / 2 - moved;
        assertTrue(stale >= each / 4, "stale=" + stale);
        assertEquals(4L * each, metrics.frames());
        assertEquals(moved + 2L * each, metrics.executed());
        assertEquals(stale, metrics.byStatus()[FrameStatus.HANDLE_STALE]);
        assertEquals(moved, counted("bank.transfer", "DONE"));
        assertEquals(2L * each, counted("bank.balance", "DONE"));
        assertEquals(stale, counted("bank.transfer", "HANDLE_STALE"));
        List<BatchExecuted> events = branch.ledger.all(BatchExecuted.class);
        assertEquals(
                metrics.executed(),
                events.stream().mapToLong(BatchExecuted::executed).sum());
        assertEquals(
                metrics.batches(),
                events.stream().mapToLong(BatchExecuted::batches).sum());
        for (int i = 0; i < events.size(); i++) {
            assertEquals(i, events.get(i).sequence());
            assertEquals(branch.table.id(), events.get(i).table());
        }
    }

    @Test
    void record_digest_isThatOfHandleVerbAndCorrelationInOrder() throws Exception {
        long handle = transferGrant();
        FrameRing ring = ring(64);
        BatchRecords records = records(SMALL);
        Teller.send(ring, handle, Branch.TRANSFER, 71, 1, 2, 5);
        Teller.send(ring, 0, Branch.TRANSFER, 72, 1, 2, 5);
        Teller.send(ring, handle, Branch.TRANSFER, 73, 1, 2, 5);
        ring.close();
        Worker worker = worker(records, new Teller(branch.bank), ring);
        worker.close();
        records.close();
        BatchExecuted event = branch.ledger.all(BatchExecuted.class).getFirst();
        assertEquals(digest(handle, 0, 71, handle, 0, 73), event.digest().hex());
        assertEquals(2, event.executed());
        assertEquals(1, event.denied());
        assertEquals(
                List.of(
                        new FrameCount("bank.transfer", "DONE", 2),
                        new FrameCount("bank.transfer", "HANDLE_STALE", 1)),
                event.counts());
    }

    @Test
    void dispatch_thatThrows_endsThatFrameOnlyAndSaysSoInPlace() throws Exception {
        long handle = transferGrant();
        FrameRing ring = ring(64);
        long[] offsets = new long[6];
        for (int i = 0; i < 6; i++) {
            offsets[i] = i * 64L;
            Teller.send(ring, handle, i == 5 ? 77 : 0, i, i == 2 ? Teller.CURSED : 1, 2, 5);
        }
        ring.close();
        BatchRecords records = records(SMALL);
        Worker worker = worker(records, new Teller(branch.bank), ring);
        worker.close();
        records.close();
        assertEquals(20, branch.bank.cents[2]);
        for (int i = 0; i < 6; i++) {
            int status = i == 2
                    ? FrameStatus.FAILED
                    : i == 5 ? FrameStatus.VERB_NOT_GRANTED : FrameStatus.DONE;
            assertTrue(FrameResult.isThere(ring.segment(), offsets[i]));
            assertEquals(status, FrameResult.status(ring.segment(), offsets[i]));
        }
        assertFalse(FrameResult.isThere(ring.segment(), 6 * 64));
        assertNotNull(worker.lastFailure());
        assertEquals(1, counted("bank.transfer", "FAILED"));
        assertEquals(1, counted("", "VERB_NOT_GRANTED"));
    }

    @Test
    void dispatcher_thatClaimsADenialOrNonsense_countsAsFailed() throws Exception {
        long handle = transferGrant();
        int[] answers = {0, 1, 2, 9, 15, 16, 127, 128, -1, Integer.MIN_VALUE};
        FrameRing ring = ring(64);
        for (int i = 0; i < answers.length; i++) {
            Teller.send(ring, handle, Branch.TRANSFER, i, 1, 2, 5);
        }
        ring.close();
        BatchRecords records = records(SMALL);
        int[] next = {0};
        worker(records, (_, _, _) -> answers[next[0]++], ring).close();
        records.close();
        assertEquals(3, counted("bank.transfer", "DONE"));
        assertEquals(7, counted("bank.transfer", "FAILED"));
        assertEquals(127, FrameResult.status(ring.segment(), 6 * 64));
    }

    /** Two buffers of 256 frames: with the first one stuck on its way, the worker stops within the third. */
    @Test
    void slowLedger_makesTheWorkerWaitAndNothingIsDropped() throws Exception {
        branch.ledger.holdUp(BatchExecuted.class::isInstance);
        long handle = transferGrant();
        FrameRing ring = ring(4_096);
        for (int i = 0; i < 4_000; i++) {
            Teller.send(ring, handle, Branch.TRANSFER, i, 1, 2, 1);
        }
        ring.close();
        BatchRecords records = records(SMALL);
        Worker worker = worker(records, new Teller(branch.bank), ring);
        await(() -> worker.metrics().ledgerWaits() == 1);
        Thread.sleep(100);
        long stuck = worker.metrics().executed();
        assertTrue(stuck <= 2 * 256, "executed=" + stuck);
        assertEquals(0, branch.ledger.all(BatchExecuted.class).size());
        assertEquals(stuck, branch.bank.cents[2]);
        branch.ledger.letGo(1_000);
        worker.close();
        records.close();
        assertEquals(4_000, branch.bank.cents[2]);
        assertEquals(4_000, counted("bank.transfer", "DONE"));
    }

    /** What is taken away while a batch waits for the ledger is not there any more for it. */
    @Test
    void revoke_whileABatchWaitsForTheLedger_deniesIt() throws Exception {
        branch.ledger.holdUp(BatchExecuted.class::isInstance);
        long handle = transferGrant();
        FrameRing ring = ring(4_096);
        for (int i = 0; i < 1_000; i++) {
            Teller.send(ring, handle, Branch.TRANSFER, i, 1, 2, 1);
        }
        ring.close();
        BatchRecords records = records(SMALL);
        Worker worker = worker(records, new Teller(branch.bank), ring);
        await(() -> worker.metrics().ledgerWaits() == 1);
        long before = branch.bank.cents[2];
        branch.table.revoke(handle);
        branch.ledger.letGo(1_000);
        worker.close();
        records.close();
        assertEquals(before, branch.bank.cents[2]);
        assertEquals(1_000 - before, counted("bank.transfer", "HANDLE_STALE"));
    }

    @Test
    void ledgerThatFails_runsNoMoreVerbs() throws Exception {
        branch.ledger.failOn(BatchExecuted.class::isInstance);
        long handle = transferGrant();
        FrameRing ring = ring(4_096);
        BatchRecords records = records(SMALL);
        Worker worker = worker(records, new Teller(branch.bank), ring);
        for (int i = 0; i < 512; i++) {
            Teller.send(ring, handle, Branch.TRANSFER, i, 1, 2, 1);
        }
        await(() -> records.failure() != null);
        await(() -> worker.metrics().frames() == 512);
        long before = branch.bank.cents[2];
        for (int i = 0; i < 100; i++) {
            Teller.send(ring, handle, Branch.TRANSFER, i, 1, 2, 1);
        }
        ring.close();
        worker.close();
        assertEquals(before, branch.bank.cents[2]);
        assertEquals(612 - before, worker.metrics().byStatus()[FrameStatus.UNRECORDABLE]);
        assertThrows(LedgerException.class, records::close);
    }

    /** The time of this test stands still, so that nothing grows old. */
    @Test
    void denials_manyOfThem_makeOneRecordThatCountsAll() throws Exception {
        FrameRing ring = ring(1_024);
        BatchRecords records = records(SMALL);
        Worker worker = worker(records, new Teller(branch.bank), ring);
        for (int i = 0; i < 100_000; i++) {
            assertTrue(Teller.send(ring, 0x7_0000_0001L, Branch.BALANCE, i, 1, 2, 1));
        }
        ring.close();
        worker.close();
        records.close();
        assertEquals(1, branch.ledger.all(BatchExecuted.class).size());
        assertEquals(100_000, counted("bank.balance", "HANDLE_STALE"));
    }

    @Test
    void batch_thatHasWaitedLongEnough_isRecordedWithoutMore() throws Exception {
        long handle = transferGrant();
        FrameRing ring = ring(64);
        BatchRecords records = records(SMALL);
        Worker worker = worker(records, new Teller(branch.bank), ring);
        Teller.send(ring, handle, Branch.TRANSFER, 1, 1, 2, 1);
        await(() -> worker.metrics().frames() == 1);
        Thread.sleep(20);
        assertEquals(0, branch.ledger.all(BatchExecuted.class).size());
        branch.time.advance(Duration.ofMillis(101));
        await(() -> branch.ledger.all(BatchExecuted.class).size() == 1);
        ring.close();
        worker.close();
        records.close();
        assertEquals(1, branch.ledger.all(BatchExecuted.class).size());
    }

    @Test
    void responses_ofEveryFrame_comeBackInOrderWithStatusAndResult() throws Exception {
        long handle = branch.grant(Branch.balance(branch.session("alice"))).value();
        branch.bank.cents[7] = 77;
        FrameRing ring = ring(256);
        FrameRing responses = ring(16);
        BatchRecords records = records(SMALL);
        Worker worker = new Worker(
                        new Worker.Terms("w", 64),
                        records,
                        new Teller(branch.bank),
                        List.of(new Worker.Lane(ring, responses)))
                .start(Thread.ofPlatform().factory());
        for (int i = 0; i < 200; i++) {
            Teller.send(ring, i % 3 == 0 ? 0 : handle, Branch.BALANCE, i, 7, 0, 0);
        }
        for (int i = 0; i < 200; i++) {
            long frame = responses.next();
            while (frame < 0) {
                Thread.yield();
                frame = responses.next();
            }
            assertEquals(i, FrameDescriptor.correlation(responses.segment(), frame));
            assertEquals(
                    i % 3 == 0 ? FrameStatus.HANDLE_STALE : FrameStatus.DONE,
                    FrameResult.status(responses.segment(), frame));
            assertEquals(i % 3 == 0 ? 0 : 77, Teller.amount(responses.segment(), frame));
            responses.release();
        }
        ring.close();
        worker.close();
        records.close();
        assertEquals(0, worker.metrics().unanswered());
    }

    @Test
    void close_withResponsesThatNobodyReads_endsAndCountsThem() throws Exception {
        long handle = branch.grant(Branch.balance(branch.session("alice"))).value();
        FrameRing ring = ring(64);
        FrameRing responses = ring(16);
        for (int i = 0; i < 40; i++) {
            Teller.send(ring, handle, Branch.BALANCE, i, 7, 0, 0);
        }
        ring.close();
        BatchRecords records = records(SMALL);
        Worker worker = new Worker(
                        new Worker.Terms("w", 64),
                        records,
                        new Teller(branch.bank),
                        List.of(new Worker.Lane(ring, responses)))
                .start(Thread.ofPlatform().factory());
        await(() -> worker.metrics().frames() == 40);
        worker.close(Duration.ZERO);
        records.close();
        assertEquals(24, worker.metrics().unanswered());
        assertEquals(40, counted("bank.balance", "DONE"));
    }

    @Test
    void close_ofAnOpenRing_servesWhatIsThereAndRefusesMore() throws Exception {
        long handle = transferGrant();
        FrameRing ring = ring(16);
        BatchRecords records = records(SMALL);
        Worker worker = worker(records, new Teller(branch.bank), ring);
        AtomicLong sent = new AtomicLong();
        Thread producer = Thread.ofPlatform().start(() -> {
            while (Teller.send(ring, handle, Branch.TRANSFER, 0, 1, 2, 1)) {
                sent.incrementAndGet();
            }
        });
        await(() -> worker.metrics().frames() > 1_000);
        worker.close();
        producer.join();
        records.close();
        assertEquals(sent.get(), worker.metrics().executed());
        assertEquals(sent.get(), branch.bank.cents[2]);
        assertEquals(0, ring.statistics().depth());
    }

    @Test
    void metrics_readWhileItWorks_alwaysFitTogether() throws Exception {
        long handle = transferGrant();
        FrameRing ring = ring(256);
        BatchRecords records = records(BatchRecords.Terms.DEFAULT);
        Worker worker = worker(records, new Teller(branch.bank), ring);
        Thread producer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 300_000; i++) {
                Teller.send(ring, i % 4 == 0 ? 1 : handle, Branch.TRANSFER, i, 1, 2, 1);
            }
            ring.close();
        });
        while (producer.isAlive()) {
            WorkerMetrics metrics = worker.metrics();
            long statuses = java.util.Arrays.stream(metrics.byStatus()).sum();
            assertEquals(metrics.frames(), statuses);
            assertEquals(
                    metrics.frames(), java.util.Arrays.stream(metrics.nanos()).sum());
        }
        worker.close();
        records.close();
        assertEquals(225_000, worker.metrics().executed());
        assertEquals(75_000, worker.metrics().denied());
        assertTrue(worker.metrics().peakDepth() >= 1 && worker.metrics().peakDepth() <= 256);
    }

    @Test
    void start_twiceOrOfTooMany_isRefused() {
        BatchRecords records = records(SMALL);
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            FrameRing ring = ring(4);
            ring.close();
            branch.table.enter();
        }
        FrameRing ring = ring(4);
        ring.close();
        Worker worker = new Worker(
                new Worker.Terms("w", 64),
                records,
                new Teller(branch.bank),
                List.of(new Worker.Lane(ring, null)));
        assertThrows(
                IllegalStateException.class,
                () -> worker.start(Thread.ofPlatform().factory()));
        branch.table.exit();
        worker.start(Thread.ofPlatform().factory());
        assertThrows(
                IllegalStateException.class,
                () -> worker.start(Thread.ofPlatform().factory()));
        worker.close();
        workers.forEach(Worker::close);
        records.close();
    }

    @Test
    void buckets_coverAllNanosecondsWithoutGaps() {
        long last = -1;
        for (int bucket = 0; bucket < WorkerCounters.BUCKET_COUNT; bucket++) {
            long end = WorkerCounters.upperEnd(bucket);
            assertTrue(end > last, "bucket=" + bucket + " end=" + end);
            assertEquals(bucket, WorkerCounters.bucket(last + 1));
            assertEquals(bucket, WorkerCounters.bucket(end));
            last = end;
            if (end == Long.MAX_VALUE) {
                return;
            }
        }
        throw new AssertionError("last=" + last);
    }
}
