package dev.cnv.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A measurement as Markdown: where and how it was taken, tables, and sentences.
 *
 * <p><b>Threading:</b> used by one thread.
 */
public final class Report {

    private final String loadAtStart = Machine.load();
    private final List<String> lines = new ArrayList<>();

    /**
     * Adds a sentence or a list item.
     *
     * @param text Markdown
     */
    public void say(String text) {
        lines.add(text);
    }

    /**
     * Adds a table.
     *
     * @param head the columns' names
     * @param rows the cells, each row as long as the head
     * @throws IllegalArgumentException when a row is shorter or longer
     */
    public void table(List<String> head, List<List<String>> rows) {
        lines.add("");
        lines.add(row(head));
        lines.add("|---".repeat(head.size()) + "|");
        for (List<String> cells : rows) {
            if (cells.size() != head.size()) {
                throw new IllegalArgumentException("cells=" + cells + " do not fit head=" + head);
            }
            lines.add(row(cells));
        }
        lines.add("");
    }

    /**
     * Prints the report, and writes it to a file.
     *
     * @param out the file; its folder is made
     * @throws IOException when it cannot be written
     */
    public void write(Path out) throws IOException {
        List<String> all = new ArrayList<>();
        all.add(Machine.describe() + ".");
        all.add("Load average " + loadAtStart + " at the start, " + Machine.load()
                + " at the end."
                + (Machine.busy(loadAtStart) || Machine.busy(Machine.load())
                        ? " **The machine was busy with other work: times are longer and less sure "
                                + "than on a calm one; ratios of bytes are not touched.**"
                        : ""));
        all.add("");
        all.addAll(lines);
        String text = String.join("\n", all).strip() + "\n";
        System.out.print(text);
        Files.createDirectories(out.toAbsolutePath().getParent());
        Files.writeString(out, text);
    }

    /**
     * A figure.
     *
     * @param value the figure
     * @param digits digits behind the point
     * @return its text, the same in every locale
     */
    public static String figure(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
