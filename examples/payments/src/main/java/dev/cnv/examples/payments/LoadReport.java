package dev.cnv.examples.payments;

import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.worker.WorkerMetrics;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a load came to.
 *
 * @param terms what was asked for
 * @param seconds from the first frame to the last answer; without the comparison at the end
 * @param transfers what became of the transfers
 * @param balances what became of the questions for balances, those of the comparison included
 * @param answered what the answered balances were
 * @param latencies nanoseconds from when a frame was due to when its answer was seen; empty without a
 *     rate, where no frame is ever due
 * @param revocation when the busiest agent's token was revoked
 * @param totalBefore the sum of all balances before, in cents
 * @param totalAfter the sum after
 * @param ledger what the ledger accounts for
 * @param worker the worker's own numbers
 */
record LoadReport(
        LoadTerms terms,
        double seconds,
        FrameCounts transfers,
        FrameCounts balances,
        Balances answered,
        Histogram latencies,
        Revocation revocation,
        long totalBefore,
        long totalAfter,
        LedgerCounts ledger,
        WorkerMetrics worker) {

    /**
     * What the answered balances were.
     *
     * @param negative how many were below zero
     * @param compared how many were compared with the books at the end, when nothing moved
     * @param alike how many of those are what the books say
     */
    record Balances(long negative, int compared, int alike) {

        /** Whether all are what they can be. */
        boolean areRight() {
            return negative == 0 && alike == compared;
        }
    }

    /** How many frames were answered. */
    long frames() {
        return transfers.answered() + balances.answered();
    }

    /** How many frames a second were answered, without the comparison at the end. */
    double perSecond() {
        return (frames() - answered.compared()) / seconds;
    }

    /** How many frames were denied because their grant had ended. */
    long revoked() {
        return transfers.revoked() + balances.revoked();
    }

    /** Whether no cent and no frame is missing, no balance is wrong, and the revoked agent ran no more. */
    boolean sound() {
        return nothingMissing() && answered.areRight() && revocationHeld();
    }

    /** Whether frames were denied after the revocation, and none was let through long after it. */
    boolean revocationHeld() {
        return revoked() > 0 && revocation.held();
    }

    private boolean nothingMissing() {
        return totalBefore == totalAfter
                && transfers.sent() == transfers.answered()
                && balances.sent() == balances.answered()
                && ledger.transfers() == transfers.ran()
                && ledger.balances() == balances.ran()
                && ledger.denied() == transfers.denied() + balances.denied()
                && ledger.batches() == worker.batches()
                && worker.frames() == frames();
    }

    /** The report as lines for people. */
    String text() {
        Lines lines = new Lines();
        lines.add(
                "frames                %,d in %.2f s: %,.0f a second",
                frames(), seconds, perSecond());
        addVerb(lines, "transfers", transfers);
        addVerb(lines, "balances", balances);
        lines.add(
                "balances answered     %,d below zero; asked at the end: %,d, as in the books: %,d",
                answered.negative(), answered.compared(), answered.alike());
        if (latencies.getTotalCount() > 0) {
            addLatencies(lines);
        }
        lines.add(
                "revocation            took %,d us; last frame that ran under it: %,d us after it",
                revocation.tookNanos() / 1_000, revocation.lastAfterReturnNanos() / 1_000);
        lines.add("sum of balances       %,d before, %,d after", totalBefore, totalAfter);
        lines.add(
                "ledger                %,d transfers, %,d balances, %,d denied, in %,d batches",
                ledger.transfers(), ledger.balances(), ledger.denied(), ledger.batches());
        lines.add(
                "worker                %,d batches, at most %,d frames deep, waited %,d times for the ledger",
                worker.batches(), worker.peakDepth(), worker.ledgerWaits());
        lines.add(nothingMissing() ? "nothing is missing" : "SOMETHING IS MISSING");
        if (!answered.areRight()) {
            lines.add("A BALANCE IS WRONG");
        }
        if (!revocationHeld()) {
            lines.add("THE REVOKED AGENT WENT ON");
        }
        return lines.text.toString();
    }

    private static void addVerb(Lines lines, String verb, FrameCounts counts) {
        lines.add(
                "%-22s%,d sent, %,d ran, %,d denied",
                verb, counts.sent(), counts.ran(), counts.denied());
        for (int status = 0; status < counts.byStatus().length; status++) {
            if (counts.byStatus()[status] != 0) {
                lines.add("  %-20s%,d", FrameStatus.nameOf(status), counts.byStatus()[status]);
            }
        }
    }

    private void addLatencies(Lines lines) {
        lines.add(
                "latency from due time 50 %%: %,d ns, 90 %%: %,d ns, 99 %%: %,d ns, 99.9 %%: %,d ns, "
                        + "99.99 %%: %,d ns, most: %,d ns",
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(90),
                latencies.getValueAtPercentile(99),
                latencies.getValueAtPercentile(99.9),
                latencies.getValueAtPercentile(99.99),
                latencies.getMaxValue());
    }

    private static final class Lines {

        private final StringBuilder text = new StringBuilder();

        void add(String format, Object... values) {
            text.append(String.format(Locale.ROOT, format, values)).append('\n');
        }
    }
}
