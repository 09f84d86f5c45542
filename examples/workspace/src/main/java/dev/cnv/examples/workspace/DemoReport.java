package dev.cnv.examples.workspace;

import java.util.List;

/**
 * What a demonstration did.
 *
 * @param filesCopied how many files the callers worked on
 * @param calls every call, in order
 * @param callers what the ledger says of each caller
 * @param ledger the ledger as it was read back
 */
public record DemoReport(int filesCopied, List<Call> calls, List<Caller> callers, Ledger ledger) {

    /**
     * One call.
     *
     * @param caller who called
     * @param call the verb and what was done with it
     * @param decision {@code permitted}, {@code denied}, {@code failed} or {@code repeated}
     * @param why the rule that decided, or the reason and its sentence
     */
    public record Call(String caller, String call, String decision, String why) {}

    /**
     * A caller, counted from the ledger.
     *
     * @param caller who
     * @param permitted how many calls might run
     * @param denied how many might not
     * @param completed how many ran to their end
     * @param failed how many ran and failed
     */
    public record Caller(String caller, int permitted, int denied, int completed, int failed) {}

    /**
     * The ledger.
     *
     * @param directory where it is; gone after the demonstration unless it was kept
     * @param records how many records it has
     * @param head the digest that stands for all of them
     */
    public record Ledger(String directory, long records, String head) {}

    /** {@return the report as tables for people} */
    public String text() {
        StringBuilder out = new StringBuilder();
        out.append("%d files%n%n".formatted(filesCopied));
        out.append(row("%-13s %-9s %-46s %s", "CALLER", "DECISION", "CALL", "WHY"));
        calls.forEach(call -> out.append(row(
                "%-13s %-9s %-46s %s", call.caller(), call.decision(), call.call(), call.why())));
        out.append("%n".formatted())
                .append(row(
                        "%-13s %9s %6s %9s %6s",
                        "CALLER", "PERMITTED", "DENIED", "COMPLETED", "FAILED"));
        callers.forEach(caller -> out.append(row(
                "%-13s %9d %6d %9d %6d",
                caller.caller(),
                caller.permitted(),
                caller.denied(),
                caller.completed(),
                caller.failed())));
        out.append("%nledger: %d records read back and verified, head %s%n        %s%n"
                .formatted(ledger.records(), ledger.head(), ledger.directory()));
        return out.toString();
    }

    private static String row(String format, Object... cells) {
        return format.formatted(cells).stripTrailing() + System.lineSeparator();
    }
}
