package dev.cnv.examples.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.grant.FrameStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dcnv.payments.transfers=100000000} for the long run. */
@Timeout(600)
class PaymentsLoadTest {

    private static final long TRANSFERS = Long.getLong("cnv.payments.transfers", 400_000);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    private LoadReport load(int accounts, long transfers, int balancePercent, int perSecond)
            throws Exception {
        LoadTerms terms = new LoadTerms(
                accounts, transfers, balancePercent, 16, perSecond, folder.resolve("l"));
        return PaymentsLoad.run(terms, new PrintStream(progress, true, StandardCharsets.UTF_8));
    }

    @Test
    void load_withTokenRevokedInMidRun_losesNoCentAndNoFrame() throws Exception {
        LoadReport report = load(1_000_000, TRANSFERS, 10, 0);
        assertTrue(report.sound(), report::text);
        assertEquals(TRANSFERS, report.transfers().sent(), report::text);
        assertEquals(TRANSFERS, report.transfers().answered(), report::text);
        assertEquals(report.totalBefore(), report.totalAfter());
        // The busiest of 16 sends 0.3 of all; a quarter is sent after the revocation for certain.
        assertTrue(report.transfers().revoked() > TRANSFERS / 20, report::text);
        assertEquals(report.transfers().revoked(), report.transfers().denied(), report::text);
        assertEquals(0, report.transfers().byStatus()[FrameStatus.FAILED]);
        for (String said : List.of("a second", "last frame that ran", "nothing is missing")) {
            assertTrue(report.text().contains(said), report::text);
        }
    }

    @Test
    void load_ofBothVerbs_asksAboutOneFrameInTenForABalance() throws Exception {
        LoadReport report = load(1_000, 100_000, 10, 0);
        assertTrue(report.sound(), report::text);
        long mixed = report.balances().sent() - report.answered().compared();
        assertTrue(mixed > 10_000 && mixed < 12_000, report::text);
        assertEquals(report.balances().sent(), report.balances().answered(), report::text);
        assertTrue(report.balances().ran() > 8_000, report::text);
        assertTrue(report.balances().revoked() > 300, "the agent's balances end with its token");
        assertEquals(report.balances().revoked(), report.balances().denied(), report::text);
        assertEquals(report.balances().ran(), report.ledger().balances());
        assertEquals(report.transfers().ran(), report.ledger().transfers());
        assertEquals(1_000, report.answered().compared());
        assertEquals(1_000, report.answered().alike());
    }

    @Test
    void load_withoutBalances_asksForThemAtTheEndOnly() throws Exception {
        LoadReport report = load(1_000, 20_000, 0, 0);
        assertTrue(report.sound(), report::text);
        assertEquals(report.answered().compared(), report.balances().sent());
    }

    @Test
    void load_paced_deniesTheRevokedAgentAndNobodyElse() throws Exception {
        int transfers = 90_000;
        LoadReport report = load(1_000, transfers, 10, 50_000);
        assertTrue(report.sound(), report::text);
        assertEquals(
                report.frames() - report.answered().compared(),
                report.latencies().getTotalCount(),
                "what is asked at the end was never due");
        // The busiest of 16 sends 0.3 of all, and half of them are left.
        long revoked = report.transfers().revoked();
        assertTrue(revoked > transfers / 20, report::text);
        assertTrue(revoked < transfers / 5, report::text);
        assertEquals(transfers, report.transfers().ran() + revoked, report::text);
        assertTrue(report.text().contains("latency from due time"), report::text);
        assertTrue(report.seconds() >= 1.9, "100,000 frames, 50,000 a second");
    }

    @Test
    void terms_outOfRange_areRefusedByName() {
        refused("agents=257", () -> new LoadTerms(1_000, 1_000, 10, 257, 0, folder));
        refused("accounts=1", () -> new LoadTerms(1, 1_000, 10, 2, 0, folder));
        refused("transfers=999", () -> new LoadTerms(2, 999, 10, 2, 0, folder));
        refused("balancePercent=91", () -> new LoadTerms(2, 1_000, 91, 2, 0, folder));
        refused("perSecond=-1", () -> new LoadTerms(2, 1_000, 10, 2, -1, folder));
    }

    private static void refused(String named, Executable terms) {
        String message = assertThrows(IllegalArgumentException.class, terms).getMessage();
        assertTrue(message.startsWith(named + " is not "), message);
    }
}
