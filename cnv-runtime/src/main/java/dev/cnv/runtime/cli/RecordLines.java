package dev.cnv.runtime.cli;

import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.stream.Milestone;
import java.io.PrintStream;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints records while a verb runs, in the form that its result would have: JSON has a record on a line,
 * YAML is one list, CSV and TSV have one line of names. A table's widths would follow from records that are
 * not there yet, so it is lines of the values that there are.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by the object itself.
 */
final class RecordLines implements Progress {

    private final PrintStream out;
    private final PrintStream err;
    private final OutputFormat format;
    private final boolean toTerminal;
    private final @Nullable ProgressLine line;
    private boolean begun;

    /**
     * Prints.
     *
     * @param out where to
     * @param err where warnings go when nobody sees a line
     * @param format how
     * @param toTerminal whether a person reads the text on a terminal
     * @param line shows how far the verb has come
     */
    RecordLines(
            PrintStream out,
            PrintStream err,
            OutputFormat format,
            boolean toTerminal,
            @Nullable ProgressLine line) {
        this.out = out;
        this.err = err;
        this.format = format;
        this.toTerminal = toTerminal;
        this.line = line;
    }

    @Override
    public void report(long done, long total, String what) {
        if (line != null) {
            line.report(done, total, what);
        }
    }

    @Override
    public void log(String message) {
        if (line != null) {
            line.log(message);
        }
    }

    @Override
    public void warn(String message) {
        if (line != null) {
            line.warn(message);
        } else {
            err.print("warning: " + DisplayText.line(message) + "\n");
            err.flush();
        }
    }

    @Override
    public void reached(Milestone milestone, JsonNode value) {
        if (line != null) {
            line.reached(milestone, value);
        }
    }

    @Override
    public synchronized void record(ObjectNode record) {
        out.print(text(record));
        out.flush();
        begun = true;
    }

    private String text(ObjectNode record) {
        ResultText text = new ResultText(toTerminal, 0);
        return switch (format) {
            case JSON, JSON_PRETTY -> text.of(record, format);
            case YAML, PLAIN -> text.of(listOf(record), format);
            case CSV, TSV -> behindNames(text.of(listOf(record), format));
            case TABLE -> sentence(record);
        };
    }

    private static JsonNode listOf(ObjectNode record) {
        return JsonNodeFactory.instance.arrayNode().add(record);
    }

    /** Without the line of names, when it was printed before; no name has a line feed. */
    private String behindNames(String lines) {
        return begun ? lines.substring(lines.indexOf('\n') + 1) : lines;
    }

    /** A pipe gets no more than a terminal: a line here must be one record. */
    private static String sentence(ObjectNode record) {
        return record.valueStream()
                .map(ResultText::cell)
                .filter(cell -> !cell.isEmpty())
                .map(DisplayText::line)
                .collect(Collectors.joining("  ", "", "\n"));
    }
}
