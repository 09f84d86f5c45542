package dev.cnv.examples.payments;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.worker.BatchRecords;
import dev.cnv.hotpath.worker.FrameResult;
import dev.cnv.hotpath.worker.Worker;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.FrameEvent;
import dev.cnv.runtime.time.SystemTime;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * Sends transfers of many agents from one thread to one worker, and reads the answers. In the middle the
 * busiest agent's token is revoked from a third thread.
 */
final class PaymentsLoad {

    private static final int CAPACITY = 4_096;
    private static final int BATCH = 256;
    private static final int OPENING_CENTS = 100_000;
    private static final long SEED = 138;
    private static final int BUSIEST = 0;

    private final LoadTerms terms;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final ZipfAgents draws;
    private final long[] grants;
    private final long[] byStatus = new long[FrameStatus.COUNT];
    private final long[] answers = new long[BATCH];
    private final Histogram latencies = new Histogram(60_000_000_000L, 3);
    private final CountDownLatch half = new CountDownLatch(1);
    private final PaymentsFrames.TransferFrame transfer = new PaymentsFrames.TransferFrame();
    private FrameRing requests;
    private FrameRing responses;
    private long startNanos;
    private long lastAcceptedAt;
    private volatile long revokeCalledAt;
    private volatile long revokedAt;

    private PaymentsLoad(LoadTerms terms) {
        this.terms = terms;
        this.draws = new ZipfAgents(terms.agents(), random.split());
        this.grants = new long[terms.agents()];
    }

    /** Runs a load. */
    static LoadReport run(LoadTerms terms) throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            return new PaymentsLoad(terms).run(arena);
        }
    }

    private LoadReport run(Arena arena) throws InterruptedException {
        Payments payments = Payments.open(terms.accounts(), OPENING_CENTS, arena);
        long before = payments.total();
        requests = FrameRing.create(arena, CAPACITY, 1);
        responses = FrameRing.create(arena, CAPACITY, 1);
        long endNanos;
        Worker closed;
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                PaymentsOffice office = new PaymentsOffice(
                        payments, terms.agents(), FileLedger.open(terms.ledger(), time), time);
                BatchRecords records = new BatchRecords(
                        office.table(),
                        BatchRecords.Terms.DEFAULT,
                        Thread.ofPlatform().factory());
                Worker worker = worker(office, records)) {
            for (int agent = 0; agent < grants.length; agent++) {
                grants[agent] = office.grant(agent);
            }
            Thread revoker = Thread.ofPlatform().start(() -> revoke(office));
            worker.start(Thread.ofPlatform().name("payments").factory());
            send();
            endNanos = System.nanoTime();
            requests.close();
            revoker.join();
            closed = worker;
        }
        long[] recorded = recorded();
        return new LoadReport(
                (endNanos - startNanos) / 1e9,
                byStatus,
                latencies,
                revokedAt - revokeCalledAt,
                lastAcceptedAt - revokedAt,
                before,
                payments.total(),
                recorded[0],
                recorded[1],
                recorded[2],
                closed.metrics());
    }

    private Worker worker(PaymentsOffice office, BatchRecords records) {
        return new Worker(
                new Worker.Terms("payments", BATCH),
                records,
                office.verbs().frames(),
                List.of(new Worker.Lane(requests, responses)));
    }

    private void revoke(PaymentsOffice office) {
        try {
            half.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        revokeCalledAt = System.nanoTime();
        try {
            office.revoke(BUSIEST);
        } finally {
            revokedAt = System.nanoTime(); // Or nothing more would be sent.
        }
    }

    /** Keeps no more frames on their way than the ring of answers holds, so that none waits there. */
    private void send() {
        startNanos = System.nanoTime();
        long sent = 0;
        long answered = 0;
        while (answered < terms.transfers()) {
            while (mayBeSent(sent) && sent - answered < CAPACITY && due(sent)) {
                put(sent++);
                if (sent == terms.transfers() / 2) {
                    half.countDown();
                }
                if ((sent & (BATCH - 1)) == 0) {
                    break;
                }
            }
            answered += read();
        }
    }

    /** The last quarter is sent when the token is revoked, so that some of the agent's are denied. */
    private boolean mayBeSent(long frame) {
        long kept = revokedAt == 0 ? terms.transfers() / 4 : 0;
        return frame < terms.transfers() - kept;
    }

    /** When a frame ought to begin, whether or not the ones before it were quick: so none is left out. */
    private long dueNanos(long frame) {
        return startNanos + (long) (frame * (1e9 / terms.perSecond()));
    }

    private boolean due(long frame) {
        return terms.perSecond() == 0 || System.nanoTime() >= dueNanos(frame);
    }

    private void put(long number) {
        long frame = requests.claim();
        while (frame < 0) {
            Thread.onSpinWait();
            frame = requests.claim();
        }
        int agent = draws.at(number);
        int from = random.nextInt(terms.accounts());
        int to = random.nextInt(terms.accounts());
        transfer.at(requests.segment(), frame)
                .under(grants[agent], number << Byte.SIZE | agent)
                .put(from, to, 1 + (number & 0x3ff));
        requests.commit(frame);
    }

    private int read() {
        int count = responses.poll(BATCH, answers);
        if (count == 0) {
            Thread.onSpinWait();
            return 0;
        }
        long now = System.nanoTime();
        MemorySegment segment = responses.segment();
        for (int i = 0; i < count; i++) {
            int status = FrameResult.status(segment, answers[i]);
            long correlation = FrameDescriptor.correlation(segment, answers[i]);
            byStatus[status]++;
            if (status == FrameStatus.DONE && (correlation & 0xff) == BUSIEST) {
                lastAcceptedAt = now;
            }
            if (terms.perSecond() != 0) {
                latencies.recordValue(Math.max(0, now - dueNanos(correlation >>> Byte.SIZE)));
            }
        }
        responses.release();
        return count;
    }

    /**
     * What the ledger says, read anew from its files: executed frames, denied ones, and batches, or -1 for
     * these when the numbers of the records have a gap.
     */
    private long[] recorded() {
        long[] counts = new long[3];
        long[] next = new long[1];
        boolean[] gapless = {true};
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                FileLedger ledger = FileLedger.open(terms.ledger(), time)) {
            ledger.read(record -> {
                if (record.event() instanceof FrameEvent.BatchExecuted batch) {
                    counts[0] += batch.executed();
                    counts[1] += batch.denied();
                    counts[2] += batch.batches();
                    gapless[0] &= batch.sequence() == next[0]++;
                }
            });
        }
        counts[2] = gapless[0] ? counts[2] : -1;
        return counts;
    }
}
