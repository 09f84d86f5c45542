package dev.cnv.examples.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.worker.WorkerMetrics;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** A report in which one thing is wrong is not sound. */
class LoadReportTest {

    private static final LoadTerms TERMS = new LoadTerms(2, 1_000, 10, 2, 0, Path.of("ledger"));
    private static final LoadReport.Balances RIGHT = new LoadReport.Balances(0, 1, 1);
    private static final LedgerCounts LEDGER = new LedgerCounts(7, 3, 2, 3);
    private static final Revocation REVOCATION = new Revocation(100, 200, 150);

    /** What differs from a load of twelve frames in three batches that is as it ought to be. */
    private long after = 100;

    private FrameCounts transfers = counts(8, 7, FrameStatus.HANDLE_STALE, 1);
    private FrameCounts balances = counts(4, 3, FrameStatus.REVOKED, 1);
    private LoadReport.Balances answered = RIGHT;
    private LedgerCounts ledger = LEDGER;
    private Revocation revocation = REVOCATION;
    private long workerBatches = 3;
    private long workerFrames = 12;
    private final Histogram latencies = new Histogram(3);

    private static FrameCounts counts(long sent, long done, int status, long denied) {
        long[] byStatus = new long[FrameStatus.COUNT];
        byStatus[FrameStatus.DONE] = done;
        byStatus[status] = denied;
        return new FrameCounts(sent, byStatus);
    }

    private LoadReport report() {
        long[] byStatus = new long[FrameStatus.COUNT];
        WorkerMetrics worker = new WorkerMetrics(
                workerBatches, workerFrames, byStatus, 12, 0, 0, 3, 0, new long[1]);
        return new LoadReport(
                TERMS,
                0.5,
                transfers,
                balances,
                answered,
                latencies,
                revocation,
                100,
                after,
                ledger,
                worker);
    }

    private void assertMissing() {
        assertFalse(report().sound(), report()::text);
        assertTrue(report().text().contains("SOMETHING IS MISSING"), report()::text);
    }

    @Test
    void report_inWhichAllFits_isSound() {
        assertTrue(report().sound(), report()::text);
        assertEquals(2, report().revoked());
        assertEquals(22, report().perSecond(), "the one compared at the end is not in the time");
        assertTrue(report().text().contains("transfers             8 sent, 7 ran, 1 denied"));
        assertTrue(report().text().contains("balances              4 sent, 3 ran, 1 denied"));
    }

    @Test
    void report_thatMissesACent_isNotSound() {
        after = 99;
        assertMissing();
    }

    @Test
    void report_thatMissesAnAnswer_isNotSound() {
        transfers = counts(9, 7, FrameStatus.HANDLE_STALE, 1);
        assertMissing();
        transfers = counts(8, 7, FrameStatus.HANDLE_STALE, 1);
        balances = counts(5, 3, FrameStatus.REVOKED, 1);
        assertMissing();
    }

    @Test
    void report_whoseLedgerSaysOtherwise_isNotSound() {
        for (LedgerCounts other : new LedgerCounts[] {
            new LedgerCounts(8, 3, 2, 3),
            new LedgerCounts(7, 2, 2, 3),
            new LedgerCounts(6, 4, 2, 3),
            new LedgerCounts(7, 3, 1, 3),
            new LedgerCounts(7, 3, 2, 2),
            new LedgerCounts(7, 3, 2, -1)
        }) {
            ledger = other;
            assertMissing();
        }
    }

    @Test
    void report_whoseWorkerSaysOtherwise_isNotSound() {
        workerFrames = 11;
        assertMissing();
        workerFrames = 12;
        workerBatches = 4;
        assertMissing();
    }

    @Test
    void report_ofAWrongBalance_isNotSound() {
        for (LoadReport.Balances wrong : new LoadReport.Balances[] {
            new LoadReport.Balances(1, 1, 1), new LoadReport.Balances(0, 2, 1)
        }) {
            answered = wrong;
            assertFalse(report().sound(), report()::text);
            assertTrue(report().text().contains("A BALANCE IS WRONG"), report()::text);
        }
    }

    @Test
    void report_ofARevokedAgentThatWentOn_isNotSound() {
        revocation = new Revocation(100, 200, 200 + Revocation.LATEST_NANOS);
        assertTrue(report().sound(), report()::text);
        revocation = new Revocation(100, 200, 201 + Revocation.LATEST_NANOS);
        assertFalse(report().sound(), "too long after");
        assertTrue(report().text().contains("THE REVOKED AGENT WENT ON"), report()::text);
        revocation = REVOCATION;
        transfers = counts(8, 7, FrameStatus.EXPIRED, 1);
        balances = counts(4, 3, FrameStatus.EXPIRED, 1);
        assertFalse(report().sound(), "nothing was denied for the revocation");
    }

    @Test
    void revocation_isTimedFromItsCallAndFromItsReturn() {
        assertEquals(100, REVOCATION.tookNanos());
        assertEquals(50, REVOCATION.lastAfterCallNanos());
        assertEquals(-50, REVOCATION.lastAfterReturnNanos());
    }

    @Test
    void table_ofTwoLoads_hasTheirNumbers() {
        LoadReport fast = report();
        revocation = new Revocation(0, 1_000_000, 1_250_000);
        for (int i = 1; i <= 1_000; i++) {
            latencies.recordValue(i * 1_000);
        }
        String table = LoadTable.of(
                new LoadReport(
                        TERMS,
                        2,
                        fast.transfers(),
                        fast.balances(),
                        RIGHT,
                        new Histogram(3),
                        new Revocation(0, 2_000_000, 1_500_000),
                        100,
                        100,
                        LEDGER,
                        fast.worker()),
                report());
        for (String row : new String[] {
            "| transfers sent; ran; denied | 8; 7; 1 | 8; 7; 1 |",
            "| balances sent; ran; denied | 4; 3; 1 | 4; 3; 1 |",
            "| frames a second | 6 | 22 |",
            "| p50 of the latency, us |  | 500.2 |",
            "| longest latency, us |  | 1,000.4 |",
            "| frames denied because the token was revoked | 2 | 2 |",
            "| from the call that revokes to its return, ms | 2.000 | 1.000 |",
            "| from that call to the last accepted frame, ms | 1.500 | 1.250 |",
            "| from its return to the last accepted frame, ms | -0.500 | 0.250 |",
            "| sum of balances before; after, cents | 100; 100 | 100; 100 |",
            "| batches in the ledger; run | 3; 3 | 3; 3 |"
        }) {
            assertTrue(table.contains(row + "\n"), () -> row + " is not in\n" + table);
        }
    }
}
