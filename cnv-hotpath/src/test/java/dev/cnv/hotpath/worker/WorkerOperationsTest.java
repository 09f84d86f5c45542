package dev.cnv.hotpath.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Teller;
import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.memory.ArenaSettings;
import dev.cnv.hotpath.memory.BumpArena;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.ring.FrameSink;
import dev.cnv.hotpath.ring.RingSettings;
import dev.cnv.hotpath.ring.RingStatus;
import dev.cnv.hotpath.ring.SharedRing;
import dev.cnv.hotpath.ring.WaitStrategy;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.governance.FrameEvent.BatchExecuted;
import dev.cnv.runtime.governance.FrameEvent.FrameCount;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.OperatingMode;
import dev.cnv.runtime.identity.AgentId;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a worker waits, what its metrics say, and what it does when it is used or fed wrongly. */
@Timeout(60)
class WorkerOperationsTest {

    private static final BatchRecords.Terms SMALL =
            new BatchRecords.Terms(2, 256, Duration.ofMillis(100), Durability.BUFFERED);

    private final Branch branch = new Branch();
    private final Arena arena = Arena.ofShared();
    private final BatchRecords records =
            new BatchRecords(branch.table, SMALL, Thread.ofPlatform().factory());

    @AfterEach
    void close() {
        records.close();
        branch.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private Worker worker(Worker.Terms terms, FrameDispatcher verbs, Worker.Lane... lanes) {
        return new Worker(terms, records, verbs, List.of(lanes));
    }

    private static Worker start(Worker worker) {
        return worker.start(Thread.ofPlatform().factory());
    }

    private FrameRing ring(int capacity) {
        return FrameRing.create(arena, capacity, 1);
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

    private static WaitStrategy waiting(String name) {
        return switch (name) {
            case "spinning" -> WaitStrategy.spinning();
            case "yielding" -> WaitStrategy.yielding();
            case "parking" -> WaitStrategy.parking(Duration.ofMillis(1));
            default -> WaitStrategy.blocking(Duration.ofHours(1));
        };
    }

    /** One that blocks sleeps for an hour unless it is woken: by a commit, for a record, or to end. */
    @ParameterizedTest
    @ValueSource(strings = {"spinning", "yielding", "parking", "blocking"})
    void waiting_anyWay_servesWhatComesAndRecordsWhatIsOld(String name) throws Exception {
        WaitStrategy waiting = waiting(name);
        FrameRing ring = FrameRing.create(arena, RingSettings.of(64, 1).withWaiting(waiting));
        Worker worker = start(worker(
                new Worker.Terms("w", 16).withWaiting(waiting),
                new Teller(branch.bank),
                new Worker.Lane(ring, null)));
        long handle = transferGrant();
        for (int i = 1; i <= 3; i++) {
            Thread.sleep(30);
            assertTrue(Teller.send(ring, handle, Branch.TRANSFER, i, 1, 2, 1));
            int sent = i;
            await(() -> worker.metrics().frames() == sent);
            branch.time.advance(Duration.ofMillis(101));
            await(() -> branch.ledger.all(BatchExecuted.class).size() == sent);
        }
        Thread.sleep(30);
        ring.close();
        worker.close();
        assertEquals(3, branch.bank.cents[2]);
    }

    @Test
    void waiting_blockingOnARingOfAnother_isRefused() {
        WaitStrategy waiting = WaitStrategy.blocking(Duration.ofSeconds(1));
        FrameRing deaf = ring(4);
        assertThrows(
                IllegalArgumentException.class,
                () -> worker(
                        new Worker.Terms("w", 16).withWaiting(waiting),
                        new Teller(branch.bank),
                        new Worker.Lane(deaf, null)));
    }

    /** 50 frames wait; batches of 16 are taken, and nobody sends more. */
    @Test
    void metrics_peakDepth_isWhatLayInTheRingNotWhatABatchTook() {
        SharedRing shared = SharedRing.create(arena, RingSettings.of(64, 1));
        FrameRing ring = ring(64);
        FrameSink producer = shared.producer();
        for (int i = 0; i < 50; i++) {
            Teller.send(ring, 0, Branch.TRANSFER, i, 1, 2, 1);
            Teller.send(producer, 0, Branch.TRANSFER, i, 1, 2, 1);
        }
        for (Worker.Lane lane :
                List.of(new Worker.Lane(ring, null), new Worker.Lane(shared, null))) {
            assertEquals(50, lane.requests().depth());
            Worker worker = worker(new Worker.Terms("w", 16), new Teller(branch.bank), lane);
            while (worker.sweep()) {}
            assertEquals(50, worker.metrics().peakDepth());
            assertEquals(4, worker.metrics().batches());
            assertEquals(0, lane.requests().depth());
            worker.close();
        }
    }

    @Test
    void metrics_verdictHits_areBatchesWithoutAChangeBefore() {
        FrameRing ring = ring(64);
        Worker worker = worker(
                new Worker.Terms("w", 1), new Teller(branch.bank), new Worker.Lane(ring, null));
        long handle = transferGrant();
        for (int i = 0; i < 10; i++) {
            if (i == 4) {
                branch.cnv.mode(OperatingMode.MAINTENANCE, new AgentId("operator"), "test");
            }
            Teller.send(ring, handle, Branch.TRANSFER, i, 1, 2, 1);
            worker.sweep();
        }
        assertEquals(10, worker.metrics().batches());
        assertEquals(9, worker.metrics().verdictHits());
        assertEquals(4, worker.metrics().executed());
        worker.close();
    }

    @Test
    void scratch_ofAWorker_isResetBehindEachBatchAndItsPeakSaid() {
        BumpArena scratch = BumpArena.create(arena, ArenaSettings.of(4_096));
        FrameRing ring = ring(64);
        Worker worker = worker(
                new Worker.Terms("w", 4).withScratch(scratch),
                (_, _, _) -> scratch.allocate(40) < 0 ? FrameStatus.FAILED : FrameStatus.DONE,
                new Worker.Lane(ring, null));
        long handle = transferGrant();
        for (int i = 0; i < 60; i++) {
            Teller.send(ring, handle, Branch.TRANSFER, i, 1, 2, 1);
        }
        for (int sweeps = 0; worker.sweep(); sweeps++) {
            assertEquals(0, scratch.usedBytes(), "sweeps=" + sweeps);
        }
        assertEquals(4 * 40, worker.metrics().scratchPeakBytes());
        assertEquals(60, worker.metrics().byStatus()[FrameStatus.DONE]);
        worker.close();
    }

    @Test
    void frame_whoseArgumentsAreRefused_isDeniedAndNotInTheDigest() throws Exception {
        FrameRing ring = ring(64);
        long handle = transferGrant();
        Worker worker = worker(
                new Worker.Terms("w", 16),
                (segment, frame, _) -> FrameDescriptor.correlation(segment, frame) % 2 == 0
                        ? FrameDispatcher.BAD_ARGUMENT
                        : FrameDispatcher.OK,
                new Worker.Lane(ring, null));
        for (int i = 70; i < 74; i++) {
            Teller.send(ring, handle, Branch.TRANSFER, i, 1, 2, 1);
        }
        worker.sweep();
        worker.close();
        BatchExecuted event = branch.ledger.all(BatchExecuted.class).getFirst();
        assertEquals(
                WorkerTest.digest(handle, 0, 71, handle, 0, 73), event.digest().hex());
        assertEquals(2, event.executed());
        assertEquals(2, event.denied());
        assertEquals(
                List.of(
                        new FrameCount("bank.transfer", "DONE", 2),
                        new FrameCount("bank.transfer", "ARGUMENT_REFUSED", 2)),
                event.counts());
        assertEquals(2, worker.metrics().executed());
        assertEquals(FrameStatus.ARGUMENT_REFUSED, FrameResult.status(ring.segment(), 0));
    }

    @Test
    void records_closedBeforeTheirWorker_areRefusedAndGoOn() {
        FrameRing ring = ring(64);
        Worker worker = worker(
                new Worker.Terms("w", 16), new Teller(branch.bank), new Worker.Lane(ring, null));
        Teller.send(ring, transferGrant(), Branch.TRANSFER, 1, 1, 2, 1);
        worker.sweep();
        String said = assertThrows(IllegalStateException.class, records::close).getMessage();
        assertTrue(said.contains("worker=w"), said);
        worker.close();
        assertEquals(1, branch.ledger.all(BatchExecuted.class).getFirst().executed());
        Teller.send(ring, 1, Branch.TRANSFER, 1, 1, 2, 1);
        worker.sweep();
        assertEquals(FrameStatus.UNRECORDABLE, FrameResult.status(ring.segment(), 64));
    }

    @Test
    void responses_ofFramesOfTwoLines_areWhole() {
        long handle = transferGrant();
        FrameRing ring = FrameRing.create(arena, 4, 2);
        FrameRing responses = FrameRing.create(arena, 1, 2);
        long frame = ring.claim();
        FrameDescriptor.writeHead(ring.segment(), frame, handle, Branch.TRANSFER, (short) 0, 2, 1);
        ring.segment().set(FrameDescriptor.LONG, frame + 120, 77);
        ring.commit(frame);
        Worker worker =
                worker(new Worker.Terms("w", 16), (_, _, _) -> 0, new Worker.Lane(ring, responses));
        worker.sweep();
        long response = responses.next();
        assertEquals(77, responses.segment().get(FrameDescriptor.LONG, response + 120));
        worker.close();
    }

    @Test
    void slots_smallerThanFramesOrUnlikeResponses_areRefused() {
        FrameRing one = ring(4);
        FrameRing two = FrameRing.create(arena, 4, 2);
        assertThrows(IllegalArgumentException.class, () -> new Worker.Lane(one, two));
        assertThrows(IllegalArgumentException.class, () -> new Worker.Lane(two, one));
        FrameModule wide =
                new Wide(branch.table.verbs().stream().map(verb -> verb.id()).toList());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Worker(
                        new Worker.Terms("w", 16),
                        records,
                        wide,
                        List.of(new Worker.Lane(two, null), new Worker.Lane(one, null))));
        new Worker(new Worker.Terms("w", 16), records, wide, List.of(new Worker.Lane(two, null)))
                .close();
    }

    /** Verbs whose frames have two lines. */
    private record Wide(List<CapabilityId> verbs) implements FrameModule {

        @Override
        public int lines() {
            return 2;
        }

        @Override
        public FrameDispatcher dispatcher(DispatchRight right) {
            right.open(this);
            return (_, _, _) -> FrameDispatcher.OK;
        }
    }

    /** The memory of a ring is taken away under the worker: it ends, says why, and stops the producers. */
    @Test
    void worker_thatFailsItself_saysSoAndStopsProducers() throws Exception {
        Arena fleeting = Arena.ofShared();
        FrameRing bad = FrameRing.create(fleeting, 4, 1);
        FrameRing good = ring(4);
        Worker worker = start(worker(
                new Worker.Terms("w", 16),
                new Teller(branch.bank),
                new Worker.Lane(good, null),
                new Worker.Lane(bad, null)));
        assertNull(worker.failure());
        while (fleeting.scope().isAlive()) {
            try {
                fleeting.close();
            } catch (IllegalStateException _) {
                Thread.onSpinWait();
            }
        }
        await(() -> worker.failure() != null);
        assertInstanceOf(IllegalStateException.class, worker.failure());
        long answer = good.claim();
        for (int i = 0; answer >= 0 && i < 10; i++) {
            good.commit(answer);
            answer = good.claim();
        }
        assertEquals(RingStatus.CLOSED, answer);
        worker.close();
    }

    @Test
    void sweep_ofMoreThreadsThanAContractAllows_isRefused() {
        for (int i = 0; i < 64; i++) {
            branch.table.enter();
        }
        Worker worker = worker(
                new Worker.Terms("w", 16), new Teller(branch.bank), new Worker.Lane(ring(4), null));
        assertThrows(IllegalStateException.class, worker::sweep);
        branch.table.exit();
        assertFalse(worker.sweep());
        assertThrows(IllegalStateException.class, branch.table::enter);
        worker.close();
        branch.table.enter();
    }

    /** An Error is a verb's too: the frames behind it run. */
    @Test
    void dispatch_thatThrowsAnError_endsThatFrameOnly() {
        FrameRing ring = ring(64);
        long handle = transferGrant();
        Worker worker = worker(
                new Worker.Terms("w", 16),
                WorkerOperationsTest::failing,
                new Worker.Lane(ring, null));
        for (int i = 0; i < 9; i++) {
            Teller.send(ring, handle, Branch.TRANSFER, i, 1, 2, 1);
        }
        worker.sweep();
        assertEquals(3, worker.metrics().byStatus()[FrameStatus.FAILED]);
        assertEquals(6, worker.metrics().byStatus()[FrameStatus.DONE]);
        assertInstanceOf(StackOverflowError.class, worker.lastFailure());
        worker.close();
    }

    private static int failing(MemorySegment segment, long frame, int verb) {
        return switch ((int) FrameDescriptor.correlation(segment, frame)) {
            case 1 -> throw new OutOfMemoryError("of a verb");
            case 4 -> throw new IllegalStateException("of a verb");
            case 7 -> failing(segment, frame, verb) + 1;
            default -> FrameDispatcher.OK;
        };
    }
}
