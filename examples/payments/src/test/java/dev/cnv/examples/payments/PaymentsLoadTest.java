package dev.cnv.examples.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.worker.WorkerMetrics;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dcnv.payments.transfers=100000000} for the long run. */
@Timeout(600)
class PaymentsLoadTest {

    private static final long TRANSFERS = Long.getLong("cnv.payments.transfers", 400_000);

    @TempDir
    Path folder;

    @Test
    void load_withTokenRevokedInMidRun_losesNoCentAndNoFrame() throws Exception {
        LoadReport report =
                PaymentsLoad.run(new LoadTerms(1_000_000, TRANSFERS, 64, 0, folder.resolve("l")));
        assertEquals(TRANSFERS, report.frames(), report::text);
        assertTrue(report.sound(), report::text);
        assertEquals(report.totalBefore(), report.totalAfter());
        long stale = report.byStatus()[FrameStatus.HANDLE_STALE];
        long revoked = report.byStatus()[FrameStatus.REVOKED];
        // The busiest of 64 sends 0.21 of all; a quarter is sent after the revocation for certain.
        assertTrue(stale + revoked > TRANSFERS / 25, report::text);
        assertEquals(TRANSFERS, report.executed() + stale + revoked, report::text);
        assertEquals(0, report.byStatus()[FrameStatus.FAILED]);
        assertTrue(report.text().contains("a second"), report::text);
        assertTrue(report.text().contains("last frame that ran under it"), report::text);
        assertTrue(report.text().contains("nothing is missing"), report::text);
    }

    @Test
    void load_paced_deniesTheRevokedAgentAndNobodyElse() throws Exception {
        int frames = 100_000;
        LoadReport report =
                PaymentsLoad.run(new LoadTerms(1_000, frames, 16, 50_000, folder.resolve("l")));
        assertTrue(report.sound(), report::text);
        assertEquals(frames, report.latencies().getTotalCount());
        long stale = report.byStatus()[FrameStatus.HANDLE_STALE];
        long revoked = report.byStatus()[FrameStatus.REVOKED];
        // The busiest of 16 sends 0.3 of all, and half of them are left.
        assertTrue(stale + revoked > frames / 20, report::text);
        assertTrue(stale + revoked < frames / 5, report::text);
        assertEquals(frames, report.executed() + stale + revoked, report::text);
        assertTrue(report.text().contains("latency from due time"), report::text);
        assertTrue(report.lastAcceptedNanos() < 1_000_000_000L, report::text);
    }

    @Test
    void report_thatMissesACentOrAFrame_isNotSound() {
        long[] byStatus = new long[FrameStatus.COUNT];
        byStatus[FrameStatus.DONE] = 10;
        byStatus[FrameStatus.HANDLE_STALE] = 2;
        assertTrue(report(byStatus, 100, 10, 2, 3).sound());
        assertFalse(report(byStatus, 99, 10, 2, 3).sound());
        assertFalse(report(byStatus, 100, 11, 2, 3).sound());
        assertFalse(report(byStatus, 100, 10, 1, 3).sound());
        assertFalse(report(byStatus, 100, 10, 2, 2).sound());
        assertFalse(report(byStatus, 100, 10, 2, -1).sound());
        byStatus[FrameStatus.DONE] = 9;
        assertFalse(report(byStatus, 100, 9, 2, 3).sound());
    }

    @Test
    void report_ofARevokedAgentThatWentOn_isNotSound() {
        long[] byStatus = new long[FrameStatus.COUNT];
        byStatus[FrameStatus.DONE] = 10;
        byStatus[FrameStatus.EXPIRED] = 2;
        LoadReport none = report(byStatus, 100, 10, 2, 3);
        assertFalse(none.sound(), "nothing was denied for the revocation");
        assertTrue(none.text().contains("THE REVOKED AGENT WENT ON"), none::text);
        byStatus[FrameStatus.EXPIRED] = 1;
        byStatus[FrameStatus.REVOKED] = 1;
        long latest = LoadReport.LATEST_ACCEPTED_NANOS;
        assertTrue(report(byStatus, 100, 10, 2, 3, latest).sound());
        assertFalse(report(byStatus, 100, 10, 2, 3, latest + 1).sound(), "too long after");
    }

    private static LoadReport report(
            long[] byStatus, long after, long recorded, long denied, long batches) {
        return report(byStatus, after, recorded, denied, batches, 0);
    }

    /** A worker of 12 frames in three batches; of what was sent and what is written, as asked for. */
    private static LoadReport report(
            long[] byStatus,
            long after,
            long recorded,
            long denied,
            long batches,
            long lastAccepted) {
        WorkerMetrics worker =
                new WorkerMetrics(3, 12, byStatus.clone(), 12, 0, 0, 3, 0, new long[1]);
        return new LoadReport(
                1,
                byStatus,
                new Histogram(3),
                0,
                lastAccepted,
                100,
                after,
                recorded,
                denied,
                batches,
                worker);
    }

    @Test
    void terms_outOfRange_areRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new LoadTerms(1_000, 1_000, 257, 0, folder));
        assertThrows(IllegalArgumentException.class, () -> new LoadTerms(1, 1_000, 2, 0, folder));
        assertThrows(IllegalArgumentException.class, () -> new LoadTerms(2, 999, 2, 0, folder));
    }
}
