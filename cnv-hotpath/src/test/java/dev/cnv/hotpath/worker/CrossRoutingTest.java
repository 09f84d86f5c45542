package dev.cnv.hotpath.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.bank.Bank;
import dev.cnv.hotpath.bank.Branch;
import dev.cnv.hotpath.bank.Teller;
import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.ring.FrameSink;
import dev.cnv.hotpath.ring.FrameSource;
import dev.cnv.hotpath.ring.LanedRing;
import dev.cnv.hotpath.ring.RingSettings;
import dev.cnv.hotpath.ring.SharedRing;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sixteen producers, each of which sends to all of sixteen workers, half of them behind shared rings and
 * half behind lanes: every frame is answered once, in the order of its producer and ring.
 */
@Timeout(60)
class CrossRoutingTest {

    private static final int COUNT = 16;
    private static final int EACH = 4_000;
    private static final RingSettings SETTINGS =
            RingSettings.of(COUNT * 8, COUNT).withoutClaimLimit();

    private final Branch branch = new Branch();
    private final Arena arena = Arena.ofShared();
    private final List<Worker> workers = new ArrayList<>();
    private final List<FrameRing> responses = new ArrayList<>();

    /** One for each worker, since nothing guards an account. */
    private final List<Bank> banks = new ArrayList<>();

    /** By ring and producer. */
    private final FrameSink[][] sinks = new FrameSink[COUNT][COUNT];

    /** How many frames of a producer were answered through a ring, by both. */
    private final int[][] answered = new int[COUNT][COUNT];

    @AfterEach
    void close() {
        branch.close();
        arena.close();
    }

    @Test
    void sixteenProducers_toSixteenWorkersEach_areAnsweredOnceAndInOrder() throws Exception {
        BatchRecords records = new BatchRecords(
                branch.table, BatchRecords.Terms.DEFAULT, Thread.ofPlatform().factory());
        for (int ring = 0; ring < COUNT; ring++) {
            startWorker(records, ring);
        }
        long handle = branch.grant(Branch.transfer(branch.session("alice"))).value();
        List<Future<int[]>> sent = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(COUNT)) {
            for (int producer = 0; producer < COUNT; producer++) {
                int self = producer;
                sent.add(threads.submit(() -> produce(self, handle)));
            }
            for (int all = 0; all < COUNT * EACH; ) {
                int some = readAll();
                all += some;
                if (some == 0) {
                    Thread.yield();
                }
            }
        }
        workers.forEach(Worker::close);
        records.close();
        assertEquals(0, readAll(), "none is answered twice");
        long[] frames = new long[COUNT];
        for (int producer = 0; producer < COUNT; producer++) {
            for (int ring = 0; ring < COUNT; ring++) {
                assertEquals(sent.get(producer).get()[ring], answered[ring][producer]);
                assertTrue(answered[ring][producer] > 0, "each sends to each");
                frames[ring] += answered[ring][producer];
            }
        }
        for (int ring = 0; ring < COUNT; ring++) {
            assertEquals(frames[ring], workers.get(ring).metrics().executed());
            assertEquals(frames[ring], banks.get(ring).cents[2], "each moved a cent");
        }
    }

    private void startWorker(BatchRecords records, int ring) {
        FrameSource requests = ring % 2 == 0 ? shared(ring) : laned(ring);
        FrameRing answers = FrameRing.create(arena, 256, 1);
        banks.add(new Bank());
        responses.add(answers);
        workers.add(new Worker(
                        new Worker.Terms("w" + ring, 32),
                        records,
                        new Teller(banks.get(ring)),
                        List.of(new Worker.Lane(requests, answers)))
                .start(Thread.ofPlatform().factory()));
    }

    private FrameSource shared(int ring) {
        SharedRing requests = SharedRing.create(arena, SETTINGS);
        for (int producer = 0; producer < COUNT; producer++) {
            sinks[ring][producer] = requests.producer();
        }
        return requests;
    }

    private FrameSource laned(int ring) {
        LanedRing requests = LanedRing.create(arena, SETTINGS);
        for (int producer = 0; producer < COUNT; producer++) {
            sinks[ring][producer] = requests.producer();
        }
        return requests;
    }

    /** How many frames it sent to each ring; it aborts some others. */
    private int[] produce(int self, long handle) {
        SplittableRandom random = new SplittableRandom(self);
        int[] sent = new int[COUNT];
        for (int i = 0; i < EACH; i++) {
            int ring = random.nextInt(COUNT);
            FrameSink sink = sinks[ring][self];
            if (i % 11 == 0) {
                long frame = sink.claim();
                if (frame >= 0) {
                    sink.abort(frame);
                }
            }
            Teller.send(sink, handle, Branch.TRANSFER, (long) self << 32 | sent[ring]++, 1, 2, 1);
        }
        for (int ring = 0; ring < COUNT; ring++) {
            sinks[ring][self].close();
        }
        return sent;
    }

    private int readAll() {
        int count = 0;
        for (int ring = 0; ring < COUNT; ring++) {
            FrameRing answers = responses.get(ring);
            for (long frame = answers.next(); frame >= 0; frame = answers.next()) {
                assertEquals(FrameStatus.DONE, FrameResult.status(answers.segment(), frame));
                long correlation = FrameDescriptor.correlation(answers.segment(), frame);
                int producer = (int) (correlation >>> 32);
                assertEquals(answered[ring][producer]++, (int) correlation, "in order");
                answers.release();
                count++;
            }
        }
        return count;
    }
}
