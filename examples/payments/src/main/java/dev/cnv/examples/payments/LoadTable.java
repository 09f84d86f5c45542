package dev.cnv.examples.payments;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Two loads as a table in Markdown: one at full speed, one at a rate. */
final class LoadTable {

    private final LoadReport fast;
    private final LoadReport even;
    private final StringBuilder text = new StringBuilder();

    private LoadTable(LoadReport fast, LoadReport even) {
        this.fast = fast;
        this.even = even;
    }

    /**
     * Writes the table.
     *
     * @param fast the load at full speed
     * @param even the load at a rate
     */
    static String of(LoadReport fast, LoadReport even) {
        LoadTable table = new LoadTable(fast, even);
        table.addHead();
        table.addFrames();
        table.addLatencies();
        table.addAccounts();
        return table.text.toString();
    }

    private void addHead() {
        LoadTerms terms = fast.terms();
        text.append(String.format(
                Locale.ROOT,
                "%,d accounts, %d agents, %d %% of the frames ask for a balance; HdrHistogram, each frame from "
                        + "when it was due (corrected for coordinated omission); %s.\n\n",
                terms.accounts(),
                terms.agents(),
                terms.balancePercent(),
                flags()));
        text.append(String.format(
                Locale.ROOT,
                "| | at full speed | at %,d frames a second |\n|---|---|---|\n",
                even.terms().perSecond()));
    }

    private void addFrames() {
        row("transfers sent; ran; denied", load -> verb(load.transfers()));
        row("balances sent; ran; denied", load -> verb(load.balances()));
        row("frames a second", load -> String.format(Locale.ROOT, "%,.0f", load.perSecond()));
    }

    private void addLatencies() {
        for (String percentile : List.of("50", "90", "99", "99.9", "99.99")) {
            double part = Double.parseDouble(percentile);
            row(
                    "p" + percentile + " of the latency, us",
                    load -> micros(load.latencies(), load.latencies().getValueAtPercentile(part)));
        }
        row(
                "longest latency, us",
                load -> micros(load.latencies(), load.latencies().getMaxValue()));
    }

    private void addAccounts() {
        row("frames denied because the token was revoked", load -> count(load.revoked()));
        row(
                "from the call that revokes to its return, ms",
                load -> millis(load.revocation().tookNanos()));
        row(
                "from that call to the last accepted frame, ms",
                load -> millis(load.revocation().lastAfterCallNanos()));
        row(
                "from its return to the last accepted frame, ms",
                load -> millis(load.revocation().lastAfterReturnNanos()));
        row(
                "sum of balances before; after, cents",
                load -> count(load.totalBefore()) + "; " + count(load.totalAfter()));
        row(
                "balances below zero; of those asked at the end, as in the books",
                load -> count(load.answered().negative()) + "; "
                        + count(load.answered().alike()) + " of "
                        + count(load.answered().compared()));
        row(
                "batches in the ledger; run",
                load -> count(load.ledger().batches()) + "; "
                        + count(load.worker().batches()));
    }

    private void row(String name, Function<LoadReport, String> cell) {
        text.append("| ").append(name).append(" | ");
        text.append(cell.apply(fast)).append(" | ");
        text.append(cell.apply(even)).append(" |\n");
    }

    private static String verb(FrameCounts counts) {
        return count(counts.sent()) + "; " + count(counts.ran()) + "; " + count(counts.denied());
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }

    /** Nothing where no frame is ever due. */
    private static String micros(Histogram latencies, long nanos) {
        return latencies.getTotalCount() == 0
                ? ""
                : String.format(Locale.ROOT, "%,.1f", nanos / 1e3);
    }

    private static String flags() {
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-X"))
                .toList();
        return flags.isEmpty() ? "default flags" : String.join(" ", flags);
    }
}
