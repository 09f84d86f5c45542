package dev.cnv.examples.payments;

import dev.cnv.hotpath.ring.FrameRing;
import dev.cnv.hotpath.worker.BatchRecords;
import dev.cnv.hotpath.worker.Worker;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.time.SystemTime;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Sends frames of many agents from one thread to one worker, and reads the answers. In the middle the
 * busiest agent's token is revoked from a third thread. At the end, when nothing moves, some balances are
 * asked for by frames and compared with the books.
 */
final class PaymentsLoad {

    private static final int CAPACITY = 4_096;
    private static final int BATCH = 256;
    private static final int OPENING_CENTS = 100_000;
    private static final int BUSIEST = 0;
    private static final int COMPARED = 1_000;
    private static final Duration PROGRESS = Duration.ofSeconds(5);

    private final LoadTerms terms;
    private final Payments payments;
    private final FrameRing requestRing;
    private final FrameRing answerRing;
    private final Answers answers;
    private final CountDownLatch half = new CountDownLatch(1);
    private volatile long revokeCalledAt;
    private volatile long revokedAt;

    private PaymentsLoad(LoadTerms terms, Arena arena) {
        this.terms = terms;
        this.payments = Payments.open(terms.accounts(), OPENING_CENTS, arena);
        this.requestRing = FrameRing.create(arena, CAPACITY, 1);
        this.answerRing = FrameRing.create(arena, CAPACITY, 1);
        this.answers = new Answers(answerRing, BUSIEST);
    }

    /** Runs a load, and says on a stream how far it is. */
    static LoadReport run(LoadTerms terms, PrintStream progress) throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            return new PaymentsLoad(terms, arena).run(progress);
        }
    }

    private LoadReport run(PrintStream progress) throws InterruptedException {
        long before = payments.total();
        Requests requests;
        Worker closed;
        double seconds;
        int alike;
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                PaymentsOffice office = new PaymentsOffice(
                        payments, terms.agents(), FileLedger.open(terms.ledger(), time), time);
                BatchRecords records = new BatchRecords(
                        office.table(),
                        BatchRecords.Terms.DEFAULT,
                        Thread.ofPlatform().factory());
                Worker worker = worker(office, records);
                Progress _ = Progress.start(
                        progress, terms.frames(), () -> worker.metrics().frames(), PROGRESS)) {
            requests = requests(office);
            Thread revoker = Thread.ofPlatform().daemon().start(() -> revoke(office));
            worker.start(Thread.ofPlatform().name("payments").factory());
            seconds = send(requests, worker);
            revoker.join();
            alike = compare(requests, worker);
            requests.close();
            closed = worker;
        }
        return new LoadReport(
                terms,
                seconds,
                answers.transfers(requests.transfers()),
                answers.balances(requests.balances()),
                new LoadReport.Balances(answers.negativeBalances(), COMPARED, alike),
                answers.latencies(),
                new Revocation(revokeCalledAt, revokedAt, answers.watchedRanAt()),
                before,
                payments.total(),
                LedgerCounts.read(terms.ledger()),
                closed.metrics());
    }

    private Worker worker(PaymentsOffice office, BatchRecords records) {
        return new Worker(
                new Worker.Terms("payments", BATCH),
                records,
                office.verbs().frames(),
                List.of(new Worker.Lane(requestRing, answerRing)));
    }

    private Requests requests(PaymentsOffice office) {
        long[] transfers = new long[terms.agents()];
        long[] balances = new long[terms.agents()];
        for (int agent = 0; agent < terms.agents(); agent++) {
            transfers[agent] = office.transferGrant(agent);
            balances[agent] = office.balanceGrant(agent);
        }
        return new Requests(requestRing, terms, transfers, balances);
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

    /**
     * Sends all and reads the answers. Keeps no more frames on their way than the ring of answers holds,
     * so that none waits there.
     *
     * @return seconds from the first frame to the last answer
     */
    private double send(Requests requests, Worker worker) {
        Pace pace = new Pace(System.nanoTime(), terms.perSecond());
        while (requests.transfers() < terms.transfers() || answers.count() < requests.sent()) {
            for (int i = 0; i < BATCH && maySend(requests, pace); i++) {
                requests.send();
            }
            if (requests.transfers() >= terms.transfers() / 2) {
                half.countDown();
            }
            read(pace, worker);
        }
        return (System.nanoTime() - pace.startNanos()) / 1e9;
    }

    /** The last quarter is sent when the token is revoked, so that some of the agent's are denied. */
    private boolean maySend(Requests requests, Pace pace) {
        long kept = revokedAt == 0 ? terms.transfers() / 4 : 0;
        return requests.transfers() < terms.transfers() - kept
                && requests.sent() - answers.count() < CAPACITY
                && pace.mayBegin(requests.sent());
    }

    private void read(Pace pace, Worker worker) {
        if (answers.read(pace)) {
            return;
        }
        Throwable failure = worker.failure();
        if (failure != null) {
            throw new IllegalStateException("the worker ended before its time", failure);
        }
        Thread.onSpinWait();
    }

    /** How many balances, asked for one by one while no money moves, are what the books say. */
    private int compare(Requests requests, Worker worker) {
        int alike = 0;
        for (int i = 0; i < COMPARED; i++) {
            int account = requests.anyAccount();
            answers.forgetBalance();
            requests.askBalance(BUSIEST + 1, account);
            while (answers.count() < requests.sent()) {
                read(Pace.NONE, worker);
            }
            alike += answers.lastBalance() == payments.centsOf(account) ? 1 : 0;
        }
        return alike;
    }
}
