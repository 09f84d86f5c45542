package dev.cnv.processor.write;

import dev.cnv.processor.model.FrameLayout;
import java.util.ArrayList;
import java.util.List;

/** Draws where the arguments of a frame lie: four bytes a row, little-endian. */
final class FrameDiagram {

    private static final int ROW_BYTES = 4;
    private static final int BYTE_COLUMNS = 16;

    private final List<FrameLayout.Slot> slots;
    private final StringBuilder text = new StringBuilder();
    private final String indent;

    private FrameDiagram(FrameLayout layout, String indent) {
        this.slots = layout.slots();
        this.indent = indent;
    }

    /** The lines of a comment, each with its indent; none for a frame without arguments. */
    static String draw(FrameLayout layout, String indent) {
        return layout.slots().isEmpty() ? "" : new FrameDiagram(layout, indent).rows(layout.end());
    }

    private String rows(int end) {
        line("  0                   1                   2                   3", "");
        line("  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1", "");
        List<Integer> above = List.of(0, ROW_BYTES);
        for (int row = FrameLayout.ARGUMENTS_OFFSET; row < end; row += ROW_BYTES) {
            List<Integer> edges = edges(row);
            boolean goesOn = goesOn(row);
            if (!goesOn) {
                line(rule(merged(above, edges)), "");
            }
            line(cells(row, edges, goesOn), goesOn ? "" : String.format("%5d", row));
            above = edges;
        }
        line(rule(above), "");
        return text.toString();
    }

    /** Whether a row is the second of a value of eight bytes. */
    private boolean goesOn(int row) {
        return slots.stream()
                .anyMatch(slot ->
                        slot.offset() < row && row < slot.offset() + slot.kind().bytes());
    }

    /** Where the cells of a row begin and end, in bytes from its start. */
    private List<Integer> edges(int row) {
        List<Integer> edges = new ArrayList<>(List.of(0));
        for (FrameLayout.Slot slot : slots) {
            int end = slot.offset() + slot.kind().bytes() - row;
            if (end > 0 && slot.offset() < row + ROW_BYTES) {
                edges.add(Math.min(end, ROW_BYTES));
            }
        }
        return edges;
    }

    private static List<Integer> merged(List<Integer> above, List<Integer> below) {
        List<Integer> all = new ArrayList<>(above);
        all.addAll(below);
        return all;
    }

    private static String rule(List<Integer> edges) {
        int width = edges.stream().mapToInt(Integer::intValue).max().orElse(0) * BYTE_COLUMNS;
        StringBuilder rule = new StringBuilder("-".repeat(width + 1));
        edges.forEach(edge -> rule.setCharAt(edge * BYTE_COLUMNS, '+'));
        return rule.toString();
    }

    private String cells(int row, List<Integer> edges, boolean goesOn) {
        StringBuilder cells = new StringBuilder("|");
        for (int i = 1; i < edges.size(); i++) {
            int width = (edges.get(i) - edges.get(i - 1)) * BYTE_COLUMNS - 1;
            cells.append(centred(goesOn ? "" : name(row + edges.get(i - 1)), width))
                    .append('|');
        }
        return cells.toString();
    }

    private String name(int offset) {
        return slots.stream()
                .filter(slot -> slot.offset() == offset)
                .map(slot -> slot.parameter().javaName())
                .findFirst()
                .orElseThrow();
    }

    private static String centred(String name, int width) {
        String shown = name.length() <= width ? name : name.substring(0, width - 1) + "~";
        int left = (width - shown.length()) / 2;
        return " ".repeat(left) + shown + " ".repeat(width - shown.length() - left);
    }

    private void line(String content, String offset) {
        String line = String.format("%-65s%s", content, offset).stripTrailing();
        text.append(indent).append(" *  ").append(line).append('\n');
    }
}
